package model

import (
	"time"

	"standby/app/api"
)

// View is what a screen is asked to show: the newest snapshot, and how it is to
// be read.
type View struct {
	Snap api.Snapshot
	// Known is false until a snapshot has come; Live is false while the agent does
	// not answer, and then snap is the last that came, at heard.
	Known, Live bool
	Heard       time.Time
	Lost        time.Time
	Now         time.Time
	Loc         *time.Location
}

// ZoneOf is the zone that times are shown in: the snapshot's, else the
// machine's own. A name this machine does not know falls back to its own as well.
func ZoneOf(s api.Snapshot) *time.Location {
	if s.Zone == "" {
		return time.Local
	}
	loc, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.Local
	}
	return loc
}

// HeadlineOf is the headline of what is known: nothing before the first
// snapshot, and never an empty one after it.
func HeadlineOf(v View) api.Headline {
	if !v.Known {
		return api.Headline{Standing: api.CannotSee}
	}
	s := v.Snap
	if !s.DutyKnown && s.DutyReason == "" {
		s.DutyReason = "Whether you are on call is not known"
	}
	return s.Headline(v.Now, v.Loc)
}
