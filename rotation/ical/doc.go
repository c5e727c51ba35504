// Package ical reads iCalendar data (RFC 5545) as it is found in the wild and
// turns it into shifts.
//
// It owns what a calendar means: which bytes are accepted, in which zone a time
// is read, which instances a recurrence has, and who is on call in an event. It
// stands on go-ical for content lines and on rrule-go for recurrence rules, and
// keeps both away from input that makes them crash, hang or lose data: a broken
// event costs itself and a warning, never the calendar.
//
// It is pure: bytes in, shifts out. There is no file, no network and no clock
// in here; the window to expand is an argument. It must not import notify,
// anything under app, or a toolkit.
package ical
