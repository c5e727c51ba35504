package api

import (
	"context"
	"net/http"
)

// Sounds prove that pages can be heard.
type Sounds interface {
	// TestSound plays and returns when that is done; the error says in words why it
	// was not heard.
	TestSound(ctx context.Context, t SoundTest) error
	// Outputs lists what the configuration's device may be, the default first.
	Outputs(ctx context.Context) ([]Output, error)
}

// SoundTest is what to play.
type SoundTest struct {
	// Sound is the name of one of the sounds; empty for that of an urgent page.
	Sound string `json:"sound,omitempty"`
	// Volume is 1 to 100, scaled as pages are; zero means 100.
	Volume int `json:"volume,omitempty"`
}

// Output is where sound can go.
type Output struct {
	// ID is what the configuration's device is set to, empty where none can be
	// chosen; Name is in words.
	ID   string `json:"id"`
	Name string `json:"name"`
	// Used is true for the one that a page is heard by.
	Used bool `json:"used,omitempty"`
}

func (s *Server) testSound(ctx context.Context, t SoundTest) error {
	return s.h.Sounds.TestSound(ctx, t)
}

func (s *Server) outputs(w http.ResponseWriter, r *http.Request) {
	list, err := s.h.Sounds.Outputs(r.Context())
	s.answer(w, list, err)
}

// TestSound has the agent play a sound, as a page would, and returns when it has
// been heard; the error says why it was not.
func (c *Client) TestSound(ctx context.Context, t SoundTest) error {
	return c.post(ctx, "/v1/test-sound", t, nil)
}

// Outputs lists where sound can go.
func (c *Client) Outputs(ctx context.Context) ([]Output, error) {
	return get[[]Output](ctx, c, "/v1/outputs")
}
