package trouble

import (
	"errors"
	"strings"

	"standby/app/api"
	"standby/app/books"
	"standby/notify"
	"standby/rotation/pay/account"
	"standby/rotation/pay/guard"
	"standby/rotation/pay/ledger"
)

// refusal says what an entry into the ledger that was refused is in words; what the
// ledger itself says of it follows.
type refusal struct {
	is                error
	what, means, next string
}

func refusals() []refusal {
	const asItWas = "Nothing was changed; the ledger is as it was."
	return []refusal{
		{ledger.ErrHour, "The call-out cannot be logged like that", "Nothing was changed; the log is as it was.",
			"Correct that and try again; standby hours list shows what is logged."},
		{books.ErrUnknownHour, "There is no such call-out in the log", "Nothing was changed; the log is as it was.",
			"See the call-outs and their IDs with: standby hours list"},
		{account.ErrSettled, "The account of time in lieu is settled past that day", "Nothing was booked, taken or paid out: what had expired by then is written down.",
			"Choose a later day, or correct it by hand: standby pay adjust --lieu"},
		{ledger.ErrEntry, "That cannot be done with time in lieu", "Nothing was booked, taken or paid out.",
			"Look at the account and try again: standby lieu"},
		{ledger.ErrAdjustment, "That cannot be entered by hand", asItWas,
			"Correct that and try again; standby pay adjustments lists what was entered."},
		{ledger.ErrAltered, "A closed month was altered after it was sealed", "Its figures are not those that were closed. Nothing is computed from it.",
			"Restore the store from a backup from before that; what is closed is never changed by Standby."},
		{ledger.ErrMonth, "Months follow one another", asItWas,
			"Months are closed in order, once they are over; standby pay months says which is next."},
		{guard.ErrChange, "That change of hands is not possible", "Nothing was computed, and nothing was changed.",
			"Look at the shifts as they are now and try again: standby shifts --all"},
	}
}

// inLedger explains why something could not be entered into the ledger.
func inLedger(err error) (api.Trouble, bool) {
	var short *account.ShortError
	if errors.As(err, &short) {
		what := "There is not enough time in lieu: " + account.Length(short.Missing) + " are missing on " + short.On.String()
		return api.Trouble{What: what, Means: "Nothing was booked, taken or paid out.",
			Next: "Take less, give another day off back, or choose a day by which more is earned; standby lieu says what is free."}, true
	}
	for _, r := range refusals() {
		if errors.Is(err, r.is) {
			return api.Trouble{What: r.what + behind(err, r.is), Means: r.means, Next: r.next}, true
		}
	}
	return api.Trouble{}, false
}

// behind is what an error says after the words of one that it wraps.
func behind(err, is error) string {
	const room = 300
	_, why, _ := strings.Cut(err.Error(), is.Error())
	if why = notify.Clean(strings.Trim(why, ":; "), room); why == "" {
		return ""
	}
	return ": " + why
}
