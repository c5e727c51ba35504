package pay

import "fmt"

// shiftsOf are the shifts in which a call-out begins: it has their role and their
// schedule. What the call-out itself says of these comes first.
func (r *run) shiftsOf(call *item) []*item {
	if call.placed {
		return call.during
	}
	call.placed = true
	for i := range r.shifts {
		sh := &r.shifts[i]
		if sh.from > call.from {
			break
		}
		if sh.holds(call.from) {
			call.during = append(call.during, sh)
		}
	}
	role, schedule := call.facts["role"], call.facts["schedule"]
	switch {
	case role == "" && schedule == "":
	case len(call.during) == 0:
		call.during = []*item{{role: role, schedule: schedule}}
	default:
		for i, sh := range call.during {
			own := *sh
			if role != "" {
				own.role = role
			}
			if schedule != "" {
				own.schedule = schedule
			}
			call.during[i] = &own
		}
	}
	return call.during
}

// placeFits reports whether conditions on role and schedule hold for an item. A
// call-out in no shift, or in shifts of which some fit and some do not, fails.
func (r *run) placeFits(m *match, it *item) bool {
	if !it.call {
		return among(m.roles, it.role) && among(m.schedules, it.schedule)
	}
	shifts := r.shiftsOf(it)
	fits := 0
	for _, sh := range shifts {
		if among(m.roles, sh.role) && among(m.schedules, sh.schedule) {
			fits++
		}
	}
	switch {
	case len(shifts) == 0 && (asksFor(m.roles) || asksFor(m.schedules)):
		r.fail(fmt.Errorf(`%w: the role or schedule of the call-out of %s (%s), which begins in no shift; write "role" and "schedule" to it, or on_standby = "only" in the rule`,
			ErrFact, r.tell.stamp(it.from), it.evidence()))
	case len(shifts) == 0:
		return true
	case fits > 0 && fits < len(shifts):
		r.fail(fmt.Errorf(`%w: the role or schedule of the call-out of %s (%s), which begins in several shifts that are paid differently; write "role" and "schedule" to it`,
			ErrFact, r.tell.stamp(it.from), it.evidence()))
	}
	return fits > 0
}

// roleOf and scheduleOf are what a table is looked up by.
func (r *run) roleOf(it *item) string {
	if it.call {
		return r.agreed(it, "role", func(sh *item) string { return sh.role })
	}
	return it.role
}

func (r *run) scheduleOf(it *item) string {
	if it.call {
		return r.agreed(it, "schedule", func(sh *item) string { return sh.schedule })
	}
	return it.schedule
}

// agreed is what the shifts of a call-out have in common.
func (r *run) agreed(call *item, what string, of func(*item) string) string {
	shifts := r.shiftsOf(call)
	if len(shifts) == 0 {
		return ""
	}
	text := of(shifts[0])
	for _, sh := range shifts[1:] {
		if of(sh) != text {
			r.fail(fmt.Errorf("%w: the %s of the call-out of %s (%s), which begins in several shifts; write %q to it",
				ErrFact, what, r.tell.stamp(call.from), call.evidence(), what))
		}
	}
	return text
}
