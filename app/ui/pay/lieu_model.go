package pay

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/rotation/pay/account"
)

// lieuView is the account of time in lieu as it is shown.
type lieuView struct {
	// balance and free are the two figures; about says what the balance is made of.
	balance, free, about string
	lapses               []string
	days                 []dayOff
	months               []model.Fact
}

// dayOff is a day that is booked or was taken.
type dayOff struct {
	when, long, note string
	// ahead says that it can still be given back.
	ahead bool
	of    account.Entry
}

// monthsShown is how many months of the account are listed.
const monthsShown = 12

func lieuOf(l api.Lieu) lieuView {
	out := lieuView{balance: length(l.Balance), free: length(l.Free)}
	if l.Booked != 0 {
		out.about = length(l.Booked) + " booked for days to come"
	}
	if l.Provisional != 0 {
		out.about = model.Joined(out.about, signed(l.Provisional)+" of months that are not closed")
	}
	for _, lapse := range l.Lapsing {
		out.lapses = append(out.lapses, lapseOf(lapse))
	}
	for _, e := range l.Bookings {
		out.days = append(out.days, dayOff{when: dayName(e.On), long: length(e.Seconds), note: e.Note, ahead: e.Kind == account.Booked && e.On.After(l.On), of: e})
	}
	for _, m := range slices.Backward(l.Months) {
		if len(out.months) == monthsShown {
			break
		}
		out.months = append(out.months, model.Fact{Name: m.Month.Month.String()[:3] + " " + fmt.Sprint(m.Month.Year), Value: movement(m)})
	}
	return out
}

// lapseOf says which time goes when, and whether it is lost.
func lapseOf(l account.Lapse) string {
	if l.Paid {
		return fmt.Sprintf("%s can be used until %s and are paid out then", length(l.Seconds), dayName(l.On))
	}
	return fmt.Sprintf("%s lapse after %s unless they are used", length(l.Seconds), dayName(l.On))
}

// movement is how a month changed the account.
func movement(m api.LieuMonth) string {
	var parts []string
	for _, p := range []struct {
		seconds int64
		word    string
	}{{m.Earned, "earned"}, {m.Taken, "taken"}, {m.Expired, "lapsed"}, {m.PaidOut, "paid out"}} {
		if p.seconds != 0 {
			parts = append(parts, length(p.seconds)+" "+p.word)
		}
	}
	if m.Corrected != 0 {
		parts = append(parts, signed(m.Corrected)+" corrected")
	}
	if len(parts) == 0 {
		parts = []string{"no change"}
	}
	return strings.Join(parts, ", ") + "; " + length(m.Closing) + " at its end"
}

func dayName(d account.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("Mon 2 Jan 2006")
}

// bookingOf reads what somebody filled in to book a day off. An empty length is a day.
func bookingOf(day, long, note string) (e api.LieuEntry, wrong *api.Trouble) {
	on, err := account.ParseDate(strings.TrimSpace(day))
	if err != nil {
		return e, unread("the day", strings.TrimSpace(day), "Write it as 2026-12-14.")
	}
	e = api.LieuEntry{Kind: account.Booked, On: on, Note: strings.TrimSpace(note)}
	if strings.TrimSpace(long) == "" {
		return e, nil
	}
	seconds, ok := lengthOf(long)
	if !ok {
		return e, unread("how much", strings.TrimSpace(long), "Write hours, such as 8, 7:30 or 7 h 30 min, or leave it empty for a whole day.")
	}
	e.Seconds = seconds
	return e, nil
}
