package trouble

import (
	"fmt"
	"strings"
	"testing"

	"standby/app/statement"
	"standby/rotation/pay"
)

func TestAFactThatAPolicyLacksIsNamedWithItsPlace(t *testing.T) {
	for name, row := range map[string]struct {
		err              error
		what, next, none string
	}{
		"an amount": {fmt.Errorf("pay Engineer A in log.json: apply %q: %w: hourly, an amount such as 31.50", "standby", pay.ErrFact),
			`The policy needs to know "hourly", an amount such as 31.50 (pay Engineer A in log.json: apply "standby")`, `write "hourly" under params`, "fact that is not given"},
		"a row of a table": {fmt.Errorf("apply %q: %w: the table %q has no row for level = C9", "standby", pay.ErrFact, "rates"),
			`The table "rates" has no row for level = C9 (apply "standby")`, "Add that row to the table", "needs to know"},
		"nobody says where": {fmt.Errorf("%w: start, a time of day such as 09:00", pay.ErrFact),
			`The policy needs to know "start", a time of day such as 09:00`, "[[pay.person]] in the configuration", "()"},
	} {
		got := Explain("", row.err)
		if got.What != row.what || !strings.Contains(got.Next, row.next) || got.Means == "" || strings.Contains(got.What, row.none) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAStatementThatWasAlteredIsNamedWithWhatDiffers(t *testing.T) {
	got := Explain("", fmt.Errorf("november.json: the lines of Engineer A add up to 1, the total is 2: %w", statement.ErrAltered))
	if got.What != "A statement was altered after it was made (november.json: the lines of Engineer A add up to 1, the total is 2)" {
		t.Errorf("%+v", got)
	}
}
