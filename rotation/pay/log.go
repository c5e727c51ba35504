package pay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"standby/rotation"
)

// MaxLog is the largest log that is read, in bytes.
const MaxLog = 32 << 20

// Log is what somebody wrote down of shifts and call-outs, for one person or
// several.
type Log struct {
	// Zone is the clock of the log; nil where it names none.
	Zone *time.Location
	// Currency is the one that the log names; it may be empty.
	Currency string
	// People are the names in the log, in order; empty where it names nobody.
	People []string
	// Period is the month that the log asks for, such as "2022-01"; it may be empty.
	Period string
	input  Input
}

// logFile is a log as it is written. What a shift or a call-out has besides is a
// fact of it; what params has is a fact of the person.
type logFile struct {
	Zone     string           `json:"zone"`
	Currency string           `json:"currency"`
	Hourly   any              `json:"hourly_pay"`
	Salary   any              `json:"salary"`
	Shifts   []map[string]any `json:"shifts"`
	CallOuts []map[string]any `json:"callouts"`
	Holidays []any            `json:"holidays"`
	Params   map[string]any   `json:"params"`
	Account  []map[string]any `json:"account"`
	Changes  []changeFile     `json:"changes"`
	Period   string           `json:"period"`
	Now      string           `json:"now"`
}

// changeFile are facts that hold from a day on: a raise.
type changeFile struct {
	From   string         `json:"from"`
	Hourly any            `json:"hourly_pay"`
	Salary any            `json:"salary"`
	Params map[string]any `json:"params"`
}

// ReadLog reads a log: JSON with zone, currency, hourly_pay, salary, shifts,
// callouts, holidays, params and changes, which are hourly_pay, salary and params
// from a day on. An error names the place in it.
func ReadLog(data []byte) (Log, error) {
	if len(data) > MaxLog {
		return Log{}, fmt.Errorf("the log is larger than %d bytes; check that it is the right file", MaxLog)
	}
	var f logFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return Log{}, fmt.Errorf("the log cannot be read: %w; it is a JSON object with zone, currency, hourly_pay, salary, shifts, callouts, holidays and params", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Log{}, errors.New("the log has something after its end; keep one JSON object")
	}
	return f.log()
}

func (f *logFile) log() (l Log, err error) {
	l.Currency, l.Period = f.Currency, f.Period
	if f.Zone != "" {
		if l.Zone, err = time.LoadLocation(f.Zone); err != nil || f.Zone == "Local" {
			return l, errors.New(`zone is not a time zone that this machine knows; write a name such as "Europe/Berlin"`)
		}
	}
	l.input.Zone = l.Zone
	l.input.Facts = Facts{}
	payFacts(l.input.Facts, f.Params, f.Salary, f.Hourly)
	for i, c := range f.Changes {
		t, err := time.Parse(time.DateOnly, c.From)
		if err != nil {
			return l, fmt.Errorf(`changes[%d] from is not a day; write it like "2026-07-01"`, i)
		}
		later := FactsFrom{Year: t.Year(), Month: t.Month(), Day: t.Day(), Facts: Facts{}}
		payFacts(later.Facts, c.Params, c.Salary, c.Hourly)
		l.input.Later = append(l.input.Later, later)
	}
	if l.Period == "" {
		l.Period = l.input.Facts["report_month"]
	}
	if f.Now != "" {
		if l.input.Now, err = instant(f.Now, l.Zone); err != nil {
			return l, fmt.Errorf("now %w", err)
		}
	}
	if err := f.spans(&l); err != nil {
		return l, err
	}
	return l, f.days(&l)
}

// payFacts adds what a log says of a person's pay, and of what else a policy asks.
func payFacts(into Facts, params map[string]any, salary, hourly any) {
	flatten(into, "", params)
	if m, ok := salary.(map[string]any); ok {
		flatten(into, "", m)
	} else if text, ok := factText(salary); ok {
		into["monthly"] = text
	}
	if text, ok := factText(hourly); ok {
		into["hourly"] = text
	}
}

// spans reads shifts and call-outs.
func (f *logFile) spans(l *Log) error {
	l.input.ShiftFacts = map[string]Facts{}
	for i, m := range f.Shifts {
		span, facts, err := spanOf(m, l.Zone)
		if err != nil {
			return fmt.Errorf("shifts[%d] %w", i, err)
		}
		uid := "shift " + strconv.Itoa(i+1)
		if id := take(facts, "uid", "id"); id != "" {
			uid = id
		}
		l.input.ShiftFacts[uid] = facts
		l.input.Shifts = append(l.input.Shifts, rotation.Shift{UID: uid, Rota: take(facts, "schedule", "rota"),
			Role: rotation.Role(take(facts, "role")), Person: l.person(take(facts, "user", "person")), Interval: span})
	}
	for i, m := range f.CallOuts {
		span, facts, err := spanOf(m, l.Zone)
		if err != nil {
			return fmt.Errorf("callouts[%d] %w", i, err)
		}
		c := CallOut{PageID: "call-out " + strconv.Itoa(i+1), Interval: span, Mode: take(facts, "mode"), Person: l.person(take(facts, "user", "person")), Facts: facts}
		if id := take(facts, "page", "page_id", "id"); id != "" {
			c.PageID = id
		}
		c.What = take(facts, "what", "title")
		if text := take(facts, "travel_minutes"); text != "" {
			n, err := strconv.ParseInt(text, 10, 32)
			if err != nil || n < 0 {
				return fmt.Errorf("callouts[%d] travel_minutes is not a whole number of minutes", i)
			}
			c.Travel = time.Duration(n) * time.Minute
		}
		l.input.CallOuts = append(l.input.CallOuts, c)
	}
	sort.Strings(l.People)
	return nil
}

func (l *Log) person(name string) rotation.Person {
	if name != "" && !slices.Contains(l.People, name) {
		l.People = append(l.People, name)
	}
	return rotation.Person{Name: name}
}

// days reads holidays and the account from before.
func (f *logFile) days(l *Log) error {
	for i, v := range f.Holidays {
		text, ok := v.(string)
		h := Holiday{}
		if m, isMap := v.(map[string]any); isMap {
			facts := Facts{}
			flatten(facts, "", m)
			text, ok = facts["date"], true
			h.Class, h.Name = facts["class"], facts["name"]
		}
		t, err := time.Parse(time.DateOnly, text)
		if !ok || err != nil {
			return fmt.Errorf(`holidays[%d] is not a date; write it like "2026-12-25", or {"date": "2026-12-25", "class": "public"}`, i)
		}
		h.Year, h.Month, h.Day = t.Year(), t.Month(), t.Day()
		l.input.Holidays = append(l.input.Holidays, h)
	}
	for i, m := range f.Account {
		facts := Facts{}
		flatten(facts, "", m)
		at, err := instant(facts["at"], l.Zone)
		n, ok := factNumber(facts["hours"])
		if err != nil || !ok {
			return fmt.Errorf(`account[%d] needs "at", a date, and "hours", a number`, i)
		}
		sec, _ := n.times(whole(hour)).seconds()
		l.input.Account = append(l.input.Account, Credit{At: at, Seconds: sec})
	}
	return nil
}

// Input is what the log says of a person; the empty name stands for everybody.
// In a log that names several people, call-outs without a name are everybody's.
func (l Log) Input(person string) Input {
	in := l.input
	in.Person = rotation.Person{Name: person}
	if person == "" {
		return in
	}
	in.Shifts, in.CallOuts = slices.Clone(in.Shifts), slices.Clone(in.CallOuts)
	for i := range in.Shifts {
		if (in.Shifts[i].Person == rotation.Person{}) {
			in.Shifts[i].Person = in.Person
		}
	}
	for i := range in.CallOuts {
		if (in.CallOuts[i].Person == rotation.Person{}) {
			in.CallOuts[i].Person = in.Person
		}
	}
	return in
}

func spanOf(m map[string]any, zone *time.Location) (rotation.Interval, Facts, error) {
	facts := Facts{}
	flatten(facts, "", m)
	start, err := instant(take(facts, "start"), zone)
	if err != nil {
		return rotation.Interval{}, nil, fmt.Errorf("start %w", err)
	}
	end, err := instant(take(facts, "end"), zone)
	if err != nil {
		return rotation.Interval{}, nil, fmt.Errorf("end %w", err)
	}
	if end.Before(start) {
		return rotation.Interval{}, nil, errors.New("ends before it starts; swap the two")
	}
	return rotation.Interval{Start: start, End: end}, facts, nil
}

// instant reads a time with its offset; without one it is by the log's clock.
func instant(text string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		t, err := time.Parse(layout, text)
		if err != nil || zone == nil {
			continue
		}
		return time.Unix(newWall(zone, stretch{t.Unix(), t.Unix()}).first(t.Unix()), 0).UTC(), nil
	}
	return time.Time{}, errors.New(`is not a time; write it like "2026-11-02T17:00:00+01:00"`)
}

// take reads a fact by the first of its names that is there, and removes it.
func take(facts Facts, names ...string) string {
	for _, n := range names {
		if v := facts[n]; v != "" {
			delete(facts, n)
			return v
		}
	}
	return ""
}

// flatten makes facts of JSON: {"days": {"free": 1}} is the fact days.free.
func flatten(into Facts, prefix string, m map[string]any) {
	for k, v := range m {
		if inner, ok := v.(map[string]any); ok {
			flatten(into, prefix+k+".", inner)
		} else if text, ok := factText(v); ok {
			into[prefix+k] = text
		}
	}
}

// factText writes a number without an exponent.
func factText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case json.Number:
		if text := v.String(); !strings.ContainsAny(text, "eE") {
			return text, true
		}
	}
	return "", false
}
