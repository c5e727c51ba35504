package settings

import (
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"

	"standby/app/api"
	"standby/rotation"
)

// The kinds of places that a calendar is read from, in the order of the form.
const (
	kindFile = iota
	kindAddress
	kindCalDAV
	kindAccount // of PagerDuty; offered once there is one
)

// kindLabels name the kinds.
func kindLabels() []string {
	return []string{"A file on this machine (.ics)", "An address (https, webcal)", "A CalDAV server", "A PagerDuty account"}
}

// kindTyped is the kind that what is typed can only be, else the present one.
func kindTyped(text string, kind int) int {
	switch {
	case kind == kindFile && strings.Contains(text, "://"):
		return kindAddress
	case kind == kindAddress && filepath.IsAbs(text):
		return kindFile
	}
	return kind
}

const patternHint = "Where person, role and rota stand in the text of its events, if Standby does not find out by itself. " +
	"An example: {role}: {person} ({rota}). What is to be passed over is {any}; each line is one way of writing them."

// plainHTTP reports whether what is sent to that address can be read on the way: it
// is not encrypted, and leads beyond this machine.
func plainHTTP(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "caldav" {
		return false
	}
	host, err := netip.ParseAddr(u.Hostname())
	return (err != nil || !host.Unmap().IsLoopback()) && !strings.EqualFold(u.Hostname(), "localhost")
}

// addLabel is what the button says that adds the calendar.
func addLabel(insecure bool) string {
	if insecure {
		return "Add it all the same"
	}
	return "Add this calendar"
}

// checkCalendar looks at what was filled in, before it is sent. It never
// repeats an address: one is a credential.
func checkCalendar(c api.NewCalendar, me rotation.Person) *api.Trouble {
	if c.Name == "" {
		return problem("The calendar has no name", "Give it a short one, such as “Payments”.")
	}
	if wrong := checkPlace(c); wrong != nil {
		return wrong
	}
	if c.PagerDuty == "" && !c.Mine && c.Me == (rotation.Person{}) && me == (rotation.Person{}) {
		return problem("Standby cannot find you in a team's calendar", "Fill in your name or your e-mail, as the calendar has it.")
	}
	return nil
}

// checkPlace looks at where the calendar is said to be.
func checkPlace(c api.NewCalendar) *api.Trouble {
	switch {
	case c.PagerDuty != "":
		return nil
	case c.CalDAV:
		return checkServer(c)
	case c.Location == "":
		return problem("The calendar has no address", "Give the path of an .ics file, or its address.")
	case strings.Contains(c.Location, "://"):
		u, err := url.Parse(c.Location)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "webcal" {
			return problem("The address of the calendar cannot be understood", "It begins with https://, http:// or webcal:// and names a host.")
		}
	case !filepath.IsAbs(c.Location):
		return problem("The path of the calendar is not complete", "Give the whole path, or use “Look for it…”.")
	}
	return nil
}

func checkServer(c api.NewCalendar) *api.Trouble {
	u, err := url.Parse(c.Location)
	switch {
	case c.Location == "":
		return problem("The CalDAV server has no address", "Give the one that a calendar program asks for, such as https://dav.example.org.")
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return problem("The address of the CalDAV server cannot be understood", "It begins with https:// or http:// and names a host, such as https://dav.example.org.")
	case u.User != nil:
		return problem("The address holds a user name or a password", "Take it out and fill in the fields below: the address is written to a file, the password is not.")
	case c.User == "" && c.Secret != "":
		return problem("There is a password and no user", "Fill in the user, or leave both out.")
	case strings.Contains(c.User, ":"):
		return problem("The user has a colon in it", "Write the user alone, and the password into its own field.")
	}
	return nil
}
