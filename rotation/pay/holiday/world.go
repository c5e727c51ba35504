package holiday

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

func america() []territory {
	brazil := but(br.Holidays, between(fixed("Dia da Consciência Negra", time.November, 20), 2024, 0))
	return []territory{
		{code: "ar", name: "Argentina", days: ar.Holidays},
		{code: "br", name: "Brazil", days: brazil},
		{code: "ca", name: "Canada, the federal days", days: but(ca.Holidays, customary(ca.CivicDay), customary(ca.EasterMonday))},
		{code: "us", name: "United States, the federal days", days: but(us.Holidays, between(us.MlkDay, 1986, 0))},
	}
}

// australia has the evenings that are holidays by the law of a state: from 18:00
// or 19:00 on the eves of Christmas and the New Year.
func australia() []territory {
	nation := []*cal.Holiday{
		au.NewYear, au.AustraliaDay, au.GoodFriday, au.EasterMonday, au.AnzacDay, au.MourningDay2022, au.ChristmasDay, au.BoxingDay,
	}
	eve := func(hour int32, since int) evening {
		return evening{between(fixed("Christmas Eve", time.December, 24), since, 0), hour * 3600}
	}
	last := func(hour int32, since int) evening {
		return evening{between(fixed("New Year's Eve", time.December, 31), since, 0), hour * 3600}
	}
	// The Queen's Birthday is the King's since 2023.
	state := func(list []*cal.Holiday, birthday *cal.Holiday, more ...*cal.Holiday) []*cal.Holiday {
		king := named(birthday, "King's Birthday")
		return append(but(list, between(birthday, 0, 2022), between(king, 2023, 0)), more...)
	}
	sunday := func(since int) *cal.Holiday { return between(easterSunday("Easter Sunday"), since, 0) }
	perth := state(au.HolidaysWA, au.QueensBirthdayWa, sunday(2022), once("King's Birthday", 2024, time.September, 23))
	for i, h := range perth {
		if h.Name == "King's Birthday" && h.EndYear == 0 {
			perth[i] = h.Clone(&cal.Holiday{Except: []int{2024}})
		}
	}
	return []territory{
		{code: "au", name: "Australia, the days of every state", days: nation},
		{code: "au-act", name: "Australian Capital Territory", days: state(au.HolidaysACT, au.QueensBirthday)},
		{code: "au-nsw", name: "New South Wales", days: state(au.HolidaysNSW, au.QueensBirthday,
			once("Additional day for ANZAC Day", 2026, time.April, 27), once("Additional day for ANZAC Day", 2027, time.April, 26))},
		{code: "au-nt", name: "Northern Territory", days: state(au.HolidaysNT, au.QueensBirthday, sunday(2023)), evenings: []evening{eve(19, 2016), last(19, 2016)}},
		{code: "au-qld", name: "Queensland", days: state(au.HolidaysQLD, au.QueensBirthdayQld), evenings: []evening{eve(18, 2019)}},
		{code: "au-sa", name: "South Australia", days: state(au.HolidaysSA, au.QueensBirthday, sunday(2024)), evenings: []evening{eve(19, 2012), last(19, 2012)}},
		{code: "au-tas", name: "Tasmania", days: state(au.HolidaysTAS, au.QueensBirthday)},
		{code: "au-vic", name: "Victoria", days: state(au.HolidaysVIC, au.QueensBirthday)},
		{code: "au-wa", name: "Western Australia", days: perth},
	}
}

func world() []territory {
	days := nz.Holidays
	// Matariki goes by the moon; the dates are those that the law of 2022 lists.
	for _, d := range []Date{
		{2022, time.June, 24}, {2023, time.July, 14}, {2024, time.June, 28}, {2025, time.June, 20}, {2026, time.July, 10},
		{2027, time.June, 25}, {2028, time.July, 14}, {2029, time.July, 6}, {2030, time.June, 21}, {2031, time.July, 11},
		{2032, time.July, 2}, {2033, time.June, 24}, {2034, time.July, 7}, {2035, time.June, 29},
	} {
		days = append(days[:len(days):len(days)], once("Matariki", d.Year, d.Month, d.Day))
	}
	days = append(days, once("Queen Elizabeth II Memorial Day", 2022, time.September, 26))
	days = but(days, between(nz.QueensBirthday, 0, 2022), between(named(nz.QueensBirthday, "King's Birthday"), 2023, 0))
	// Tokyo moved Mountain Day for its games, and had no Emperor's birthday in the
	// year in which the Emperor changed.
	japan := but(jp.Holidays, jp.MountainDay.Clone(&cal.Holiday{Except: []int{2020, 2021}}), jp.TheEmperorsBirthday.Clone(&cal.Holiday{Except: []int{2019}}),
		once("Mountain Day 2020", 2020, time.August, 10), once("Mountain Day 2021", 2021, time.August, 8), once("Mountain Day 2021, observed", 2021, time.August, 9))
	southAfrica := slices.Concat(za.Holidays, []*cal.Holiday{
		once("Election Day", 2019, time.May, 8), once("Election Day", 2021, time.November, 1),
		once("Public holiday by proclamation", 2023, time.December, 15), once("Election Day", 2024, time.May, 29),
	})
	return []territory{
		{code: "jp", name: "Japan", days: japan},
		{code: "mw", name: "Malawi", days: mw.Holidays},
		{code: "nc", name: "New Caledonia", days: nc.Holidays},
		{code: "nz", name: "New Zealand, the national days", days: days, until: 2035},
		{code: "za", name: "South Africa", days: southAfrica},
	}
}
