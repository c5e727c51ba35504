package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"standby/app/incident"
)

// maxRecording bounds a command on an incident in bytes of JSON: a text of
// incident.MaxText runes fits, however it is escaped.
const maxRecording = 512 << 10

// incidentRoutes are there where somebody answers them.
func (s *Server) incidentRoutes(mux *http.ServeMux) {
	h := s.h.Incidents
	if h == nil {
		return
	}
	mux.HandleFunc("GET /v1/incidents", func(w http.ResponseWriter, r *http.Request) {
		list, err := h.Incidents(r.Context(), r.FormValue("all") == "true")
		s.answer(w, list, err)
	})
	mux.HandleFunc("POST /v1/incidents", change(s, h.OpenIncident))
	mux.HandleFunc("GET /v1/incidents/{id}", func(w http.ResponseWriter, r *http.Request) {
		v, err := h.Incident(r.Context(), r.PathValue("id"))
		s.answer(w, v, err)
	})
	mux.HandleFunc("POST /v1/incidents/{id}/record", onOne(s, h.Record))
	mux.HandleFunc("POST /v1/incidents/{id}/attachments", s.attach)
	mux.HandleFunc("GET /v1/incidents/{id}/attachments/{sha}", func(w http.ResponseWriter, r *http.Request) {
		d, err := h.Attachment(r.Context(), r.PathValue("id"), r.PathValue("sha"))
		s.file(w, d, err)
	})
	mux.HandleFunc("POST /v1/incidents/{id}/updates/preview", onOne(s, func(ctx context.Context, id string, o Outgoing) (UpdatePreview, error) {
		p, err := h.PreviewUpdate(ctx, id, o)
		for i, m := range p.Messages {
			p.Messages[i].Refused = s.maybe(m.Err)
		}
		return p, err
	}))
	mux.HandleFunc("POST /v1/incidents/{id}/updates", onOne(s, func(ctx context.Context, id string, o Outgoing) (UpdateSent, error) {
		sent, err := h.SendUpdate(ctx, id, o)
		for i, f := range sent.Failed {
			if t := s.maybe(f.Err); t != nil {
				sent.Failed[i].Trouble = *t
			}
		}
		return sent, err
	}))
	s.paperRoutes(mux, h)
}

func (s *Server) paperRoutes(mux *http.ServeMux, h Incidents) {
	mux.HandleFunc("GET /v1/incidents/{id}/post-mortem", s.paper(h.PostMortem))
	mux.HandleFunc("POST /v1/incidents/{id}/post-mortem", onOne(s, h.ChangePostMortem))
	mux.HandleFunc("GET /v1/follow-ups", func(w http.ResponseWriter, r *http.Request) {
		list, err := h.FollowUps(r.Context())
		s.answer(w, list, err)
	})
	mux.HandleFunc("GET /v1/reports", func(w http.ResponseWriter, r *http.Request) {
		list, err := h.Reports(r.Context())
		s.answer(w, list, err)
	})
	mux.HandleFunc("GET /v1/reports/{id}", func(w http.ResponseWriter, r *http.Request) {
		one, err := h.Report(r.Context(), r.PathValue("id"))
		s.answer(w, one, err)
	})
	mux.HandleFunc("GET /v1/reports/{id}/paper", s.paper(h.ReportPaper))
	mux.HandleFunc("POST /v1/reports/{id}", onOne(s, h.ChangeReport))
	mux.HandleFunc("POST /v1/drills/{story}", func(w http.ResponseWriter, r *http.Request) {
		step, err := h.StartDrill(r.Context(), r.PathValue("story"))
		s.answer(w, step, err)
	})
	mux.HandleFunc("POST /v1/incidents/{id}/next-step", func(w http.ResponseWriter, r *http.Request) {
		step, err := h.NextStep(r.Context(), r.PathValue("id"))
		s.answer(w, step, err)
	})
}

// onOne does what a request says to the thing that its path names.
func onOne[Q, A any](s *Server, do func(context.Context, string, Q) (A, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var q Q
		dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRecording))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&q); err != nil {
			s.answer(w, nil, fmt.Errorf("%w: %w", ErrBadRequest, err))
			return
		}
		a, err := do(r.Context(), r.PathValue("id"), q)
		s.answer(w, a, err)
	}
}

func (s *Server) attach(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxUpload))
	if err != nil {
		s.answer(w, nil, fmt.Errorf("%w: the file is larger than %d bytes, or broke off: %w", ErrBadRequest, MaxUpload, err))
		return
	}
	v, err := s.h.Incidents.Attach(r.Context(), r.PathValue("id"), Upload{Name: r.FormValue("name"), What: r.FormValue("what"), Body: data})
	s.answer(w, v, err)
}

func (s *Server) paper(make func(context.Context, string, Paper) (Document, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		d, err := make(r.Context(), r.PathValue("id"), Paper{Format: r.FormValue("format"), Size: r.FormValue("size")})
		s.file(w, d, err)
	}
}

// file answers with a document. It is never shown by whoever reads it without asking:
// an attachment is somebody else's.
func (s *Server) file(w http.ResponseWriter, d Document, err error) {
	if err != nil {
		s.answer(w, nil, err)
		return
	}
	w.Header().Set("Content-Type", d.Type)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", d.Name))
	_, _ = w.Write(d.Data)
}

func (s *Server) maybe(err error) *Trouble {
	if err == nil {
		return nil
	}
	t := s.explained(err)
	return &t
}

func staleOf(err error) *Stale {
	var e *incident.StaleError
	if !errors.As(err, &e) {
		return nil
	}
	return &Stale{What: e.What, Rev: e.Rev, At: e.At, By: e.By, Theirs: e.Theirs, Yours: e.Yours}
}
