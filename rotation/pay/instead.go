package pay

// leftOver is what a rule has made of a duty: the pieces that qualified, and those
// that did not.
type leftOver struct {
	by           *rule
	duty         duty
	paid, failed []stretch
}

// leftFor keeps what of a duty a rule leaves for one that stands in its place: the
// pieces that do not qualify, and of a rule that looks at windows all that lies in
// none. A duty of which nothing qualifies stays whole.
func (r *run) leftFor(l leftOver) error {
	ru := l.by
	if !ru.awaited {
		return nil
	}
	rest := l.failed
	windowed := ru.match.timed() && ru.cut.kind != "window" && ru.classify == "time"
	if windowed || ru.cut.kind == "window" {
		paid := l.paid
		if windowed {
			spans, err := r.occurrences(&ru.match, false)
			if err != nil {
				return err
			}
			paid = parted(paid, spans)
		}
		rest = without(nil, l.duty.stretch, united(paid))
		if len(paid) == 0 {
			rest = []stretch{l.duty.stretch}
		}
	} else if len(l.paid) == 0 && len(rest) > 0 {
		rest = []stretch{l.duty.stretch}
	}
	for _, s := range rest {
		r.failed[ru.key] = append(r.failed[ru.key], duty{s, l.duty.items})
	}
	return nil
}

// parted are the parts of some spans that lie in ordered, disjoint windows.
func parted(spans, windows []stretch) []stretch {
	var out []stretch
	for _, s := range spans {
		for i := firstAfter(windows, s.from); i < len(windows) && windows[i].from < s.to; i++ {
			out = append(out, windows[i].clip(s.from, s.to))
		}
	}
	return out
}

// instead are the duties that another rule has left, as far as the conditions of
// this one on shifts and call-outs hold.
func (r *run) instead(ru *rule) []duty {
	left := r.failed[ru.insteadOf]
	if !ru.match.perItem() && ru.onStandby == "any" {
		return left
	}
	var out []duty
	for _, d := range left {
		var kept []*item
		for _, it := range d.items {
			if it.in(d.stretch) && r.takes(ru, it) {
				kept = append(kept, it)
			}
		}
		if len(kept) == 0 {
			continue
		}
		for _, s := range present(kept, d.stretch) {
			out = append(out, duty{s, kept})
		}
		if d.length() == 0 {
			out = append(out, duty{d.stretch, kept})
		}
	}
	return out
}
