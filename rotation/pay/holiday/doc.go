// Package holiday answers which days are holidays, of which class, and from when
// to when: for a region, for a company, for a person.
//
// A [Config] is the form that a policy file embeds. [Config.Check] says what is
// wrong with it, key by key; [New] joins it with what does not stand in the file
// (the bytes of calendars, a person's own region, single dates) and makes a
// [Calendar]. [Calendar.Spans] turns the days of a window into spans of instants
// in a zone, [Calendar.Days] lists them as dates, [Calendar.ClassAt] judges one
// instant.
//
// The days come from four places: regions (region.go, on the definitions of
// github.com/rickar/cal/v2, put right where the law says otherwise, in europe.go
// and world.go), .ics files (file.go), days of the company (rule.go), and spans
// around any of these, such as the eve, the night before, or "until the first
// weekday after" (around.go).
//
// A day goes from local midnight to local midnight, so it has 23 or 25 hours
// where clocks change. A clock time that is skipped is the first instant after
// the gap; one that comes twice is the first where a span begins and the last
// where it ends, but a midnight is always the first, so that days meet.
//
// It is pure: no clock, no file, no network; what it knows reaches from 1970 to
// 2099. It reads the globals of the library and changes none; the zone of the
// machine has no say. It must not import notify, anything under app, the rest of
// rotation/pay, or a toolkit.
package holiday
