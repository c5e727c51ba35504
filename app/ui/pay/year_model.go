package pay

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"standby/app/api"
	"standby/rotation/pay/ledger"
)

// tally is one of the charts of a year: a figure for each month of the ledger, in
// order of the year, and what they come to.
type tally struct {
	bars []bar
	// months are those of the bars; the zero Month where the ledger has none.
	months []ledger.Month
	// said is what the year comes to.
	said string
}

// bar is a month in such a chart.
type bar struct {
	label, top, said string
	parts            []float64
}

// yearOf are the charts of a year: hours, nights and pay.
func yearOf(months []api.MonthState, year int) (hours, nights, pay tally) {
	known := map[time.Month]api.MonthState{}
	for _, m := range months {
		if m.Month.Year == year {
			known[m.Month.Month] = m
		}
	}
	var standby, called int64
	dark := 0
	for m := time.January; m <= time.December; m++ {
		s, ok := known[m]
		label := m.String()[:3]
		for _, t := range []*tally{&hours, &nights, &pay} {
			t.months = append(t.months, s.Month)
		}
		if !ok {
			none := bar{label: label, said: fmt.Sprintf("%s %d: nothing is known.", m, year)}
			hours.bars, nights.bars, pay.bars = append(hours.bars, none), append(nights.bars, none), append(pay.bars, none)
			continue
		}
		standby, called, dark = standby+s.Standby, called+s.CallOut, dark+s.Nights
		hours.bars = append(hours.bars, hourBar(label, s))
		nights.bars = append(nights.bars, bar{label, figureOf(s.Nights), fmt.Sprintf("%s: %s with time on call.", monthName(s.Month), plural(s.Nights, "night", "nights")), []float64{float64(s.Nights)}})
		pay.bars = append(pay.bars, payBar(label, s))
	}
	hours.said = fmt.Sprintf("%d so far: %s on call, %s of call-outs.", year, length(standby), length(called))
	nights.said = fmt.Sprintf("%d so far: %s.", year, plural(dark, "night", "nights"))
	pay.said = earned(known, year)
	return hours, nights, pay
}

func figureOf(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func hourBar(label string, s api.MonthState) bar {
	const hour = 3600
	b := bar{label: label, parts: []float64{float64(max(0, s.Standby-s.CallOut)) / hour, float64(s.CallOut) / hour}}
	if s.Standby > 0 {
		b.top = length((s.Standby + hour/2) / hour * hour)
	}
	b.said = fmt.Sprintf("%s: %s on call, %s of call-outs.", monthName(s.Month), length(s.Standby), length(s.CallOut))
	return b
}

func payBar(label string, s api.MonthState) bar {
	b := bar{label: label, said: fmt.Sprintf("%s: %s, %s in lieu. %s.", monthName(s.Month), money(s.Total, s.Currency), signed(s.Lieu), standOf(s, time.UTC))}
	if amount, err := decimal.NewFromString(s.Total); err == nil && amount.IsPositive() {
		b.parts, b.top = []float64{amount.InexactFloat64()}, amount.Round(0).String()
	}
	return b
}

// earned is what a year comes to; months in several currencies are not added up.
func earned(months map[time.Month]api.MonthState, year int) string {
	total, currency, place := decimal.Decimal{}, "", int32(0)
	for _, s := range months {
		amount, err := decimal.NewFromString(s.Total)
		if err != nil || currency != "" && s.Currency != currency {
			return fmt.Sprintf("%d: its months are not in one currency.", year)
		}
		total, currency, place = total.Add(amount), s.Currency, max(place, -amount.Exponent())
	}
	return fmt.Sprintf("%d so far: %s.", year, money(total.StringFixed(place), currency))
}
