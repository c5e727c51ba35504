//go:build linux

package main

import (
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/rotation"
)

// TestWhatAChangeWouldMeanIsForeseen runs the real program.
func TestWhatAChangeWouldMeanIsForeseen(t *testing.T) {
	d := newLedgerDesk(t)
	day := func(days int) string { return d.now.AddDate(0, 0, days).Format(time.DateOnly) }
	d.does([]string{"Engineer A: -96.00 EUR, 24 h less on call", "Engineer B: +96.00 EUR, 24 h more on call"}, "pay", "foresee", "give", day(10), "Engineer B")
	d.does([]string{"Engineer B: -96.00 EUR", "Engineer A: +96.00 EUR"}, "pay", "foresee", "take", "theirs")
	d.does([]string{"Engineer A: the same in sum", "Engineer B: the same in sum"}, "pay", "foresee", "swap", day(10)+"T12:00", day(17))
	d.does([]string{"Engineer A: +96.00 EUR"}, "pay", "foresee", "extra", day(30)+".."+day(31))
	var v foreseeView
	d.json(&v, "pay", "foresee", "give", "mine", "Engineer C <c@example.org>", "--part", day(10)+"T18:00.."+day(11)+"T02:00")
	if len(v.Effects) != 2 || v.Effects[0].Cash != "-32.00" || v.Effects[1].Cash != "32.00" || v.Effects[1].Standby != 8*3600 || v.Effects[1].Person.Email != "c@example.org" || v.Schema != 1 {
		t.Errorf("%+v", v)
	}
	if list, err := d.client.Shifts(t.Context(), api.ShiftQuery{From: d.now, To: d.now.AddDate(0, 1, 0)}); err != nil || len(list) != 2 || list[0].Person.Name != "Engineer A" {
		t.Errorf("the schedule has changed: %+v, %v", list, err)
	}
	var r restView
	if d.json(&r, "rest"); r.Schema != 1 || r.Warnings == nil {
		t.Errorf("%+v", r)
	}
	for name, row := range map[string]struct {
		code int
		says []string
		args []string
	}{
		"no shift begins then":      {exitFailed, []string{"No such shift is in the schedule", "begin next to it", "UID mine"}, []string{"give", day(11), "Engineer B"}},
		"no shift has that UID":     {exitFailed, []string{"No such shift", "standby shifts"}, []string{"take", "nothing"}},
		"nobody to give it to":      {exitUsage, []string{"accepts 2 arg"}, []string{"give", "mine"}},
		"to the one who has it":     {exitFailed, []string{"That change of hands is not possible", "has it already"}, []string{"give", "mine", "Engineer A"}},
		"a part beyond the shift":   {exitFailed, []string{"reaches beyond the shift"}, []string{"give", "mine", "Engineer B", "--part", day(10) + ".." + day(12)}},
		"a part that is none":       {exitUsage, []string{"--part", "is no span"}, []string{"give", "mine", "Engineer B", "--part", day(10)}},
		"a part that ends first":    {exitUsage, []string{"ends before it begins"}, []string{"give", "mine", "Engineer B", "--part", day(12) + ".." + day(10)}},
		"a role that it has not":    {exitFailed, []string{"No such shift"}, []string{"take", "theirs", "--role", "secondary"}},
		"a word that is no command": {exitUsage, []string{"did you mean"}, []string{"swop", "mine", "theirs"}},
	} {
		t.Run(name, func(t *testing.T) { d.says(row.code, row.says, append([]string{"pay", "foresee"}, row.args...)...) })
	}
}

func TestRestIsToldWithWhatThePlanDoesNotKeep(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	got := restText(api.Rest{Earliest: at(9), Text: "Work on a page ended at 22:00; 11 h of rest end at 09:00", Warnings: []api.Finding{
		{Code: "a", Text: "rest falls to 9 h", At: at(12)}, {Code: "b", Text: "more than 14 days"},
	}}, pagesBerlin(t))
	want := "Work may begin Mon 23 Nov 2026 10:00.\n  Work on a page ended at 22:00; 11 h of rest end at 09:00\n! Mon 23 Nov 2026 13:00: rest falls to 9 h\n! more than 14 days\n"
	if got != want {
		t.Errorf("%s", got)
	}
	if got := restText(api.Rest{}, time.UTC); !strings.Contains(got, "no call-out to rest from") || !strings.Contains(got, "keeps every rest") {
		t.Errorf("%s", got)
	}
}

func TestAnEffectThatIsNotKnownOrBreaksARuleSaysSo(t *testing.T) {
	got := effectsText([]api.Effect{
		{Person: rotation.Person{Name: "Engineer A"}, Sentences: []string{"Engineer A: +4.00 EUR.", "More."}, Breaks: true},
		{Person: rotation.Person{Name: "Engineer B"}, Unknown: "hourly, an amount"},
	})
	want := "Engineer A: +4.00 EUR.\n  More.\n! A rest or a limit of the policy would no longer be kept.\nEngineer B: not known: hourly, an amount\n"
	if got != want {
		t.Errorf("%s", got)
	}
}
