package pay

import (
	"fmt"
	"slices"
)

// packages replaces lines by the price of a package, in the order of the policy.
func (r *run) packages() error {
	for i := range r.p.packages {
		pk := &r.p.packages[i]
		windows, err := r.packageWindows(pk)
		if err != nil {
			return err
		}
		var parts []*entry
		for _, e := range r.entries {
			if !e.gone && slices.Contains(pk.replaces, e.key) && r.packs(pk, e) {
				parts = append(parts, e)
			}
		}
		sortEntries(parts, func(a, b *entry) int { return byStart(a.span, b.span) })
		on := r.onPackage(pk)
		at := 0
		for _, w := range windows {
			for at < len(on) && on[at].to <= w.from {
				at++
			}
			if at == len(on) {
				break
			}
			for len(parts) > 0 && parts[0].over(w.from) {
				parts = parts[1:]
			}
			if err := r.pack(pk, i, w, on, parts); err != nil {
				return err
			}
		}
	}
	if len(r.p.packages) > 0 {
		r.entries = slices.DeleteFunc(r.entries, func(e *entry) bool { return e.gone })
	}
	return nil
}

// packageWindows are the windows of a package, with the holidays that adjoin them
// where these belong to it.
func (r *run) packageWindows(pk *packageRule) ([]stretch, error) {
	windows, err := r.occurrences(&pk.match, true)
	if err != nil || !pk.adjoining {
		return windows, err
	}
	out := slices.Clone(windows)
	for i := range out {
		out[i] = r.withHolidays(out[i])
	}
	return out, nil
}

// withHolidays is a window with the holidays at its ends: it begins as many days
// earlier, and ends as many later, at the same time of day.
func (r *run) withHolidays(w stretch) stretch {
	from, to := r.wall.local(w.from), r.wall.local(w.to)
	for r.isHoliday(floorDiv(from-1, day)) {
		from -= day
	}
	for r.isHoliday(floorDiv(to, day)) {
		to += day
	}
	return stretch{r.wall.first(from), r.wall.first(to)}
}

// onPackage is the time on call that counts towards a package.
func (r *run) onPackage(pk *packageRule) []stretch {
	if !pk.match.perItem() {
		return r.onCall
	}
	var out []stretch
	for i := range r.shifts {
		if r.concerns(&pk.match, &r.shifts[i]) {
			out = append(out, r.shifts[i].stretch)
		}
	}
	return united(out)
}

// packs reports whether an entry is of what a package is for.
func (r *run) packs(pk *packageRule, e *entry) bool {
	if !pk.match.perItem() {
		return true
	}
	for _, it := range e.items {
		if it.in(e.span) && r.concerns(&pk.match, it) {
			return true
		}
	}
	return slices.ContainsFunc(e.from, func(by *entry) bool { return r.packs(pk, by) })
}

// packageBounds finds where packages cut a rule that pays time by its length: there
// a line goes with the window that it lies in. A line that is paid whole is not cut.
func (r *run) packageBounds(ru *rule) error {
	r.windowBounds, r.windowSpans = r.windowBounds[:0], r.windowSpans[:0]
	for _, n := range ru.packed {
		windows, err := r.packageWindows(&r.p.packages[n])
		if err != nil {
			return err
		}
		for _, w := range windows {
			r.windowBounds = append(r.windowBounds, w.from, w.to)
			r.windowSpans = append(r.windowSpans, w)
		}
	}
	slices.Sort(r.windowBounds)
	r.windowSpans = united(r.windowSpans)
	return nil
}

// packageWindow tells apart the windows of packages that an instant lies in: by the
// last of their bounds before it, 0 where it is in none.
func (r *run) packageWindow(at int64) int64 {
	if !inside(r.windowSpans, at) {
		return 0
	}
	i, found := slices.BinarySearch(r.windowBounds, at)
	if !found {
		i--
	}
	return r.windowBounds[i]
}

// over reports whether an entry has ended, or is replaced, at an instant.
func (e *entry) over(at int64) bool {
	return e.gone || e.span.from < at && e.span.to <= at
}

// inWindow reports whether an entry belongs to a window: the part that was cut for
// it, or a line in whole where more of it is in the window than out of it, or half
// and its beginning.
func (e *entry) inWindow(w stretch) bool {
	if e.rule != nil && len(e.rule.packed) > 0 {
		return e.window != 0 && w.holds(e.span.from)
	}
	in, long := e.span.clip(w.from, w.to).length(), e.span.length()
	return 2*in > long || 2*in == long && w.holds(e.span.from)
}

// inWindow are the lines, in order of time, that belong to a window and are not
// replaced yet, and what they come to.
func inWindow(lines []*entry, w stretch) (parts []*entry, sum ratio) {
	for _, e := range lines {
		if e.span.from >= w.to {
			break
		}
		if !e.gone && e.inWindow(w) {
			sum = sum.plus(e.exact)
			parts = append(parts, e)
		}
	}
	return parts, sum
}

// pack replaces those of the lines, in order of time, that are in one window,
// where the duty covers it.
func (r *run) pack(pk *packageRule, place int, w stretch, onCall []stretch, lines []*entry) error {
	on, least := overlap(onCall, w), w.length()
	if pk.covered >= 0 {
		least = max(1, pk.covered)
	}
	if on < least || !pk.match.fits(on) {
		return nil
	}
	price, err := r.packagePrice(pk, w)
	if err != nil {
		return err
	}
	parts, sum := inWindow(lines, w)
	if len(parts) == 0 || pk.choose == "cheapest" && price.compare(sum) >= 0 || pk.choose == "dearest" && price.compare(sum) <= 0 {
		return nil
	}
	for _, e := range parts {
		e.gone = true
	}
	e := r.newEntry()
	*e = entry{
		kind: KindPackage, order: len(r.p.rules) + place, key: pk.key, what: pk.what, span: w, at: w.from, epoch: r.epochAt(w.from), real: on, units: whole(1), unit: "package",
		rate: price, paid: pk.rate != nil, exact: price, time: whole(pk.time), inTime: pk.time > 0, from: parts, reports: pk.reports, parts: len(parts),
		trace: []note{func(t *teller) string { return "replaces " + plural(int64(len(parts)), "line") + " of " + t.money(sum) }},
	}
	if pk.rate != nil {
		e.rateText = pk.rate.text
	}
	r.entries = append(r.entries, e)
	return nil
}

func (r *run) packagePrice(pk *packageRule, w stretch) (ratio, error) {
	if pk.rate == nil {
		return ratio{}, nil
	}
	return r.amount(pk.rate, nil, "", r.epochAt(w.from))
}

// keepPeriod drops what belongs to another period.
func (r *run) keepPeriod() error {
	if !r.all() {
		r.entries = slices.DeleteFunc(r.entries, func(e *entry) bool { return !r.period.holds(e.at) })
	}
	return nil
}

// caps takes away, pays otherwise or banks what goes beyond a cap.
func (r *run) caps() error {
	for i := range r.p.caps {
		if err := r.capOf(&r.p.caps[i], len(r.p.rules)+len(r.p.packages)+i); err != nil {
			return fmt.Errorf("apply the cap %q: %w", r.p.caps[i].key, err)
		}
	}
	return nil
}
