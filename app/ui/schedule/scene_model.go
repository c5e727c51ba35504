package schedule

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/rotation"
)

// gapWord is what a gap is called, unknownWord what no calendar knows yet.
const gapWord, unknownWord = "gap", "unknown"

// reading is how the schedule is looked at.
type reading struct {
	zone, second *time.Location
	// folded are the rotas whose layers are folded out.
	folded map[string]bool
	// nightOf is whose night is shaded.
	nightOf rotation.Person
}

// place names a lane: a role of a rota, of a whole rota where it is empty.
type place struct {
	rota string
	role rotation.Role
	// layer says that it is a layer, or people's leave, where nothing changes hands.
	layer bool
}

// scene is the schedule as a timeline, and what its lanes and refs stand for: a ref is
// the number of a shift, or behind them of a gap.
type scene struct {
	model.Scene
	places []place
}

func sceneOf(h held, r reading, v model.View) scene {
	s := scene{Scene: model.Scene{Zone: r.zone, Second: r.second, Now: model.DayAt(v.Now, r.zone), Nights: nightsOf(h, r), Holidays: holidaysOf(h.detail)}}
	rota := ""
	for i, l := range lanesOf(h.shifts, h.gaps, v.Snap.Sources) {
		if i > 0 && l.rota != rota {
			s.addBehind(h, r, rota)
		}
		d, _ := detailOf(h.detail, l.rota)
		lane := model.Lane{Label: l.rota, Fold: l.rota != rota && len(d.Layers) > 0, Open: r.folded[l.rota]}
		if l.role != "" {
			lane.Label = model.Joined(string(l.role), l.rota)
		}
		rota = l.rota
		lane.Rows = rowsOf(l, h, d, r, v)
		s.Lanes, s.places = append(s.Lanes, lane), append(s.places, l)
	}
	if rota != "" {
		s.addBehind(h, r, rota)
	}
	s.addLieu(h, r)
	return s
}

// rowsOf are the shifts, gaps and unknown spans of a lane. Shifts that overlap lie in
// rows of their own.
func rowsOf(l place, h held, d api.RotaDetail, r reading, v model.View) [][]model.Bar {
	rows := [][]model.Bar{nil}
	put := func(b model.Bar) {
		for i := range rows {
			if n := len(rows[i]); n == 0 || rows[i][n-1].To <= b.From {
				rows[i] = append(rows[i], b)
				return
			}
		}
		rows = append(rows, []model.Bar{b})
	}
	for i, s := range h.shifts {
		if s.Rota == l.rota && s.Role == l.role {
			put(barOf(s, i, d, r, v))
		}
	}
	for i, g := range h.gaps {
		if g.Rota == l.rota && g.Role == l.role {
			rows[0] = append(rows[0], model.Bar{Stretch: stretch(g.Interval, r.zone), Kind: model.Open, Text: gapWord, Ref: len(h.shifts) + i})
		}
	}
	slices.SortStableFunc(rows[0], func(a, b model.Bar) int { return cmp.Compare(a.From, b.From) })
	if horizon := horizonOf(l.rota, v.Snap.Sources); !horizon.IsZero() {
		from := model.DayAt(horizon, r.zone)
		if n := len(rows[0]); n > 0 {
			from = max(from, rows[0][n-1].To) // What is known is, also past it.
		}
		rows[0] = append(rows[0], model.Bar{Stretch: model.Stretch{From: from, To: endOfTime}, Kind: model.Unknown, Text: unknownWord, Short: "?", Ref: -1})
	}
	return rows
}

// endOfTime is a day beyond all that is shown.
const endOfTime = 48_000

func barOf(s rotation.Shift, ref int, d api.RotaDetail, r reading, v model.View) model.Bar {
	b := model.Bar{Stretch: stretch(s.Interval, r.zone), Text: s.Person.String(), Short: initials(s.Person.String()), Ref: ref, Mark: markOf(s, d)}
	if s.Person.Same(v.Snap.Me) {
		b.Kind = model.Mine
	}
	if v.Snap.EndsOpen(s) {
		b.Text += ", " + api.NoEnd
	}
	return b
}

// markOf says whether an override or a swap put the person there.
func markOf(s rotation.Shift, d api.RotaDetail) model.BarMark {
	for _, e := range d.Edits {
		over := e.Start.Before(s.End) && (e.End.IsZero() || e.End.After(s.Start))
		if !over || !e.In.Same(s.Person) || e.Role != "" && e.Role != s.Role {
			continue
		}
		if e.Swap {
			return model.Swapped
		}
		return model.Overridden
	}
	return model.Unmarked
}

// addBehind adds the layers of a rota that is folded out, and who of it is away.
func (s *scene) addBehind(h held, r reading, rota string) {
	d, ok := detailOf(h.detail, rota)
	if !ok {
		return
	}
	if r.folded[rota] {
		for _, l := range slices.Backward(d.Layers) { // The one that wins stands above.
			var bars []rotation.Shift
			bars = append(bars, l.Shifts...)
			s.addLane(model.Lane{Label: l.Name, Layer: true, Rows: packed(bars, r.zone, model.Layered)}, place{rota, l.Role, true})
		}
	}
	var away []rotation.Shift
	for _, a := range d.Away {
		if a.End.IsZero() {
			a.End = h.span.End
		}
		if !a.Empty() {
			away = append(away, rotation.Shift{Person: rotation.Person{Name: a.Person.String() + ", away"}, Interval: a.Interval})
		}
	}
	rotation.SortShifts(away)
	if len(away) > 0 {
		s.addLane(model.Lane{Label: "away · " + rota, Layer: true, Rows: packed(away, r.zone, model.Leave)}, place{rota, "", true})
	}
}

// addLieu adds the days that the user has booked from their time in lieu.
func (s *scene) addLieu(h held, r reading) {
	var days []rotation.Shift
	for _, e := range h.lieu.Bookings {
		from := time.Date(e.On.Year, e.On.Month, e.On.Day, 0, 0, 0, 0, r.zone)
		days = append(days, rotation.Shift{Person: rotation.Person{Name: "in lieu"}, Interval: rotation.Interval{Start: from, End: from.AddDate(0, 0, 1)}})
	}
	rotation.SortShifts(days)
	if len(days) > 0 {
		s.addLane(model.Lane{Label: "your time in lieu", Layer: true, Rows: packed(days, r.zone, model.Leave)}, place{layer: true})
	}
}

func (s *scene) addLane(l model.Lane, p place) {
	s.Lanes, s.places = append(s.Lanes, l), append(s.places, p)
}

// packed are bars that nobody chooses, in as many rows as overlap.
func packed(list []rotation.Shift, zone *time.Location, kind model.BarKind) [][]model.Bar {
	rows := [][]model.Bar{nil}
next:
	for _, x := range list {
		b := model.Bar{Stretch: stretch(x.Interval, zone), Kind: kind, Text: x.Person.String(), Short: initials(x.Person.String()), Ref: -1}
		for i := range rows {
			if n := len(rows[i]); n == 0 || rows[i][n-1].To <= b.From {
				rows[i] = append(rows[i], b)
				continue next
			}
		}
		rows = append(rows, []model.Bar{b})
	}
	return rows
}

func stretch(i rotation.Interval, zone *time.Location) model.Stretch {
	return model.Stretch{From: model.DayAt(i.Start, zone), To: model.DayAt(i.End, zone)}
}

// A night is from 22:00 to 06:00 where the person lives.
const nightFrom, nightTo = 22, 6

// nightsOf are the local nights of a person over what is known.
func nightsOf(h held, r reading) []model.Stretch {
	zone := zoneOf(h.detail, r.nightOf)
	if zone == nil {
		zone = r.zone
	}
	if h.span.Empty() {
		return nil
	}
	y, m, d := h.span.Start.In(zone).Date()
	var out []model.Stretch
	for n := 0; ; n++ {
		from := time.Date(y, m, d-1+n, nightFrom, 0, 0, 0, zone)
		if from.After(h.span.End) {
			return out
		}
		out = append(out, stretch(rotation.Interval{Start: from, End: time.Date(y, m, d+n, nightTo, 0, 0, 0, zone)}, r.zone))
	}
}

// zoneOf is where a person lives; nil where nobody says.
func zoneOf(d api.ScheduleDetail, p rotation.Person) *time.Location {
	for _, r := range d.Rotas {
		for _, m := range r.Members {
			if zone, err := time.LoadLocation(m.Zone); err == nil && m.Same(p) {
				return zone
			}
		}
	}
	return nil
}

func holidaysOf(d api.ScheduleDetail) map[int]string {
	out := make(map[int]string, len(d.Holidays))
	for _, h := range d.Holidays {
		if day, err := time.Parse(time.DateOnly, h.Date); err == nil {
			out[int(model.DayAt(day, time.UTC))] = h.Name
		}
	}
	return out
}

func lanesOf(shifts []rotation.Shift, gaps []api.Gap, sources []api.Source) []place {
	var lanes []place
	known, rotas := map[place]bool{}, map[string]bool{}
	add := func(l place) {
		if !known[l] {
			known[l], rotas[l.rota] = true, true
			lanes = append(lanes, l)
		}
	}
	for _, s := range shifts {
		add(place{rota: s.Rota, role: s.Role})
	}
	for _, g := range gaps {
		add(place{rota: g.Rota, role: g.Role})
	}
	for _, src := range sources {
		if src.TellsDuty() && !rotas[src.Name] {
			lanes = append(lanes, place{rota: src.Name})
		}
	}
	slices.SortStableFunc(lanes, func(a, b place) int {
		return cmp.Or(strings.Compare(a.rota, b.rota), roleRank(a.role)-roleRank(b.role), cmp.Compare(a.role, b.role))
	})
	return lanes
}

func roleRank(r rotation.Role) int {
	if i := slices.Index([]rotation.Role{rotation.Primary, rotation.Secondary}, r); i >= 0 {
		return i
	}
	return 2
}

func horizonOf(rota string, sources []api.Source) time.Time {
	for _, src := range sources {
		if src.TellsDuty() && src.Name == rota {
			return src.Horizon
		}
	}
	return time.Time{}
}

// initials are the first letters of a name's first and last word.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return "?"
	}
	out := []rune(words[0])[:1]
	if len(words) > 1 {
		out = append(out, []rune(words[len(words)-1])[0])
	}
	return strings.ToUpper(string(out))
}
