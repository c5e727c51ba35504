package ical

// Days are counted from 1 January 1970 in the Gregorian calendar, seconds of a
// wall clock from its midnight; neither knows of zones. The arithmetic is that of
// Howard Hinnant's "chrono-compatible low-level date algorithms".

const daySeconds = 24 * 3600

// civil is a day by its names.
type civil struct {
	year, month, day int
}

// dayOf counts the day of that name. The month may lie outside of 1 to 12, and
// then means one of another year.
func dayOf(year, month, day int) int64 {
	year, month = year+floorDiv(month-1, 12), floorMod(month-1, 12)+1
	if month <= 2 {
		year--
	}
	era := floorDiv(year, 400)
	inEra := year - era*400
	shifted := month - 3
	if month <= 2 {
		shifted = month + 9
	}
	dayOfYear := (153*shifted+2)/5 + day - 1
	dayOfEra := inEra*365 + inEra/4 - inEra/100 + dayOfYear
	return int64(era)*146097 + int64(dayOfEra) - 719468
}

// civilOf names a day.
func civilOf(day int64) civil {
	z := day + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	dayOfEra := int(z - era*146097)
	inEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*inEra + inEra/4 - inEra/100)
	shifted := (5*dayOfYear + 2) / 153
	c := civil{year: inEra + int(era)*400, month: shifted + 3, day: dayOfYear - (153*shifted+2)/5 + 1}
	if c.month > 12 {
		c.month -= 12
	}
	if c.month <= 2 {
		c.year++
	}
	return c
}

// weekdayOf is 0 for Monday to 6 for Sunday.
func weekdayOf(day int64) int { return int(floorMod64(day+3, 7)) }

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysIn(year, month int) int {
	switch month {
	case 2:
		if leap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func daysInYear(year int) int {
	if leap(year) {
		return 366
	}
	return 365
}

// splitWall is the day and the second in it that a wall clock shows.
func splitWall(wall int64) (day, second int64) {
	second = floorMod64(wall, daySeconds)
	return (wall - second) / daySeconds, second
}

func floorDiv(a, b int) int { return (a - floorMod(a, b)) / b }

func floorMod(a, b int) int { return int(floorMod64(int64(a), int64(b))) }

func floorMod64(a, b int64) int64 {
	m := a % b
	if m < 0 {
		m += b
	}
	return m
}
