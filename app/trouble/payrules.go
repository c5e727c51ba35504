package trouble

import (
	"errors"
	"fmt"
	"strings"

	"standby/app/api"
	"standby/app/books"
	"standby/app/statement"
	"standby/notify"
	"standby/rotation/pay"
)

func payRules() []rule {
	const thing = "a statement"
	return []rule{
		{is: statement.ErrAltered, thing: thing, what: "%s was altered after it was made",
			means: "Its figures are not those that were computed. Nothing was made of it.",
			next:  "Ask whoever sent it for the file as Standby wrote it, or have the statement made again."},
		{is: statement.ErrNotAStatement, thing: "a file", what: "%s is not a statement that can be checked",
			means: "There is no hash in it that says what it was when it was made. Nothing was made of it.",
			next:  "Ask for the .json or .csv that standby pay --output writes. PDF, workbooks and what --json prints on the screen are not read back."},
		{is: books.ErrUnconfirmed, plain: true, what: "Not all call-outs of the month are confirmed", means: "The month was not closed: what is closed is never changed again.",
			next: "Look through standby hours list and confirm or correct them, or close the month with --unconfirmed."},
		{is: pay.ErrRange, thing: "a period", what: "%s is longer or farther away than is computed", means: "Nothing was computed.",
			next: "Take at most 25 years between 1970 and 2099, and look for a mistyped year among the shifts."},
	}
}

// needsFact says what a policy has to be told, and where. A guess would be a wrong
// amount, so that nothing is computed.
func needsFact(err error) (api.Trouble, bool) {
	if !errors.Is(err, pay.ErrFact) {
		return api.Trouble{}, false
	}
	const room = 400
	about, fact, _ := strings.Cut(err.Error(), pay.ErrFact.Error())
	about, fact = strings.TrimSuffix(strings.TrimSpace(about), ":"), strings.TrimLeft(fact, ": ")
	t := api.Trouble{Means: "Nothing was computed: without it every amount would be a guess."}
	if about != "" {
		about = " (" + about + ")"
	}
	if strings.HasPrefix(fact, "the table") {
		t.What = upper(notify.Clean(fact+about, room))
		t.Next = "Add that row to the table in the policy, or correct the fact: in a log it stands under params, or beside the shift or call-out; " +
			"in the configuration under [[pay.person]]."
		return t, true
	}
	name, form, _ := strings.Cut(fact, ", ")
	if form != "" {
		form = ", " + form
	}
	t.What = notify.Clean(fmt.Sprintf("The policy needs to know %q%s%s", name, form, about), room)
	t.Next = notify.Clean(fmt.Sprintf("In a log, write %q under params, or beside the one shift or call-out that it is of. "+
		"For your own statements write it under [[pay.person]] in the configuration, such as facts = { %s = \"...\" }. "+
		"What is the same for everybody may stand in the policy, under [given].", name, name), room)
	return t, true
}
