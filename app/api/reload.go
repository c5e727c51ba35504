package api

import (
	"context"
	"net/http"
)

// Reloader puts a changed configuration to use.
type Reloader interface {
	// Reload reads the configuration again and puts to use at once what has changed in
	// it. One that is not right is the error, and the old one stays in use.
	Reload(ctx context.Context) error
}

func (s *Server) reload(w http.ResponseWriter, r *http.Request) {
	s.answer(w, struct{}{}, s.h.Reloader.Reload(r.Context()))
}

// Reload has the agent read its configuration again; see Reloader.
func (c *Client) Reload(ctx context.Context) error { return c.post(ctx, "/v1/reload", nil, nil) }
