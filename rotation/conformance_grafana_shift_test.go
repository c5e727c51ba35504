package rotation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"standby/rotation"
)

// dialectLayer is a layer of any of the dialects.
type dialectLayer struct {
	dialectDays
	User     string
	Users    []string
	Rotation *dialectRotation

	// OneUptime
	HandOff  string
	Timezone string
	Limits   json.RawMessage `json:"restriction"`

	// Grafana
	RotationStart string     `json:"rotation_start"`
	Naive         string     `json:"start_local_naive"`
	Zone          string     `json:"time_zone"`
	Duration      float64    `json:"duration_s"`
	Frequency     string     `json:"frequency"`
	Interval      int        `json:"interval"`
	Until         string     `json:"until"`
	UntilDays     int        `json:"until_days"`
	ByDay         []string   `json:"by_day"`
	ByMonthDay    []int      `json:"by_monthday"`
	ByMonth       []int      `json:"by_month"`
	Priority      int        `json:"priority"`
	Rolling       [][]string `json:"rolling_users"`
	First         int        `json:"start_rotation_from_user_index"`
	PerGroup      []int      `json:"users_per_group"`
	WeekStart     string     `json:"week_start"`
}

// grafanaShift is a shift of Grafana's on its way to be layers of ours.
type grafanaShift struct {
	*dialectLayer
	start, until time.Time
	version      rotation.Version
}

// grafana is the layer of a shift that recurs, in UTC unless it has a zone of
// its own; one layer a day where it names days.
func (l *dialectLayer) grafana(t *testing.T, rules grafanaRules) ([]rotation.Layer, string) {
	s := grafanaShift{dialectLayer: l, start: l.moment(t, l.Start)}
	if l.Until != "" {
		s.until = l.moment(t, l.Until)
	}
	groups := s.groups(rules)
	if len(groups) == 0 {
		return nil, ""
	}
	s.version = rotation.Version{From: l.moment(t, l.RotationStart), Rotation: rotation.Rotation{Every: max(l.Interval, 1),
		Lasts: time.Duration(l.Duration) * time.Second, Zone: s.start.Location(), Groups: groups}}
	unit, recurs := map[string]rotation.Unit{"hourly": rotation.Hourly, "daily": rotation.Daily, "weekly": rotation.Weekly, "monthly": rotation.Monthly}[l.Frequency]
	days := l.weekdays()
	switch {
	case len(l.ByMonth) > 0 || (len(l.ByMonthDay) > 0 && (unit != rotation.Monthly || slices.Max(l.ByMonthDay) > 28)):
		return nil, fmt.Sprintf("no rotation of ours keeps to months %v, and none keeps to days %v of a month of a %s shift", l.ByMonth, l.ByMonthDay, l.Frequency)
	case l.Frequency == "":
		return s.once(), ""
	case !recurs:
		return nil, fmt.Sprintf("no translation of a %s shift", l.Frequency)
	case len(l.ByMonthDay) > 0:
		return s.monthDays(), ""
	case days == 0:
		s.version.Rotation.Unit = unit
		return []rotation.Layer{s.layer(s.start)}, ""
	}
	switch unit {
	case rotation.Daily:
		return s.days(), ""
	case rotation.Weekly:
		return s.weeks(), ""
	case rotation.Monthly:
		return s.months(), ""
	}
	return nil, fmt.Sprintf("no translation of a %s shift on weekdays", l.Frequency)
}

// moment is an instant of the shift. Where the shift has a zone and its start is
// given as clocks there show it, so are the others.
func (l *dialectLayer) moment(t *testing.T, s string) time.Time {
	t.Helper()
	at := instant(t, s)
	if l.Zone == "" {
		return at.UTC()
	}
	loc := zone(t, l.Zone)
	shown, err := time.Parse("2006-01-02T15:04:05", l.Naive)
	if err != nil {
		t.Fatalf("read local time: %v", err)
	}
	if start := instant(t, l.Start); naive(start.In(loc)) == shown.Unix() {
		return at.In(loc)
	}
	return time.Unix(firstShown(at.Unix(), loc), 0).In(loc)
}

// groups are the people in turn, beginning with whom the shift says.
func (s *grafanaShift) groups(rules grafanaRules) [][]rotation.Person {
	var groups [][]rotation.Person
	for _, g := range slices.Concat(s.Rolling, [][]string{s.Users}) {
		if len(g) > 0 {
			groups = append(groups, rules.people(g))
		}
	}
	if n := len(groups); n > 0 {
		groups = slices.Concat(groups[s.First%n:], groups[:s.First%n])
	}
	return groups
}

// layer is the version with its first hand-off at an instant.
func (s *grafanaShift) layer(anchor time.Time) rotation.Layer {
	v := s.version
	v.Rotation.Anchor = rotation.LocalOf(anchor, anchor.Location())
	return rotation.Layer{Until: s.until, Versions: []rotation.Version{v}}
}

// once is a shift that does not recur.
func (s *grafanaShift) once() []rotation.Layer {
	s.version.Rotation.Unit = rotation.Daily
	s.version.Rotation.Lasts = 0
	s.version.Rotation.Groups = s.version.Rotation.Groups[:1]
	end := s.start.Add(time.Duration(s.Duration) * time.Second)
	if s.until.IsZero() || end.Before(s.until) {
		s.until = end
	}
	return []rotation.Layer{s.layer(s.start)}
}

func (l *dialectLayer) weekdays() (w rotation.Weekdays) {
	for _, d := range l.ByDay {
		w |= rotation.On(grafanaDay(d))
	}
	return w
}

func grafanaDay(d string) time.Weekday {
	return time.Weekday(slices.Index([]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}, d))
}

// weeks takes turns by the week; each weekday chosen has a layer.
func (s *grafanaShift) weeks() []rotation.Layer {
	first := s.start.AddDate(0, 0, -((int(s.start.Weekday()) - int(grafanaDay(s.WeekStart)) + 7) % 7))
	s.version.Rotation.Unit = rotation.Weekly
	var layers []rotation.Layer
	for day := range 7 {
		if at := first.AddDate(0, 0, day); s.weekdays().Has(at.Weekday()) {
			layers = append(layers, s.layer(at))
		}
	}
	return layers
}

// months takes turns by the month, of which weekdays are windows.
func (s *grafanaShift) months() []rotation.Layer {
	s.version.Rotation.Unit, s.version.Rotation.Lasts = rotation.Monthly, 0
	a := rotation.LocalOf(s.start, s.start.Location())
	from := rotation.ClockAt(a.Hour, a.Minute) + rotation.Clock(a.Second)
	end := int(from) + int(s.Duration)
	s.version.Windows = []rotation.Window{{Days: s.weekdays(), Start: from, End: rotation.Clock(end % 86400), Nights: end / 86400}}
	return []rotation.Layer{s.layer(time.Date(a.Year, a.Month, 1, 0, 0, 0, 0, s.start.Location()))}
}

// days takes turns among the days chosen, each person for as many of them as
// the interval says. Each weekday has a layer, and its own order.
func (s *grafanaShift) days() []rotation.Layer {
	every, groups := s.version.Rotation.Every, s.version.Rotation.Groups
	s.version.Rotation.Unit, s.version.Rotation.Every = rotation.Weekly, 1
	var chosen []time.Time
	for day := range 7 {
		if at := s.start.AddDate(0, 0, day); s.weekdays().Has(at.Weekday()) {
			chosen = append(chosen, at)
		}
	}
	var layers []rotation.Layer
	for i, at := range chosen {
		s.version.Rotation.Groups = nil
		for week := range len(groups) * every {
			s.version.Rotation.Groups = append(s.version.Rotation.Groups, groups[(i+week*len(chosen))/every%len(groups)])
		}
		layers = append(layers, s.layer(at))
	}
	return layers
}

// monthDays takes turns month by month; each day chosen has a layer.
func (s *grafanaShift) monthDays() []rotation.Layer {
	s.version.Rotation.Unit = rotation.Monthly
	var layers []rotation.Layer
	for _, day := range s.ByMonthDay {
		layers = append(layers, s.layer(s.start.AddDate(0, 0, day-s.start.Day())))
	}
	return layers
}
