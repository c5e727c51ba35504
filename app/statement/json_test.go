package statement_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"standby/app/statement"
)

var update = flag.Bool("update", false, "write the files of testdata anew")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is another; look at what is different, then go test -update\n%s", file, got)
	}
}

func TestTheJSONOfAStatementIsAsItWas(t *testing.T) {
	d := sealed(t, october(t))
	data := written(t, func(b *bytes.Buffer) error { return statement.WriteJSON(b, d) })
	golden(t, "october.json", data)
	tm, err := statement.SealTeam(team(t))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "team.json", written(t, func(b *bytes.Buffer) error { return statement.WriteTeamJSON(b, tm) }))
}

func TestAnybodyCanComputeTheHashFromTheJSON(t *testing.T) {
	program := python(t, "json", "python3")
	for _, name := range []string{"october.json", "team.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		var said struct{ SHA256 string }
		if err := json.Unmarshal(data, &said); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(string(pipe(t, data, program, "testdata/hash.py"))); got != said.SHA256 {
			t.Errorf("%s says %s, it is %s", name, said.SHA256, got)
		}
	}
}

func TestWhatJSONSaysIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawn(t)
		var b, again bytes.Buffer
		if err := statement.WriteJSON(&b, d); err != nil {
			t.Fatal(err)
		}
		first := b.String()
		got, err := statement.ReadJSON(&b)
		if err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		if err := statement.WriteJSON(&again, got); err != nil || again.String() != first {
			t.Fatalf("%v: it reads back as\n%s\nwas\n%s", err, &again, first)
		}
	})
}

func TestAnAlteredFileIsToldFromAWholeOne(t *testing.T) {
	d := sealed(t, october(t))
	whole := string(written(t, func(b *bytes.Buffer) error { return statement.WriteJSON(b, d) }))
	for _, c := range []struct{ name, old, new string }{
		{"a larger amount", `"amount": 31.2,`, `"amount": 312,`},
		{"a larger total", `"cash": 155.55`, `"cash": 255.55`},
		{"more time", `"toil_seconds": 3600`, `"toil_seconds": 7200`},
		{"hours alone", `"toil_hours": 1`, `"toil_hours": 2`},
		{"another name", "Engineer Ä", "Engineer B"},
		{"another sentence", "25 min count", "55 min count"},
	} {
		altered := strings.Replace(whole, c.old, c.new, 1)
		if altered == whole {
			t.Fatalf("%s: %q is not in it", c.name, c.old)
		}
		if _, err := statement.ReadJSON(strings.NewReader(altered)); !errors.Is(err, statement.ErrAltered) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestBrokenJSONIsRefusedInWords(t *testing.T) {
	for in, says := range map[string]string{
		``:                                     "EOF",
		`{"cash": 1e999999999}`:                "is no number",
		`{"paid": true}`:                       `unknown field "paid"`,
		`{} {}`:                                "more after its end",
		`{"cash":0,"toil_hours":0,"made":"x"}`: "is no instant",
	} {
		if _, err := statement.ReadJSON(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want it to say %q", in, err, says)
		}
	}
}

func TestATeamIsReadBackFromJSONAndCSV(t *testing.T) {
	tm, err := statement.SealTeam(team(t))
	if err != nil {
		t.Fatal(err)
	}
	asJSON := written(t, func(b *bytes.Buffer) error { return statement.WriteTeamJSON(b, tm) })
	got, err := statement.ReadTeamJSON(bytes.NewReader(asJSON))
	if err != nil || got.Hash != tm.Hash {
		t.Errorf("JSON: %v", err)
	}
	asCSV := written(t, func(b *bytes.Buffer) error { return statement.WriteTeamCSV(b, tm, true) })
	got, err = statement.ReadTeamCSV(bytes.NewReader(asCSV))
	if err != nil || got.Hash != tm.Hash {
		t.Errorf("CSV: %v", err)
	}
	if _, err := statement.ReadCSV(bytes.NewReader(asCSV)); err == nil {
		t.Error("a team is read as one statement")
	}
	altered := bytes.Replace(asCSV, []byte("239.25"), []byte("339.25"), 1)
	if _, err := statement.ReadTeamCSV(bytes.NewReader(altered)); !errors.Is(err, statement.ErrAltered) {
		t.Errorf("another total: %v", err)
	}
}

func FuzzReadJSON(f *testing.F) {
	for _, name := range []string{"october.json", "team.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"cash":1e99,"lines":[null],"account":{"lapses":[{}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = statement.ReadTeamJSON(bytes.NewReader(data))
		d, err := statement.ReadJSON(bytes.NewReader(data))
		if err != nil {
			return
		}
		if err := statement.WriteJSON(&bytes.Buffer{}, d); err != nil {
			t.Errorf("what was read and is whole cannot be written: %v", err)
		}
	})
}
