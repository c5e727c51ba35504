// Package caldav reads shifts from a calendar on a CalDAV server (RFC 4791) and
// writes shifts and swaps into one.
//
// It owns the protocol: finding the calendars of an account ([Account]), reading
// one as a provider.Calendar ([Calendar]), and writing events so that a lost race
// is reported and never overwritten. What is in an event is rotation/ical's.
//
// It stands on go-webdav for the way from an address to the calendars (RFC 5397,
// RFC 4791 6.2.1) and reads and writes events itself: go-webdav hands over parsed
// calendars, so that one bad event would cost the whole, cannot say If-Match, and
// follows whatever address an answer names. Every request goes through
// provider.Client.
//
// It may import provider. It must not import the agent, the store, a toolkit or
// another provider.
package caldav
