package slack

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackutilsx"

	"standby/app/provider"
)

const (
	// maxText is what Slack shows of a text, in characters as they are sent; what is
	// longer it cuts off.
	maxText = 39_000
	// mark is the kind of our messages' metadata, in which the update is named.
	mark = "standby_update"
	// early is how much earlier than our clock says Slack's may have it.
	early = 10 * time.Minute
	// lookPages is how many pages of a channel are looked through for an update.
	lookPages, lookSize = 10, 200
)

// Channel is a channel that updates are posted in. It implements provider.Announcer.
type Channel struct {
	w     *Workspace
	id    string
	who   provider.Audience
	posts *provider.Posts
}

// Name is the account's name in the configuration.
func (c *Channel) Name() string { return c.w.name }

// Preview is the one message that Post sends: the title in a line of its own, then
// the text.
func (c *Channel) Preview(u provider.Update) ([]provider.Message, error) {
	u, err := u.For(c.who)
	if err != nil {
		return nil, fmt.Errorf("slack %s: %w", c.w.name, err)
	}
	text := u.Title + "\n" + u.Text
	if n := utf8.RuneCountInString(slackutilsx.EscapeMessage(text)); n > maxText {
		return nil, fmt.Errorf("slack %s: %w: it has %d characters as Slack counts, %d at most", c.w.name, provider.ErrUpdate, n, maxText)
	}
	return []provider.Message{{To: []string{"Slack channel " + c.id}, Audience: c.who, Text: text}}, nil
}

// Post posts the update. Where the answer to it was lost it is looked for in the
// channel, by the name of the update that each message carries unseen.
func (c *Channel) Post(ctx context.Context, u provider.Update) (provider.Ref, error) {
	what, err := c.Preview(u)
	if err != nil {
		return provider.Ref{}, err
	}
	ref, err := c.posts.Once(ctx, u, what, func(ctx context.Context, doubt bool) (provider.Ref, error) {
		return c.post(ctx, u, what[0].Text, doubt)
	})
	if err != nil {
		return provider.Ref{}, fmt.Errorf("slack %s: channel %s: %w", c.w.name, c.id, err)
	}
	return ref, nil
}

func (c *Channel) post(ctx context.Context, u provider.Update, text string, doubt bool) (provider.Ref, error) {
	if doubt {
		ts, err := c.find(ctx, u, text)
		if err != nil {
			return provider.Ref{}, fmt.Errorf("%w, and the channel could not be looked through: %w", provider.ErrUnknown, err)
		}
		if ts != "" {
			return c.ref(ts), nil
		}
	}
	_, ts, err := c.w.door.api.PostMessageContext(ctx, c.id,
		slack.MsgOptionText(text, true), slack.MsgOptionDisableMarkdown(), slack.MsgOptionParse(false), slack.MsgOptionLinkNames(false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: mark, EventPayload: map[string]any{"id": u.ID, "incident": u.Incident}}))
	switch {
	case err == nil && aTime.MatchString(ts):
		return c.ref(ts), nil
	case err == nil, misshapen(err):
		err = fmt.Errorf("%w: %w: it does not name the message", provider.ErrUnknown, provider.ErrNotTheService)
	default:
		err = failed(err)
	}
	if errors.Is(err, provider.ErrUnknown) && ctx.Err() == nil {
		if ts, looked := c.find(ctx, u, text); looked == nil && ts != "" {
			return c.ref(ts), nil
		}
	}
	return provider.Ref{}, err
}

func (c *Channel) ref(ts string) provider.Ref { return provider.Ref{Place: c.id, ID: ts} }

// find looks for the update in the channel; empty when it is not there. It is known
// by its mark, or where Slack does not show that, by its words and who said them.
func (c *Channel) find(ctx context.Context, u provider.Update, text string) (ts string, err error) {
	me, err := c.w.me(ctx)
	if err != nil {
		return "", err
	}
	p := &slack.GetConversationHistoryParameters{ChannelID: c.id, Limit: lookSize, IncludeAllMetadata: true,
		Oldest: strconv.FormatInt(u.At.Add(-early).Unix(), 10) + ".000000"}
	for range lookPages {
		page, err := c.w.door.api.GetConversationHistoryContext(ctx, p)
		if err != nil {
			return "", failed(err)
		}
		for _, m := range page.Messages {
			if isUpdate(m, u.ID) || unmarked(m) && me.said(m) && plain(m.Text) == plain(slackutilsx.EscapeMessage(text)) {
				return m.Timestamp, nil
			}
		}
		if p.Cursor = page.ResponseMetaData.NextCursor; p.Cursor == "" || !page.HasMore {
			return "", nil
		}
	}
	return "", fmt.Errorf("%w: more was said there since than is looked through", provider.ErrTooLarge)
}

func isUpdate(m slack.Message, id string) bool {
	return m.Metadata.EventType == mark && m.Metadata.EventPayload["id"] == id
}

func unmarked(m slack.Message) bool { return m.Metadata.EventType == "" }

var (
	aLink = regexp.MustCompile(`<((?:https?|mailto|tel):[^|>]*)(?:\|([^>]*))?>`)
	aTime = regexp.MustCompile(`^\d{10,12}\.\d{6}$`)
)

// plain takes back what Slack makes of addresses, <https://a.example|a.example>.
func plain(text string) string {
	return aLink.ReplaceAllStringFunc(text, func(link string) string {
		m := aLink.FindStringSubmatch(link)
		if m[2] != "" {
			return m[2]
		}
		return m[1]
	})
}

// identity is who we are in the workspace.
type identity struct{ user, bot string }

func (i identity) said(m slack.Message) bool {
	return i.user != "" && m.User == i.user || i.bot != "" && m.BotID == i.bot
}

func (w *Workspace) me(ctx context.Context) (identity, error) {
	said, err := w.door.api.AuthTestContext(ctx)
	if err != nil {
		return identity{}, failed(err)
	}
	return identity{said.UserID, said.BotID}, nil
}

// Probe says whose the token is.
func (w *Workspace) Probe(ctx context.Context) (string, error) {
	said, err := w.door.api.AuthTestContext(ctx)
	if err != nil {
		return "", fmt.Errorf("slack %s: %w", w.name, failed(err))
	}
	return said.User + " in " + said.Team, nil
}
