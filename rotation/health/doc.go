// Package health says how well a rota treats the people who take turns in it,
// and how well they cover it: per role what is held and what is a gap; per
// person the hours, nights, weekends, holidays, the longest stretch and the
// shortest rest; how evenly the hours are shared; and a score of 0 to 100 with
// the reasons for it.
//
// The score is the mean of two percentages, coverage and balance, each rounded
// by itself; a balance of 95 or more counts as 100, because a window seldom
// ends with a round. Balance is the mean, over all pairs of people, of the
// fewer hours divided by the more, as the quality report of Grafana OnCall has
// it (github.com/grafana/oncall issues 118 and 1552). What is found of rest,
// stretches, nights, weekends and holidays stands beside the score and costs
// no points.
//
// It differs from that report in one thing: a second in which two people hold
// a role is covered once, so that an overlap never hides a gap elsewhere.
//
// It is pure: instants, zones and holidays are arguments. It imports rotation
// and the standard library; it must not import notify, anything under app, or
// the other packages under rotation.
package health
