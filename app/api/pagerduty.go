package api

import "context"

// PagerDutys are the commands that add PagerDuty accounts.
type PagerDutys interface {
	AddPagerDuty(ctx context.Context, n NewPagerDuty) error
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

func (s *Server) addPagerDuty(ctx context.Context, n NewPagerDuty) error {
	return s.h.PagerDutys.AddPagerDuty(ctx, n)
}

// AddPagerDuty adds a PagerDuty account to the configuration and listens to it. The
// same one given once more is how its API key is renewed.
func (c *Client) AddPagerDuty(ctx context.Context, n NewPagerDuty) error {
	return c.post(ctx, "/v1/pagerdutys", n, nil)
}
