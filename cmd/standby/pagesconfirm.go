package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"standby/app/api"
	"standby/notify"
)

// confirm follows pages until what was asked of them has been answered, and says
// how they stand. It fails where a provider did not say yes.
func (c *cli) confirm(ctx context.Context, client *api.Client, d deed, ids []string) error {
	last, zone, err := answers(ctx, client, d, ids)
	if err != nil {
		return err
	}
	failed := error(nil)
	for _, id := range ids {
		p, ok := last[id]
		if !ok {
			continue // it is over and forgotten, as a test page is
		}
		if why := d.unmet(p); why != "" {
			_, _ = fmt.Fprintf(c.errs, "standby: %s\n", why)
			failed = errReported
			continue
		}
		if _, err := fmt.Fprintln(c.out, pageLine(p, time.Now(), zone)); err != nil {
			return err
		}
	}
	return failed
}

// answers is how the pages stand once nothing is being sent of them any more, a try
// has failed, or ctx has ended.
func answers(ctx context.Context, client *api.Client, d deed, ids []string) (last map[string]api.Page, zone *time.Location, err error) {
	following, done := context.WithCancel(ctx)
	defer done()
	last = make(map[string]api.Page, len(ids))
	var failed error
	err = client.Stream(following, "command", func(m api.Message) {
		if m.Snapshot == nil || following.Err() != nil {
			return
		}
		zone = zoneOf(*m.Snapshot)
		open := false
		for _, id := range ids {
			p, err := pageOf(ctx, client, *m.Snapshot, id)
			if err != nil {
				failed = err
				continue
			}
			last[id] = p
			open = open || d.unanswered(p)
		}
		if !open {
			done()
		}
	})
	switch {
	case err != nil:
		return nil, nil, err
	case len(last) == 0 && failed != nil:
		return nil, nil, failed
	case zone == nil:
		return nil, nil, fmt.Errorf("ask how the page stands: %w", context.DeadlineExceeded)
	}
	return last, zone, nil
}

// unanswered reports whether a provider has yet to answer for the first time.
func (d deed) unanswered(p api.Page) bool {
	if d.writes {
		return len(p.Unsent) > 0
	}
	return p.Request != notify.NoRequest && p.Attempts == 0
}

// unmet says why a page is not as it was asked to be; empty when it is, or when it
// ended by itself meanwhile.
func (d deed) unmet(p api.Page) string {
	switch {
	case d.came == nil:
		return ""
	case d.writes && len(p.Unsent) == 0:
		return noteFailure(p.Timeline)
	case !d.writes && p.Request == notify.NoRequest:
		return d.missed(p)
	}
	why := "no answer from " + p.Source + " yet"
	if !d.writes && p.Failure != "" {
		why = withoutStop(p.Failure)
	}
	return fmt.Sprintf("%s. Standby keeps trying; see: standby page %s", why, p.ID)
}

// missed is what a provider answered instead of yes.
func (d deed) missed(p api.Page) string {
	for _, o := range p.Origins {
		if o.Failure != "" && o.State != notify.Resolved && !d.came(o.State) {
			return o.Source + ": " + o.Failure
		}
	}
	switch {
	case d.came(p.State):
		return ""
	case p.Failure != "":
		return p.Failure
	case p.State == notify.Resolved:
		return ""
	}
	return fmt.Sprintf("page %s is %s all the same; see: standby page %s", p.ID, p.State, p.ID)
}

// noteFailure is why the last note was refused; empty when it was not.
func noteFailure(timeline []notify.Event) string {
	for _, e := range slices.Backward(timeline) {
		switch e.What {
		case "note":
			return ""
		case "note-failed":
			return e.Detail
		}
	}
	return ""
}

// withoutStop is a sentence to go on behind.
func withoutStop(s string) string {
	if n := len(s); n > 0 && s[n-1] == '.' {
		return s[:n-1]
	}
	return s
}
