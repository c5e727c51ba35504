package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

const smallPolicy = `name = "Invented firm"
zone = "Europe/Berlin"
currency = "EUR"

[standby]
rate = "4.50"

[call_out]
rate = "32.00"

[rounding]
place = 2
`

var ada = rotation.Person{Name: "Ada", Email: "ada@example.org"}

func span(from time.Time, length time.Duration) rotation.Interval {
	return rotation.Interval{Start: from, End: from.Add(length)}
}

func revision(id string, at time.Time) ledger.Revision {
	return ledger.Revision{At: at, By: "Ada", Why: "x", Hour: ledger.Hour{
		ID: id, Person: ada, Interval: span(at.Add(-time.Hour), 30*time.Minute), Mode: "phone", Travel: time.Minute,
		Facts: pay.Facts{"woke": "true"}, What: "Advice", Confirmed: true,
	}}
}

// months closes so many months after January 2026, one on the other.
func months(t testing.TB, n int) []ledger.Closing {
	t.Helper()
	return monthsUnder(t, smallPolicy, n)
}

func monthsUnder(t testing.TB, text string, n int) []ledger.Closing {
	t.Helper()
	policy, err := pay.Parse("small.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(text))
	var book ledger.Book
	for range n {
		m, period := ledger.Turn(book.Closed, ledger.Month{Year: 2026, Month: time.January}, policy.Zone)
		now := period.End.AddDate(0, 0, 2)
		c, err := ledger.Work{Month: m, Period: period, Policy: &policy, PolicyHash: hex.EncodeToString(sum[:]), Input: pay.Input{
			Person: ada, Now: now, Shifts: []rotation.Shift{{UID: m.String(), Rota: "Payments", Person: ada, Interval: span(period.Start.AddDate(0, 0, 3), 10*time.Hour)}},
		}}.Compute()
		if err != nil {
			t.Fatal(err)
		}
		open, err := book.Open([]ledger.Computed{c}, nil, now)
		if err != nil {
			t.Fatal(err)
		}
		closing, err := book.Close(open[0], "Ada", now)
		if err != nil {
			t.Fatal(err)
		}
		book.Closed = append(book.Closed, closing)
	}
	return book.Closed
}

func adjustment(id string) ledger.Adjustment {
	return ledger.Adjustment{ID: id, On: account.Date{Year: 2026, Month: time.March, Day: 1}, Amount: decimal.RequireFromString("12.5"), Currency: "EUR", Seconds: -60,
		What: "Taxi", By: "Ada", At: noon}
}

func dayOff(id string) account.Entry {
	return account.Entry{ID: id, Kind: account.Booked, On: account.Date{Year: 2026, Month: time.March, Day: 9}, Seconds: 3600, Note: "Monday"}
}

func TestTheLedgerComesBackAsItWasKept(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	closed := months(t, 3)
	revisions := []ledger.Revision{revision("h1", noon), revision("h2", noon), revision("h1", noon.Add(time.Hour))}
	must(t, s.KeepRevisions(t.Context(), revisions[:2]...))
	must(t, s.KeepRevisions(t.Context(), revisions[2]))
	must(t, s.KeepRevisions(t.Context()))
	must(t, s.KeepAdjustment(t.Context(), adjustment("a1")))
	must(t, s.KeepEntry(t.Context(), dayOff("b1"), "Ada", noon))
	for _, c := range closed {
		must(t, s.CloseMonth(t.Context(), c, []byte(smallPolicy)))
	}
	must(t, s.Backup(t.Context()))
	must(t, s.Close())
	restored := t.TempDir()
	copies, err := filepath.Glob(filepath.Join(dir, backupFolder, "*"))
	if err != nil || len(copies) != 1 {
		t.Fatal(copies, err)
	}
	data, err := os.ReadFile(copies[0])
	must(t, err)
	must(t, os.WriteFile(filepath.Join(restored, fileName), data, 0o600))
	for _, place := range []string{dir, restored} {
		s, did := open(t, place)
		if did != (Opening{}) {
			t.Errorf("opened with %+v", did)
		}
		got, err := s.Revisions(t.Context())
		same(t, "revisions", got, revisions, err)
		got, err = s.RevisionsOf(t.Context(), "h1")
		same(t, "revisions of h1", got, []ledger.Revision{revisions[0], revisions[2]}, err)
		adjustments, err := s.Adjustments(t.Context())
		same(t, "adjustments", adjustments, []ledger.Adjustment{adjustment("a1")}, err)
		entries, err := s.Entries(t.Context())
		same(t, "entries", entries, []account.Entry{dayOff("b1")}, err)
		months, err := s.Closings(t.Context())
		same(t, "closed months", months, closed, err)
		text, err := s.PolicyText(t.Context(), closed[0].PolicyHash)
		if err != nil || string(text) != smallPolicy {
			t.Errorf("the policy came back as %q, %v", text, err)
		}
	}
}

func same(t *testing.T, what string, got, want any, err error) {
	t.Helper()
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, %v, want %+v", what, got, err, want)
	}
}

func TestNothingInTheLedgerCanBeChanged(t *testing.T) {
	s, _ := open(t, t.TempDir())
	must(t, s.KeepRevisions(t.Context(), revision("h1", noon)))
	must(t, s.KeepAdjustment(t.Context(), adjustment("a1")))
	must(t, s.KeepEntry(t.Context(), dayOff("b1"), "Ada", noon))
	must(t, s.CloseMonth(t.Context(), months(t, 1)[0], []byte(smallPolicy)))
	for table, column := range map[string]string{"hour_revisions": "at", "adjustments": "at", "account_entries": "at", "closings": "at", "policies": "size"} {
		for _, change := range []string{"UPDATE " + table + " SET " + column + " = 0", "DELETE FROM " + table, "UPDATE OR REPLACE " + table + " SET " + column + " = 1"} {
			if _, err := s.db.Exec(change); err == nil || !strings.Contains(err.Error(), "the ledger only grows") {
				t.Errorf("%s: %v", change, err)
			}
		}
	}
	if err := s.KeepAdjustment(t.Context(), adjustment("a1")); err != nil {
		t.Errorf("the same adjustment again: %v", err)
	}
	other := adjustment("a1")
	other.Seconds = 1
	if err := s.KeepAdjustment(t.Context(), other); !errors.Is(err, ErrTaken) {
		t.Errorf("another adjustment under its ID: %v", err)
	}
	if err := s.KeepEntry(t.Context(), dayOff("b1"), "Ada", noon); err != nil {
		t.Errorf("the same entry again: %v", err)
	}
	longer := dayOff("b1")
	longer.Seconds++
	if err := s.KeepEntry(t.Context(), longer, "Ada", noon); !errors.Is(err, ErrTaken) {
		t.Errorf("another entry under its ID: %v", err)
	}
}

func TestMonthsAreClosedOneOnTheOther(t *testing.T) {
	s, _ := open(t, t.TempDir())
	closed := months(t, 2)
	if err := s.CloseMonth(t.Context(), closed[1], []byte(smallPolicy)); !errors.Is(err, ErrClosed) {
		t.Errorf("the second before the first: %v", err)
	}
	if err := s.CloseMonth(t.Context(), closed[0], []byte("another policy")); err == nil {
		t.Error("the text of another policy was kept")
	}
	must(t, s.CloseMonth(t.Context(), closed[0], []byte(smallPolicy)))
	if err := s.CloseMonth(t.Context(), closed[0], []byte(smallPolicy)); err != nil {
		t.Errorf("the very same again: %v", err)
	}
	again := closed[0]
	again.By = "Ben"
	if err := s.CloseMonth(t.Context(), again, []byte(smallPolicy)); !errors.Is(err, ErrClosed) {
		t.Errorf("the same month by somebody else: %v", err)
	}
	must(t, s.CloseMonth(t.Context(), closed[1], []byte(smallPolicy)))
	again = closed[0]
	again.Cash = decimal.NewFromInt(1)
	if err := s.CloseMonth(t.Context(), again, []byte(smallPolicy)); err == nil {
		t.Error("a month that does not add up was kept")
	}
	for _, sha := range []string{"", "f00d", "no hash", strings.Repeat("0", 64)} {
		if _, err := s.PolicyText(t.Context(), sha); !errors.Is(err, ErrNoPolicy) {
			t.Errorf("policy %q: %v", sha, err)
		}
	}
}

func TestAMonthThatTheDiskAlteredIsNotShown(t *testing.T) {
	s, _ := open(t, t.TempDir())
	must(t, s.CloseMonth(t.Context(), months(t, 1)[0], []byte(smallPolicy)))
	if _, err := s.db.Exec("DROP TRIGGER closings_stay; UPDATE closings SET gz = x'00'"); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Closings(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, %v", list, err)
	}
}
