// Package pay turns shifts and call-outs into money: a policy that people write
// as a small TOML file, and the statement of a person for a period, in which
// every line says which time, which rule and which evidence it rests on.
//
// It is pure, and exact: amounts are decimals, never floats; lengths are whole
// elapsed seconds, so a night in which the clocks change has its real length;
// each line is rounded once, to the place that the policy names, half up.
// Instants and zones are arguments. Loading a zone by name reads the system's
// zone database, or the copy that the program embeds.
//
// It must not import notify, anything under app, or a toolkit.
package pay
