package statement_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"standby/app/statement"
	"standby/rotation"
)

func TestTheTotalsAreTheSumsOfTheLines(t *testing.T) {
	d := sealed(t, october(t))
	if got := d.Totals.Amount.String(); got != "155.55" {
		t.Errorf("the amounts add up to %s", got)
	}
	if d.Totals.TimeInLieu != 3600 {
		t.Errorf("three times twenty minutes are %d s", d.Totals.TimeInLieu)
	}
	if len(d.Totals.Units) != 2 || d.Totals.Units[0].Name != "hour" || d.Totals.Units[0].Value.String() != "30.5" {
		t.Errorf("the units add up to %v", d.Totals.Units)
	}
	if d.Account.Closing != 7200+3600-5400 {
		t.Errorf("the account closes with %d s", d.Account.Closing)
	}
	if err := d.Verify(); err != nil {
		t.Error(err)
	}
}

func TestSealLeavesItsArgumentAsItIs(t *testing.T) {
	d := october(t)
	d.Title, d.Lines[0].Evidence = "  spaces\r\n", []string{"", " kept "}
	before := d.Lines[0]
	sealed(t, d)
	if d.Title != "  spaces\r\n" || d.Lines[0].Span != before.Span || d.Account.Closing != 0 || d.Lines[0].Evidence[1] != " kept " {
		t.Error("the argument was changed")
	}
}

func TestTheHashIsOverTheContentAndNothingElse(t *testing.T) {
	first := sealed(t, october(t)).Hash
	same := map[string]func(*statement.Document){
		"made at another time":          func(d *statement.Document) { d.Made = d.Made.Add(time.Hour) },
		"instants in another location":  func(d *statement.Document) { d.Lines[0].Span.Start = d.Lines[0].Span.Start.UTC() },
		"parts of a second":             func(d *statement.Document) { d.Lines[0].Span.End = d.Lines[0].Span.End.Add(time.Millisecond) },
		"zeros at the end of a number":  func(d *statement.Document) { d.Lines[0].Amount = dec("52.5000") },
		"other ends of lines":           func(d *statement.Document) { d.Notes[0] += "\r\n" },
		"an old hash and wrong totals":  func(d *statement.Document) { d.Hash, d.Totals.TimeInLieu = "x", 5 },
		"counts in another order":       func(d *statement.Document) { slices.Reverse(d.Counts) },
		"an empty list instead of none": func(d *statement.Document) { d.Lines[2].Evidence = []string{} },
	}
	for name, change := range same {
		d := october(t)
		change(&d)
		if got := sealed(t, d).Hash; got != first {
			t.Errorf("%s changes the hash", name)
		}
	}
	seen := map[string]string{first: "nothing"}
	for name, change := range alterations() {
		d := october(t)
		change(&d)
		got := sealed(t, d).Hash
		if other, twice := seen[got]; twice {
			t.Errorf("%s has the hash of %s", name, other)
		}
		seen[got] = name
	}
}

// alterations are what may not go unseen.
func alterations() map[string]func(*statement.Document) {
	return map[string]func(*statement.Document){
		"title":          func(d *statement.Document) { d.Title += "!" },
		"policy":         func(d *statement.Document) { d.Policy = "Another" },
		"name":           func(d *statement.Document) { d.Person.Name = "Engineer B" },
		"e-mail":         func(d *statement.Document) { d.Person.Email = "b@example.org" },
		"period":         func(d *statement.Document) { d.Period.End = d.Period.End.Add(time.Second) },
		"zone":           func(d *statement.Document) { d.Zone = "Europe/Paris" },
		"currency":       func(d *statement.Document) { d.Currency = "SEK" },
		"place":          func(d *statement.Document) { d.Place = 3 },
		"amount":         func(d *statement.Document) { d.Lines[1].Amount = dec("31.21") },
		"time in lieu":   func(d *statement.Document) { d.Lines[1].TimeInLieu++ },
		"units":          func(d *statement.Document) { d.Lines[1].Units = some("2") },
		"no units":       func(d *statement.Document) { d.Lines[1].Units = decimal.NullDecimal{} },
		"zero units":     func(d *statement.Document) { d.Lines[1].Units = some("0") },
		"unit":           func(d *statement.Document) { d.Lines[1].Unit = "h" },
		"rate":           func(d *statement.Document) { d.Lines[1].Rate = some("31.21") },
		"kind":           func(d *statement.Document) { d.Lines[1].Kind = "x" },
		"what":           func(d *statement.Document) { d.Lines[1].What = "x" },
		"span":           func(d *statement.Document) { d.Lines[1].Span.End = d.Lines[1].Span.End.Add(time.Second) },
		"rule":           func(d *statement.Document) { d.Lines[1].Rule = "x" },
		"explanation":    func(d *statement.Document) { d.Lines[1].Explanation = "x" },
		"evidence":       func(d *statement.Document) { d.Lines[1].Evidence[0] = "x" },
		"order of lines": func(d *statement.Document) { slices.Reverse(d.Lines) },
		"a line less":    func(d *statement.Document) { d.Lines = d.Lines[:4] },
		"violation":      func(d *statement.Document) { d.Violations = nil },
		"warning":        func(d *statement.Document) { d.Warnings[0].At = d.Made },
		"note":           func(d *statement.Document) { d.Notes = d.Notes[:1] },
		"count":          func(d *statement.Document) { d.Counts[0].Value = dec("3") },
		"account":        func(d *statement.Document) { d.Account.Taken-- },
		"no account":     func(d *statement.Document) { d.Account = nil },
		"lapse":          func(d *statement.Document) { d.Account.Lapses[0].Seconds-- },
	}
}

func TestWhatWasAlteredAfterSealingDoesNotVerify(t *testing.T) {
	for name, change := range alterations() {
		d := sealed(t, october(t))
		change(&d)
		if err := d.Verify(); !errors.Is(err, statement.ErrAltered) {
			t.Errorf("%s: %v", name, err)
		}
		if err := statement.WriteCSV(&strings.Builder{}, d, false); err == nil {
			t.Errorf("%s: it was written all the same", name)
		}
	}
	totals := map[string]func(*statement.Document){
		"total amount":       func(d *statement.Document) { d.Totals.Amount = dec("155.56") },
		"total time in lieu": func(d *statement.Document) { d.Totals.TimeInLieu++ },
		"total units":        func(d *statement.Document) { d.Totals.Units[0].Value = dec("30") },
		"closing balance":    func(d *statement.Document) { d.Account.Closing++ },
		"hash":               func(d *statement.Document) { d.Hash = strings.Repeat("0", 64) },
		"no hash":            func(d *statement.Document) { d.Hash = "" },
	}
	for name, change := range totals {
		d := sealed(t, october(t))
		change(&d)
		if err := d.Verify(); !errors.Is(err, statement.ErrAltered) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatNoDocumentCanShowIsRefusedByName(t *testing.T) {
	cases := map[string]struct {
		change func(*statement.Document)
		says   string
	}{
		"a zone that is none":         {func(d *statement.Document) { d.Zone = "Mars/Base" }, "Mars/Base"},
		"the zone of the machine":     {func(d *statement.Document) { d.Zone = "Local" }, "Europe/Berlin"},
		"an empty period":             {func(d *statement.Document) { d.Period.End = d.Period.Start }, "period is empty"},
		"no period":                   {func(d *statement.Document) { d.Period = rotation.Interval{} }, "period is empty"},
		"a currency that is none":     {func(d *statement.Document) { d.Currency = "=1+1" }, "three capital letters"},
		"money of no currency":        {func(d *statement.Document) { d.Currency = "" }, "line 1 (Standby at night)"},
		"too many decimals":           {func(d *statement.Document) { d.Place = 9 }, "0 to 8"},
		"a huge number":               {func(d *statement.Document) { d.Lines[2].Amount = decimal.New(1, 2_000_000_000) }, "line 3"},
		"a tiny number":               {func(d *statement.Document) { d.Lines[2].Rate = decimal.NewNullDecimal(decimal.New(1, -2_000_000_000)) }, "rate"},
		"a number that never ends":    {func(d *statement.Document) { d.Lines[0].Units = some("0.3333333333333333333333") }, "round it"},
		"a line that runs backwards":  {func(d *statement.Document) { d.Lines[0].Span.End = d.Period.Start }, "before it starts"},
		"a line in the year 1":        {func(d *statement.Document) { d.Lines[0].Span.Start = time.Time{} }, "years 1901"},
		"endless time in lieu":        {func(d *statement.Document) { d.Lines[0].TimeInLieu = 1 << 60 }, "beyond"},
		"time taken below zero":       {func(d *statement.Document) { d.Account.Taken = -1 }, "use a correction"},
		"a lapse in no year":          {func(d *statement.Document) { d.Account.Lapses[0].On = time.Time{} }, "lapse"},
		"a count that is there twice": {func(d *statement.Document) { d.Counts = append(d.Counts, d.Counts[0]) }, `"nights" is counted twice`},
	}
	for name, c := range cases {
		d := october(t)
		c.change(&d)
		_, err := statement.Seal(d)
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "Engineer Ä") {
			t.Errorf("%s: %v, want it to say %q and whose it is", name, err, c.says)
		}
	}
}

func TestATeamAddsUpByCurrencyAndHoldsNobodyTwice(t *testing.T) {
	tm, err := statement.SealTeam(team(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(tm.Totals) != 2 || tm.Totals[0].Currency != "EUR" || tm.Totals[0].Amount.String() != "239.25" || tm.Totals[0].Statements != 2 {
		t.Errorf("the totals are %v", tm.Totals)
	}
	if err := tm.Verify(); err != nil {
		t.Error(err)
	}
	altered := tm
	altered.Totals = slices.Clone(tm.Totals)
	altered.Totals[0].Amount = dec("1")
	if err := altered.Verify(); !errors.Is(err, statement.ErrAltered) {
		t.Errorf("another total: %v", err)
	}
	left := tm
	left.Statements = tm.Statements[:2]
	if err := left.Verify(); !errors.Is(err, statement.ErrAltered) {
		t.Errorf("a statement less: %v", err)
	}
	twice := team(t)
	twice.Statements = append(twice.Statements, twice.Statements[0])
	if _, err := statement.SealTeam(twice); err == nil || !strings.Contains(err.Error(), "stands in it twice") {
		t.Errorf("the same person twice: %v", err)
	}
}
