package pay

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"standby/rotation/pay/holiday"
	"standby/rotation/tomlfile"
)

// reader reads the values of a policy file, and keeps the first mistake.
type reader struct {
	doc    *tomlfile.Doc
	tables []string
	// matches is how many have been read.
	matches int
	// rateStep is what rates are rounded to unless their rule says otherwise.
	rateStep ratio
	// sources has what the holidays of the policy stand in besides.
	sources holiday.Sources
	err     error
}

func (r *reader) fault(key, problem, remedy string) {
	if r.err == nil {
		r.err = r.doc.Fault(key, problem, remedy)
	}
}

// word is one of the words allowed; the first stands for an absent key.
func (r *reader) word(key, text string, allowed ...string) string {
	switch {
	case text == "" && !r.doc.Has(key):
		return allowed[0]
	case slices.Contains(allowed, text):
		return text
	}
	r.fault(key, "is not one of the words allowed here", "write one of "+quoted(allowed))
	return allowed[0]
}

func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return strings.Join(out, ", ")
}

// words are each one of those allowed.
func (r *reader) words(key string, given, allowed []string) []string {
	for i, w := range given {
		if !slices.Contains(allowed, w) {
			at := fmt.Sprintf("%s[%d]", key, i)
			if near := tomlfile.Nearest(w, allowed); near != "" {
				r.fault(at, "names what is not there", "did you mean "+strconv.Quote(near)+"?")
			} else {
				r.fault(at, "names what is not there", "write one of "+quoted(allowed))
			}
		}
	}
	return given
}

const (
	maxLength = 366 * 24 * time.Hour
	maxTexts  = 100
)

var daysText = regexp.MustCompile(`^([0-9]{1,3}) ?(d|days?|weeks?)$`)

// span reads a length of time: "30m", "12h", "1h45m", "2 days", "1 week".
func (r *reader) span(key, text string, low time.Duration) int64 {
	if text == "" && !r.doc.Has(key) {
		return 0
	}
	if m := daysText.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		n, _ := strconv.ParseInt(m[1], 10, 64)
		size := int64(day)
		if strings.HasPrefix(m[2], "w") {
			size = week
		}
		if n*size > 0 && n*size <= int64(maxLength/time.Second) {
			return n * size
		}
	}
	if r.err != nil {
		return 0
	}
	v, err := r.doc.Duration(key, text, low, maxLength, "30m")
	if err != nil {
		r.err = err
	}
	return int64(v / time.Second)
}

// length reads a length of time, or "$name" for a fact that is a number of hours.
func (r *reader) length(key, text string) length {
	switch {
	case text == "" && !r.doc.Has(key):
		return length{}
	case strings.HasPrefix(text, "$"):
		return length{set: true, ref: r.ref(key, text)}
	}
	return length{set: true, sec: r.span(key, text, 0)}
}

var factName = regexp.MustCompile(`^\$[a-zA-Z_0-9][a-zA-Z0-9_.-]{0,60}$`)

// ref reads "$name".
func (r *reader) ref(key, text string) string {
	if text == "" && !r.doc.Has(key) {
		return ""
	}
	if !factName.MatchString(text) {
		r.fault(key, "does not name a fact", `write a dollar sign and its name, such as "$work_end"`)
		return ""
	}
	return text[1:]
}

var clockText = regexp.MustCompile(`^([01]?[0-9]|2[0-4]):([0-5][0-9])$`)

// clock reads a time of day from 00:00 to 24:00, or "$name".
func (r *reader) clock(key, text string) clockTime {
	switch {
	case text == "" && !r.doc.Has(key):
		return clockTime{}
	case strings.HasPrefix(text, "$"):
		return clockTime{set: true, ref: r.ref(key, text)}
	}
	sec, ok := timeOfDay(text)
	if !ok {
		r.fault(key, "is not a time of day", `write hours and minutes, such as "17:30"`)
	}
	return clockTime{set: true, sec: sec}
}

func timeOfDay(text string) (int64, bool) {
	m := clockText.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	h, _ := strconv.ParseInt(m[1], 10, 64)
	n, _ := strconv.ParseInt(m[2], 10, 64)
	return h*hour + n*minute, h*hour+n*minute <= day
}

// rate reads an amount; nil where the key is absent.
func (r *reader) rate(key string, value any) *rate {
	const remedy = `write an amount such as "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact" or the name of a table`
	var text string
	switch v := value.(type) {
	case nil:
		return nil
	case int64:
		text = strconv.FormatInt(v, 10)
	case string:
		text = strings.TrimSpace(v)
	case float64:
		r.fault(key, "is a number with a fraction, which is not exact", `put the amount in quotes, such as "4.50"`)
		return nil
	default:
		r.fault(key, errRate.Error(), remedy)
		return nil
	}
	if strings.HasPrefix(text, "-") {
		r.fault(key, "must not be negative", remedy)
		return nil
	}
	out, err := parseRate(text, r.tables)
	if err != nil {
		r.fault(key, err.Error(), remedy+": digits, a point, at most 6 decimals")
	}
	return out
}

// signed reads an amount that may be taken off: "-2.50".
func (r *reader) signed(key string, value any) *rate {
	number, isNumber := value.(int64)
	text, isText := value.(string)
	if isNumber && number < 0 {
		text, isText = strconv.FormatInt(number, 10), true
	}
	rest, negative := strings.CutPrefix(strings.TrimSpace(text), "-")
	if !isText || !negative {
		return r.rate(key, value)
	}
	out := r.rate(key, rest)
	if out == nil {
		return nil
	}
	out.text, out.negative = "-"+out.text, true
	out.factors = append([]factor{{number: whole(-1)}}, out.factors...)
	out.fixed = out.fixed.negative()
	return out
}

// step reads what is rounded to: "0.05".
func (r *reader) step(key, text string) ratio {
	if text == "" && !r.doc.Has(key) {
		return ratio{}
	}
	n, ok := parseNumber(text)
	if !ok || n.sign() == 0 {
		r.fault(key, "is not a number to round to", `write it like "0.05"`)
	}
	return n
}

// number reads a plain number, nil where the key is absent.
func (r *reader) number(key string, value any) *ratio {
	out := r.rate(key, value)
	if out == nil || len(out.factors) == 0 {
		return nil
	}
	if !out.constant {
		r.fault(key, "must be a number", `write a number such as "1.5"`)
		return nil
	}
	return &out.fixed
}

var roundText = regexp.MustCompile(`^(up|down|nearest) to (\S+)$`)

// rounding reads "up to 1h".
func (r *reader) rounding(key, text string) timeRound {
	if text == "" && !r.doc.Has(key) {
		return timeRound{}
	}
	m := roundText.FindStringSubmatch(text)
	if m == nil {
		r.fault(key, "does not say how to round", `write "up to 1h", "down to 15m" or "nearest to 30m"`)
		return timeRound{}
	}
	mode := map[string]roundMode{"up": upward, "down": downward, "nearest": halfUp}[m[1]]
	return timeRound{r.span(key, m[2], time.Second), mode}
}

// timeRate reads "1.5", for so many times the hours, or "1h45m", for each unit.
func (r *reader) timeRate(key, text string) *timeRate {
	if text == "" && !r.doc.Has(key) {
		return nil
	}
	if v, err := time.ParseDuration(text); err == nil && v > 0 {
		return &timeRate{each: r.span(key, text, time.Second)}
	}
	ratio := r.rate(key, text)
	if r.err == nil && ratio != nil && slices.ContainsFunc(ratio.factors, func(f factor) bool { return slices.Contains(pays(), f.name) }) {
		r.fault(key, "is money, not time", `write a ratio such as "1.5", or a length of time such as "1h45m"`)
	}
	return &timeRate{ratio: ratio}
}

func weekdayNames() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

var weekText = regexp.MustCompile(`^(mon|tue|wed|thu|fri|sat|sun) +([0-9:]+) *- *(mon|tue|wed|thu|fri|sat|sun) +([0-9:]+)$`)

// weekSpan is a span in every week, in seconds from Monday 00:00; to is more
// than from, and may lie in the week after.
type weekSpan struct{ from, to int64 }

func (r *reader) weekly(key string, texts []string) []weekSpan {
	var out []weekSpan
	for i, text := range texts {
		at := fmt.Sprintf("%s[%d]", key, i)
		m := weekText.FindStringSubmatch(strings.ToLower(strings.TrimSpace(text)))
		if m == nil {
			r.fault(at, "is not a span in the week", `write it like "fri 18:00 - mon 08:00"`)
			return nil
		}
		a, ok1 := timeOfDay(m[2])
		b, ok2 := timeOfDay(m[4])
		if !ok1 || !ok2 {
			r.fault(at, "has something that is no time of day", `write it like "fri 18:00 - mon 08:00"`)
			return nil
		}
		from, to := mondayBased(m[1])*day+a, mondayBased(m[3])*day+b
		if to <= from {
			to += week
		}
		out = append(out, weekSpan{from, to})
	}
	return out
}

func mondayBased(name string) int64 {
	return floorMod(int64(slices.Index(weekdayNames(), name))-1, 7)
}

var per = regexp.MustCompile(`^[0-9]+[0-9hm]*$`)

// unit reads what a rate is paid for.
func (r *reader) unit(key, text string) unit {
	switch text {
	case "hour", "":
		return unit{hour, "hour"}
	case "minute":
		return unit{minute, "minute"}
	case "day", "night", "shift", "duty", "week", "month", "piece", "call_out", "weekend", "quarter":
		return unit{0, text}
	}
	if per.MatchString(text) {
		return unit{r.span(key, text, time.Minute), text}
	}
	r.fault(key, "is not a unit", `write "hour", a length of time such as "8h" or "15m", or "day", "night", "shift", "duty", "week", "month", "call_out" for each piece`)
	return unit{hour, "hour"}
}

// reports reads "name" or "name: what of it".
func (r *reader) reports(key string, texts []string, allowed ...string) []report {
	var out []report
	for i, text := range texts {
		name, as, ok := strings.Cut(text, ":")
		if as = strings.TrimSpace(as); !ok {
			as = allowed[0]
		}
		at := fmt.Sprintf("%s[%d]", key, i)
		if strings.TrimSpace(name) == "" {
			r.fault(at, "has no name", `write a name, such as "nights", or a name and what to count, such as "paid_hours: hours"`)
		}
		if !slices.Contains(allowed, as) {
			r.fault(at, "counts what it cannot", "after the colon write one of "+quoted(allowed))
		}
		out = append(out, report{strings.TrimSpace(name), as})
	}
	return out
}

func (r *reader) date(key, text string) int64 {
	if text == "" && !r.doc.Has(key) {
		return noDate
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		r.fault(key, "is not a date", `write it like "2026-01-01"`)
	}
	return civil(t.Year(), t.Month(), t.Day())
}

const noDate = int64(-1) << 40
