// Package ledger keeps what a person's duty was worth from month to month: the
// log of call-outs as the person states them, adjustments by hand, the statement
// of an open month, the closing that freezes it, and the account of time in lieu.
// A ledger is one person's.
//
// Nothing in it is ever changed or deleted. A call-out is what its page tells
// until somebody appends a [Revision]; an [Adjustment] is taken back by another
// one; a closed month is frozen, and whatever turns out otherwise later becomes a
// line in the first open month, which names the month that it corrects
// ([Corrections]). So the sum of all closed statements and of the corrections in
// the open one is what computing those months anew gives.
//
// The truth about the account is rotation/pay/account, not the engine: months are
// computed by [pay.Policy.WithoutAccount], which says what is earned and no more.
// The days on which time ends, the cap and the price of an hour are the policy's
// ([pay.Policy.LieuEnds], [pay.Policy.Lieu], [pay.Policy.PayOut]); which time has
// gone is what [account.Account.Due] demands, at the end of each day, and makes
// the lines of kind "account". The lines that the engine itself makes of an
// account are for a statement that stands alone, without a ledger. A closing
// seals what the account then held: later changes are dated in the first open
// month, and never move what lapsed or was paid out before.
//
// It is pure: no clock, no file, no network. It must not import notify, anything
// under app, or a toolkit.
package ledger
