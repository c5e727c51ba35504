package agent

import (
	"fmt"
	"regexp"
	"time"

	"standby/notify"
)

// Beat is an alert that must always fire: while it does, the whole way from what is
// watched to this screen is known to work. It opens no page; its absence alarms.
type Beat struct {
	// Source is the source that it comes by.
	Source string
	// Title matches its title, whole.
	Title *regexp.Regexp
	// Within is the longest that it may be away.
	Within time.Duration
}

// beat is a beat as the owner sees it.
type beat struct {
	Beat
	// seen is when it last fired, or when Standby began to look for it.
	seen time.Time
}

// key names the beat among troubles and alarms.
func (b *beat) key() string { return "beat/" + b.Source + "/" + b.Title.String() }

// beats reports whether a sighting is a beat, and notes that it fired.
func (a *Agent) beats(s notify.Sighting) bool {
	for i := range a.pulse {
		if b := &a.pulse[i]; b.Source == s.Source && b.Title.MatchString(s.Title) {
			b.seen = a.now
			return true
		}
	}
	return false
}

// judgeBeats alarms where a beat has stopped while its source is heard: that the
// source is silent is told already. Off call it is shown and not heard.
func (a *Agent) judgeBeats() {
	for i := range a.pulse {
		b := &a.pulse[i]
		w := a.source(b.Source)
		if w == nil || w.heard.IsZero() {
			b.seen = a.now
			continue
		}
		if since := w.since; b.seen.Before(since) { // the machine was away
			b.seen = since
		}
		key := b.key()
		missing := w.err == nil && a.now.Sub(b.seen) > b.Within
		var err error
		if missing {
			err = fmt.Errorf("%w: nothing like %q since %s", ErrNoBeat, b.Title, b.seen.In(a.p.Settings.Zone).Format("15:04"))
		}
		a.setTrouble(key, err, b.Source)
		switch {
		case missing && a.onDuty() && !a.recallingAny() && !a.alarms[key]:
			a.alarms[key] = true
			t := a.troubles[key]
			a.show(notify.Note{ID: key, Title: b.Source + " has lost its heartbeat", Body: t.What + ". " + t.Next,
				Urgency: notify.High, Actions: []notify.Action{{Key: notify.ActionOpen, Label: "Open"}}}, nil)
			a.sound(alarmRung)
		case !missing && a.alarms[key]:
			delete(a.alarms, key)
			a.withdraw(key)
		}
		if !missing {
			a.wake(b.seen.Add(b.Within))
		}
	}
}

// alarmRung is how Standby's own alarms sound.
var alarmRung = notify.Rung{Note: notify.High, Sound: "page-normal", Volume: 70}
