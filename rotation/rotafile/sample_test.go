package rotafile_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/rotafile"
)

func example(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "assets", "sample", "rota.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func parse(t testing.TB, text string) rotafile.File {
	t.Helper()
	f, err := rotafile.Parse("rota.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func compile(t testing.TB, f rotafile.File) *rotation.Plan {
	t.Helper()
	p, err := rotation.Compile(f.Rota)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func moment(t testing.TB, text string) time.Time {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// on is who holds a role, by the last letter of their names.
func on(p *rotation.Plan, role rotation.Role, at time.Time) string {
	var list []string
	for _, s := range p.AppendHolders(nil, at) {
		if p.Role(s.Role()) == role {
			name := p.Person(s.Who()).Name
			list = append(list, name[len(name)-1:])
		}
	}
	slices.Sort(list)
	return strings.Join(list, "")
}

func TestTheExampleGivesTheShiftsThatItsCommentsPromise(t *testing.T) {
	f := parse(t, string(example(t)))
	p := compile(t, f)
	if v := p.Void(); len(v) > 0 {
		t.Errorf("void: %v", v)
	}
	for _, c := range []struct {
		role     rotation.Role
		from, to string // the hour before from and the one at to differ
		want     string
	}{
		{rotation.Primary, "2026-01-05 09:00", "2026-01-05 17:00", "A"},
		{rotation.Primary, "2026-01-12 09:00", "2026-01-12 17:00", "B"},
		{rotation.Primary, "2026-01-19 09:00", "2026-01-19 17:00", "C"},
		{rotation.Primary, "2026-01-06 23:00", "2026-01-07 07:00", "D"},
		{rotation.Primary, "2026-01-07 23:00", "2026-01-08 07:00", "E"},
		{rotation.Primary, "2026-01-07 17:00", "2026-01-07 23:00", "F"},
		{rotation.Primary, "2026-01-14 09:00", "2026-01-14 17:00", "C"},
		{rotation.Primary, "2026-02-23 09:00", "2026-02-23 17:00", "C"},
		{rotation.Primary, "2026-03-02 09:00", "2026-03-02 17:00", "B"},
		{rotation.Secondary, "2026-01-05 09:00", "2026-01-10 09:00", "CE"},
		{rotation.Secondary, "2026-02-02 09:00", "2026-03-02 09:00", "AB"},
		{rotation.Secondary, "2026-07-06 09:00", "2026-07-13 09:00", "B"},
		{rotation.Secondary, "2026-07-13 09:00", "2026-07-20 09:00", "C"},
	} {
		from, to := moment(t, c.from), moment(t, c.to)
		for at, want := range map[time.Time]bool{from: true, to.Add(-time.Second): true, from.Add(-time.Second): false, to: false} {
			if got := on(p, c.role, at); (got == c.want) != want {
				t.Errorf("%s at %v: %s, promised from %s to %s: %s", c.role, at, got, c.from, c.to, c.want)
			}
		}
	}
	year := rotation.Interval{Start: moment(t, "2026-01-05 09:00"), End: moment(t, "2027-01-05 09:00")}
	s, err := p.Schedule(year)
	if err != nil || len(s.Gaps) > 0 {
		t.Errorf("somebody is on call at every hour, but for %v, %v", s.Gaps, err)
	}
	conflicts, err := p.Conflicts(f.TimeOff, year)
	if err != nil || len(conflicts) == 0 {
		t.Errorf("Engineer C is away while on call: %v, %v", conflicts, err)
	}
}

func TestTheExampleSaysWhoIsInTheTeam(t *testing.T) {
	f := parse(t, string(example(t)))
	if f.Rota.Name != "Payments" || f.Zone.String() != "Europe/Berlin" || f.Rota.Stacking != rotation.TopWins {
		t.Errorf("%q in %s", f.Rota.Name, f.Zone)
	}
	if n := len(f.Members); n != 6 || f.Members[0].Zone != nil || f.Members[3].Zone.String() != "Australia/Sydney" ||
		f.Members[5].Person != (rotation.Person{Name: "Engineer F", Email: "f@example.org"}) {
		t.Errorf("members are %v", f.Members)
	}
	if h := f.Holidays; len(h) != 2 || h[0].Zone != nil || h[1].Zone.String() != "Australia/Sydney" || h[1].Name != "Australia Day" ||
		h[1].Date != (rotation.Local{Year: 2026, Month: time.January, Day: 26}) {
		t.Errorf("holidays are %v", h)
	}
	if off := f.TimeOff; len(off) != 1 || off[0].Person.Name != "Engineer C" || off[0].Start.UTC().Format(time.RFC3339) != "2026-12-23T23:00:00Z" {
		t.Errorf("time off is %v", off)
	}
	if got := f.Rota.Layers[1].Versions[0].Rotation.Groups[1][0].Email; got != "e@example.org" {
		t.Errorf("a name is filled up with %q", got)
	}
}

func TestTheExampleHasEveryKey(t *testing.T) {
	text := string(example(t))
	for path := range schemaKeys(t) {
		key := path[strings.LastIndexByte(path, '.')+1:]
		lines := slices.Collect(strings.Lines(text))
		if !slices.ContainsFunc(lines, func(line string) bool {
			line = strings.TrimLeft(line, "[")
			return strings.HasPrefix(line, key+" =") || strings.HasPrefix(line, key+"]") || strings.Contains(line, "."+key+"]") || strings.Contains(line, key+" = true")
		}) {
			t.Errorf("the example lacks %s", path)
		}
	}
}

func TestTheExampleIsWrittenAndReadBack(t *testing.T) {
	f := parse(t, string(example(t)))
	text, err := rotafile.Format(f)
	if err != nil {
		t.Fatal(err)
	}
	if again := parse(t, string(text)); !reflect.DeepEqual(f, again) {
		t.Errorf("wrote\n%s\nread %+v\nwant %+v", text, again, f)
	}
	twice, err := rotafile.Format(f)
	if err != nil || string(twice) != string(text) {
		t.Errorf("writes it differently a second time: %v", err)
	}
}
