package setup

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/pagerduty"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/ical"
)

// onPagerDuty is where a calendar of a PagerDuty account is fetched from.
func (t *Trial) onPagerDuty(n api.NewCalendar) (provider.Calendar, error) {
	if err := plainRoster(n); err != nil {
		return nil, err
	}
	cfg, err := config.Load(t.path)
	if err != nil {
		return nil, err
	}
	n.Name = cmp.Or(n.Name, "the calendar")
	spec, err := t.build.pagerDutyCalendar(cfg, rosterOf(n))
	return spec.Calendar, err
}

// ownersName is whom the key of an account belongs to, where nobody has said who the
// user is; nobody where that cannot be told.
func (t *Trial) ownersName(ctx context.Context, account string) rotation.Person {
	cfg, err := config.Load(t.path)
	if err != nil {
		return rotation.Person{}
	}
	me, err := t.build.owner(ctx, cfg, account)
	if err != nil {
		return rotation.Person{}
	}
	return me
}

// previewRoster says what a calendar of a PagerDuty account is, as the agent will
// read it.
func (t *Trial) previewRoster(got *tried, n api.NewCalendar, me rotation.Person) (api.Preview, error) {
	var out api.Preview
	now := t.build.Now()
	q := agent.Ask(n.Name, me, t.zone, now)
	r, err := pagerduty.ReadRoster(got.body, n.Name, rosterOf(n).Role, q.Window)
	if err != nil {
		return out, fmt.Errorf("read %s: %w", cmp.Or(n.Name, "the calendar"), err)
	}
	table := timetableOf(r, me)
	out.Name, out.Zone = notify.Clean(r.Name, maxName), notify.Clean(r.Zone, maxName)
	out.Profile, out.Horizon = table.Profile, table.Horizon
	out.Window = rotation.Interval{Start: now.UTC(), End: q.Window.End}
	rows := rosterRows(table, out, me)
	if len(rows) == 0 {
		out.Past, out.Window = true, rotation.Interval{Start: q.Window.Start, End: now.UTC()}
		rows = rosterRows(table, out, me)
	}
	out.Rows, out.More = rows[:min(len(rows), ical.MaxRows)], len(rows) > ical.MaxRows
	out.Shifts, out.Mine = counted(table.Shifts, false, me, out.Window)
	return out, nil
}

// rosterRows are the shifts in the window of a preview.
func rosterRows(table agent.Timetable, p api.Preview, me rotation.Person) []api.PreviewRow {
	rows := []api.PreviewRow{}
	for _, s := range table.Shifts {
		if s.Clip(p.Window).Empty() {
			continue
		}
		rows = append(rows, api.PreviewRow{Interval: s.Interval, Summary: p.Name, Person: s.Person, Role: s.Role, Rota: s.Rota,
			Mine: s.Person.Same(me), OpenEnd: slices.Contains(table.OpenEnd, s)})
	}
	return rows
}
