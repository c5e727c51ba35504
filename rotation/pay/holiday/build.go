package holiday

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"standby/rotation/tomlfile"
)

// builder turns a Config into the rules of a Calendar.
type builder struct {
	cfg      Config
	src      Sources
	out      *Calendar
	base     []string // classes that days have
	blind    bool     // the files are not there to be read
	every    []string // the names of every region's holidays, once they were asked for
	mistakes Mistakes
}

func newBuilder(cfg Config, src Sources) *builder {
	return &builder{cfg: cfg, src: src, out: &Calendar{}}
}

func (b *builder) fault(key, problem, remedy string) {
	b.mistakes = append(b.mistakes, Mistake{key, problem, remedy})
}

func (b *builder) build() {
	b.sizes()
	if len(b.mistakes) > 0 {
		return
	}
	which := b.substitution()
	b.weekend()
	standard := b.class("class", b.cfg.Class, "holiday")
	var customs string
	if b.cfg.Customary != "" {
		customs = b.class("customary", b.cfg.Customary, "")
	}
	for i := range b.cfg.Day {
		b.day(fmt.Sprintf("day[%d]", i), &b.cfg.Day[i], standard)
	}
	for i, f := range b.cfg.File {
		b.file(fmt.Sprintf("file[%d]", i), f, standard)
	}
	b.extra(standard)
	b.regions(which, standard, customs)
	b.rank(standard)
	b.rank(customs)
	b.base = slices.Clone(b.out.classes)
	b.except()
	for i := range b.cfg.Around {
		b.around(fmt.Sprintf("around[%d]", i), &b.cfg.Around[i])
	}
	b.order()
}

func (b *builder) sizes() {
	for _, list := range []struct {
		key      string
		has, max int
	}{
		{"region", len(b.cfg.Region), maxRegions}, {"weekend", len(b.cfg.Weekend), 7}, {"except", len(b.cfg.Except), maxWords},
		{"order", len(b.cfg.Order), maxWords}, {"day", len(b.cfg.Day), maxDays}, {"file", len(b.cfg.File), maxFiles},
		{"around", len(b.cfg.Around), maxAround},
	} {
		if list.has > list.max {
			b.fault(list.key, fmt.Sprintf("has more than %d entries", list.max), "leave some out")
		}
	}
	for i, a := range b.cfg.Around {
		if len(a.Of) > maxWords {
			b.fault(fmt.Sprintf("around[%d].of", i), fmt.Sprintf("has more than %d entries", maxWords), "leave some out")
		}
	}
}

func (b *builder) substitution() substitution {
	switch s := substitution(b.cfg.Substitute); s {
	case "":
		return observed
	case observed, actual, both:
		return s
	}
	b.fault("substitute", "is not a way to substitute a day", `write "observed", "actual" or "both"`)
	return observed
}

func (b *builder) weekend() {
	if len(b.cfg.Weekend) == 0 {
		b.out.weekend[time.Saturday], b.out.weekend[time.Sunday] = true, true
	}
	for i, word := range b.cfg.Weekend {
		w, ok := weekdayOf(strings.ToLower(word))
		if !ok {
			b.fault(fmt.Sprintf("weekend[%d]", i), "is not a day of the week", `write monday, tuesday, wednesday, thursday, friday, saturday or sunday`)
			continue
		}
		b.out.weekend[w] = true
	}
	if b.out.weekend == [7]bool{true, true, true, true, true, true, true} {
		b.fault("weekend", "leaves no weekday", "leave a day out")
	}
}

var classWord = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)

// class reads a class and remembers it.
func (b *builder) class(key, word, standard string) string {
	if word == "" {
		word = standard
	}
	if !classWord.MatchString(word) {
		problem := "is not the name of a class"
		if word == "" {
			problem = "is missing"
		}
		b.fault(key, problem, `write a word of small letters, digits, - and _, such as "holiday"`)
		return ""
	}
	return word
}

// rank is the place of a class in the order of preference; the builder meets the
// classes in that order.
func (b *builder) rank(class string) int {
	i := slices.Index(b.out.classes, class)
	if i < 0 && class != "" {
		i = len(b.out.classes)
		b.out.classes = append(b.out.classes, class)
	}
	return i
}

func (b *builder) name(key, text string, needed bool) string {
	text = strings.TrimSpace(text)
	switch {
	case text == "" && needed:
		b.fault(key, "is missing", `write what a statement calls it, such as "Company day"`)
	case utf8.RuneCountInString(text) > maxName:
		b.fault(key, fmt.Sprintf("is longer than %d characters", maxName), "shorten it")
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
		b.fault(key, "has characters that cannot be printed", "retype it in one line")
	default:
		return text
	}
	return ""
}

func (b *builder) day(key string, d *DayRule, standard string) {
	r := rule{name: b.name(key+".name", d.Name, true), free: true, own: true, to: secondsPerDay}
	class := b.class(key+".class", d.Class, standard)
	r.class = b.rank(class)
	on, ok := parseOn(d.On)
	if !ok {
		b.fault(key+".on", "is not a date or a rule for one", onRemedy)
	}
	moved, ok := mover(d.Moved)
	if !ok {
		b.fault(key+".moved", "is not a way to move a day", `write "monday", "nearest" or "friday", or leave it out`)
	}
	if d.Days < 0 || d.Days > maxRun {
		b.fault(key+".days", fmt.Sprintf("must be from 1 to %d", maxRun), "write how many days on end it is, such as 2")
	}
	b.years(key, d)
	b.times(key, d, &r)
	r.when = run{on, max(1, int(d.Days)), int(d.Since), int(d.Until), moved}
	b.out.rules = append(b.out.rules, r)
}

func (b *builder) years(key string, d *DayRule) {
	for _, y := range []struct {
		key  string
		year int64
	}{{"since", d.Since}, {"until", d.Until}} {
		if y.year != 0 && (y.year < MinYear || y.year > MaxYear) {
			b.fault(key+"."+y.key, fmt.Sprintf("must be a year from %d to %d", MinYear, MaxYear), "write a year such as 2026")
		}
	}
	if d.Since > 0 && d.Until > 0 && d.Until < d.Since {
		b.fault(key+".until", "is before the first year", "write the last year in which it is a holiday")
	}
}

func (b *builder) times(key string, d *DayRule, r *rule) {
	const remedy = `write a time of day from "00:00" to "24:00"`
	var ok bool
	if d.From != "" {
		if r.from, ok = parseClock(d.From); !ok {
			b.fault(key+".from", "is not a time of day", remedy)
		}
	}
	if d.To != "" {
		if r.to, ok = parseClock(d.To); !ok {
			b.fault(key+".to", "is not a time of day", remedy)
			return
		}
	}
	if r.from >= r.to {
		b.fault(key+".to", "is not after the time from which it is a holiday", remedy)
	}
	r.free = r.from == 0 && r.to == secondsPerDay
}

func (b *builder) extra(standard string) {
	for i, d := range b.src.Extra {
		key := fmt.Sprintf("extra[%d]", i)
		r := rule{name: b.name(key+".name", d.Name, false), own: true, from: int32(d.From / time.Second), to: int32(d.To / time.Second)}
		if d.To == 0 {
			r.to = secondsPerDay
		}
		r.class = b.rank(b.class(key+".class", d.Class, standard))
		if !d.real() || d.From < 0 || d.To > secondsPerDay*time.Second || r.from >= r.to {
			b.fault(key, "is no date, or no span of its day", fmt.Sprintf("give a date of the years %d to %d", MinYear, MaxYear))
			continue
		}
		if r.name == "" {
			r.name = "Holiday"
		}
		r.free = r.from == 0 && r.to == secondsPerDay
		days := listed{}
		days.add(d.day())
		r.when = days
		b.out.rules = append(b.out.rules, r)
	}
}

func (b *builder) regions(which substitution, standard, customs string) {
	codes, key := b.cfg.Region, "region[%d]"
	if b.src.Regions != nil {
		codes, key = b.src.Regions, "regions[%d]"
	}
	b.checkOwn()
	for i, code := range codes {
		t, ok := findTerritory(strings.ToLower(strings.TrimSpace(code)))
		if !ok {
			b.fault(fmt.Sprintf(key, i), "is not a region whose holidays are known", regionRemedy(code))
			continue
		}
		if slices.ContainsFunc(b.out.regions, func(r Region) bool { return r.Code == t.code }) {
			b.fault(fmt.Sprintf(key, i), "is given twice", "keep one of the two")
			continue
		}
		b.out.regions = append(b.out.regions, Region{t.code, t.name})
		b.territory(t, which, standard, customs)
	}
}

// checkOwn looks at the regions of the Config where others take their place.
func (b *builder) checkOwn() {
	if b.src.Regions == nil {
		return
	}
	for i, code := range b.cfg.Region {
		if _, ok := findTerritory(strings.ToLower(strings.TrimSpace(code))); !ok {
			b.fault(fmt.Sprintf("region[%d]", i), "is not a region whose holidays are known", regionRemedy(code))
		}
	}
}

func (b *builder) territory(t territory, which substitution, standard, customs string) {
	for _, h := range t.days {
		r := rule{name: h.Name, to: secondsPerDay, when: observance{h, which}, free: true}
		class := standard
		if isCustomary(h) {
			class, r.free = customs, false
		}
		r.class = b.rank(class)
		b.out.rules = append(b.out.rules, r)
	}
	for _, e := range t.evenings {
		r := rule{name: e.Name, class: b.rank(standard), from: e.from, to: secondsPerDay, when: observance{e.Holiday, which}}
		b.out.rules = append(b.out.rules, r)
	}
	if t.until > 0 {
		b.out.horizons = append(b.out.horizons, horizon{Date{t.until, time.December, 31}.day(), "the holidays of " + t.name + " are known"})
	}
}

func (b *builder) except() {
	for i, word := range b.cfg.Except {
		if on, ok := parseOn(word); ok {
			b.out.gone = append(b.out.gone, on)
			continue
		}
		if !b.known(word) {
			b.fault(fmt.Sprintf("except[%d]", i), "names no holiday that there is", b.nameRemedy(word))
		}
		b.out.goneNames = append(b.out.goneNames, nameKey(word))
	}
}

// known says whether a name may be one. Where the days come from elsewhere, the
// policy's own regions are not there to judge by.
func (b *builder) known(word string) bool {
	if b.src.Regions != nil || b.blind && len(b.cfg.File) > 0 {
		return true
	}
	key := nameKey(word)
	fits := func(name string) bool { return nameKey(name) == key }
	if slices.ContainsFunc(b.out.rules, func(r rule) bool { return fits(r.name) }) {
		return true
	}
	return len(b.cfg.Region) == 0 && slices.ContainsFunc(b.everyName(), fits)
}

func (b *builder) everyName() []string {
	if b.every == nil {
		for _, t := range territories() {
			for _, h := range t.days {
				b.every = append(b.every, h.Name)
			}
		}
	}
	return b.every
}

func (b *builder) nameRemedy(word string) string {
	var names []string
	for _, r := range b.out.rules {
		if !slices.Contains(names, r.name) {
			names = append(names, r.name)
		}
	}
	if near := tomlfile.Nearest(word, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(names) == 0 {
		return onRemedy
	}
	return fmt.Sprintf("write a date or the name of a holiday: %s", strings.Join(names[:min(len(names), 40)], ", "))
}

func (b *builder) order() {
	var first []string
	for i, class := range b.cfg.Order {
		switch key := fmt.Sprintf("order[%d]", i); {
		case slices.Contains(first, class):
			b.fault(key, "is given twice", "keep one of the two")
		case !slices.Contains(b.out.classes, class):
			b.fault(key, "is not a class of these holidays", "write one of "+strings.Join(b.out.classes, ", "))
		default:
			first = append(first, class)
		}
	}
	b.out.prefer(first)
}
