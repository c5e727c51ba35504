// Package calendar fetches calendars, .ics files and feeds, and says whether
// they have changed. It does not read what is in them: that is rotation/ical.
//
// It may import provider. It must not import the agent, the store, a toolkit or
// another provider.
package calendar
