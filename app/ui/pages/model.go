package pages

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
)

// historyStep is how much further back one press of the button reaches.
const historyStep = 30 * 24 * time.Hour

// noteOf is what is said below the list: how many of how many pages, and how far back
// they reach; a zero from means those that the agent has at hand.
func noteOf(shown, all int, query string, from time.Time, v model.View) string {
	reach := "the last 24 hours"
	if !from.IsZero() {
		reach = "since " + from.In(v.Loc).Format("2 Jan 2006")
	}
	switch {
	case !v.Known:
		return ""
	case query != "" && shown == 0 && all > 0:
		return fmt.Sprintf("None of %d pages has “%s” in it. Esc in the field shows all of them, “Load older” looks further back.", all, query)
	case query != "" && all > 0:
		return fmt.Sprintf("%d of %d pages: what is open, and %s.", shown, all, reach)
	case all == 0:
		return "No page waits, and none came in " + reach + "."
	case all == 1:
		return "1 page: what is open, and " + reach + "."
	}
	return fmt.Sprintf("%d pages: what is open, and %s.", all, reach)
}

// shelf holds the pages of the list: those of the snapshot, and those that were
// fetched from before it.
type shelf struct {
	pages map[string]api.Page
	// here are those of the newest snapshot: the agent has them at hand, and takes
	// notes on them also when they are over.
	here map[string]bool
	// from is how far back the history has been fetched; zero when it has not.
	from time.Time
}

// put takes in a snapshot's pages. What was open and is no longer in a snapshot
// has been forgotten by the agent, and is forgotten here; what was resolved stays.
func (s *shelf) put(snapshot []api.Page) {
	if s.pages == nil {
		s.pages = map[string]api.Page{}
	}
	for id, p := range s.pages {
		if p.Open() {
			delete(s.pages, id)
		}
	}
	s.here = make(map[string]bool, len(snapshot))
	for _, p := range snapshot {
		s.pages[p.ID], s.here[p.ID] = p, true
	}
}

// putOlder takes in pages of the history; a snapshot knows better.
func (s *shelf) putOlder(pages []api.Page, from time.Time) {
	if s.pages == nil {
		s.pages = map[string]api.Page{}
	}
	for _, p := range pages {
		if _, ok := s.pages[p.ID]; !ok {
			s.pages[p.ID] = p
		}
	}
	s.from = from
}

// newest are the IDs of the pages that a search finds, newest first; an empty one
// finds all.
func (s *shelf) newest(query string) []string {
	words := strings.Fields(strings.ToLower(query))
	ids := make([]string, 0, len(s.pages))
	for id, p := range s.pages {
		if found(p, words) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		if c := s.pages[b].TriggeredAt.Compare(s.pages[a].TriggeredAt); c != 0 {
			return c
		}
		if a < b {
			return -1
		}
		return 1
	})
	return ids
}

// found reports whether each of the words, which are in small letters, is part of
// what the page says.
func found(p api.Page, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := strings.ToLower(strings.Join([]string{p.Title, p.Service, p.Source, p.Severity, p.Body}, "\n"))
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// arrange is the order to show. With hold, the rows that are shown keep their
// places: what is newer than they are is counted in fresh and waits until the
// reader asks for it, what is older comes after them.
func arrange(shown, newest []string, hold bool) (order []string, fresh int) {
	if !hold || len(shown) == 0 {
		return newest, 0
	}
	place := make(map[string]int, len(newest))
	for i, id := range newest {
		place[id] = i
	}
	last := -1
	for _, id := range shown {
		if i, ok := place[id]; ok {
			order = append(order, id)
			last = max(last, i)
			delete(place, id)
		}
	}
	for i, id := range newest {
		if _, unseen := place[id]; !unseen {
			continue
		}
		if i > last {
			order = append(order, id)
		} else {
			fresh++
		}
	}
	return order, fresh
}
