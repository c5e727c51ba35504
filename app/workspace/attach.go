package workspace

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"standby/app/api"
	"standby/app/incident"
	"standby/notify"
	"standby/rotation"
)

// Attach implements api.IncidentRecords. The bytes are kept before the incident names
// them.
func (k *Keeper) Attach(ctx context.Context, id string, u api.Upload) (api.IncidentView, error) {
	name := notify.Clean(path.Base(strings.ReplaceAll(u.Name, `\`, "/")), 200)
	switch {
	case name == "" || name == "." || name == "/":
		return api.IncidentView{}, fmt.Errorf("%w: %w: it has no name", api.ErrBadRequest, ErrFile)
	case len(u.Body) == 0:
		return api.IncidentView{}, fmt.Errorf("%w: %w: it is empty", api.ErrBadRequest, ErrFile)
	case len(u.Body) > api.MaxUpload:
		return api.IncidentView{}, fmt.Errorf("%w: %w: %d bytes, %d at most", api.ErrBadRequest, ErrFile, len(u.Body), api.MaxUpload)
	}
	if _, err := k.Incident(ctx, id); err != nil {
		return api.IncidentView{}, err
	}
	sha, err := k.p.Store.KeepAttachment(ctx, u.Body)
	if err != nil {
		return api.IncidentView{}, err
	}
	r, err := api.Record(incident.Attach{Name: name, SHA256: sha, Size: int64(len(u.Body)), What: u.What}, rotation.Person{})
	if err != nil {
		return api.IncidentView{}, err
	}
	return k.Record(ctx, id, r)
}

// Attachment implements api.IncidentRecords. Only what the incident names is given out.
func (k *Keeper) Attachment(ctx context.Context, id, sha string) (api.Document, error) {
	v, err := k.Incident(ctx, id)
	if err != nil {
		return api.Document{}, err
	}
	at := slices.IndexFunc(v.Incident.Attachments, func(a incident.Attachment) bool { return a.SHA256 == strings.ToLower(sha) })
	if at < 0 {
		return api.Document{}, fmt.Errorf("%w: %w: attachment %.70q", api.ErrBadRequest, incident.ErrGone, sha)
	}
	a := v.Incident.Attachments[at]
	body, err := k.p.Store.Attachment(ctx, a.SHA256)
	return api.Document{Name: url.PathEscape(a.Name), Type: "application/octet-stream", Data: body}, err
}
