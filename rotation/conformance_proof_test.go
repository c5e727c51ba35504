package rotation_test

import (
	"encoding/json"
	"testing"
)

// A difference is known because the other system's own rule was run and led to
// what it expects; an answer that no rule leads to stays unexplained.
func TestDifferencesAreKnownOnlyWhenProved(t *testing.T) {
	const rules = `"op":"final_shifts","model":"goalert-rules","tz":"America/New_York","window":{"from":"2026-03-08T00:00:00-05:00","to":"2026-03-08T05:00:00-04:00"},`
	const every = `"days_sun_to_sat":[1,1,1,1,1,1,1],"start":"00:00","end":"00:00"`
	for name, c := range map[string]struct{ given, known, wrong, reason string }{
		"a month that overflows hands off on the days after it": {
			`"op":"rotation_handoffs","model":"goalert-rotation","rotation":{"unit":"monthly","length":1,"start":"2026-01-31T09:00:00Z","tz":"UTC"}`,
			`["2026-01-31T09:00:00Z","2026-03-03T09:00:00Z","2026-03-31T09:00:00Z","2026-05-01T09:00:00Z"]`,
			`["2026-01-31T09:00:00Z","2026-03-02T09:00:00Z","2026-03-31T09:00:00Z","2026-05-01T09:00:00Z"]`, clamps},
		"an hour that clocks skip is nobody's turn": {
			rules + `"layers":[{` + every + `,"rotation":{"unit":"hourly","length":1,"start":"2026-03-08T00:00:00-05:00","tz":"America/New_York","users":["A","B","C"],"current_index":0,"current_start":"2026-03-08T00:00:00-05:00"}}]`,
			`[{"user":"A","start":"2026-03-08T00:00:00-05:00","end":"2026-03-08T01:00:00-05:00"},{"user":"B","start":"2026-03-08T01:00:00-05:00","end":"2026-03-08T03:00:00-04:00"},{"user":"C","start":"2026-03-08T03:00:00-04:00","end":"2026-03-08T04:00:00-04:00"},{"user":"A","start":"2026-03-08T04:00:00-04:00","end":"2026-03-08T05:00:00-04:00"}]`,
			`[{"user":"A","start":"2026-03-08T00:00:00-05:00","end":"2026-03-08T05:00:00-04:00"}]`, hours},
		"three replace one another in a ring": {
			rules + `"layers":[{` + every + `,"user":"A"}],"overrides":[{"remove":"A","add":"B","start":"2026-03-08T01:00:00-05:00","end":"2026-03-08T04:00:00-04:00"},{"remove":"B","add":"C","start":"2026-03-08T01:00:00-05:00","end":"2026-03-08T04:00:00-04:00"},{"remove":"C","add":"A","start":"2026-03-08T01:00:00-05:00","end":"2026-03-08T04:00:00-04:00"}]`,
			`[{"user":"A","start":"2026-03-08T00:00:00-05:00","end":"2026-03-08T01:00:00-05:00"},{"user":"B","start":"2026-03-08T01:00:00-05:00","end":"2026-03-08T04:00:00-04:00"},{"user":"A","start":"2026-03-08T04:00:00-04:00","end":"2026-03-08T05:00:00-04:00"}]`,
			`[{"user":"D","start":"2026-03-08T00:00:00-05:00","end":"2026-03-08T05:00:00-04:00"}]`, chains},
		"a template's event begins in the gap": {
			`"op":"expand_template","model":"linkedin-template","tz":"America/New_York","events":[{"start":9000,"duration":604800}],"window":{"from":"2026-03-08T06:30:00Z","to":"2026-03-15T06:30:00Z"}`,
			`[[{"start":"2026-03-08T06:30:00Z","end":"2026-03-15T06:30:00Z"}],[{"start":"2026-03-15T06:30:00Z","end":"2026-03-22T06:30:00Z"}]]`,
			`[[{"start":"2026-03-08T06:00:00Z","end":"2026-03-10T06:30:00Z"}]]`, summer},
		"months stay on the day they were clamped to": {
			`"op":"layer_shifts","model":"oneuptime-layers","layers":[{"users":["A","B"],"start":"2026-01-31T00:00:00Z","handoff":"2026-01-31T00:00:00Z","rotation":{"type":"Month","count":1},"restriction":{"type":"None"}}],"window":{"from":"2026-01-31T00:00:00Z","to":"2026-04-28T00:00:00Z"}`,
			`[{"users":["A"],"start":"2026-01-31T00:00:00Z","end":"2026-02-28T00:00:00Z"},{"users":["B"],"start":"2026-02-28T00:00:01Z","end":"2026-03-28T00:00:00Z"},{"users":["A"],"start":"2026-03-28T00:00:01Z","end":"2026-04-28T00:00:00Z"}]`,
			`[{"users":["B"],"start":"2026-01-31T00:00:00Z","end":"2026-04-28T00:00:00Z"}]`, sticks},
		"a request finds only who holds the span by then": {
			`"op":"final_events","model":"grafana-shifts","layers":[{"start":"2026-02-01T00:00:00Z","rotation_start":"2026-02-01T00:00:00Z","duration_s":86400,"frequency":"daily","rolling_users":[["A"]],"week_start":"MO","priority":1},{"start":"2026-02-01T00:00:00Z","rotation_start":"2026-02-01T00:00:00Z","duration_s":86400,"frequency":"daily","rolling_users":[["B"]],"week_start":"MO","priority":1}],"swaps":[{"start":"2026-02-02T00:00:00Z","end":"2026-02-03T00:00:00Z","from_user":"B","to_user":"C","taken":true},{"start":"2026-02-02T00:00:00Z","end":"2026-02-03T00:00:00Z","from_user":"A","to_user":"B","taken":true},{"start":"2026-02-02T00:00:00Z","end":"2026-02-03T00:00:00Z","from_user":"B","to_user":"D","taken":true}],"window":{"from":"2026-02-02T00:00:00Z","to":"2026-02-03T00:00:00Z"}`,
			`[{"users":["C"],"start":"2026-02-02T00:00:00Z","end":"2026-02-03T00:00:00Z"},{"users":["D"],"start":"2026-02-02T00:00:00Z","end":"2026-02-03T00:00:00Z"}]`,
			`[{"users":["A"],"start":"2026-02-02T00:00:00Z","end":"2026-02-03T00:00:00Z"}]`, holders},
	} {
		t.Run(name, func(t *testing.T) {
			if got := made(t, c.given, c.known).judge(t); got.agree || got.known != c.reason {
				t.Errorf("judged %+v, want it known as %q", got, c.reason)
			}
			if got := made(t, c.given, c.wrong).judge(t); got.agree || got.known != "" || got.detail == "" {
				t.Errorf("judged %+v, want a wrong answer unexplained", got)
			}
		})
	}
}

// made is a case that nobody's test holds.
func made(t *testing.T, given, expected string) *conformance {
	t.Helper()
	c := conformance{ID: "made up", named: map[string]bool{}}
	if err := json.Unmarshal([]byte(`{`+given+`,"expected":`+expected+`}`), &c); err != nil {
		t.Fatalf("read the case: %v", err)
	}
	c.expects()
	return &c
}
