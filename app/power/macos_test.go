package power

import (
	"testing"
	"time"
)

func TestPmsetIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		out  string
		want Battery
	}{
		"a desktop":            {"Now drawing from 'AC Power'\n", Battery{}},
		"on battery":           {"Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t77%; discharging; 4:35 remaining present: true\n", Battery{Present: true, Percent: 77, Discharging: true}},
		"charging":             {"Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t9%; charging; (no estimate) present: true\n", Battery{Present: true, Percent: 9, Charging: true}},
		"nearly full":          {" -InternalBattery-0 (id=1)\t99%; finishing charge; 0:02 remaining present: true\n", Battery{Present: true, Percent: 99, Charging: true}},
		"full":                 {" -InternalBattery-0 (id=1)\t100%; charged; 0:00 remaining present: true\n", Battery{Present: true, Percent: 100}},
		"held at a limit":      {" -InternalBattery-0 (id=1)\t80%; AC attached; not charging present: true\n", Battery{Present: true, Percent: 80}},
		"an empty bay":         {" -InternalBattery-0 (id=1)\t0%; discharging; present: false\n", Battery{}},
		"two":                  {" -InternalBattery-0 (id=1)\t40%; discharging\n -InternalBattery-1 (id=2)\t60%; charging\n", Battery{Present: true, Percent: 50, Discharging: true}},
		"something new":        {" -InternalBattery-0 (id=1)\tplenty\n", Battery{Present: true, Percent: UnknownPercent}},
		"nothing":              {"", Battery{}},
		"words about an error": {"pmset: cannot\n", Battery{}},
	} {
		if got := fromPmset([]byte(c.out)); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestIoregIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		out  string
		idle time.Duration
		ok   bool
	}{
		"one":              {"+-o IOHIDSystem\n    {\n      \"HIDIdleTime\" = 1500000000\n    }\n", 1500 * time.Millisecond, true},
		"packed":           {`"HIDIdleTime"=7`, 7, true},
		"the shortest":     {"\"HIDIdleTime\" = 20\n\"HIDIdleTime\" = 10\n", 10, true},
		"not there":        {`"HIDParameters" = {}`, 0, false},
		"no number":        {`"HIDIdleTime" = <00>x`, 0, false},
		"too large":        {`"HIDIdleTime" = 99999999999999999999`, 0, false},
		"cut in the midst": {`"HIDIdleTime"`, 0, false},
	} {
		idle, ok := idleFromIoreg([]byte(c.out))
		if idle != c.idle || ok != c.ok {
			t.Errorf("%s: %v, %t", name, idle, ok)
		}
	}
	for out, want := range map[string]bool{
		`"IOConsoleLocked" = Yes`: true,
		`"IOConsoleLocked" = No`:  false,
		`"IOConsoleUsers" = ({"CGSSessionScreenIsLocked"=Yes,"kCGSSessionOnConsoleKey"=Yes})`: true,
		``: false,
	} {
		if lockedInIoreg([]byte(out)) != want {
			t.Errorf("locked in %q: %t", out, !want)
		}
	}
}

func FuzzMacOS(f *testing.F) {
	f.Add([]byte(" -InternalBattery-0 (id=1)\t77%; discharging; 4:35 remaining present: true\n"))
	f.Add([]byte(`"HIDIdleTime" = 1500000000 "IOConsoleLocked" = Yes`))
	f.Fuzz(func(t *testing.T, out []byte) {
		sane(t, fromPmset(out))
		if idle, ok := idleFromIoreg(out); idle < 0 || !ok && idle != 0 {
			t.Errorf("idle %v, %t", idle, ok)
		}
		lockedInIoreg(out)
	})
}
