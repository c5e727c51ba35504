package workspace

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/app/incident/publish"
	"standby/app/paper"
)

// kindPostMortem is what the store knows what people wrote into post-mortems by.
const kindPostMortem = "post-mortem"

// written is what people wrote into the post-mortem of an incident.
func (k *Keeper) written(ctx context.Context, id string) (w postmortem.Written, revision int, err error) {
	revision, value, err := k.p.Store.Paper(ctx, kindPostMortem, id)
	w.Incident = id
	if err != nil || revision == 0 {
		return w, revision, err
	}
	if err := json.Unmarshal(value, &w); err != nil {
		return w, revision, fmt.Errorf("read the post-mortem of %s: %w", id, err)
	}
	return w, revision, nil
}

// draft is the post-mortem as it stands. The lock is held.
func (k *Keeper) draft(ctx context.Context, id string) (postmortem.PostMortem, error) {
	i, err := k.find(ctx, id)
	if err != nil {
		return postmortem.PostMortem{}, err
	}
	w, _, err := k.written(ctx, id)
	return postmortem.Draft(i, w, k.p.Settings().PostMortem, k.clock()), err
}

// PostMortem implements api.Papers.
func (k *Keeper) PostMortem(ctx context.Context, id string, q api.Paper) (api.Document, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p, err := k.draft(ctx, id)
	if err != nil {
		return api.Document{}, err
	}
	d, err := p.Document()
	if err != nil {
		return api.Document{}, err
	}
	return write("post-mortem-"+id, q, d, p)
}

// write makes a document in the format that was asked for.
func write(name string, q api.Paper, d publish.Document, plain any) (api.Document, error) {
	b := &bytes.Buffer{}
	var kind string
	var err error
	switch q.Format {
	case "md":
		kind, err = "text/markdown; charset=utf-8", publish.WriteMarkdown(b, d)
	case "html":
		kind, err = "text/html; charset=utf-8", publish.WriteHTML(b, d)
	case "pdf":
		size := paper.Size(q.Size)
		if size == "" {
			size = paper.A4
		}
		kind, err = "application/pdf", publish.WritePDF(b, d, size)
	case "json":
		kind, err = "application/json", json.NewEncoder(b).Encode(plain)
	default:
		return api.Document{}, fmt.Errorf("%w: format %.20q is none of md, html, pdf and json", api.ErrBadRequest, q.Format)
	}
	if err != nil {
		return api.Document{}, fmt.Errorf("write %s: %w", name, err)
	}
	return api.Document{Name: name + "." + q.Format, Type: kind, Data: b.Bytes()}, nil
}

// ChangePostMortem implements api.Papers.
func (k *Keeper) ChangePostMortem(ctx context.Context, id string, c api.PaperChange) (json.RawMessage, error) {
	by, err := k.who(ctx, c.By)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if c.Kind == "move" {
		err = k.move(ctx, id, c)
	} else {
		var change postmortem.Change
		if change, err = postmortem.DecodeChange(c.Kind, c.Fields); err == nil {
			err = k.writeIn(ctx, id, func(w postmortem.Written, now time.Time) (postmortem.Written, error) { return w.With(change, by, now) })
		} else {
			err = asked(err)
		}
	}
	if err != nil {
		return nil, err
	}
	p, err := k.draft(ctx, id)
	if err != nil {
		return nil, err
	}
	return json.Marshal(p)
}

// writeIn changes what is written and keeps it. The lock is held.
func (k *Keeper) writeIn(ctx context.Context, id string, change func(postmortem.Written, time.Time) (postmortem.Written, error)) error {
	if _, err := k.find(ctx, id); err != nil {
		return err
	}
	w, revision, err := k.written(ctx, id)
	if err != nil {
		return err
	}
	now := k.clock()
	if w, err = change(w, now); err != nil {
		return asked(err)
	}
	value, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("keep the post-mortem of %s: %w", id, err)
	}
	if err := k.p.Store.KeepPaper(context.WithoutCancel(ctx), kindPostMortem, id, revision+1, now, value); err != nil {
		return fmt.Errorf("keep the post-mortem of %s: %w", id, err)
	}
	k.changed()
	return nil
}

// move brings a post-mortem to another state, which the record of the incident has.
func (k *Keeper) move(ctx context.Context, id string, c api.PaperChange) error {
	var to struct {
		To  incident.ReviewState `json:"to"`
		Why string               `json:"why"`
	}
	d := json.NewDecoder(bytes.NewReader(c.Fields))
	d.DisallowUnknownFields()
	if err := d.Decode(&to); err != nil {
		return fmt.Errorf("%w: %w", api.ErrBadRequest, err)
	}
	by, err := k.who(ctx, c.By)
	if err != nil {
		return err
	}
	i, err := k.find(ctx, id)
	if err != nil {
		return err
	}
	p, err := k.draft(ctx, id)
	if err != nil {
		return err
	}
	command, err := p.Move(to.To, to.Why)
	if err != nil {
		return asked(err)
	}
	_, err = k.apply(ctx, i, by, k.clock(), command)
	return err
}

// FollowUps implements api.Papers.
func (k *Keeper) FollowUps(ctx context.Context) (json.RawMessage, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	all, err := k.since(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	list := postmortem.Unfinished(all, k.clock())
	if list == nil {
		list = []postmortem.FollowUp{}
	}
	return json.Marshal(list)
}
