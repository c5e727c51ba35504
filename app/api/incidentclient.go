package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

	"standby/app/incident"
	"standby/rotation"
)

func incidentPath(id, rest string) string { return "/v1/incidents/" + url.PathEscape(id) + rest }

func ask[A any](ctx context.Context, c *Client, path string, q any) (A, error) {
	var a A
	return a, c.post(ctx, path, q, &a)
}

// Incidents are those that are open, and with all those that are closed, too.
func (c *Client) Incidents(ctx context.Context, all bool) ([]IncidentSummary, error) {
	return get[[]IncidentSummary](ctx, c, fmt.Sprintf("/v1/incidents?all=%v", all))
}

// Incident is one incident with what follows from it now.
func (c *Client) Incident(ctx context.Context, id string) (IncidentView, error) {
	return get[IncidentView](ctx, c, incidentPath(id, ""))
}

// OpenIncident begins an incident.
func (c *Client) OpenIncident(ctx context.Context, n NewIncident) (IncidentView, error) {
	return ask[IncidentView](ctx, c, "/v1/incidents", n)
}

// Record records a command on an incident, given by that person; the zero Person is
// the user. An *Error with Stale says that somebody changed the same meanwhile.
func (c *Client) Record(ctx context.Context, id string, what incident.Command, by rotation.Person) (IncidentView, error) {
	r, err := Record(what, by)
	if err != nil {
		return IncidentView{}, fmt.Errorf("encode a command: %w", err)
	}
	return c.RecordRaw(ctx, id, r)
}

// RecordRaw is Record for a command that is encoded already.
func (c *Client) RecordRaw(ctx context.Context, id string, r Recording) (IncidentView, error) {
	return ask[IncidentView](ctx, c, incidentPath(id, "/record"), r)
}

// Attach attaches a file to an incident.
func (c *Client) Attach(ctx context.Context, id string, u Upload) (IncidentView, error) {
	var v IncidentView
	q := url.Values{"name": {u.Name}, "what": {u.What}}
	return v, c.exchange(ctx, http.MethodPost, incidentPath(id, "/attachments?"+q.Encode()), bytes.NewReader(u.Body), &v)
}

// Attachment returns a file of an incident by its SHA-256.
func (c *Client) Attachment(ctx context.Context, id, sha string) (Document, error) {
	return c.file(ctx, incidentPath(id, "/attachments/"+url.PathEscape(sha)))
}

// PreviewUpdate says exactly what SendUpdate would send where. Nothing is sent.
func (c *Client) PreviewUpdate(ctx context.Context, id string, o Outgoing) (UpdatePreview, error) {
	return ask[UpdatePreview](ctx, c, incidentPath(id, "/updates/preview"), o)
}

// SendUpdate sends what a preview showed, and records it.
func (c *Client) SendUpdate(ctx context.Context, id string, o Outgoing) (UpdateSent, error) {
	return ask[UpdateSent](ctx, c, incidentPath(id, "/updates"), o)
}

// PostMortem is the post-mortem of an incident as it stands.
func (c *Client) PostMortem(ctx context.Context, id string, p Paper) (Document, error) {
	return c.file(ctx, incidentPath(id, "/post-mortem?"+p.query()))
}

// ChangePostMortem changes what people wrote into a post-mortem.
func (c *Client) ChangePostMortem(ctx context.Context, id string, change PaperChange) (json.RawMessage, error) {
	return ask[json.RawMessage](ctx, c, incidentPath(id, "/post-mortem"), change)
}

// FollowUps are those of all incidents that are not done.
func (c *Client) FollowUps(ctx context.Context) (json.RawMessage, error) {
	return get[json.RawMessage](ctx, c, "/v1/follow-ups")
}

// Reports are the shift hand-off reports: that of the shift that runs and those that
// are kept, the newest first.
func (c *Client) Reports(ctx context.Context) ([]ReportSummary, error) {
	return get[[]ReportSummary](ctx, c, "/v1/reports")
}

// Report is one shift hand-off report.
func (c *Client) Report(ctx context.Context, id string) (ShiftReport, error) {
	return get[ShiftReport](ctx, c, "/v1/reports/"+url.PathEscape(id))
}

// ReportPaper is a shift hand-off report as a document.
func (c *Client) ReportPaper(ctx context.Context, id string, p Paper) (Document, error) {
	return c.file(ctx, "/v1/reports/"+url.PathEscape(id)+"/paper?"+p.query())
}

// ChangeReport writes into a shift hand-off report, or signs it.
func (c *Client) ChangeReport(ctx context.Context, id string, change ReportChange) (ShiftReport, error) {
	return ask[ShiftReport](ctx, c, "/v1/reports/"+url.PathEscape(id), change)
}

// StartDrill begins to replay a story of the class.
func (c *Client) StartDrill(ctx context.Context, story string) (DrillStep, error) {
	return ask[DrillStep](ctx, c, "/v1/drills/"+url.PathEscape(story), nil)
}

// NextStep plays the next step of a story.
func (c *Client) NextStep(ctx context.Context, id string) (DrillStep, error) {
	return ask[DrillStep](ctx, c, incidentPath(id, "/next-step"), nil)
}

func (p Paper) query() string {
	return url.Values{"format": {p.Format}, "size": {p.Size}}.Encode()
}

func (c *Client) file(ctx context.Context, path string) (Document, error) {
	resp, err := c.do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return Document{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	d := Document{Type: resp.Header.Get("Content-Type")}
	if _, params, err := mime.ParseMediaType(resp.Header.Get("Content-Disposition")); err == nil {
		d.Name = params["filename"]
	}
	if d.Data, err = io.ReadAll(resp.Body); err != nil {
		return Document{}, fmt.Errorf("read the agent's answer: %w", err)
	}
	return d, nil
}
