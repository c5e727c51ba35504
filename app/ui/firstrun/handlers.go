package firstrun

import (
	"context"

	"standby/app/ui/model"
)

// begin leads to where a step is done, or does it.
func (c *Card) begin(s step) {
	if s.target != model.Now {
		c.desk.GoTo(s.target)
		return
	}
	c.answer.Show(nil)
	c.desk.Ask(func(ctx context.Context) error {
		_, err := c.prover.TestPage(ctx)
		return err
	}, c.answer.ShowErr)
}
