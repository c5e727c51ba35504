package slack

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"standby/app/provider"
	"standby/notify"
)

// Bounds of a transcript.
const (
	// saidMost is how many messages it holds.
	saidMost = 20_000
	// pageSize is how many are asked for at once.
	pageSize = 200
	// namesMost is how many people are asked for by name; others keep their IDs.
	namesMost = 200
)

// reading is a transcript that is being read.
type reading struct {
	w     *Workspace
	room  string
	said  []provider.Said
	names map[string]string
	mute  bool // Slack does not tell names
}

// Transcript reads the whole channel, page by page, and the answers in its threads.
// Texts are as Slack keeps them: &amp;, &lt; and &gt; stand for what they escape,
// <@U0123456789> for a person. What was deleted is gone. More than 20 000 messages
// are ErrTooLarge. Who may call history once a minute only, which are apps sold
// outside Slack's directory, needs as many minutes as there are pages.
func (w *Workspace) Transcript(ctx context.Context, room provider.Ref) (provider.Transcript, error) {
	t := provider.Transcript{Room: room, Name: "#" + cmp.Or(room.ID, room.Place)}
	if !aChannel.MatchString(room.Place) {
		return t, fmt.Errorf("slack %s: %q is not the ID of a channel", w.name, room.Place)
	}
	r := &reading{w: w, room: room.Place, names: map[string]string{}}
	if err := r.history(ctx); err != nil {
		return provider.Transcript{}, fmt.Errorf("slack %s: transcript of %s: %w", w.name, room.Place, err)
	}
	slices.SortStableFunc(r.said, func(a, b provider.Said) int {
		return cmp.Or(strings.Compare(cmp.Or(a.Answers, a.ID), cmp.Or(b.Answers, b.ID)), strings.Compare(a.ID, b.ID))
	})
	t.Said = slices.CompactFunc(r.said, func(a, b provider.Said) bool { return a.ID == b.ID })
	return t, nil
}

func (r *reading) history(ctx context.Context) error {
	p := &slack.GetConversationHistoryParameters{ChannelID: r.room, Limit: pageSize}
	for seen := map[string]bool{}; ; {
		page, err := r.w.door.api.GetConversationHistoryContext(ctx, p)
		if err != nil {
			return failed(err)
		}
		for _, m := range page.Messages {
			if err := r.take(ctx, m, ""); err != nil {
				return err
			}
			if m.ReplyCount > 0 {
				if err := r.replies(ctx, m.Timestamp); err != nil {
					return fmt.Errorf("the answers to %s: %w", notify.Clean(m.Timestamp, 20), err)
				}
			}
		}
		next, err := turn(page.HasMore, page.ResponseMetaData.NextCursor, seen)
		if err != nil || next == "" {
			return err
		}
		p.Cursor = next
	}
}

func (r *reading) replies(ctx context.Context, ts string) error {
	p := &slack.GetConversationRepliesParameters{ChannelID: r.room, Timestamp: ts, Limit: pageSize}
	for seen := map[string]bool{}; ; {
		list, more, cursor, err := r.w.door.api.GetConversationRepliesContext(ctx, p)
		if err != nil {
			return failed(err)
		}
		for _, m := range list {
			if m.Timestamp == ts {
				continue // what they answer comes first on each page
			}
			if err := r.take(ctx, m, ts); err != nil {
				return err
			}
		}
		next, err := turn(more, cursor, seen)
		if err != nil || next == "" {
			return err
		}
		p.Cursor = next
	}
}

// turn is the next page; empty after the last one. A page that comes twice, or one
// that is not named, would make a part of the whole.
func turn(more bool, cursor string, seen map[string]bool) (string, error) {
	switch {
	case more && cursor == "":
		return "", fmt.Errorf("%w: there is more, and it does not say where", provider.ErrNotTheService)
	case seen[cursor]:
		return "", fmt.Errorf("%w: its pages go round in a circle", provider.ErrNotTheService)
	case !more:
		return "", nil
	}
	seen[cursor] = true
	return cursor, nil
}

func (r *reading) take(ctx context.Context, m slack.Message, answers string) error {
	if len(r.said) >= saidMost {
		return fmt.Errorf("%w: more than %d messages", provider.ErrTooLarge, saidMost)
	}
	at, ok := instant(m.Timestamp)
	if !ok {
		return fmt.Errorf("%w: a message without a time", provider.ErrNotTheService)
	}
	s := provider.Said{ID: m.Timestamp, At: at, By: r.name(ctx, m), Text: m.Text, Answers: answers}
	for _, f := range m.Files {
		s.Files = append(s.Files, cmp.Or(f.Name, f.Title, f.ID))
	}
	r.said = append(r.said, s)
	return nil
}

// instant reads Slack's time of a message, seconds and microseconds, which is its ID
// too and must not pass through a float.
func instant(ts string) (time.Time, bool) {
	seconds, micro, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || !aTime.MatchString(ts) {
		return time.Time{}, false
	}
	u, err := strconv.ParseInt(micro, 10, 64)
	return time.Unix(s, u*1000).UTC(), err == nil
}

// name is who said it: by name where Slack tells it, and by ID, which does not change.
func (r *reading) name(ctx context.Context, m slack.Message) string {
	if !aUser.MatchString(m.User) {
		return cmp.Or(m.Username, m.BotID, "unknown")
	}
	if name, known := r.names[m.User]; known || r.mute || len(r.names) >= namesMost {
		return cmp.Or(name, m.User)
	}
	u, err := r.w.door.api.GetUserInfoContext(ctx, m.User)
	if err != nil {
		// The transcript is worth more than the names in it.
		r.mute = code(err) != "user_not_found"
		r.names[m.User] = m.User
		return m.User
	}
	name := notify.Clean(cmp.Or(u.RealName, u.Profile.RealName, u.Name), 80)
	r.names[m.User] = strings.TrimSpace(name + " (" + m.User + ")")
	return r.names[m.User]
}
