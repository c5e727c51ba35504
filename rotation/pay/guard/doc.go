// Package guard looks ahead with a pay policy: when work may begin after a night
// of call-outs (EarliestStart), which rest rules and limits a plan does not keep
// (Check), and what a change of hands would mean for each person in money, time
// in lieu, hours, nights and rest (Preview).
//
// It computes no pay and no rest of its own. Every figure and every violation is
// what pay.Policy.Evaluate says of the input, so that a plan is judged by the same
// rules, under the same codes, as the statement later. What it adds is the
// comparison. Call-outs to come are not invented: only those that have been count.
//
// Instants, zones and now are arguments; spans are half-open, lengths elapsed
// time in whole seconds. It must not import notify, anything under app, or a
// toolkit.
package guard
