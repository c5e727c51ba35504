package workspace

import (
	"context"
	"fmt"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/rotation"
)

// Incidents implements api.IncidentRecords.
func (k *Keeper) Incidents(ctx context.Context, all bool) ([]api.IncidentSummary, error) {
	me, err := k.p.Me(ctx)
	if err != nil {
		return nil, err
	}
	since := k.clock()
	if all {
		since = time.Time{}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	list, err := k.since(ctx, since)
	if err != nil {
		return nil, err
	}
	out := make([]api.IncidentSummary, 0, len(list))
	for _, i := range list {
		out = append(out, k.summary(i, me))
	}
	return out, nil
}

// since are the incidents that are open and those closed at or after since, the newest
// first. One that cannot be read is left out, and told as a trouble. The lock is held.
func (k *Keeper) since(ctx context.Context, since time.Time) ([]incident.Incident, error) {
	ids, err := k.p.Store.Incidents(ctx, since)
	if err != nil {
		return nil, err
	}
	var list []incident.Incident
	for _, id := range ids {
		i, err := k.find(ctx, id)
		if err != nil {
			k.amiss[id] = err
			continue
		}
		list = append(list, i)
	}
	return list, nil
}

// Incident implements api.IncidentRecords.
func (k *Keeper) Incident(ctx context.Context, id string) (api.IncidentView, error) {
	me, err := k.p.Me(ctx)
	if err != nil {
		return api.IncidentView{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	i, err := k.find(ctx, id)
	if err != nil {
		return api.IncidentView{}, err
	}
	return k.view(i, me), nil
}

// at is the time by which an incident is judged: a replayed story has its own.
func (k *Keeper) at(i incident.Incident) time.Time {
	if r, ok := k.drills[i.ID]; ok {
		if _, _, more := r.Next(); more {
			return i.ChangedAt
		}
	}
	return k.clock()
}

func (k *Keeper) view(i incident.Incident, me rotation.Person) api.IncidentView {
	now := k.at(i)
	v := api.IncidentView{At: now, Incident: i, Exit: i.Exit(i.Stage), Offers: i.Offers(), First: i.BleedingFirst()}
	v.Warnings, _ = i.Warnings(now, k.watchOf(me))
	v.Due = i.UpdatesDue(k.p.Settings().Rules)
	if r, ok := k.drills[i.ID]; ok {
		_, _, v.Story = r.Next()
	}
	return v
}

func (k *Keeper) summary(i incident.Incident, me rotation.Person) api.IncidentSummary {
	s := api.IncidentSummary{
		ID: i.ID, Title: i.Title(), Drill: i.Drill, Stage: i.Stage, Severity: i.Severity(), Verdict: i.Decision.Verdict, Live: i.Live(), Open: i.Open(),
		Status: i.Texts[incident.Status].Text, Revision: i.Revision, OpenedAt: i.OpenedAt, ChangedAt: i.ChangedAt, Review: i.Review.State,
	}
	if h, ok := i.Commander(); ok {
		s.Commander = h.Person
	}
	for _, p := range i.Pages {
		s.Pages = append(s.Pages, p.ID)
	}
	if i.Open() {
		s.Warnings, _ = i.Warnings(k.at(i), k.watchOf(me))
		s.Due = i.UpdatesDue(k.p.Settings().Rules)
	}
	return s
}

// OpenIncident implements api.IncidentRecords.
func (k *Keeper) OpenIncident(ctx context.Context, n api.NewIncident) (api.IncidentView, error) {
	by, err := k.who(ctx, n.By)
	if err != nil {
		return api.IncidentView{}, err
	}
	var page api.Page
	if n.Page != "" {
		if page, err = k.p.Duty.Page(ctx, n.Page); err != nil {
			return api.IncidentView{}, err
		}
		if n.Title == "" {
			n.Title = page.Title
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.load(ctx); err != nil {
		return api.IncidentView{}, err
	}
	now := k.clock()
	id, err := k.newID(ctx, now)
	if err != nil {
		return api.IncidentView{}, err
	}
	commands := []incident.Command{incident.Open{ID: id, Title: n.Title, Drill: n.Drill}}
	if n.Page != "" {
		commands = append(commands, k.linking(page)...)
	}
	if n.Severity != 0 {
		commands = append(commands, incident.Rate{Severity: n.Severity})
	}
	i, err := k.apply(ctx, incident.Incident{}, by, now, commands...)
	if err != nil {
		return api.IncidentView{}, err
	}
	return k.view(i, by), nil
}

// newID is an ID that no incident has.
func (k *Keeper) newID(ctx context.Context, now time.Time) (string, error) {
	for {
		id := incident.NewID(now, k.p.Random())
		events, err := k.p.Store.IncidentEvents(ctx, id)
		if err != nil || len(events) == 0 {
			return id, err
		}
	}
}

// linking are the commands that make a page part of an incident, with what is known of
// it filled in.
func (k *Keeper) linking(p api.Page) []incident.Command {
	commands := []incident.Command{incident.LinkPage(incident.FactsOf(p.Page))}
	commands = append(commands, told(p)...)
	return append(commands, incident.Prefill{Values: incident.GatherFrom(p.Page, k.p.Settings().Zone)})
}

// Record implements api.IncidentRecords.
func (k *Keeper) Record(ctx context.Context, id string, r api.Recording) (api.IncidentView, error) {
	c, err := incident.DecodeCommand(r.Kind, r.Fields)
	if err != nil {
		return api.IncidentView{}, asked(err)
	}
	if _, opens := c.(incident.Open); opens {
		return api.IncidentView{}, fmt.Errorf("%w: an incident is opened, not recorded into another one", api.ErrBadRequest)
	}
	by, err := k.who(ctx, r.By)
	if err != nil {
		return api.IncidentView{}, err
	}
	commands, err := k.whole(ctx, c)
	if err != nil {
		return api.IncidentView{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	i, err := k.find(ctx, id)
	if err != nil {
		return api.IncidentView{}, err
	}
	if i, err = k.apply(ctx, i, by, k.clock(), commands...); err != nil {
		return api.IncidentView{}, err
	}
	return k.view(i, by), nil
}

// whole is a command with what it brings about: a page that is linked by its ID alone
// brings its facts and its timeline.
func (k *Keeper) whole(ctx context.Context, c incident.Command) ([]incident.Command, error) {
	link, ok := c.(incident.LinkPage)
	if !ok || link.Title != "" {
		return []incident.Command{c}, nil
	}
	p, err := k.p.Duty.Page(ctx, link.ID)
	if err != nil {
		return nil, err
	}
	return k.linking(p), nil
}
