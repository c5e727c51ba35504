package pagerduty

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"standby/app/provider"
)

const (
	// pageSize is the most that the API lists at once.
	pageSize = 100
	// mostListed is how far the API lists at all: offset and limit together.
	mostListed = 10_000
	// tries is how often a list that changes while it is read is begun anew.
	tries = 3
)

// listing is one page of a list. More is a pointer, so that an answer which does
// not say whether it is the last is told from one that says it is.
type listing[T any] struct {
	Items  []T
	More   *bool
	Offset *int
}

// collect reads a list to its end. Each page begins with the last item of the page
// before: where that is another one, something has come or gone meanwhile and moved
// what follows, perhaps past us, so that all is read again. A list that is not
// complete is an error.
func collect[T any](ctx context.Context, key func(T) string, read func(context.Context, url.Values) (listing[T], error)) ([]T, error) {
	for range tries {
		items, moved, err := once(ctx, key, read)
		if err != nil {
			return nil, err
		}
		if !moved {
			return items, nil
		}
	}
	return nil, fmt.Errorf("%w: the list changed each time while it was read", provider.ErrService)
}

func once[T any](ctx context.Context, key func(T) string, read func(context.Context, url.Values) (listing[T], error)) (all []T, moved bool, err error) {
	for offset := 0; ; offset = len(all) - 1 {
		if offset+pageSize > mostListed {
			return nil, false, fmt.Errorf("%w: more than %d entries, which PagerDuty does not list", provider.ErrTooLarge, mostListed)
		}
		page, err := read(ctx, url.Values{"limit": {strconv.Itoa(pageSize)}, "offset": {strconv.Itoa(offset)}})
		if err != nil {
			return nil, false, err
		}
		if err := page.check(offset); err != nil {
			return nil, false, err
		}
		items := page.Items
		if len(all) > 0 {
			if len(items) == 0 || key(items[0]) != key(all[len(all)-1]) {
				return nil, true, nil
			}
			items = items[1:]
		}
		all = append(all, items...)
		if !*page.More {
			return unique(all, key), false, nil
		}
		if len(items) == 0 || len(all) < 2 {
			return nil, false, fmt.Errorf("%w: a list that says there is more and sends nothing", provider.ErrNotTheService)
		}
	}
}

// unique keeps the first of those with the same key.
func unique[T any](all []T, key func(T) string) []T {
	seen := make(map[string]bool, len(all))
	return slices.DeleteFunc(all, func(item T) bool {
		again := seen[key(item)]
		seen[key(item)] = true
		return again
	})
}

// check refuses a page from which completeness could not be concluded.
func (p listing[T]) check(offset int) error {
	switch {
	case p.Items == nil:
		return fmt.Errorf("%w: JSON, but not the list that was asked for", provider.ErrNotTheService)
	case p.More == nil:
		return fmt.Errorf("%w: a list that does not say whether it is complete", provider.ErrNotTheService)
	case p.Offset != nil && *p.Offset != offset:
		return fmt.Errorf("%w: another part of the list than was asked for", provider.ErrNotTheService)
	case len(p.Items) > pageSize:
		return fmt.Errorf("%w: more entries than were asked for", provider.ErrNotTheService)
	}
	return nil
}

// incidents are those that are open and assigned to me, in order of their number,
// which is unique and never changes.
func (s *session) incidents(ctx context.Context) ([]incident, error) {
	return collect(ctx, func(i incident) string { return i.ID }, func(ctx context.Context, query url.Values) (listing[incident], error) {
		// Without date_range=all only the last month is searched. since and until
		// would miss what is old and has only now been assigned to me.
		query.Set("date_range", "all")
		query.Set("user_ids[]", s.me.ID)
		query["statuses[]"] = []string{triggered, acknowledged}
		query.Set("sort_by", "incident_number:asc")
		query.Set("include[]", "first_trigger_log_entries")
		var answer struct {
			Incidents []incident `json:"incidents"`
			More      *bool      `json:"more"`
			Offset    *int       `json:"offset"`
		}
		if err := s.get(ctx, incidentsPath, query, &answer); err != nil {
			return listing[incident]{}, err
		}
		for _, i := range answer.Incidents {
			if err := i.check(); err != nil {
				return listing[incident]{}, err
			}
		}
		return listing[incident]{answer.Incidents, answer.More, answer.Offset}, nil
	})
}
