package timetable

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// refresh is how long a calendar asks to be left alone between two readings:
// REFRESH-INTERVAL (RFC 7986 5.7), else X-PUBLISHED-TTL, which came before it; zero
// where it says nothing readable. Both are properties of the calendar itself and
// stand before its first component.
func refresh(data []byte) time.Duration {
	const head = 16 << 10
	data = bytes.TrimPrefix(data[:min(len(data), head)], []byte("\xef\xbb\xbf"))
	var older time.Duration
	begun := false
	for line := range bytes.Lines(data) {
		name, value := property(string(bytes.TrimSpace(line)))
		switch name {
		case "REFRESH-INTERVAL":
			if d, ok := duration(value); ok {
				return d
			}
		case "X-PUBLISHED-TTL":
			if d, ok := duration(value); ok {
				older = d
			}
		case "BEGIN":
			if begun {
				return older
			}
			begun = true
		}
	}
	return older
}

// property splits a line that has no quoted parameter.
func property(line string) (name, value string) {
	head, value, _ := strings.Cut(line, ":")
	name, _, _ = strings.Cut(head, ";")
	return strings.ToUpper(name), value
}

// duration reads an RFC 5545 3.3.6 duration of at most a year; days have 24 hours
// in it.
func duration(text string) (time.Duration, bool) {
	text = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "+")
	rest, ok := strings.CutPrefix(text, "P")
	if !ok || rest == "" {
		return 0, false
	}
	const most = 366 * 24 * time.Hour
	units := map[byte]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour}
	var sum time.Duration
	for rest != "" {
		if rest[0] == 'T' {
			units = map[byte]time.Duration{'H': time.Hour, 'M': time.Minute, 'S': time.Second}
			rest = rest[1:]
			continue
		}
		digits := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if digits <= 0 {
			return 0, false
		}
		n, err := strconv.Atoi(rest[:digits])
		unit, known := units[rest[digits]]
		if err != nil || !known || n > int(most/unit) {
			return 0, false
		}
		if sum += time.Duration(n) * unit; sum > most {
			return 0, false
		}
		rest = rest[digits+1:]
	}
	return sum, true
}
