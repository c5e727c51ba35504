package setup

import (
	"reflect"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/config"
	"standby/notify"
)

func settingsOf(t *testing.T, text string) agent.Settings {
	t.Helper()
	c, err := config.Parse("standby.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return Settings(c)
}

func TestAnEmptyFileHasThePlanOfStandby(t *testing.T) {
	s := settingsOf(t, "")
	if !reflect.DeepEqual(s.Plan, notify.DefaultPlan()) || s.Soon != time.Hour || s.PassOn || s.Beats != nil {
		t.Errorf("%+v", s)
	}
	if got := s.Targets.Of("prod", notify.High); got != (notify.Target{Within: 15 * time.Minute, Warn: 10 * time.Minute}) {
		t.Errorf("the target is %+v", got)
	}
	if r := s.Reminders; !r.Turns || !r.TestPage || r.HandOff != 30*time.Minute || len(r.Before) != 1 {
		t.Errorf("reminders: %+v", r)
	}
}

func TestALadderThatIsSetLeavesTheOthersAlone(t *testing.T) {
	s := settingsOf(t, "[nag]\nquiet = \"22:00-07:00\"\nagain.normal = \"0s\"\n[[nag.high]]\nnote = \"normal\"\n[[nag.high]]\nafter = \"1m\"\nsound = \"notice\"\nvolume = 30\nloop = true\nraise = true\n[[nag.low]]\nnote = \"quiet\"\n")
	want := notify.DefaultPlan()
	want.Quiet = notify.QuietHours{Start: 22 * time.Hour, End: 7 * time.Hour}
	want.Normal.Again = 0
	want.High.Rungs = []notify.Rung{{Note: notify.Normal}, {After: time.Minute, Note: notify.High, Sound: "notice", Volume: 30, Loop: true, Raise: true}}
	want.Low.Rungs = []notify.Rung{{Note: notify.Low}}
	if !reflect.DeepEqual(s.Plan, want) {
		t.Errorf("\ngot  %+v\nwant %+v", s.Plan, want)
	}
}

func TestTheMoreExactTargetHolds(t *testing.T) {
	s := settingsOf(t, "[ack.urgency.low]\ntarget = \"3h\"\n[ack.source.prod]\ntarget = \"6m\"\n[[alertmanager]]\nname = \"prod\"\nurl = \"http://127.0.0.1:1\"\n")
	for _, row := range []struct {
		source string
		u      notify.Urgency
		want   time.Duration
	}{{"prod", notify.Low, 6 * time.Minute}, {"other", notify.Low, 3 * time.Hour}, {"other", notify.High, 15 * time.Minute}} {
		if got := s.Targets.Of(row.source, row.u); got.Within != row.want || got.Warn <= 0 || got.Warn >= got.Within {
			t.Errorf("%s, %v: %+v", row.source, row.u, got)
		}
	}
}

func TestAHeartbeatIsTheWholeTitle(t *testing.T) {
	const am = "[[alertmanager]]\nname = \"prod\"\nurl = \"http://127.0.0.1:1\"\n"
	for _, row := range []struct {
		title string
		match map[string]bool
	}{
		{"Watchdog", map[string]bool{"Watchdog": true, "Watchdog is late": false, "A Watchdog": false, "watchdog": false}},
		{"a|b", map[string]bool{"a": true, "b": true, "ab": false, "a|b": false}},
		{"(?i)watch.*", map[string]bool{"WATCHDOG": true, "a watchdog": false}},
	} {
		s := settingsOf(t, am+"[[heartbeat]]\nsource = \"prod\"\ntitle = \""+row.title+"\"\n")
		for title, want := range row.match {
			if s.Beats[0].Title.MatchString(title) != want {
				t.Errorf("%s: %s is judged wrongly", row.title, title)
			}
		}
	}
}

func TestSoonIsTheLastReminder(t *testing.T) {
	if s := settingsOf(t, "[reminder]\nbefore = [\"24h\", \"30m\"]\n"); s.Soon != 30*time.Minute || s.Reminders.Before[0] != 24*time.Hour {
		t.Errorf("%v, %+v", s.Soon, s.Reminders)
	}
	if s := settingsOf(t, "[reminder]\nbefore = \"0s\"\n"); s.Soon != 0 || len(s.Reminders.Before) != 0 {
		t.Errorf("%v, %+v", s.Soon, s.Reminders)
	}
}
