package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"standby/app/api"
)

// shortestID is how many digits of an ID name a page: with fewer, a slip of the
// finger may name another one.
const shortestID = 4

var (
	pageID  = regexp.MustCompile(`^[0-9a-f]{4,12}$`)
	wholeID = regexp.MustCompile(`^[0-9a-f]{12}$`)
)

// isPageID reports whether an argument can only be meant as a page's ID.
func isPageID(arg string) bool { return pageID.MatchString(strings.ToLower(arg)) }

// mostNamed is how many pages an error lists to choose from.
const mostNamed = 5

// pick finds the pages that the arguments mean; without any it is the only one
// that will do.
func pick(pages []api.Page, args []string, will func(api.Page) bool) ([]string, error) {
	if len(args) == 0 {
		p, err := only(pages, will)
		return []string{p.ID}, err
	}
	var ids []string
	for _, arg := range args {
		id, err := named(pages, arg)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func only(pages []api.Page, will func(api.Page) bool) (api.Page, error) {
	var found []api.Page
	for _, p := range pages {
		if will(p) {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 0:
		return api.Page{}, fmt.Errorf("no page waits for that: %w", api.ErrNotFound)
	case 1:
		return found[0], nil
	}
	return api.Page{}, choose(found)
}

// named is the ID that an argument means, whole or its beginning. A whole one that
// is not listed may be that of an older page: the agent knows.
func named(pages []api.Page, arg string) (string, error) {
	id := strings.ToLower(arg)
	if err := checkIDs([]string{arg}); err != nil {
		return "", err
	}
	var found []api.Page
	for _, p := range pages {
		if strings.HasPrefix(p.ID, id) {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 1:
		return found[0].ID, nil
	case wholeID.MatchString(id):
		return id, nil
	case len(found) == 0:
		return "", fmt.Errorf("page %q: %w", arg, api.ErrNotFound)
	}
	return "", choose(found)
}

// checkIDs finds what cannot be an ID before anybody is asked anything.
func checkIDs(args []string) error {
	for _, arg := range args {
		if !isPageID(arg) {
			return usageError{fmt.Errorf("%q is no page ID; copy one from standby pages, %d digits of it or more", shortened(arg, 40), shortestID)}
		}
	}
	return nil
}

// choose is the error that lists what could be meant.
func choose(found []api.Page) error {
	b := &strings.Builder{}
	_, _ = fmt.Fprintf(b, "%d pages could be meant; name one by its ID:", len(found))
	for _, p := range found[:min(len(found), mostNamed)] {
		_, _ = fmt.Fprintf(b, "\n  %s  %s", p.ID, shortened(p.Title, terminal-len(p.ID)-4))
	}
	if n := len(found) - mostNamed; n > 0 {
		_, _ = fmt.Fprintf(b, "\n  and %d more: standby pages", n)
	}
	return usageError{fmt.Errorf("%s", b)}
}

// completePages completes the IDs of pages that will do, their titles beside them,
// as often as there may be arguments; most 0 is without bound.
func (c *cli) completePages(most int, will func(api.Page) bool) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if most > 0 && len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		s, err := c.snapshot(cmd.Context())
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var ids []string
		for _, p := range s.Pages {
			if will(p) && !slices.Contains(args, p.ID) {
				ids = append(ids, p.ID+"\t"+p.Title)
			}
		}
		return ids, cobra.ShellCompDirectiveNoFileComp
	}
}

// pageOf is a page as the snapshot has it, or as the agent knows it besides.
func pageOf(ctx context.Context, client *api.Client, s api.Snapshot, id string) (api.Page, error) {
	if i := slices.IndexFunc(s.Pages, func(p api.Page) bool { return p.ID == id }); i >= 0 {
		return s.Pages[i], nil
	}
	return client.Page(ctx, id)
}
