// Package drill holds the two stories of the class as incidents to practise with:
// one that nobody manages and one that is managed. A story is data, a list of
// commands with the time at which somebody gives each; a [Replay] plays it on a
// clock that the caller moves, so that it runs in a test as fast as it can and on a
// screen as slowly as somebody wants to read.
//
// What it makes is an ordinary record, marked as a drill in every document.
//
// It is pure: the caller moves its clock. It must not import anything under app but
// app/incident, nor a toolkit.
package drill
