package model

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"standby/app/api"
)

func TestErrorsAreToldInWords(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		what string
	}{
		{"the agent explains it", fmt.Errorf("add: %w", &api.Error{Trouble: api.Trouble{What: "No such file", Next: "Look again."}}), "No such file"},
		{"there is no agent", fmt.Errorf("ask: %w", api.ErrNotRunning), "Standby's agent is not running"},
		{"it takes too long", context.DeadlineExceeded, "Standby's agent did not answer in time"},
		{"anything else", errors.New("odd"), "That did not work: odd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := TroubleOf(c.err)
			if got.What != c.what || got.Next == "" {
				t.Errorf("got %+v", got)
			}
		})
	}
}
