package statement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"standby/app/paper"
	"standby/rotation"
)

// SealTeam returns the team's document with every statement sealed, the totals
// added up by currency, and the hash. A person who stands in it twice for the
// same period under the same policy is refused: that pays twice.
func SealTeam(t Team) (Team, error) {
	t.Title, t.Made = paper.Clean(t.Title), second(t.Made)
	fail := func(err error) (Team, error) {
		return Team{}, fmt.Errorf("make the statements of the team %s: %w", paper.Elide(t.Title, 60), err)
	}
	var err error
	if t.Zone, t.Period, err = settleHeading(t.Zone, t.Period); err != nil {
		return fail(err)
	}
	sealed := make([]Document, len(t.Statements))
	for i, d := range t.Statements {
		if sealed[i], err = Seal(d); err != nil {
			return fail(err)
		}
	}
	if err := onceEach(sealed); err != nil {
		return fail(err)
	}
	t.Statements, t.Totals = sealed, sumTeam(sealed)
	if t.Hash, err = digestTeam(t); err != nil {
		return fail(err)
	}
	return t, nil
}

// Verify reports whether every statement is as it was sealed, and so is the
// whole; if not, the error is ErrAltered and says what differs.
func (t Team) Verify() error {
	again, err := SealTeam(t)
	if err != nil {
		return err
	}
	for i, d := range t.Statements {
		if err := d.compare(again.Statements[i]); err != nil {
			return err
		}
	}
	switch {
	case !slices.EqualFunc(again.Totals, t.Totals, sameTotal):
		return fmt.Errorf("the totals of the team %s are not the sums of its statements: %w", paper.Elide(t.Title, 60), ErrAltered)
	case again.Hash != t.Hash:
		return fmt.Errorf("the content of the statements of the team %s does not fit its hash: %w", paper.Elide(t.Title, 60), ErrAltered)
	}
	return nil
}

func sameTotal(a, b TeamTotal) bool {
	return a.Currency == b.Currency && a.Place == b.Place && a.Amount.Equal(b.Amount) &&
		a.TimeInLieu == b.TimeInLieu && a.Statements == b.Statements
}

func onceEach(statements []Document) error {
	type key struct {
		name, email, policy string
		from, to            int64
	}
	seen := map[key]bool{}
	for _, d := range statements {
		k := key{"", fold(d.Person.Email), d.Policy, d.Period.Start.Unix(), d.Period.End.Unix()}
		if k.email == "" {
			k.name = fold(d.Person.Name)
		}
		if seen[k] {
			return fmt.Errorf("%s stands in it twice for the same period: leave one out", who(d.Person))
		}
		seen[k] = true
	}
	return nil
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// sumTeam adds up statements by currency.
func sumTeam(statements []Document) []TeamTotal {
	at := map[string]int{}
	totals := []TeamTotal{}
	for _, d := range statements {
		i, known := at[d.Currency]
		if !known {
			i = len(totals)
			at[d.Currency] = i
			totals = append(totals, TeamTotal{Currency: d.Currency, Amount: decimal.Zero})
		}
		totals[i].Place = max(totals[i].Place, d.Place)
		totals[i].Amount = normal(totals[i].Amount.Add(d.Totals.Amount))
		totals[i].TimeInLieu += d.Totals.TimeInLieu
		totals[i].Statements++
	}
	slices.SortFunc(totals, func(a, b TeamTotal) int { return strings.Compare(a.Currency, b.Currency) })
	return totals
}

// teamScale is how many decimals the amounts of a currency are printed with.
func teamScale(t Team, currency string) int32 {
	var most int32
	for _, d := range t.Statements {
		if d.Currency == currency {
			most = max(most, scale(d))
		}
	}
	return most
}

// otherPeriod reports whether the statement is for another span than the team's.
func otherPeriod(t Team, i rotation.Interval) bool {
	return !t.Period.Start.Equal(i.Start) || !t.Period.End.Equal(i.End)
}
