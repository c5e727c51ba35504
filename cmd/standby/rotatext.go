package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"standby/rotation"
)

// terminal is how wide a line of running text may be.
const terminal = 80

const openEnd = "no end in sight"

// momentText is an instant as a line of running text has it.
func momentText(t time.Time, zone *time.Location) string {
	return seconds(t, t.In(zone).Format("Mon 2 Jan 2006 15:04"))
}

// startText is the same for a table, where days of one digit are padded.
func startText(t time.Time, zone *time.Location) string {
	return seconds(t, t.In(zone).Format("Mon _2 Jan 2006 15:04"))
}

// endText is the end of something whose start stands before it: the day is
// there where it is another one, the year likewise, and the offset where clocks
// were changed so shortly before that the two could be mistaken.
func endText(start, end time.Time, zone *time.Location, day string) string {
	start, end = start.In(zone), end.In(zone)
	layout := day + " 15:04"
	switch {
	case start.Year() != end.Year():
		layout = day + " 2006 15:04"
	case start.YearDay() == end.YearDay():
		layout = "15:04"
	}
	text := seconds(end, end.Format(layout))
	_, before := start.Zone()
	_, after := end.Zone()
	if before != after && end.Sub(start) < 24*time.Hour {
		text += end.Format(" MST")
	}
	return text
}

func seconds(t time.Time, text string) string {
	if s := t.Second(); s != 0 {
		text += fmt.Sprintf(":%02d", s)
	}
	return text
}

// spanText is an interval as running text has it.
func spanText(i rotation.Interval, zone *time.Location) string {
	return momentText(i.Start, zone) + " - " + endText(i.Start, i.End, zone, "Mon 2 Jan")
}

// counted is a number and what it counts: "1 gap", "2 gaps", "no gaps".
func counted(n int, one string) string {
	switch n {
	case 0:
		return "no " + one + "s"
	case 1:
		return "1 " + one
	}
	return thousands(int64(n)) + " " + one + "s"
}

// thousands writes a number with separators: 12,345.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// hours is a number of seconds in hours, rounded to the nearest.
func hours(s int64) string { return thousands((s + 1800) / 3600) }

// wrapped puts a text behind a mark, in lines of the terminal's width; those
// after the first begin below the text.
func wrapped(mark, text string) string {
	indent := utf8.RuneCountInString(mark)
	var b strings.Builder
	b.WriteString(mark)
	at := indent
	words := strings.Fields(text)
	for i, word := range words {
		n, dash := utf8.RuneCountInString(word), 0
		if i+1 < len(words) && words[i+1] == "-" {
			dash = len(" -") // a line does not begin with one
		}
		switch {
		case i == 0:
		case at+1+n+dash > terminal:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at = indent
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	b.WriteByte('\n')
	return b.String()
}

// shortened keeps a name within a column.
func shortened(name string, width int) string {
	if utf8.RuneCountInString(name) <= width {
		return name
	}
	return string([]rune(name)[:width-1]) + "…"
}

// together names several people: "A", "A and B", "A, B and C".
func together(people []rotation.Person) string {
	var names []string
	for _, p := range people {
		names = append(names, p.String())
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// heading says what is shown, for when, and by which clocks.
func heading(name string, window rotation.Interval, zone *time.Location) string {
	return wrapped("", fmt.Sprintf("%s, %s to %s, %s", name, momentText(window.Start, zone), momentText(window.End, zone), zone))
}
