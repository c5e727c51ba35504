package provider

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"standby/notify"
)

// Bounds of an update, in runes.
const (
	MaxUpdateTitle = 200
	MaxUpdateText  = 20_000
	maxComponents  = 50
)

// DrillMark begins the title of what is only an exercise.
const DrillMark = "DRILL, this is only an exercise: "

// What can be wrong with an update before anybody is told.
var (
	// ErrUpdate: it cannot be sent as it is; the error says what to change.
	ErrUpdate = errors.New("the update cannot be sent as it is")
	// ErrAudience: the place is read by people for whom the update was not written.
	ErrAudience = errors.New("the update is not meant for those who read it there")
)

var anUpdateID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// For returns the update as it goes to a place which those people read: its words
// cleaned of what does not show, its title marked when it is a drill. The error wraps
// ErrUpdate, or ErrAudience when what is written for colleagues, or only an exercise,
// would be read by customers.
func (u Update) For(place Audience) (Update, error) {
	if u.Audience == "" {
		u.Audience = Internal
	}
	u.Title = notify.Clean(u.Title, MaxUpdateText)
	u.Text = strings.Trim(tidy(u.Text), "\n")
	if err := u.check(); err != nil {
		return Update{}, err
	}
	if u.Audience == Customers && u.Phase == "" {
		u.Phase = Investigating
	}
	if place == Customers && u.Audience != Customers {
		return Update{}, fmt.Errorf("%w: it is for colleagues, and customers read that", ErrAudience)
	}
	if !u.Drill {
		return u, nil
	}
	if place == Customers {
		return Update{}, fmt.Errorf("%w: it is a drill, and customers read that", ErrAudience)
	}
	u.Title = DrillMark + u.Title
	return u, nil
}

func (u Update) check() error {
	switch {
	case !anUpdateID.MatchString(u.ID):
		return fmt.Errorf("%w: its ID %q must be letters, digits, dots, hyphens and underscores, at most 100", ErrUpdate, clean(u.ID))
	case !anUpdateID.MatchString(u.Incident):
		return fmt.Errorf("%w: the incident's ID %q must be letters, digits, dots, hyphens and underscores, at most 100", ErrUpdate, clean(u.Incident))
	case u.Title == "":
		return fmt.Errorf("%w: it has no title", ErrUpdate)
	case utf8.RuneCountInString(u.Title) > MaxUpdateTitle:
		return fmt.Errorf("%w: its title is too long, %d characters at most", ErrUpdate, MaxUpdateTitle)
	case strings.TrimSpace(u.Text) == "":
		return fmt.Errorf("%w: it says nothing", ErrUpdate)
	case utf8.RuneCountInString(u.Text) > MaxUpdateText:
		return fmt.Errorf("%w: its text is too long, %d characters at most", ErrUpdate, MaxUpdateText)
	case u.At.IsZero() || u.At.Year() < 1970 || u.At.Year() > 9999:
		return fmt.Errorf("%w: it does not say when it was written", ErrUpdate)
	}
	return u.checkKind()
}

func (u Update) checkKind() error {
	switch u.Audience {
	case Internal:
		if u.Phase != "" || len(u.Components) > 0 {
			return fmt.Errorf("%w: a phase and components are of updates for customers", ErrUpdate)
		}
		return nil
	case Customers:
	default:
		return fmt.Errorf("%w: there is no audience %q", ErrUpdate, clean(string(u.Audience)))
	}
	switch u.Phase {
	case "", Investigating, Identified, Monitoring, Resolved:
	default:
		return fmt.Errorf("%w: there is no phase %q", ErrUpdate, clean(string(u.Phase)))
	}
	if len(u.Components) > maxComponents {
		return fmt.Errorf("%w: %d components, %d at most", ErrUpdate, len(u.Components), maxComponents)
	}
	return nil
}

// tidy makes a text of several lines safe to show: valid UTF-8, lines that end with a
// line feed, no controls but tabs, and nothing that reorders what follows.
func tidy(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Noncharacter_Code_Point, r)) {
			return -1
		}
		return r
	}, s)
}
