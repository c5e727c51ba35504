// Package account keeps time in lieu: what was earned, booked, taken, paid out,
// what has expired, and what will.
//
// A ledger is a list of [Entry] values that only grows. [New] and [Account.Add]
// replay it by date: time earned makes a lot, and whatever is used takes from the
// oldest lot that has not expired (first in, first out). [Account.At] tells the
// state at the end of a day, [Account.Lapsing] what will be lost and when, and
// [Account.Due] the entries that the rules demand: expired time, and time above
// the cap, lapsed or paid out. Writing those into the ledger changes no figure; it
// makes them facts that a later change of the rules leaves alone.
//
// Seconds are whole, days are dates by the person's own calendar, and on one day
// time is first earned, then used, then expired. Nothing is rounded in here.
//
// It is pure: no clock, no file, no network. It must not import notify, anything
// under app, the rest of rotation/pay, or a toolkit.
package account
