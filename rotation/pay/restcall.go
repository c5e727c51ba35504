package pay

// called reports whether there is a call-out in a span that a rest rule is about;
// a rule without conditions is about any rest.
func (r *run) called(rule *restRule, in stretch) (bool, error) {
	m := &rule.called
	if !rule.ifCalled {
		return true, nil
	}
	for i := range r.calls {
		it := &r.calls[i]
		if !it.in(in) || !r.concerns(m, it) || !m.fits(it.length()) {
			continue
		}
		ok, err := r.holdsAt(m, "touch", piece{stretch: it.stretch})
		if ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// restUsed is how often less rest has been enough, in a year or whatever it is
// counted in.
type restUsed struct {
	rule *restRule
	from int64
}

// reducedHere reports whether a rest that is too short is one of those for which
// less is enough, and counts it.
func (r *run) reducedHere(rule *restRule, at, rest int64) bool {
	if rule.reduced == 0 || rest < rule.reduced {
		return false
	}
	key := restUsed{rule, r.around(cutting{kind: rule.reducedPer}, stretch{at, at}, at).from}
	if r.restsUsed == nil {
		r.restsUsed = map[restUsed]int64{}
	}
	r.restsUsed[key]++
	return r.restsUsed[key] <= rule.reducedTimes
}
