// Package incident is the record of an incident, from the first word of it until
// the last follow-up is done: what was seen, decided, said and tried, by whom and
// when, and what that makes of it now.
//
// A record is a list of events that only grows. [Apply] says which events a
// command adds, [Fold] what the events come to: an [Incident], a value that never
// changes. Whoever keeps the events keeps everything; warnings, due times, the
// timeline and the document are computed from the incident and the time.
//
// What Standby knows is filled in; what only a person can judge never is. Texts of
// people and of remote systems are cleaned as they come in and are escaped where
// a document is made of them.
//
// It is pure: now is an argument, nothing is read, written or sent. It knows the
// value types of notify and rotation, and must not import anything under app but
// its own packages, nor a toolkit.
package incident
