package trouble

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/books"
	"standby/rotation"
	"standby/rotation/pay/account"
	"standby/rotation/pay/guard"
	"standby/rotation/pay/ledger"
)

// TestWhatTheLedgerRefusesIsToldInWords takes the errors as the packages make them.
func TestWhatTheLedgerRefusesIsToldInWords(t *testing.T) {
	at := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	_, ends := ledger.Add(ledger.Hour{ID: "1", Person: rotation.Person{Name: "Engineer A"}, Interval: rotation.Interval{Start: at, End: at.Add(-time.Hour)}}, "Engineer A", "", at)
	one := rotation.Shift{UID: "x", Person: rotation.Person{Name: "Engineer A"}, Interval: rotation.Interval{Start: at, End: at.Add(time.Hour)}}
	_, holds := guard.Change{Hands: []guard.Hand{{Shift: one, To: one.Person}}}.For(one.Person, []rotation.Shift{one})
	small, err := account.New(account.Rules{}, []account.Entry{{ID: "1", Kind: account.Earned, On: account.Date{Year: 2026, Month: 11, Day: 1}, Seconds: 3600}})
	if err != nil {
		t.Fatal(err)
	}
	_, short := small.Add(account.Entry{ID: "2", Kind: account.Booked, On: account.Date{Year: 2026, Month: 12, Day: 14}, Seconds: 4 * 3600})
	for name, row := range map[string]struct {
		err        error
		what, next string
	}{
		"an hour that ends before it begins": {ends, "The call-out cannot be logged like that: it ends at 2026-11-22 01:00 UTC, before it begins at 2026-11-22 02:00 UTC", "standby hours list"},
		"a call-out of nobody's": {fmt.Errorf("%w: %w: %q", api.ErrNotFound, books.ErrUnknownHour, "cccc#1"),
			`There is no such call-out in the log: "cccc#1"`, "standby hours list"},
		"too little time": {fmt.Errorf("in 2026-11: %w", short), "There is not enough time in lieu: 3 h are missing on 2026-12-14", "standby lieu"},
		"an adjustment of nothing": {ledger.CheckAdjustments([]ledger.Adjustment{{ID: "1", On: account.Date{Year: 2026, Month: 11, Day: 1}, What: "x", By: "a", At: at}}),
			`That cannot be entered by hand: "1" comes to nothing; give money or time in lieu`, "standby pay adjustments"},
		"an entry that cannot be made": {fmt.Errorf("%w: no month is open for it", ledger.ErrEntry), "That cannot be done with time in lieu: no month is open for it", "standby lieu"},
		"a month that is no month's turn": {fmt.Errorf("%w 2026-11 cannot be closed: it is not over", ledger.ErrMonth),
			"Months follow one another: 2026-11 cannot be closed: it is not over", "standby pay months"},
		"a shift that somebody has already": {holds, "That change of hands is not possible: the one who takes it has it already; name somebody else", "standby shifts"},
		"a settled account":                 {fmt.Errorf("book: %w", account.ErrSettled), "The account of time in lieu is settled past that day", "standby pay adjust"},
		"a month that was altered":          {fmt.Errorf("read the ledger: %w", ledger.ErrAltered), "A closed month was altered after it was sealed", "backup"},
	} {
		if row.err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		got := Explain("", fmt.Errorf("%w: %w", api.ErrBadRequest, row.err))
		if got.What != row.what || got.Means == "" || !strings.Contains(got.Next, row.next) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, ok := inLedger(errors.New("another")); ok {
		t.Error("another error is taken for one of the ledger")
	}
}
