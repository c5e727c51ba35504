package power

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

func TestWitnessesAreWeighed(t *testing.T) {
	input := func(source string, idle time.Duration) evidence {
		return evidence{source: source, timed: true, idle: idle}
	}
	for _, c := range []struct {
		name string
		all  []evidence
		want Presence
	}{
		{"nobody knows", nil, Presence{}},
		{"a witness that knows nothing", []evidence{{source: "a"}}, Presence{}},
		{"input a moment ago", []evidence{input("a", time.Second)}, Presence{Active, noon().Add(-time.Second), "a"}},
		{"input at the limit", []evidence{input("a", 3*time.Minute)}, Presence{Active, noon().Add(-3 * time.Minute), "a"}},
		{"input before the limit", []evidence{input("a", 4*time.Minute)}, Presence{Idle, noon().Add(-4 * time.Minute), "a"}},
		{"the shortest time is the last input", []evidence{input("a", time.Hour), input("b", time.Second)}, Presence{Active, noon().Add(-time.Second), "b"}},
		{"a clock that ran backwards", []evidence{input("a", -time.Hour)}, Presence{Active, noon(), "a"}},
		{"somebody only says idle", []evidence{{source: "a", bound: true, idle: time.Hour}}, Presence{Idle, noon().Add(-time.Hour), "a"}},
		{"idle since nobody knows when", []evidence{{source: "a", bound: true}}, Presence{Idle, time.Time{}, "a"}},
		{"a time beats who only says idle", []evidence{{source: "a", bound: true, idle: time.Hour}, input("b", 0)}, Presence{Active, noon(), "b"}},
		{"a locked screen beats input", []evidence{{source: "a", locked: true}, input("b", 0)}, Presence{LockedScreen, noon(), "a"}},
		{"locked is enough", []evidence{{source: "a", locked: true}}, Presence{State: LockedScreen, Source: "a"}},
		{"away beats locked, in either order", []evidence{{source: "a", away: true}, {source: "b", locked: true}}, Presence{State: Away, Source: "a"}},
		{"away comes last", []evidence{{source: "b", locked: true}, {source: "a", away: true}}, Presence{State: Away, Source: "a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := judge(c.all, noon(), 3*time.Minute); got != c.want {
				t.Errorf("judge = %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestNobodyIsAtTheKeyboardUnlessSomebodySaysSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) evidence {
			return evidence{
				source: "a",
				locked: rapid.Bool().Draw(t, "locked"), away: rapid.Bool().Draw(t, "away"),
				timed: rapid.Bool().Draw(t, "timed"), bound: rapid.Bool().Draw(t, "bound"),
				idle: time.Duration(rapid.Int64Range(-1e12, 1e12).Draw(t, "idle")),
			}
		}), 0, 5).Draw(t, "witnesses")
		got := judge(all, noon(), time.Minute)
		seen, barred, known := false, false, false
		for _, e := range all {
			seen = seen || e.timed && e.idle <= time.Minute
			barred = barred || e.locked || e.away
			known = known || e.timed || e.bound || e.locked || e.away
		}
		if got.AtKeyboard() != (seen && !barred) {
			t.Errorf("AtKeyboard = %t of %+v", got.AtKeyboard(), all)
		}
		if known != (got.State != Unknown) || known != (got.Source != "") {
			t.Errorf("%+v of %+v", got, all)
		}
		if got.LastInput.After(noon()) {
			t.Errorf("the last input is in the future: %v", got.LastInput)
		}
	})
}

func TestEveryStateAndEventHasAName(t *testing.T) {
	names := map[string]bool{}
	for s := Unknown; s <= Away; s++ {
		names[s.String()] = true
	}
	for e := WillSleep; e <= Unlocked; e++ {
		names["event "+e.String()] = true
	}
	if len(names) != 11 || Event(0).String() != "unknown event" {
		t.Errorf("names: %v", names)
	}
}

func TestAnErrorSaysThatNobodyKnows(t *testing.T) {
	for _, name := range []string{"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY"} {
		t.Setenv(name, "")
	}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "autolaunch:")
	got, err := New(Options{}).Presence(t.Context())
	if got.State == Unknown && !errors.Is(err, ErrNobodyKnows) {
		t.Errorf("Presence = %+v, %v", got, err)
	}
	if got.State != Unknown && err != nil {
		t.Errorf("a known state with an error: %+v, %v", got, err)
	}
}
