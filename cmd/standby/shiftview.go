package main

import (
	"time"

	"standby/app/api"
	"standby/rotation"
)

// shiftView is a shift in the JSON of who, next, shifts and status: as rotation has
// it, but that an end which is only where its calendar stops telling is not passed
// off as one.
type shiftView struct {
	UID    string          `json:"uid"`
	Rota   string          `json:"rota"`
	Role   rotation.Role   `json:"role"`
	Person rotation.Person `json:"person"`
	Start  time.Time       `json:"start"`
	// End is null where OpenEnded is true, and nowhere else.
	End       *time.Time `json:"end"`
	OpenEnded bool       `json:"open_ended,omitempty"`
}

func viewShift(shift rotation.Shift, s api.Snapshot) shiftView {
	v := shiftView{UID: shift.UID, Rota: shift.Rota, Role: shift.Role, Person: shift.Person, Start: shift.Start, End: &shift.End}
	if s.EndsOpen(shift) {
		v.End, v.OpenEnded = nil, true
	}
	return v
}

// viewNext is the user's next shift; nil when none is known.
func viewNext(s api.Snapshot) *shiftView {
	if s.Duty.Next == nil {
		return nil
	}
	v := viewShift(*s.Duty.Next, s)
	return &v
}

func viewShifts(shifts []rotation.Shift, s api.Snapshot) []shiftView {
	out := make([]shiftView, 0, len(shifts))
	for _, shift := range shifts {
		out = append(out, viewShift(shift, s))
	}
	return out
}

// furtherNotice is what stands for people in place of an end that is not known.
const furtherNotice = "until further notice"
