// Package books keeps the user's ledger: it joins what the store remembers of
// shifts, pages and entries with the pay policy, and answers the local API about
// hours, statements, the account of time in lieu and what a change would mean.
//
// All that is computed is computed by rotation/pay and the packages below it; all
// that is entered is written to the store before it is answered. Nothing is
// remembered in between, so an edited policy or a shift that a calendar now tells
// otherwise counts with the next question.
//
// It declares the store and the policies that it needs. It must not import a
// concrete provider, the store, the agent or a toolkit.
package books
