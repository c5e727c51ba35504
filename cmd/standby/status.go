package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/app/api"
	"standby/rotation"
)

// statusView is the shape of `standby status --json`. It is stable: fields may
// be added, none changes its meaning. Times are RFC 3339 in UTC.
type statusView struct {
	Schema int `json:"schema"`
	// Standing is one of the api.Standing words; Word the same in words.
	Standing api.Standing `json:"standing"`
	Word     string       `json:"word"`
	Detail   []string     `json:"detail"`
	// OnCall is null while it is not known.
	OnCall *bool         `json:"on_call"`
	Role   rotation.Role `json:"role,omitempty"`
	// Until is left out where OpenEnded says that the present duty has no known end.
	Until     time.Time  `json:"until,omitzero"`
	OpenEnded bool       `json:"open_ended,omitempty"`
	Next      *shiftView `json:"next,omitempty"`
	// Waiting counts the pages that wait for the user, Due is when the first of
	// them reaches the ack target.
	Waiting int       `json:"waiting"`
	Due     time.Time `json:"due,omitzero"`
	// MorePages counts the open pages that are not listed in pages.
	MorePages int `json:"more_pages,omitempty"`
	// MutedUntil is until when the user wants no sound; left out when not muted.
	MutedUntil time.Time     `json:"muted_until,omitzero"`
	Sources    []api.Source  `json:"sources"`
	Troubles   []api.Trouble `json:"troubles"`
}

func viewStatus(s api.Snapshot, now time.Time, loc *time.Location) statusView {
	h := s.Headline(now, loc)
	v := statusView{Schema: 1, Standing: h.Standing, Word: h.Word, Detail: h.Detail, Role: h.Role,
		Next: viewNext(s), Waiting: h.Count, MorePages: s.MorePages, Sources: s.Sources, Troubles: s.Troubles}
	if s.MutedUntil.After(now) {
		v.MutedUntil = s.MutedUntil
	}
	if v.Detail == nil {
		v.Detail = []string{}
	}
	if s.DutyKnown {
		on := h.Role != "" || s.Duty.Current != nil && now.Before(s.Duty.Until)
		v.OnCall = &on
		switch {
		case on && s.DutyEndsOpen():
			v.OpenEnded = true
		case on:
			v.Until = s.Duty.Until
		}
	}
	for _, p := range s.Pages {
		if p.ForMe() && !p.Due.IsZero() && (v.Due.IsZero() || p.Due.Before(v.Due)) {
			v.Due = p.Due
		}
	}
	return v
}

func (c *cli) status() *cobra.Command {
	var asJSON, waybar, xbar bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say whether you are on call, until when, and what waits",
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := c.snapshot(cmd.Context())
			now := time.Now()
			switch {
			case waybar:
				return c.waybar(s, err, now)
			case xbar:
				return c.xbar(s, err, now)
			case err != nil:
				return err
			case asJSON:
				return writeJSON(c.out, viewStatus(s, now, zoneOf(s)))
			}
			return c.printStatus(s, now)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON of a stable shape")
	cmd.Flags().BoolVar(&waybar, "waybar", false, "print what waybar's custom module reads")
	cmd.Flags().BoolVar(&xbar, "xbar", false, "print what xbar, SwiftBar and Argos read")
	cmd.MarkFlagsMutuallyExclusive("json", "waybar", "xbar")
	return cmd
}

func (c *cli) snapshot(ctx context.Context) (api.Snapshot, error) {
	client, err := c.client()
	if err != nil {
		return api.Snapshot{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return client.Snapshot(ctx)
}

func (c *cli) printStatus(s api.Snapshot, now time.Time) error {
	loc := zoneOf(s)
	h := s.Headline(now, loc)
	w := &strings.Builder{}
	_, _ = fmt.Fprintln(w, h.Word)
	for _, d := range details(s, h, now) {
		_, _ = fmt.Fprintln(w, d)
	}
	if n := s.Duty.Next; n != nil {
		end := "until " + api.Clock(n.End, now, loc)
		if s.EndsOpen(*n) {
			end = furtherNotice
		}
		_, _ = fmt.Fprintf(w, "Next: %s %s, %s\n", api.Clock(n.Start, now, loc), end, n.Role)
	}
	for _, p := range s.Pages {
		if p.Open() {
			_, _ = fmt.Fprintln(w, pageLine(p, now, loc))
		}
	}
	if more := moreText(s); more != "" {
		_, _ = fmt.Fprintln(w, more)
	}
	for _, t := range s.Troubles {
		_, _ = fmt.Fprintf(w, "! %s. %s\n", t.What, t.Next)
	}
	for _, src := range s.Sources {
		_, _ = fmt.Fprintf(w, "%s: %s\n", src.Name, sourceLine(src, now))
	}
	_, err := io.WriteString(c.out, w.String())
	return err
}

// details are what else is true, beside the headline.
func details(s api.Snapshot, h api.Headline, now time.Time) []string {
	out := slices.Clone(h.Detail)
	if muted := mutedText(s, now, zoneOf(s)); muted != "" && !slices.Contains(out, muted) {
		out = append(out, muted)
	}
	return out
}

func sourceLine(src api.Source, now time.Time) string {
	line := string(src.State)
	if src.State == api.SourceRefused {
		line = api.Refusal(src)
	}
	if !src.LastHeard.IsZero() {
		line += ", heard " + api.Span(now.Sub(src.LastHeard)) + " ago"
	}
	if src.Trouble != nil {
		line += ". " + src.Trouble.What
	}
	return line
}

// waybar prints one JSON object a run; its class is the standing, for styling. A
// status bar must never show the last state of an agent that is gone. waybar
// reads both texts as Pango markup, so what is text must be escaped.
func (c *cli) waybar(s api.Snapshot, err error, now time.Time) error {
	out := struct {
		Text    string `json:"text"`
		Alt     string `json:"alt"`
		Class   string `json:"class"`
		Tooltip string `json:"tooltip"`
	}{Text: "Standby not running", Alt: "not_running", Class: "not_running", Tooltip: "Pages are NOT being watched"}
	switch {
	case err == nil:
		h := s.Headline(now, zoneOf(s))
		out.Text, out.Alt, out.Class = h.Word, string(h.Standing), string(h.Standing)
		out.Tooltip = strings.Join(append([]string{h.Word}, details(s, h, now)...), "\n")
	case !errors.Is(err, api.ErrNotRunning):
		out.Text = "Standby does not answer"
	}
	out.Text, out.Tooltip = html.EscapeString(out.Text), html.EscapeString(out.Tooltip)
	return json.NewEncoder(c.out).Encode(out)
}

// xbar prints the title line, a rule, and the menu. A bar in a text parses "|"
// as the start of its parameters.
func (c *cli) xbar(s api.Snapshot, err error, now time.Time) error {
	lines := []string{"Standby not running", "---", "Pages are NOT being watched"}
	if err == nil {
		h := s.Headline(now, zoneOf(s))
		lines = append([]string{h.Word, "---"}, details(s, h, now)...)
		for _, p := range s.Pages {
			if p.Open() {
				lines = append(lines, pageLine(p, now, zoneOf(s)))
			}
		}
	}
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(l, "|", "¦")
	}
	_, werr := fmt.Fprintln(c.out, strings.Join(lines, "\n"))
	return werr
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// zoneOf is the zone that the agent shows times in.
func zoneOf(s api.Snapshot) *time.Location {
	if s.Zone != "" {
		if loc, err := time.LoadLocation(s.Zone); err == nil {
			return loc
		}
	}
	return time.Local
}
