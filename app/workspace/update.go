package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/incident/announcement"
	"standby/app/provider"
)

// byHand is the account of updates that somebody sends themselves.
const byHand = "clipboard"

// PreviewUpdate implements api.IncidentRecords.
func (k *Keeper) PreviewUpdate(ctx context.Context, id string, o api.Outgoing) (api.UpdatePreview, error) {
	v, err := k.Incident(ctx, id)
	if err != nil {
		return api.UpdatePreview{}, err
	}
	return k.preview(v.Incident, o)
}

func (k *Keeper) preview(i incident.Incident, o api.Outgoing) (api.UpdatePreview, error) {
	now := k.clock()
	if o.ID == "" {
		o.ID = i.ID + "-" + k.p.Random()
	}
	if o.At.IsZero() {
		o.At = now
	}
	draft, err := k.draftOf(i, o.Update, now)
	if err != nil {
		return api.UpdatePreview{}, asked(err)
	}
	if o.Update.Text == "" {
		o.Update.Text = draft.Text
	}
	// What cannot be recorded is not sent.
	if _, err := incident.Apply(i, o.By, o.Update, now); err != nil {
		return api.UpdatePreview{}, asked(err)
	}
	list, err := k.messages(i, o)
	if err != nil {
		return api.UpdatePreview{}, err
	}
	o.Read = hashOf(o, list)
	return api.UpdatePreview{Outgoing: o, Messages: list, Gaps: draft.Open("", o.Update.Text)}, nil
}

// messages is what goes where: to the accounts that the update is meant for, else to
// whoever sends it by hand.
func (k *Keeper) messages(i incident.Incident, o api.Outgoing) ([]api.UpdateMessage, error) {
	accounts, err := k.accounts(o.Accounts)
	if err != nil {
		return nil, err
	}
	var list []api.UpdateMessage
	for _, a := range accounts {
		sent, err := a.Preview(updateOf(i, o))
		if errors.Is(err, provider.ErrAudience) && len(o.Accounts) == 0 {
			continue
		}
		if err != nil {
			list = append(list, api.UpdateMessage{Account: a.Name(), Err: err})
		}
		for _, m := range sent {
			list = append(list, api.UpdateMessage{Account: a.Name(), To: m.To, Customers: m.Audience == provider.Customers, Subject: m.Subject, Text: m.Text, Also: m.Also})
		}
	}
	if len(list) == 0 {
		text := o.Update.Text
		if i.Drill {
			text = provider.DrillMark + "\n" + text
		}
		list = append(list, api.UpdateMessage{Account: byHand, To: []string{byHand}, Customers: o.Update.Audience == incident.External, Subject: i.Title(), Text: text})
	}
	return list, nil
}

func (k *Keeper) accounts(names []string) ([]Announcer, error) {
	all := k.p.Announcers()
	if len(names) == 0 {
		return all, nil
	}
	var out []Announcer
	for _, name := range names {
		at := slices.IndexFunc(all, func(a Announcer) bool { return a.Name() == name })
		switch {
		case at >= 0:
			out = append(out, all[at])
		case name != byHand:
			return nil, fmt.Errorf("%w: %w: %.80q", api.ErrBadRequest, ErrNoAccount, name)
		}
	}
	return out, nil
}

// updateOf is the update as an announcer takes it.
func updateOf(i incident.Incident, o api.Outgoing) provider.Update {
	u := provider.Update{ID: o.ID, Incident: i.ID, Title: i.Title(), Text: o.Update.Text, Audience: provider.Internal, At: o.At, Drill: i.Drill, Again: o.Again}
	if o.Update.Audience == incident.External {
		u.Audience, u.Phase = provider.Customers, phases()[o.Update.Phase]
	}
	return u
}

// phases are those of a status page; that the extent is known is told as the trouble
// being identified.
func phases() map[incident.Phase]provider.Phase {
	return map[incident.Phase]provider.Phase{
		incident.Investigating: provider.Investigating, incident.Scope: provider.Identified, incident.Ongoing: provider.Identified,
		incident.Monitoring: provider.Monitoring, incident.AllClear: provider.Resolved,
	}
}

func hashOf(o api.Outgoing, list []api.UpdateMessage) string {
	data, _ := json.Marshal(struct {
		ID       string
		Update   incident.Update
		Messages []api.UpdateMessage
	}{o.ID, o.Update, list}) // all of it is plain values
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// draftOf drafts an update from what is known, with gaps where only a person can know.
func (k *Keeper) draftOf(i incident.Incident, u incident.Update, now time.Time) (announcement.Draft, error) {
	templates, err := announcement.Load(nil)
	if err != nil {
		return announcement.Draft{}, err
	}
	f := announcement.Facts{
		ID: i.ID, Title: i.Title(), Stage: string(i.Stage), Drill: i.Drill, Status: u.Status, Progress: u.Progress, Next: u.Next, Needs: u.Needs,
		Impact: i.Texts[incident.Impact].Text, Room: i.Room.Name, NextAt: u.NextAt, Now: now, Zone: k.p.Settings().Zone,
		Began: i.Milestones[incident.Began].At, Resolved: i.Milestones[incident.Resolved].At,
	}
	if s := i.Severity(); s != 0 {
		f.Severity = s.String()
	}
	if h, ok := i.Commander(); ok {
		f.Commander = h.Person.String()
	}
	kind := announcement.Internal
	if u.Audience == incident.External {
		kind = announcement.Kind(u.Phase)
	}
	return templates.Draft(kind, f)
}

// SendUpdate implements api.IncidentRecords. What went out is recorded with where it
// went; where nothing did, nothing is recorded.
func (k *Keeper) SendUpdate(ctx context.Context, id string, o api.Outgoing) (api.UpdateSent, error) {
	by, err := k.who(ctx, o.By)
	if err != nil {
		return api.UpdateSent{}, err
	}
	v, err := k.Incident(ctx, id)
	if err != nil {
		return api.UpdateSent{}, err
	}
	read := o.Read
	p, err := k.preview(v.Incident, o)
	switch {
	case err != nil:
		return api.UpdateSent{}, err
	case read == "" || p.Outgoing.Read != read:
		return api.UpdateSent{}, fmt.Errorf("%w: %w", api.ErrBadRequest, ErrUnread)
	case len(p.Gaps) > 0:
		return api.UpdateSent{}, fmt.Errorf("%w: %w: %s", api.ErrBadRequest, ErrGaps, strings.Join(p.Gaps, "; "))
	}
	sent := k.post(ctx, v.Incident, p)
	sent.Incident = v
	if len(sent.To) == 0 {
		return sent, nil
	}
	u := o.Update
	u.Text, u.To = p.Outgoing.Update.Text, sent.To
	k.mu.Lock()
	defer k.mu.Unlock()
	i, err := k.find(ctx, id)
	if err != nil {
		return sent, err
	}
	if i, err = k.apply(ctx, i, by, k.clock(), u); err != nil {
		return sent, err
	}
	sent.Incident = k.view(i, by)
	return sent, nil
}

// post sends the messages of a preview, one account after the other.
func (k *Keeper) post(ctx context.Context, i incident.Incident, p api.UpdatePreview) api.UpdateSent {
	var sent api.UpdateSent
	done := map[string]bool{}
	for _, m := range p.Messages {
		if m.Account == byHand {
			sent.To = append(sent.To, byHand)
			continue
		}
		if done[m.Account] {
			continue
		}
		done[m.Account] = true
		accounts, err := k.accounts([]string{m.Account})
		if err == nil && m.Err != nil {
			err = m.Err
		}
		if err == nil {
			_, err = accounts[0].Post(ctx, updateOf(i, p.Outgoing))
		}
		if err != nil {
			sent.Failed = append(sent.Failed, api.SendFailed{Account: m.Account, Err: err})
			continue
		}
		for _, n := range p.Messages {
			if n.Account == m.Account {
				sent.To = append(sent.To, n.To...)
			}
		}
	}
	return sent
}
