package api

import "context"

// PolicyChoice is a pay policy that may be taken: one that comes with Standby, or a
// file of the user's own. One of the two is set; where neither is, ExplainPolicy takes
// the one in force.
type PolicyChoice struct {
	// Ready is the name of a ready policy, as assets.Policies has it.
	Ready string `json:"ready,omitempty"`
	// Path is that of a file, whole.
	Path string `json:"path,omitempty"`
}

// PolicyWords is a pay policy in words.
type PolicyWords struct {
	// Name is the policy's own, Currency what it pays in.
	Name     string `json:"name"`
	Currency string `json:"currency"`
	// Sentences say it back, in the order of the file.
	Sentences []string `json:"sentences"`
	// Facts are what a ready policy has to know of a person, by name, each with an
	// example.
	Facts map[string]string `json:"facts,omitempty"`
	// Path is the file that it stands in, or that it would be copied to; Kept says
	// that such a copy is there already and differs from what comes with Standby, and
	// Sentences are then of that copy.
	Path string `json:"path"`
	Kept bool   `json:"kept,omitempty"`
}

// Policies are how a pay policy is chosen.
type Policies interface {
	// ExplainPolicy reads a policy and says it back; nothing is changed.
	// ErrBadRequest where the choice names both, or a ready one that there is not.
	ExplainPolicy(ctx context.Context, c PolicyChoice) (PolicyWords, error)
	// UsePolicy makes it the policy in force. A ready one is copied beside the
	// configuration first, unless a copy is there: that is used as it is.
	UsePolicy(ctx context.Context, c PolicyChoice) (PolicyWords, error)
}

// ExplainPolicy reads a pay policy and says it back in plain sentences; nothing is
// changed.
func (c *Client) ExplainPolicy(ctx context.Context, choice PolicyChoice) (PolicyWords, error) {
	var said PolicyWords
	err := c.post(ctx, "/v1/policy/explain", choice, &said)
	return said, err
}

// UsePolicy makes a ready policy, or a file, the pay policy in force.
func (c *Client) UsePolicy(ctx context.Context, choice PolicyChoice) (PolicyWords, error) {
	var said PolicyWords
	err := c.post(ctx, "/v1/policy/use", choice, &said)
	return said, err
}
