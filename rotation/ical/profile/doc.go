// Package profile knows how on-call products write their calendars.
//
// It owns what the text of an event means: which product a calendar comes from,
// and the person, the role and the rota in a summary, by the product's habit or
// by a pattern that the user wrote. It also knows how far ahead a product tells
// its schedule, past which nothing is known.
//
// It is pure, and sees strings only: no bytes of a calendar, no times of its own.
// It may import rotation for its value types. It must not import rotation/ical,
// notify, anything under app, or a toolkit.
package profile
