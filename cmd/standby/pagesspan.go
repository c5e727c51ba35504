package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

// lookBack is how many days history and stats cover where nothing is said.
const lookBack = 30

// pagesSpan is what --from and --to say of a time that has passed.
type pagesSpan struct{ from, to string }

func (s *pagesSpan) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.from, "from", "", fmt.Sprintf("first day, such as 2026-11-01, or a time, such as 2026-11-01T09:00 (default: %d days before)", lookBack))
	cmd.Flags().StringVar(&s.to, "to", "", "day after the last one, or a time (default: now)")
}

// between is the span by the clocks of zone; its end is not part of it.
func (s *pagesSpan) between(now time.Time, zone *time.Location) (from, to time.Time, err error) {
	to = now.Truncate(time.Second).Add(time.Second).UTC() // what came just now is part of it
	if s.to != "" {
		if to, err = instant("--to", s.to, zone, true); err != nil {
			return from, to, err
		}
	}
	from = to.In(zone).AddDate(0, 0, -lookBack).UTC()
	if s.from != "" {
		if from, err = instant("--from", s.from, zone, false); err != nil {
			return from, to, err
		}
	}
	until := s.to
	if until == "" {
		until = "now"
	}
	switch {
	case !from.Before(to):
		err = usageError{fmt.Errorf("--from %s must lie before --to, which is %s", s.from, until)}
	case to.Sub(from) > mostDays*24*time.Hour:
		err = usageError{fmt.Errorf("--from %s and --to, which is %s, are too far apart: at most two years", s.from, until)}
	}
	return from, to, err
}
