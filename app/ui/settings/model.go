package settings

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/rotation"
)

// whoOf says as whom Standby looks for the user in the calendars.
func whoOf(me rotation.Person) string {
	if me == (rotation.Person{}) {
		return "Standby does not know yet who you are. Say it here, or when you add a calendar."
	}
	return "In a team's calendar or rota Standby looks for " + personOf(me) + "."
}

// personOf is a person with all that is known of them.
func personOf(p rotation.Person) string {
	if p.Name != "" && p.Email != "" {
		return fmt.Sprintf("%s, %s", p.Name, p.Email)
	}
	return p.String()
}

// keyringOf says where secrets live now.
func keyringOf(state string) (text string, form look.Form, tone look.ColorName) {
	const only = "Passwords, tokens and the addresses of calendars are kept in this system's keyring and nowhere else: not in a file, not in a log."
	const lost = "Until then a secret you enter is kept in memory for this run only, and you are asked for it again after a restart. It is never written to a file."
	switch state {
	case "ok":
		return only, look.Disc, look.On
	case "locked":
		return "The keyring is locked: unlock it. " + lost, look.BrokenRing, look.Blind
	case "missing":
		return "This system has no keyring: install one, such as gnome-keyring or KWallet. " + lost, look.BrokenRing, look.Blind
	case "unavailable":
		return "The keyring does not answer. " + lost, look.BrokenRing, look.Blind
	}
	return only + " Whether it works is not known yet.", look.Ring, look.Off
}

// problem is why a form cannot be sent, as a trouble; the zero value means that
// it can.
func problem(what, next string) *api.Trouble {
	return &api.Trouble{What: what, Means: "Nothing was sent.", Next: next}
}

// checkRota looks at what was filled in, before it is sent.
func checkRota(r api.NewRota, me rotation.Person) *api.Trouble {
	switch {
	case r.Name == "":
		return problem("The rota has no name", "Give it a short one, such as “Payments”.")
	case r.File == "":
		return problem("The rota has no file", "Give the path of a rota file (.toml), or use “Look for it…”.")
	case strings.Contains(r.File, "://"):
		return problem("A rota is a file and has no address", "Save it on this machine, and give its path.")
	case !filepath.IsAbs(r.File):
		return problem("The path of the rota is not complete", "Give the whole path, or use “Look for it…”.")
	case r.Me == (rotation.Person{}) && me == (rotation.Person{}):
		return problem("Standby cannot find you in the rota", "Fill in your name or your e-mail, as the rota has it.")
	}
	return nil
}

// checkAlertmanager looks at what was filled in, before it is sent.
func checkAlertmanager(a api.NewAlertmanager) *api.Trouble {
	if a.Name == "" {
		return problem("The Alertmanager has no name", "Give it a short one, such as “prod”.")
	}
	u, err := url.Parse(a.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return problem("The address of the Alertmanager cannot be understood", "It looks like https://alerts.example.org or http://127.0.0.1:9093.")
	}
	if u.User != nil {
		return problem("The address holds a user name or a password", "Take it out and fill in the fields below: the address is written to a file, the password is not.")
	}
	switch {
	case a.Auth == "basic" && (a.User == "" || a.Secret == ""):
		return problem("The user name or the password is missing", "Fill in both, or choose that no sign-in is needed.")
	case a.Auth == "bearer" && a.Secret == "":
		return problem("The token is missing", "Fill it in, or choose that no sign-in is needed.")
	}
	return nil
}

// checkPagerDuty looks at what was filled in, before it is sent; elsewhere says that
// its API has an address of its own. It never repeats that: what people paste may
// carry a key.
func checkPagerDuty(n api.NewPagerDuty, elsewhere bool) *api.Trouble {
	u, err := url.Parse(n.URL)
	const remedy = "It looks like https://api.example.org."
	switch {
	case n.Name == "":
		return problem("The account has no name", "Give it a short one, such as “pagerduty”.")
	case elsewhere && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https"):
		return problem("The address of the API cannot be understood", remedy)
	case elsewhere && (u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != ""):
		return problem("The address of the API has more in it than a host", remedy+" The token has a field of its own.")
	case elsewhere && plainHTTP(n.URL):
		return problem("The address of the API is not encrypted", "Use its https address: the token would travel for all to read.")
	case n.Secret == "":
		return problem("The API token is missing", "Make one in PagerDuty under My Profile, User Settings, Create API User Token, and fill it in.")
	}
	return nil
}

// findingOf is a finding of the doctor as a row.
func findingOf(c api.Check) (form look.Form, tone look.ColorName, word string) {
	switch c.Result {
	case "ok":
		return look.Tick, look.On, "works"
	case "warning":
		return look.Triangle, look.Taken, "look at this"
	}
	return look.BrokenRing, look.Waiting, "does not work"
}
