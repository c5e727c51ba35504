package ledger

import (
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation/pay/account"
)

// ErrAdjustment is wrapped by the errors about an adjustment that is none.
var ErrAdjustment = errors.New("the adjustment cannot be entered")

const (
	// mostSeconds bounds the time of one entry: ten years, as in rotation/pay/account.
	mostSeconds = 10 * 366 * 86400
	mostDigits  = 15
	mostPlaces  = 8
)

// Adjustment is money, time in lieu or both that are entered by hand. It is never
// changed; another one takes it back.
type Adjustment struct {
	// ID is unique among the adjustments, and not empty.
	ID string `json:"id"`
	// On is the day that it counts for. Where that lies in a closed month it counts
	// on the first open day.
	On account.Date `json:"on"`
	// Amount is money in Currency, which is needed where there is any; Seconds is
	// time in lieu. Below zero they are taken away. One of them is not zero.
	Amount   decimal.Decimal `json:"amount"`
	Currency string          `json:"currency,omitempty"`
	Seconds  int64           `json:"seconds,omitempty"`
	// What says what it is for, By who entered it, At when.
	What string    `json:"what"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	// TakesBack is the ID of the one that this one undoes; it has the opposite
	// figures.
	TakesBack string `json:"takes_back,omitempty"`
}

// CheckAdjustments says what is wrong with a list of adjustments, in the order in
// which they were entered: append the new one and check. The error wraps
// ErrAdjustment.
func CheckAdjustments(list []Adjustment) error {
	known, back := map[string]*Adjustment{}, map[string]bool{}
	for i := range list {
		a := &list[i]
		fault := func(text string) error { return fmt.Errorf("%w: %.60q %s", ErrAdjustment, a.ID, text) }
		if text := a.fault(); text != "" {
			return fault(text)
		}
		if known[a.ID] != nil {
			return fault("is the ID of another one")
		}
		known[a.ID] = a
		if a.TakesBack == "" {
			continue
		}
		of := known[a.TakesBack]
		switch {
		case of == nil || of == a:
			return fault("takes one back that is not there")
		case of.TakesBack != "":
			return fault("takes back one that takes another back; enter a new one instead")
		case back[of.ID]:
			return fault("takes one back that was taken back before")
		case !of.Amount.Equal(a.Amount.Neg()) || of.Seconds != -a.Seconds || of.Currency != a.Currency:
			return fault("has not the opposite figures of the one that it takes back")
		}
		back[of.ID] = true
	}
	return nil
}

// fault says what is wrong with the adjustment by itself; empty where nothing is.
func (a Adjustment) fault() string {
	if _, err := account.ParseDate(a.On.String()); err != nil {
		return "needs a day of the years 1970 to 2099"
	}
	switch {
	case a.ID == "" || badText(a.ID):
		return "is no ID"
	case a.What == "" || a.By == "" || a.At.IsZero() || badText(a.What) || badText(a.By):
		return "needs what it is for, who enters it and when, each in a line"
	}
	return a.faultOfFigures()
}

func (a Adjustment) faultOfFigures() string {
	switch {
	case a.Amount.IsZero() && a.Seconds == 0:
		return "comes to nothing; give money or time in lieu"
	case a.Seconds > mostSeconds || a.Seconds < -mostSeconds:
		return "has more than ten years in lieu"
	case a.Amount.Exponent() < -mostPlaces || a.Amount.Exponent() > mostDigits || a.Amount.NumDigits() > mostDigits:
		return fmt.Sprintf("has an amount of more than %d digits or %d decimals", mostDigits, mostPlaces)
	case !a.Amount.IsZero() && !currency(a.Currency):
		return "has money without a currency; write three capital letters such as EUR"
	}
	return ""
}

func currency(s string) bool {
	if len(s) != 3 {
		return false
	}
	for _, c := range s {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}

// TakeBack is the adjustment that undoes this one.
func (a Adjustment) TakeBack(id string, on account.Date, why, by string, at time.Time) Adjustment {
	return Adjustment{ID: id, On: on, Amount: a.Amount.Neg(), Currency: a.Currency, Seconds: -a.Seconds, What: why, By: by, At: at, TakesBack: a.ID}
}
