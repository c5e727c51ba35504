package rotation_test

import (
	"slices"
	"testing"
	"time"

	"standby/rotation"
)

const (
	clamps = "monthly hand-offs clamp from the anchor each time (design.md, Time); GoAlert's overflow into the next month"
	hours  = "a local time in the gap means the first instant after it (design.md, Time): an hourly turn by the clock that clocks skip is somebody's all the same; GoAlert passes over it"
	chains = "overrides apply in sequence, and one may replace a replacement (design.md, Words); GoAlert applies each to the rules alone"
)

type dialectRotation struct {
	Unit, Start, Tz string
	Length          int
	CurrentIndex    int    `json:"current_index"`
	CurrentStart    string `json:"current_start"`
	Users           []string
	// OneUptime's words for unit and length.
	Type  string
	Count int
}

type dialectDays struct {
	Days           []int `json:"days_sun_to_sat"`
	Start, End, Tz string
}

type dialectTemporary struct {
	Start, End string
	Shifts     []dialectEvent
}

func (c *conformance) goalert(t *testing.T) verdict {
	switch c.Op {
	case "clock_first_of_day", "clock_last_of_day":
		return c.goalertClock(t)
	case "rotation_handoffs", "rotation_handoffs_walk":
		return c.goalertHandOffs(t)
	case "rotation_start_time", "rotation_end_time":
		return c.goalertTurn(t)
	case "restriction_is_active", "restriction_start_time", "restriction_end_time":
		return c.goalertWindow(t)
	case "final_shifts":
		return c.goalertFinal(t)
	case "override_map_users":
		return c.goalertMap(t)
	case "temporary_merge", "temporary_trim_start", "temporary_trim_end":
		return c.goalertTemporary(t)
	}
	return c.untranslated()
}

// goalertClock asks for the window that begins or ends at the time of day.
func (c *conformance) goalertClock(t *testing.T) verdict {
	day, err := time.Parse(time.DateOnly, c.Date)
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	v := always("A", day.AddDate(0, 0, -9), zone(t, c.Tz))
	v.Windows = []rotation.Window{{Start: clock(t, c.Clock), End: 86400, Days: rotation.On(day.Weekday())}}
	if c.Op == "clock_last_of_day" {
		v.Windows[0].Start, v.Windows[0].End = 0, clock(t, c.Clock)
	}
	got := ours(t, one(v), day.Add(-6*time.Hour).Unix(), day.Add(30*time.Hour).Unix())
	want := instant(t, expect[string](t, c)).Unix()
	if c.Op == "clock_last_of_day" {
		return compare(got[len(got)-1].to, want)
	}
	return compare(got[0].from, want)
}

func clock(t *testing.T, s string) rotation.Clock {
	t.Helper()
	c, err := time.Parse("15:04", s)
	if err != nil {
		t.Fatalf("read clock: %v", err)
	}
	return rotation.ClockAt(c.Hour(), c.Minute())
}

// goalert is the rotation in our terms; GoAlert leaves seconds out of account.
func (r *dialectRotation) goalert(t *testing.T, groups [][]rotation.Person) rotation.Rotation {
	t.Helper()
	loc := zone(t, r.Tz)
	unit, ok := map[string]rotation.Unit{"hourly": rotation.Hourly, "daily": rotation.Daily, "weekly": rotation.Weekly, "monthly": rotation.Monthly}[r.Unit]
	if !ok {
		t.Fatalf("no unit %q in GoAlert's dialect", r.Unit)
	}
	return rotation.Rotation{Unit: unit, Every: max(r.Length, 1), WallClock: unit == rotation.Hourly,
		Anchor: rotation.LocalOf(instant(t, r.Start).Truncate(time.Minute), loc), Zone: loc, Groups: groups}
}

func (r *dialectRotation) turns(t *testing.T, groups [][]rotation.Person) rotation.Rota {
	return one(rotation.Version{From: time.Unix(86400, 0), Rotation: r.goalert(t, groups)})
}

func (c *conformance) goalertHandOffs(t *testing.T) verdict {
	var want []int64
	for _, s := range expect[[]string](t, c) {
		want = append(want, instant(t, s).Unix())
	}
	if len(want) == 0 {
		return verdict{detail: "no hand-off is expected at all"}
	}
	from, to := want[0], want[len(want)-1]
	var got []int64
	for _, s := range slots(t, compile(t, c.Rotation.turns(t, letters())), time.Unix(from-1, 0), time.Unix(to+1, 0))[1:] {
		got = append(got, s.Start)
	}
	return compare(got, want).unless(c.Rotation.differs(), func() verdict {
		theirs := slices.DeleteFunc(c.Rotation.handOffs(t, from, to), func(at int64) bool { return at < from || at > to })
		return compare(theirs, want)
	})
}

func (c *conformance) goalertTurn(t *testing.T) verdict {
	at := instant(t, c.T).Truncate(time.Minute)
	want := instant(t, expect[string](t, c)).Unix()
	st := compile(t, c.Rotation.turns(t, letters())).WhoAt(at)[0].Shift
	got, side := st.Start.Unix(), 0
	if c.Op == "rotation_end_time" {
		got, side = st.End.Unix(), 1
	}
	return compare(got, want).unless(c.Rotation.differs(), func() verdict {
		list := c.Rotation.handOffs(t, at.Unix(), at.Unix())
		i := slices.IndexFunc(list, func(h int64) bool { return h > at.Unix() })
		return compare(list[i-1+side], want)
	})
}

// differs is the rule for which hand-offs may differ from GoAlert's.
func (r *dialectRotation) differs() string {
	if r.Unit == "monthly" {
		return clamps
	}
	return hours
}

// handOffs are GoAlert's own around a span: months of package time, which
// overflow, and otherwise the clock's times, of which those that clocks skip
// fall together. Two at least lie before the span and one after it.
func (r *dialectRotation) handOffs(t *testing.T, from, to int64) []int64 {
	t.Helper()
	start := instant(t, r.Start).Truncate(time.Minute).In(zone(t, r.Tz))
	every := max(r.Length, 1)
	step := map[string]int64{"hourly": 3600, "daily": 86400, "weekly": 7 * 86400, "monthly": 31 * 86400}[r.Unit] * int64(every)
	n := int((from-start.Unix())/step)*12/11 - 3
	if from > start.Unix() {
		n = int((from-start.Unix())/step) - 3
	}
	var list []int64
	for ; len(list) == 0 || list[len(list)-1] <= to; n++ {
		if r.Unit == "monthly" {
			list = append(list, start.AddDate(0, n*every, 0).Unix())
		} else {
			list = append(list, firstShown(naive(start)+int64(n)*step, start.Location()))
		}
	}
	return slices.Compact(list)
}

// firstShown is the first instant at which clocks show a local time, or the
// first after the gap that it lies in.
func firstShown(local int64, loc *time.Location) int64 {
	before, after := offsets(local, loc)
	if skipped(local, loc) {
		_, change := time.Unix(local-after, 0).In(loc).ZoneBounds()
		return change.Unix()
	}
	if _, off := time.Unix(local-before, 0).In(loc).Zone(); int64(off) == before {
		return local - before
	}
	return local - after
}

func (d *dialectDays) window(t *testing.T) (w rotation.Window, opens bool) {
	w.Start, w.End = clock(t, d.Start), clock(t, d.End)
	for i, on := range d.Days {
		if on == 1 {
			w.Days |= rotation.On(time.Weekday(i))
		}
	}
	return w, w.Days != 0
}

// goalertWindow asks for the span of a restriction that is open at an instant,
// or else the next. One that never opens is a layer that there is not; of that
// and of one that never closes GoAlert says the zero time.
func (c *conformance) goalertWindow(t *testing.T) verdict {
	at := instant(t, c.T).Truncate(time.Minute)
	w, opens := c.Restriction.window(t)
	v := always("A", at.AddDate(0, 0, -60), zone(t, c.Restriction.Tz))
	v.Windows = []rotation.Window{w}
	from, to := at.AddDate(0, 0, -30).Unix(), at.AddDate(0, 0, 30).Unix()
	var open []named
	if opens {
		open = ours(t, one(v), from, to)
	}
	i := slices.IndexFunc(open, func(s named) bool { return s.to > at.Unix() })
	if c.Op == "restriction_is_active" {
		return compare(i >= 0 && open[i].from <= at.Unix(), expect[bool](t, c))
	}
	got := time.Time{}.Unix()
	if bounded := i >= 0 && (open[i].from > from || open[i].to < to); bounded {
		got = map[string]int64{"restriction_start_time": open[i].from, "restriction_end_time": open[i].to}[c.Op]
	}
	return compare(got, instant(t, expect[string](t, c)).Unix())
}
