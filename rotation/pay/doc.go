// Package pay turns shifts and call-outs into money and time in lieu: a policy
// that people write as a TOML file (schema.json says which keys it has), and the
// statement of a person for a period, in which every line says which time, which
// rule and which evidence it rests on.
//
// A policy is a list of rules. A rule takes shifts, call-outs or reported figures;
// makes duties of those that overlap or touch, across schedules; cuts these into
// pieces (days, windows, blocks); keeps the pieces that qualify; sorts their time
// by rows, of which the first that fits counts; adds, takes off and rounds time;
// counts units and pays a rate for each. Packages, caps, the account of time in
// lieu, rest rules and limits then work on the lines of all rules.
//
// It is pure, and exact: money is computed with rational numbers and rounded once,
// in the place that the policy names; a policy that changes on a day is joined of
// its versions, and facts of a person may change on a day; lengths are whole seconds, elapsed ones
// unless a rule counts by the clock on the wall. Instants and zones are arguments.
// Loading a zone by name reads the system's zone database, or the copy that the
// program embeds.
//
// It must not import notify, anything under app, or a toolkit.
package pay
