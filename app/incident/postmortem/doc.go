// Package postmortem is what is learned from an incident: whether a post-mortem is
// to be written, its draft from the record, what people write into it, the five
// whys as a tree, the hints for wording that blames nobody, its review, its due
// dates, and the follow-ups until they are done.
//
// What the record knows is filled in anew each time. What only people can judge
// stays blank until somebody writes it, and says who is to. [Written] holds what
// people wrote; whoever keeps it keeps everything that the record of the incident
// does not have.
//
// It is pure: now is an argument, nothing is read, written or sent. It may import
// app/incident, app/incident/publish and the value types of rotation and notify.
// It must not import anything else under app, nor a toolkit.
package postmortem
