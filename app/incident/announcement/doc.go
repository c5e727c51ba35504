// Package announcement drafts what is told about an incident, to colleagues and to
// customers, from templates that a team may replace by its own.
//
// A draft says what Standby knows, and leaves a gap in square brackets where only a
// person can know. It is never sent as it is: somebody reads it first.
//
// It is pure: now is an argument, and files come through fs.FS. It knows how notify
// cleans texts, and must not import anything under app, nor a toolkit.
package announcement
