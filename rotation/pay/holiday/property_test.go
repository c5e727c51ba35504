package holiday_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/pay/holiday"
	"standby/rotation/tomlfile"
)

func drawConfig(t *rapid.T) holiday.Config {
	ons := []string{"12-24", "easter", "easter-2", "2026-03-29", "2026-10-25", "last sunday of march", "first monday of may", "saturday from 10-31", "02-29", "12-31"}
	edges := []string{"18:00 the day before", "00:00", "07:00", "12:00 3 days before", "00:00 the day after", "02:30", "02:30 the day after",
		"00:00 the first weekday after", "17:00 the last weekday before", "06:00 14 days after"}
	classes := rapid.SampledFrom([]string{"", "major", "eve", "holiday"})
	cfg := holiday.Config{
		Region:     rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"de-by", "se", "us", "gb-eng", "jp", "au-sa", "lv"}), 0, 3, rapid.ID).Draw(t, "region"),
		Customary:  rapid.SampledFrom([]string{"", "eve"}).Draw(t, "customary"),
		Substitute: rapid.SampledFrom([]string{"", "actual", "both"}).Draw(t, "substitute"),
		Except:     rapid.SliceOfN(rapid.SampledFrom(ons), 0, 2).Draw(t, "except"),
	}
	for range rapid.IntRange(0, 4).Draw(t, "days") {
		cfg.Day = append(cfg.Day, holiday.DayRule{Name: "x", On: rapid.SampledFrom(ons).Draw(t, "on"), Days: int64(rapid.IntRange(0, 31).Draw(t, "run")),
			Class: classes.Draw(t, "class"), From: rapid.SampledFrom([]string{"", "02:30", "12:00"}).Draw(t, "from"),
			To: rapid.SampledFrom([]string{"", "18:00"}).Draw(t, "to"), Moved: rapid.SampledFrom([]string{"", "monday", "nearest", "friday"}).Draw(t, "moved")})
	}
	for range rapid.IntRange(0, 4).Draw(t, "arounds") {
		a := holiday.AroundRule{Class: rapid.SampledFrom([]string{"major", "eve", "holiday"}).Draw(t, "class"),
			Of:   rapid.SliceOfN(rapid.SampledFrom(append(ons, "holiday")), 0, 3).Draw(t, "of"),
			From: rapid.SampledFrom(edges).Draw(t, "from"), Until: rapid.SampledFrom(edges).Draw(t, "until")}
		with := cfg
		if with.Around = append(slices.Clone(cfg.Around), a); with.Check() == nil {
			cfg = with
		}
	}
	return cfg
}

func checkOrder(t interface{ Fatalf(string, ...any) }, spans []holiday.Span) {
	last := map[string]time.Time{}
	for i, s := range spans {
		if s.Empty() {
			t.Fatalf("%v is empty", s)
		}
		if i > 0 && s.Start.Before(spans[i-1].Start) {
			t.Fatalf("%v comes after %v", s, spans[i-1])
		}
		if s.Start.Before(last[s.Class]) {
			t.Fatalf("%v overlaps one that ends at %v", s, last[s.Class])
		}
		last[s.Class] = s.End
	}
}

var zones = []string{"UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Chatham", "America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Pacific/Apia"}

func TestSpansOfAClassAreInOrderAndApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := drawConfig(t)
		c, err := holiday.New(cfg, holiday.Sources{})
		if err != nil {
			t.Fatal(err)
		}
		z, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Unix(rapid.Int64Range(0, 4102444800).Draw(t, "start"), 0)
		wide := rotation.Interval{Start: start, End: start.Add(time.Duration(rapid.IntRange(1, 500*24).Draw(t, "hours")) * time.Hour)}
		spans := c.Spans(wide, z)
		checkOrder(t, spans)

		// What overlaps a part of the window is the same, however it is asked for.
		from := rapid.Int64Range(wide.Start.Unix(), wide.End.Unix()-1).Draw(t, "from")
		part := rotation.Interval{Start: time.Unix(from, 0), End: time.Unix(rapid.Int64Range(from+1, wide.End.Unix()).Draw(t, "to"), 0)}
		want := slices.DeleteFunc(slices.Clone(spans), func(s holiday.Span) bool {
			return !s.Start.Before(part.End) || !part.Start.Before(s.End)
		})
		if got := c.Spans(part, z); !slices.Equal(got, want) {
			t.Fatalf("in %v: got\n%s\nwant\n%s", part, show(got, z), show(want, z))
		}

		// ClassAt is the preferred one of those that hold the instant.
		at := part.Start
		got, found := c.ClassAt(at, z)
		order := c.Classes()
		for _, s := range want {
			if s.Contains(at) && (!found || slices.Index(order, s.Class) < slices.Index(order, got.Class)) {
				t.Fatalf("at %v: got %v, not %v", at, got, s)
			}
		}
		if found && !got.Contains(at) {
			t.Fatalf("at %v: got %v", at, got)
		}
	})
}

func TestWithoutSpansAroundADayIsItsMidnights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := drawConfig(t)
		cfg.Around, cfg.Order = nil, nil
		for i := range cfg.Day {
			cfg.Day[i].From, cfg.Day[i].To = "", ""
		}
		c, err := holiday.New(cfg, holiday.Sources{})
		if err != nil {
			t.Fatal(err)
		}
		z, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		at := time.Unix(rapid.Int64Range(86400*3, 4102444800-86400*3).Draw(t, "at"), 0)
		d := holiday.DateOf(at, z)
		whole := slices.DeleteFunc(c.Days(d, d), func(d holiday.Day) bool { return d.To-d.From != 24*time.Hour })
		s, found := c.ClassAt(at, z)
		if len(whole) > 0 && !found || found && s.Duration() >= 20*time.Hour && (len(whole) == 0 || whole[0].Class != s.Class) {
			t.Fatalf("%v: the days are %v, the class is %v", at.In(z), whole, s)
		}
	})
}

// The library computes in the zone of the machine. Where clocks change at
// midnight that may be an hour off, and must not show.
func TestTheZoneOfTheMachineHasNoSay(t *testing.T) {
	digest := func() string {
		var b strings.Builder
		for _, r := range holiday.Regions() {
			c := calendar(t, holiday.Config{Region: []string{r.Code}, Customary: "eve", Substitute: "both", Day: []holiday.DayRule{{Name: "o", On: "orthodox easter"}}}, holiday.Sources{})
			for _, d := range c.Days(holiday.Date{Year: holiday.MinYear, Month: time.January, Day: 1}, holiday.Date{Year: holiday.MaxYear, Month: time.December, Day: 31}) {
				b.WriteString(r.Code + d.String() + d.Class + d.Name + "\n")
			}
		}
		return b.String()
	}
	was := cal.DefaultLoc
	defer func() { cal.DefaultLoc = was }()
	cal.DefaultLoc = time.UTC
	want := digest()
	t.Logf("%d days", strings.Count(want, "\n"))
	for _, name := range []string{"Asia/Kolkata", "Pacific/Chatham", "Pacific/Apia", "America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Asia/Beirut", "Asia/Tehran"} {
		cal.DefaultLoc = zone(t, name)
		if got := digest(); got != want {
			a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("%s: got %s, want %s", name, a[i], b[i])
					break
				}
			}
		}
	}
}

func FuzzConfig(f *testing.F) {
	for _, seed := range []string{
		policyText, "", "[holidays]\nregion = ['se', 'us']\norder = ['holiday']\n", "[holidays]\nweekend = ['fri']\n[[holidays.around]]\nclass='x'\nfrom='00:00'\nuntil='00:00 the first weekday after'\n",
		"[[holidays.day]]\nname='x'\non='easter +99'\ndays=31\nmoved='nearest'\n", "[[holidays.day]]\nname='x'\non='02-29'\nsince=2099\n",
		"[[holidays.file]]\npath='a'\n", "[holidays]\nregion=['jp']\nexcept=['01-01']\nclass='a'\ncustomary='b'\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var file struct {
			Holidays holiday.Config `toml:"holidays"`
		}
		if _, err := tomlfile.Decode("f.toml", data, &file); err != nil {
			return
		}
		mistakes := file.Holidays.Check()
		c, err := holiday.New(file.Holidays, holiday.Sources{})
		if (err == nil) != (len(mistakes) == 0) && len(file.Holidays.File) == 0 {
			t.Fatalf("Check says %v, New %v", mistakes, err)
		}
		for _, m := range mistakes {
			if m.Key == "" || m.Problem == "" || m.Remedy == "" {
				t.Fatalf("%+v", m)
			}
		}
		file.Holidays.Sentences()
		if err != nil {
			return
		}
		z := time.FixedZone("x", 3600)
		checkOrder(t, c.Spans(window(z, "2025-12-01 00:00", "2027-02-01 00:00"), z))
		checkOrder(t, c.Spans(window(z, "2099-11-01 00:00", "2100-02-01 00:00"), z))
	})
}

func BenchmarkSpans(b *testing.B) {
	z := zone(b, "Europe/Stockholm")
	c := calendar(b, sweden, holiday.Sources{})
	w := window(z, "2026-01-01 00:00", "2027-01-01 00:00")
	b.Run("year", func(b *testing.B) {
		for b.Loop() {
			c.Spans(w, z)
		}
	})
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			calendar(b, sweden, holiday.Sources{}).Spans(w, z)
		}
	})
	b.Run("instant", func(b *testing.B) {
		at := at(z, "2026-06-19 12:00")
		for b.Loop() {
			c.ClassAt(at, z)
		}
	})
}
