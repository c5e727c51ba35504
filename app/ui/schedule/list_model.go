package schedule

import (
	"standby/app/api"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// row is a shift of the list, in words.
type row struct {
	ref              int
	form             look.Form
	tone             look.ColorName
	who, when, about string
	mine             bool
}

// listOf are the shifts that are not over and begin before what is known ends, in
// words; mine keeps the user's own.
func listOf(h held, v model.View, mine bool) []row {
	var out []row
	for i, s := range h.shifts {
		own := s.Person.Same(v.Snap.Me)
		if !s.End.After(v.Now) || mine && !own {
			continue
		}
		d, _ := detailOf(h.detail, s.Rota)
		r := row{ref: i, who: s.Person.String(), when: model.When(s, v), mine: own, form: look.Ring, tone: look.Off}
		if own {
			r.form, r.tone = look.FormOf(api.OnCall, s.Role != rotation.Primary), look.On
		}
		length := hours(s.Duration())
		if v.Snap.EndsOpen(s) {
			length = ""
		}
		r.about = model.Joined(api.RoleName(s.Role), s.Rota, length, markWord(markOf(s, d)))
		out = append(out, r)
	}
	return out
}

func markWord(m model.BarMark) string {
	return [...]string{"", "by an override", "swapped"}[m]
}

// said is what a shift or gap is, in one line.
func said(ref int, h held, v model.View) string {
	switch {
	case ref < 0 || ref >= len(h.shifts)+len(h.gaps):
		return ""
	case ref >= len(h.shifts):
		g := h.gaps[ref-len(h.shifts)]
		return model.Joined("Nobody is on call", string(g.Role), g.Rota, whenOpen(g, h.span.End, v))
	}
	s := h.shifts[ref]
	d, _ := detailOf(h.detail, s.Rota)
	length := hours(s.Duration())
	if v.Snap.EndsOpen(s) {
		length = ""
	}
	return model.Joined(s.Person.String(), string(s.Role), s.Rota, model.When(s, v), length, markWord(markOf(s, d)))
}
