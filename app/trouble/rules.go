package trouble

import (
	"context"
	"os"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/books"
	"standby/app/provider"
	"standby/app/provider/alertmanager"
	"standby/app/provider/caldav"
	"standby/app/provider/calendar"
	"standby/app/secret"
	"standby/app/store"
	"standby/notify"
	"standby/notify/desktop"
	"standby/notify/desktop/sessionbus"
	"standby/rotation/ical"
)

// rule says what an error is in words; %s in what stands for the subject.
type rule struct {
	is                error
	what, means, next string
	// shifts is what it means instead where the thing is a calendar, which does
	// not page and whose last good copy is used.
	shifts string
	// thing is the subject where nobody named one.
	thing string
	// calendar rules are for calendars alone; paths means that the path the system
	// complained of names the thing best; plain leaves the error's own words out,
	// because they tell nothing more.
	calendar, paths, plain bool
}

// lastCopy is what every failure to read a calendar means.
const lastCopy = "Its shifts stay as they were last read; what was changed in it since then is not known."

// rules are tried in order; the first that the error wraps explains it.
func rules() []rule {
	var all []rule
	for _, of := range [][]rule{writeRules(), pagerDutyRules(), mailRules(), sourceRules(), storeRules(), secretRules(), soundRules(), desktopRules(), hookRules(), payRules(), requestRules(), systemRules()} {
		all = append(all, of...)
	}
	return all
}

func sourceRules() []rule {
	const service = "the service"
	return []rule{
		{is: calendar.ErrCutOff, what: "%s breaks off in the middle", means: lastCopy,
			next: "Save or export the calendar again, whole. Standby reads it again by itself."},
		{is: calendar.ErrNotACalendar, what: "What comes for %s is not a calendar", means: lastCopy,
			next: "Check that the address or file is the .ics itself, not the page that shows it, and that it needs no login."},
		{is: calendar.ErrNothingThere, what: "The address of %s leads to nothing", means: lastCopy,
			next: "Look in the calendar's settings whether its address was renewed, and enter the new one in Settings. Standby keeps trying."},
		{is: caldav.ErrElsewhere, what: "The server sends Standby to another host for %s", means: lastCopy,
			next: "Enter the address that it names, if you trust it; your password goes nowhere else by itself."},
		{is: caldav.ErrNotACalendar, what: "At the address of %s is no CalDAV calendar", means: lastCopy,
			next: "Check the address; it is the one that a calendar program asks for, not the page that shows the calendar."},
		{is: caldav.ErrNothingThere, what: "The address of %s leads to nothing", means: lastCopy,
			next: "Look whether the calendar was renamed or removed, and enter its new address in Settings. Standby keeps trying."},
		{is: ical.ErrNotACalendar, what: "%s is not a calendar", means: lastCopy,
			next: "Check that the address or file is the .ics itself, not the page that shows it, and that it needs no login."},
		{is: ical.ErrTooLarge, what: "%s is larger than Standby reads", means: lastCopy,
			next: "Use a feed of one schedule, or of fewer months."},
		{is: agent.ErrUnreadable, thing: "a rota", what: "%s cannot be read", means: lastCopy,
			next: "Correct it where it is made. Standby reads it again by itself."},
		{is: os.ErrNotExist, calendar: true, what: "The file of %s is not there", means: lastCopy,
			next: "Put the file back, or correct its path in the configuration. Standby looks again by itself."},
		{is: os.ErrPermission, calendar: true, what: "The file of %s may not be read by your user", means: lastCopy,
			next: "Correct the permissions of the file. Standby looks again by itself."},
		{is: provider.ErrInside, thing: service, what: "The address of %s leads into a network that you did not point to",
			means: "Nothing was sent there, and nothing is read from it.", shifts: lastCopy,
			next: "Ask whoever runs it where it moved. If you mean that place, enter its own address in Settings."},
		{is: provider.ErrUnauthorized, thing: service, what: "%s refuses the credentials",
			means: "Its pages do not reach you.", shifts: lastCopy,
			next: "Look whether the password, token or address has run out or was changed, and enter the new one in Settings."},
		{is: provider.ErrNotTheService, thing: service, what: "Something other than %s answers at its address",
			means: "Nothing can be read from it, so its pages do not reach you.", shifts: lastCopy,
			next: "Open the address in a browser: a login page, a proxy or a guest network may answer in its place. Sign in, join the VPN, or correct the address."},
		{is: provider.ErrTooLarge, thing: service, what: "%s sends more than Standby reads",
			means: "What it sent was not taken over; the last good state is kept.", shifts: lastCopy,
			next: "Narrow it down with a filter or a smaller calendar."},
		{is: provider.ErrService, thing: service, what: "%s reports an error of its own",
			means: "Nothing new is read from it until it recovers.", shifts: lastCopy,
			next: "Standby keeps trying. Look at the service itself if this lasts."},
		{is: provider.ErrUnreachable, thing: service, what: "%s cannot be reached",
			means: "Pages from it would not reach you now.", shifts: lastCopy,
			next: "Check the network, the VPN and the address. Standby keeps trying."},
		{is: provider.ErrGone, thing: service, what: "%s has no such alert any more",
			means: "There is nothing left to act on.", next: "Nothing needs to be done."},
		{is: alertmanager.ErrNotOurs, what: "The silence on this alert is somebody else's",
			means: "It was left as it is.", next: "Ask whoever made it, or remove it in Alertmanager."},
	}
}

func storeRules() []rule {
	const thing = "the store"
	return []rule{
		{is: api.ErrNotKept, what: "What you asked stands, but could not be kept on the disk",
			means: "It goes to the page's source all the same. If Standby stops before the disk takes it, it is forgotten, and a page that nobody has there is shown again.",
			next:  "Do not ask again. Free some space, or look at the disk; Standby writes it by itself as soon as it can."},
		{is: store.ErrFull, thing: thing, what: "The disk is full, so %s cannot be written",
			means: "Pages are still shown, from memory alone: what happens now is lost if Standby stops.",
			next:  "Free some space. Standby tries again by itself."},
		{is: store.ErrReadOnly, thing: thing, what: "The folder of %s cannot be written to",
			means: "What happens is not kept. While Standby runs, pages are still shown, from memory alone.",
			next:  "Make the data folder writable for your user."},
		{is: store.ErrDisk, thing: thing, what: "The disk reports an error, so %s cannot be read or written",
			means: "Pages are still shown, from memory alone: what happens now is lost if Standby stops.",
			next:  "Look at the disk: the system's log says what is wrong with it. Standby tries again by itself."},
		{is: store.ErrNewer, what: "The store was written by a newer Standby",
			means: "This version would damage it and does not touch it.",
			next:  "Install the newer version again."},
		{is: store.ErrDamaged, what: "The store is damaged",
			means: "What it held may be incomplete.",
			next:  "Restart Standby: it keeps the damaged file and puts the newest backup in its place."},
	}
}

func secretRules() []rule {
	const thing = "a source"
	return []rule{
		{is: secret.ErrLocked, thing: thing, what: "The keyring is locked, and %s needs a secret from it",
			means: "It cannot be asked until you unlock the keyring.",
			next:  "Unlock the keyring of your desktop, or log out and in."},
		{is: secret.ErrMissing, thing: thing, what: "The keyring holds no secret for %s",
			means: "It cannot be asked without one.", next: "Enter the secret again in Settings."},
		{is: secret.ErrUnavailable, thing: thing, what: "No keyring answers, and %s needs a secret from it",
			means: "A secret that you enter now lives until Standby stops, and nowhere else.",
			next:  "Start a keyring (GNOME Keyring, KWallet, KeePassXC), or enter the secret again after each start."},
		{is: secret.ErrTooLong, thing: thing, what: "The secret for %s is too long",
			means: "It was not kept.", next: "Use a token of at most 2,500 bytes."},
	}
}

func desktopRules() []rule {
	return []rule{
		{is: sessionbus.ErrNone, plain: true, what: "There is no desktop session around Standby",
			means: "Nothing can be shown on the screen but the window.",
			next:  "Start Standby from the desktop session, not from a plain terminal login."},
		{is: desktop.ErrNoService, plain: true, what: "No notification service answers",
			means: "Pages are shown in the window and in the tray alone.",
			next:  "Start your desktop's own, or dunst, mako or xfce4-notifyd. Standby notices by itself."},
		{is: desktop.ErrTooMany, what: "More notifications wait than the desktop takes",
			means: "Some were not shown; every page is in the window.", next: "Open Standby to see all pages."},
	}
}

func requestRules() []rule {
	const nothing = "Nothing needs to be done."
	return []rule{
		{is: agent.ErrCannotResolve, what: "This source ends its alerts by itself",
			means: "The page stays open while the alert fires.", next: "Acknowledge it; it resolves once the alert stops firing."},
		{is: agent.ErrCannotEscalate, what: "This source cannot hand a page on",
			means: "Nobody else was told.", next: "Call whoever is next; the screen Now says who that is."},
		{is: agent.ErrNoSource, what: "The page's source is not configured any more",
			means: "Nobody can be told there.", next: "Add the source again in Settings, or act where the alert comes from."},
		{is: agent.ErrNoBeat, thing: "a source", what: "%s does not send the alert that must always fire",
			means: "The way from what is watched to this screen is broken somewhere: pages may not arrive.",
			next:  "Look whether its monitoring works; if the alert was taken out on purpose, take it out of the configuration."},
		{is: books.ErrNoPolicy, plain: true, what: "There is no pay policy yet",
			means: "Hours and call-outs are recorded, and nothing is computed from them.",
			next:  "Choose a policy file in Settings, or set policy under [pay] in the configuration."},
		{is: agent.ErrStopped, plain: true, what: "Standby is stopping", means: "Nothing more is taken on.", next: "Start it again."},
		{is: notify.ErrResolved, what: "The page is resolved already", means: "There is nothing left to do.", next: nothing},
		{is: notify.ErrNotAcknowledged, what: "The page is not acknowledged",
			means: "There is no acknowledgement to take back.", next: nothing},
		{is: notify.ErrTooLate, what: "It is too late to undo that",
			means: "An acknowledgement or a resolution can be undone for 5 seconds.", next: "Give the page back, or acknowledge it when it comes again."},
		{is: notify.ErrPast, what: "That time has passed", means: "Nothing was changed.", next: "Choose a later time."},
		{is: notify.ErrNotWaiting, what: "The page does not wait for anybody", means: "Its clock does not run.", next: nothing},
		{is: notify.ErrNotMissed, what: "The page did not miss its ack target", means: "There is nothing to give a reason for.", next: nothing},
		{is: agent.ErrNoCalendar, what: "There is no calendar or rota of that name",
			means: "Nothing was done.", next: "See the names of those that are configured with: standby calendar list"},
		{is: agent.ErrOneVersion, what: "There are no two such versions to compare",
			means: "A version is kept when a calendar is first read, and whenever it has changed.",
			next:  "Choose among the versions that are kept of it, or wait until it has changed."},
		{is: store.ErrNoVersion, what: "No version of a calendar is called that",
			means: "Nothing was read.", next: "Copy the hash from the list of versions: four digits or more of it."},
		{is: api.ErrNotFound, what: "There is no such page",
			means: "Nothing was changed.", next: "See the open pages and their IDs with: standby pages"},
		{is: api.ErrNotRunning, plain: true, what: "Standby's agent is not running",
			means: "Pages are NOT being watched.", next: "Start it with: standby"},
		{is: api.ErrInsecure, what: "The address is not encrypted",
			means: "Nothing was sent there, and nothing was changed.",
			next:  "Use its https address. If it has none and you accept the risk, add it all the same: on the command line with --insecure, in Settings with the button that says so."},
		{is: api.ErrReadBack, what: "Nothing was written to the calendar",
			means: "Shifts that Standby writes to a calendar that it reads would be there twice.",
			next:  "Write to a calendar that Standby does not read (--into with its address), or to a file (--output)."},
		{is: api.ErrBadRequest, what: "The request cannot be understood",
			means: "Nothing was changed.", next: "Correct it and try again."},
	}
}

func systemRules() []rule {
	return []rule{
		{is: context.DeadlineExceeded, what: "%s took too long to answer",
			means: "It is not known whether it was done.", next: "Try again."},
		{is: os.ErrNotExist, paths: true, thing: "a file", what: "%s is not where it should be",
			means: "It cannot be read.", next: "Check the path."},
		{is: os.ErrPermission, paths: true, thing: "a file", what: "%s may not be read or written by your user",
			means: "It cannot be used, and Standby does not work around it.", next: "Correct its permissions, or those of the folder it is in."},
	}
}
