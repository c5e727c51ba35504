package slack

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"standby/app/provider"
)

// What can be wrong with the name of a room.
var (
	// ErrName: Slack takes no such name.
	ErrName = errors.New("a channel's name has small letters, digits, hyphens and underscores, at most 80")
	// ErrTaken: there is a channel of that name which is not ours to use.
	ErrTaken = errors.New("there is a channel of that name already")
)

// Bounds of rooms.
const (
	// inviteMost is how many people one call invites (Slack: 100).
	inviteMost = 100
	// memberMost bounds a list of people.
	memberMost = 500
	// listPages and listSize bound the search for a channel by its name.
	listPages, listSize = 20, 1000
)

var aName = regexp.MustCompile(`^[a-z0-9_-]{1,80}$`)

// Open makes a private channel, or a public one where the options say so. The Ref has
// the channel's ID as its Place and its name as its ID. A name that is taken is
// ErrTaken unless this token's owner made that channel and it is not archived. Members
// are e-mail addresses or IDs of users ("U0123456789").
func (w *Workspace) Open(ctx context.Context, name string, members []string) (provider.Ref, error) {
	if !aName.MatchString(name) {
		return provider.Ref{}, fmt.Errorf("slack %s: room %q: %w", w.name, name, ErrName)
	}
	id, err := w.open(ctx, name)
	if err != nil {
		return provider.Ref{}, fmt.Errorf("slack %s: room %s: %w", w.name, name, err)
	}
	room := provider.Ref{Place: id, ID: name}
	return room, w.Invite(ctx, room, members)
}

func (w *Workspace) open(ctx context.Context, name string) (id string, err error) {
	made, err := w.door.api.CreateConversationContext(ctx, slack.CreateConversationParams{ChannelName: name, IsPrivate: !w.publicRooms})
	if err == nil {
		if !aChannel.MatchString(made.ID) {
			return "", fmt.Errorf("%w: it does not name the channel", provider.ErrNotTheService)
		}
		return made.ID, nil
	}
	taken := code(err) == "name_taken"
	if err = failed(err); !taken && !errors.Is(err, provider.ErrUnreachable) && !errors.Is(err, provider.ErrUnknown) || ctx.Err() != nil {
		return "", err
	}
	// It is taken, or the answer was lost: by us, perhaps.
	id, looked := w.ours(ctx, name)
	switch {
	case looked == nil && id != "":
		return id, nil
	case !taken:
		return "", err
	case looked != nil:
		return "", fmt.Errorf("%w, and whose it is could not be seen: %w", ErrTaken, looked)
	}
	return "", fmt.Errorf("%w, which somebody else made or which is archived; choose another", ErrTaken)
}

// ours is the ID of the open channel of that name that this token's owner made.
func (w *Workspace) ours(ctx context.Context, name string) (string, error) {
	me, err := w.me(ctx)
	if err != nil {
		return "", err
	}
	p := &slack.GetConversationsParameters{Limit: listSize, ExcludeArchived: true, Types: []string{"public_channel", "private_channel"}}
	for range listPages {
		list, next, err := w.door.api.GetConversationsContext(ctx, p)
		if err != nil {
			return "", failed(err)
		}
		for _, c := range list {
			if c.Name == name && c.Creator == me.user && !c.IsArchived && c.IsPrivate == !w.publicRooms && aChannel.MatchString(c.ID) {
				return c.ID, nil
			}
		}
		if p.Cursor = next; next == "" {
			return "", nil
		}
	}
	return "", fmt.Errorf("%w: more channels than are looked through", provider.ErrTooLarge)
}

// Invite calls people to the channel: all at once, and one by one where Slack refuses
// that, so that one who cannot be invited keeps nobody else out.
func (w *Workspace) Invite(ctx context.Context, room provider.Ref, members []string) error {
	if !aChannel.MatchString(room.Place) {
		return fmt.Errorf("slack %s: %q is not the ID of a channel", w.name, room.Place)
	}
	if len(members) > memberMost {
		return fmt.Errorf("slack %s: %d people, %d at most", w.name, len(members), memberMost)
	}
	n := &provider.NotInvitedError{Why: map[string]string{}}
	who := w.people(ctx, members, n)
	ids := slices.Sorted(maps.Keys(who))
	for some := range slices.Chunk(ids, inviteMost) {
		w.invite(ctx, room.Place, some, who, n)
	}
	if len(n.Why) == 0 {
		return nil
	}
	return fmt.Errorf("slack %s: room %s: %w", w.name, room.Place, n)
}

// people are the IDs of the members, and which member each is.
func (w *Workspace) people(ctx context.Context, members []string, n *provider.NotInvitedError) map[string]string {
	who := map[string]string{}
	for _, m := range members {
		m = strings.TrimSpace(m)
		switch {
		case m == "":
		case aUser.MatchString(m):
			who[m] = m
		case !strings.Contains(m, "@"):
			n.Why[m] = "neither an e-mail address nor the ID of a user"
		case n.Err != nil:
			n.Why[m] = "not looked for"
		default:
			w.lookUp(ctx, m, who, n)
		}
	}
	return who
}

func (w *Workspace) lookUp(ctx context.Context, email string, who map[string]string, n *provider.NotInvitedError) {
	u, err := w.door.api.GetUserByEmailContext(ctx, email)
	switch {
	case err == nil && aUser.MatchString(u.ID) && !u.Deleted:
		who[u.ID] = email
	case err == nil, code(err) == "users_not_found":
		n.Why[email] = "nobody in Slack has that address"
	default:
		n.Why[email], n.Err = "not looked for", failed(err)
	}
}

func (w *Workspace) invite(ctx context.Context, channel string, ids []string, who map[string]string, n *provider.NotInvitedError) {
	if n.Err != nil {
		for _, id := range ids {
			n.Why[who[id]] = "not tried"
		}
		return
	}
	_, err := w.door.api.InviteUsersToConversationContext(ctx, channel, ids...)
	switch said := code(err); {
	case err == nil, said == "already_in_channel" && len(ids) == 1, said == "cant_invite_self" && len(ids) == 1:
	case personal(said) && len(ids) > 1:
		for _, id := range ids {
			w.invite(ctx, channel, []string{id}, who, n)
		}
	case personal(said):
		n.Why[who[ids[0]]] = said
	default:
		n.Err = failed(err)
		for _, id := range ids {
			n.Why[who[id]] = "not invited"
		}
	}
}

// personal reports whether Slack's word is about one of the people.
func personal(said string) bool {
	switch said {
	case "already_in_channel", "cant_invite_self", "cant_invite", "user_not_found", "no_user", "user_is_bot", "user_is_restricted",
		"user_is_ultra_restricted", "ura_max_channels", "user_team_not_in_channel", "user_disabled", "cannot_add_others", "failed_for_some_users":
		return true
	}
	return false
}
