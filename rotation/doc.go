// Package rotation answers who is on call when: intervals, shifts and the duty
// of one person at an instant.
//
// It is pure. Instants and zones are arguments; there is no clock, no file and
// no network in here, so every screen may ask it on every frame and every test
// may ask it about any night of the year. Its sub-packages read calendars
// (ical) and turn shifts into pay (pay).
//
// It must not import notify, anything under app, or a toolkit.
package rotation
