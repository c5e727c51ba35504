package api

import (
	"context"
	"net/http"
	"net/url"
)

// PagerDutys are the commands that add PagerDuty accounts.
type PagerDutys interface {
	AddPagerDuty(ctx context.Context, n NewPagerDuty) error
	// Schedules lists the schedules of an account, in order of name.
	Schedules(ctx context.Context, account string) ([]PagerDutySchedule, error)
}

// PagerDutySchedule is a schedule that a calendar can be read from.
type PagerDutySchedule struct {
	ID string `json:"id"`
	// Name is its owner's, fit to be shown; Zone as PagerDuty writes it.
	Name string `json:"name"`
	Zone string `json:"zone,omitempty"`
}

// NewPagerDuty is the command to listen to a PagerDuty account as one person.
type NewPagerDuty struct {
	Name string `json:"name"`
	// Region is "us" or "eu"; with neither it nor URL it is "us".
	Region string `json:"region,omitempty"`
	// URL is another place of the API, an address without user, path and query.
	URL string `json:"url,omitempty"`
	// Secret is the user's own API key. It goes to the keyring and nowhere else.
	Secret string `json:"secret"`
}

func (s *Server) schedules(w http.ResponseWriter, r *http.Request) {
	list, err := s.h.PagerDutys.Schedules(r.Context(), r.PathValue("name"))
	if err != nil {
		err = s.untouched(err)
	}
	s.answer(w, list, err)
}

func (s *Server) addPagerDuty(ctx context.Context, n NewPagerDuty) error {
	return s.h.PagerDutys.AddPagerDuty(ctx, n)
}

// AddPagerDuty adds a PagerDuty account to the configuration and listens to it. The
// same one given once more is how its API key is renewed.
func (c *Client) AddPagerDuty(ctx context.Context, n NewPagerDuty) error {
	return c.post(ctx, "/v1/pagerdutys", n, nil)
}

// Schedules lists the schedules of a PagerDuty account that is set up, in order of
// name.
func (c *Client) Schedules(ctx context.Context, account string) ([]PagerDutySchedule, error) {
	return get[[]PagerDutySchedule](ctx, c, "/v1/pagerdutys/"+url.PathEscape(account)+"/schedules")
}
