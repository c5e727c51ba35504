package ledger_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"standby/rotation/pay"
	"standby/rotation/pay/ledger"
)

func TestMonthsCloseInOrderOnceTheyAreOver(t *testing.T) {
	w := november(t)
	for name, c := range map[string]struct {
		now  string
		pick func([]ledger.Statement) ledger.Statement
		by   string
		want string
	}{
		"the next":     {"2027-02-03", func(s []ledger.Statement) ledger.Statement { return s[0] }, "Ada", ""},
		"one later":    {"2027-02-03", func(s []ledger.Statement) ledger.Statement { return s[1] }, "Ada", "2026-12 comes next"},
		"not over":     {"2026-12-31 23:59:59", func(s []ledger.Statement) ledger.Statement { return s[0] }, "Ada", "not over"},
		"by nobody":    {"2027-02-03", func(s []ledger.Statement) ledger.Statement { return s[0] }, "", "who closes it"},
		"a closed one": {"2027-02-03", func([]ledger.Statement) ledger.Statement { return w.book.Closed[0].Statement }, "Ada", "2026-12 comes next"},
	} {
		t.Run(name, func(t *testing.T) {
			w.now = at(t, c.now)
			_, err := w.book.Close(c.pick(w.open(t)), c.by, w.now)
			if (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || !errors.Is(err, ledger.ErrMonth)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAChangeOfZoneLeavesNoTimeOut(t *testing.T) {
	w := november(t)
	m, period := ledger.Turn(w.book.Closed, month(t, "2020-01"), at(t, "2026-11-01").UTC().Location())
	if m != month(t, "2026-12") || !period.Start.Equal(at(t, "2026-12-01")) || period.End.Format("2006-01-02T15:04") != "2027-01-01T00:00" {
		t.Errorf("%s: %v", m, period)
	}
	if m, period = ledger.Turn(nil, month(t, "2026-10"), w.policy.Zone); m != month(t, "2026-10") || period != m.Span(w.policy.Zone) {
		t.Errorf("%s: %v", m, period)
	}
}

func TestAClosedMonthKeepsAllThatItWasMadeFrom(t *testing.T) {
	w := november(t)
	c := w.book.Closed[0]
	if c.PolicyHash != "f00d" || c.Policy != "Invented firm" || c.Version != "2026" || !reflect.DeepEqual(c.Facts, facts) || c.By != "Ada" || !c.At.Equal(w.now) || c.Person != ada {
		t.Errorf("got %+v", c)
	}
	again := c.Again(w.policy, pay.Input{Facts: pay.Facts{"hourly": "99"}}, nil)
	if again.Input.Facts["hourly"] != "32.00" || again.Period != c.Period || again.Input.Person != ada {
		t.Errorf("computed again from %+v", again)
	}
	if p := c.Pay(); !p.Cash.Equal(c.Cash) || p.Lines[0].What != c.Lines[0].What || p.Zone.String() != "Europe/Berlin" {
		t.Errorf("as a pay statement %+v", p)
	}
}

func TestAnAlteredMonthIsRefused(t *testing.T) {
	w := november(t)
	data, err := w.book.Closed[0].Seal()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"a total":         {`"cash":"125"`, `"cash":"126"`},
		"an amount":       {`"amount":"45"`, `"amount":"46"`},
		"the account":     {`"earned":7200`, `"earned":7201`},
		"the same figure": {`"cash":"125"`, `"cash":"125.0"`},
		"white space":     {`{"format"`, `{ "format"`},
		"a key":           {`"format":1`, `"format":1,"extra":1`},
		"the format":      {`"format":1`, `"format":2`},
		"a zone":          {`"zone":"Europe/Berlin"`, `"zone":"Local"`},
		"a number":        {`"rate":"4.5"`, `"rate":"1e99999999"`},
		"the end":         {`"closed_by":"Ada"}`, `"closed_by":"Ada"}{}`},
		"when it closed":  {`"closed_at":"2026-12-03T11:00:00Z"`, `"closed_at":"2026-11-03T11:00:00Z"`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(string(data), change[0], change[1], 1)
			if text == string(data) {
				t.Fatalf("no %s in %s", change[0], data)
			}
			if _, err := ledger.ReadClosing([]byte(text)); err == nil {
				t.Error("taken")
			}
		})
	}
	chain := w.book
	w.now = at(t, "2027-01-02")
	w.close(t)
	chain.Closed = append(chain.Closed[:1:1], w.book.Closed[1])
	chain.Closed[0].Hash = strings.Repeat("0", 64)
	if err := chain.Check(); !errors.Is(err, ledger.ErrAltered) {
		t.Errorf("another month before it: %v", err)
	}
}

func TestAMonthIsReadAsItIsWritten(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11": "2026-12", "2026-12": "2027-01", "1970-01": "", "2099-12": "", "2026-13": "", "2026-1": "", "": "", "2026-11-01": "",
	} {
		m, err := ledger.ParseMonth(text)
		if (err == nil) != (want != "") || err == nil && (m.String() != text || m.Next().String() != want || !m.Before(m.Next())) {
			t.Errorf("%s: got %s, %v", text, m, err)
		}
	}
	if got := ledger.Months(month(t, "2026-11"), month(t, "2027-02")); len(got) != 4 || got[3] != month(t, "2027-02") {
		t.Errorf("got %v", got)
	}
}

func FuzzReadClosing(f *testing.F) {
	w := &world{policy: firmWith(f, "expires = \"6 weeks\""), first: month(f, "2026-11"), now: at(f, "2026-12-03")}
	w.told = []ledger.Hour{told(f, "p1", 1, "2026-11-03 01:00", "2026-11-03 03:00")}
	w.close(f)
	data, err := w.book.Closed[0].Seal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"format":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ledger.ReadClosing(data)
		if err != nil {
			return
		}
		again, err := c.Seal()
		if err != nil || string(again) != string(data) {
			t.Errorf("sealed again otherwise: %v", err)
		}
		c.Again(w.policy, pay.Input{}, nil)
		c.Pay()
	})
}

// TestAMonthThatWasSealedLongAgoIsStillRead keeps the sealed form: what stands in
// testdata was written by the first version, and never changes.
func TestAMonthThatWasSealedLongAgoIsStillRead(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "closing-1.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := ledger.ReadClosing(bytes.TrimSpace(data))
	if err != nil {
		t.Fatal(err)
	}
	if c.Hash != "a2ce46f345342bc4f2fd31c722bbb8d5cd224eb2d4d2add01ce4b304f04b7fcb" || c.Month != month(t, "2026-12") || len(c.Lines) != 4 || c.Lines[1].Kind != ledger.KindCorrection || !c.Lines[1].Is.Amount.Equal(money("100")) || c.Balance.Lots[0].Rest != 6600 {
		t.Errorf("got %s: %+v", c.Hash, c)
	}
}
