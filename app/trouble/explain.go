package trouble

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/provider"
	"standby/app/provider/alertmanager"
	"standby/app/secret"
	"standby/app/store"
	"standby/notify"
	"standby/notify/desktop"
	"standby/notify/desktop/sessionbus"
	"standby/rotation/ical"
	"standby/rotation/tomlfile"
)

// rule says what an error is in words; %s in what stands for the subject.
type rule struct {
	is                error
	what, means, next string
}

// rules are tried in order; the first that the error wraps explains it.
func rules() []rule {
	return []rule{
		{provider.ErrUnauthorized, "%s refuses the credentials",
			"Its pages and shifts do not reach you.", "Enter the user and password or token again in Settings."},
		{provider.ErrNotTheService, "Something other than %s answers at its address",
			"Nothing can be read from it, so nothing it reports reaches you.", "Check the address, and sign in where the network asks for it (a login page or a redirect came back)."},
		{provider.ErrTooLarge, "%s sends more than Standby reads",
			"What it sent was not taken over; the last good state is kept.", "Narrow it down with a filter or a smaller calendar."},
		{provider.ErrService, "%s reports an error of its own",
			"Nothing new is read from it until it recovers.", "Standby keeps trying. Look at the service itself if this lasts."},
		{provider.ErrUnreachable, "%s cannot be reached",
			"Pages from it would not reach you now.", "Check the network, the VPN and the address. Standby keeps trying."},
		{provider.ErrGone, "%s has no such alert any more", "There is nothing left to act on.", "Nothing needs to be done."},
		{ical.ErrNotACalendar, "%s is not a calendar",
			"Its shifts cannot be read; the last good copy is kept.", "Check that the address or file is the .ics itself and not the page that shows it."},
		{ical.ErrTooLarge, "%s is larger than Standby reads",
			"Its shifts cannot be read; the last good copy is kept.", "Use a feed of one schedule, or of fewer months."},
		{store.ErrFull, "The disk is full, so %s cannot be written",
			"Pages are still shown, from memory alone: what happens now is lost if Standby stops.", "Free some space. Standby tries again by itself."},
		{store.ErrReadOnly, "The folder of %s cannot be written to",
			"Pages are still shown, from memory alone: what happens now is lost if Standby stops.", "Make the data folder writable for your user."},
		{store.ErrNewer, "The store was written by a newer Standby",
			"This version would damage it and does not touch it.", "Install the newer version again."},
		{store.ErrDamaged, "The store is damaged",
			"What it held may be incomplete.", "Restart Standby: it moves the damaged file aside and restores the newest backup."},
		{secret.ErrLocked, "The keyring is locked, and %s needs a secret from it",
			"It cannot be asked until you unlock the keyring.", "Unlock the keyring of your desktop, or log out and in."},
		{secret.ErrMissing, "The keyring holds no secret for %s",
			"It cannot be asked without one.", "Enter the secret again in Settings."},
		{secret.ErrUnavailable, "No keyring answers, and %s needs a secret from it",
			"A secret that you enter now lives until Standby stops, and nowhere else.", "Start a keyring (GNOME Keyring, KWallet, KeePassXC), or enter the secret again after each start."},
		{secret.ErrTooLong, "The secret for %s is too long", "It was not kept.", "Use a token of at most 2,500 bytes."},
		{sessionbus.ErrNone, "There is no desktop session around Standby", "Nothing can be shown on the screen but the window.", "Start Standby from the desktop session, not from a plain terminal login."},
		{desktop.ErrNoService, "No notification service answers", "Pages are shown in the window and in the tray alone.", "Start your desktop's own, or dunst, mako or xfce4-notifyd. Standby notices by itself."},
		{desktop.ErrTooMany, "More notifications wait than the desktop takes", "Some were not shown; every page is in the window.", "Open Standby to see all pages."},
		{alertmanager.ErrNotOurs, "The silence on this alert is somebody else's", "It was left as it is.", "Ask whoever made it, or remove it in Alertmanager."},
		{agent.ErrCannotAcknowledge, "This source cannot acknowledge", "Nobody was told that you have taken the page.", "Acknowledge it where the alert comes from."},
		{agent.ErrCannotResolve, "This source ends its alerts by itself", "The page stays open while the alert fires.", "Acknowledge it; it resolves once the alert stops firing."},
		{agent.ErrNoPolicy, "There is no pay policy yet", "Hours and call-outs are recorded, and nothing is computed from them.", "Choose a policy file in Settings, or set policy under [pay] in the configuration."},
		{agent.ErrStopped, "Standby is stopping", "Nothing more is taken on.", "Start it again."},
		{notify.ErrResolved, "The page is resolved already", "There is nothing left to do.", "Nothing needs to be done."},
		{notify.ErrNotAcknowledged, "The page is not acknowledged", "There is no acknowledgement to take back.", "Nothing needs to be done."},
		{api.ErrNotFound, "There is no such page", "Nothing was changed.", "See the open pages and their IDs with: standby pages"},
		{api.ErrNotRunning, "Standby's agent is not running", "Pages are NOT being watched.", "Start it with: standby"},
		{api.ErrBadRequest, "The request cannot be understood", "Nothing was changed.", "Correct it and try again."},
		{context.DeadlineExceeded, "%s took too long to answer", "It is not known whether it was done.", "Try again."},
		{os.ErrNotExist, "%s is not where it should be", "It cannot be read.", "Check the path."},
		{os.ErrPermission, "%s may not be read or written by your user", "It cannot be used.", "Correct its permissions."},
	}
}

// Explain puts err in words; subject names the thing it is about, such as the
// source's name. An error that nobody foresaw keeps its own words. The error's
// details follow in What where they tell more: a status, a line, a host. err
// must not be nil.
func Explain(subject string, err error) api.Trouble {
	var known *api.Error
	if errors.As(err, &known) {
		return known.Trouble
	}
	var file *tomlfile.Error
	if errors.As(err, &file) {
		return inFile(file)
	}
	for _, r := range rules() {
		if !errors.Is(err, r.is) {
			continue
		}
		t := api.Trouble{What: r.what, Means: r.means, Next: r.next}
		if strings.Contains(t.What, "%s") {
			t.What = fmt.Sprintf(t.What, named(subject))
		}
		t.What += details(err)
		return t
	}
	return api.Trouble{What: sentence(err.Error()), Means: "What was asked did not happen.", Next: "Try again; standby doctor says what else may be wrong."}
}

// inFile explains a mistake in one of Standby's files: where it is, and what to
// write instead.
func inFile(e *tomlfile.Error) api.Trouble {
	where := e.File
	if e.Line > 0 {
		where = fmt.Sprintf("%s, line %d", e.File, e.Line)
	}
	what := where + ": " + e.Problem
	if e.Key != "" {
		what = fmt.Sprintf("%s: %s: %s", where, e.Key, e.Problem)
	}
	return api.Trouble{What: notify.Clean(what, 240), Means: "The file is not used until that is corrected.", Next: sentence(e.Remedy)}
}

func named(subject string) string {
	if subject == "" {
		return "Standby"
	}
	return subject
}

// details are the error's own words in brackets, capped for a screen.
func details(err error) string {
	text := notify.Clean(err.Error(), 160)
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

func sentence(s string) string {
	s = notify.Clean(s, 240)
	if s == "" {
		return "Something failed without saying why"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
