// Package rotation answers who is on call when: intervals, shifts, the duty of
// one person at an instant, and the rotas that shifts come from.
//
// A [Rota] describes layers of [Rotation]s, overrides and swaps. [Compile]
// checks it and makes a [Plan], which answers: the final schedule of a window
// and its gaps, who is on at an instant, until when and who is next, one
// person's shifts, the next hand-off, conflicts with time off, and, with a
// second plan, what has changed. Inside, instants are int64 seconds; a turn is
// computed from the anchor and never walked to.
//
// It is pure. Instants and zones are arguments; there is no clock, no file and
// no network in here, so every screen may ask it on every frame and every test
// may ask it about any night of the year. Its sub-packages read calendars
// (ical) and rota files (rotafile), judge what a rota asks of everybody (health)
// and turn shifts into pay (pay).
//
// It must not import notify, anything under app, or a toolkit.
package rotation
