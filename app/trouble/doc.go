// Package trouble is the one place that turns errors into words for people:
// what happened, what it means for them, what to do next. The tray, the window,
// the command line and the doctor show its words; the log keeps the error.
//
// It knows the sentinels of every package whose errors reach a person. It must
// not import the agent or a toolkit.
package trouble
