// Package calendar fetches what shifts are read from, calendars (.ics files and
// feeds) and rota files, and says whether it has changed, or, of a file, when. It
// does not read what is in it: that is rotation/ical and rotation/rotafile.
//
// It may import provider. It must not import the agent, the store, a toolkit or
// another provider.
package calendar
