package power

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// What the tools of macOS print, read on any system so that it is tested on any.

// fromPmset reads what "pmset -g batt" prints:
//
//	Now drawing from 'Battery Power'
//	 -InternalBattery-0 (id=1)	77%; discharging; 4:35 remaining present: true
//
// A machine without a battery prints the first line alone. Batteries of an
// uninterruptible power supply, which have another name, count as well.
func fromPmset(out []byte) Battery {
	b := Battery{}
	sum, known := 0, 0
	for line := range strings.Lines(string(out)) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || !strings.HasPrefix(name, "-") || strings.Contains(rest, "present: false") {
			continue
		}
		b.Present = true
		parts := strings.Split(rest, ";")
		digits, isPercent := strings.CutSuffix(strings.TrimSpace(parts[0]), "%")
		if n, err := strconv.Atoi(digits); err == nil && isPercent && n >= 0 {
			sum, known = sum+min(n, 100), known+1
		}
		if len(parts) > 1 {
			switch strings.TrimSpace(parts[1]) {
			case "discharging":
				b.Discharging = true
			case "charging", "finishing charge":
				b.Charging = true
			}
		}
	}
	if b.Present {
		b.Percent = UnknownPercent
	}
	if known > 0 {
		b.Percent = sum / known
	}
	b.Charging = b.Charging && !b.Discharging
	return b
}

// idleFromIoreg finds the time since the last input, in nanoseconds, in what
// "ioreg -r -d 1 -c IOHIDSystem" prints:
//
//	"HIDIdleTime" = 1234567890
//
// Of several, the shortest is the last input.
func idleFromIoreg(out []byte) (idle time.Duration, ok bool) {
	for _, after := range bytes.Split(out, []byte(`"HIDIdleTime"`))[1:] {
		text := strings.TrimLeft(string(after[:min(len(after), 64)]), " =")
		end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			end = len(text)
		}
		n, err := strconv.ParseInt(text[:end], 10, 64)
		if err == nil && (!ok || time.Duration(n) < idle) {
			idle, ok = time.Duration(n), true
		}
	}
	return idle, ok
}

// lockedInIoreg reports whether what "ioreg -n Root -d 1" prints says that the
// screen is locked.
func lockedInIoreg(out []byte) bool {
	text := strings.NewReplacer(" ", "", "\t", "").Replace(string(out))
	return strings.Contains(text, `"IOConsoleLocked"=Yes`) || strings.Contains(text, `"CGSSessionScreenIsLocked"=Yes`)
}
