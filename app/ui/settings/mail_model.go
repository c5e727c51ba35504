package settings

import (
	"strings"

	"standby/app/api"
)

// checkMail looks at what was filled in, before it is sent. It repeats nothing of the
// server: what people paste may carry a password.
func checkMail(n api.NewMail) *api.Trouble {
	switch {
	case n.Name == "":
		return problem("The mailbox has no name", "Give it a short one, such as “mail”.")
	case n.Server == "":
		return problem("The server is missing", "It looks like imap.example.org; your mail program's settings have it as the incoming server.")
	case strings.ContainsAny(n.Server, "/@ "):
		return problem("The server cannot be understood", "It is a host, with a port if need be, such as imap.example.org:993. User and password have fields of their own.")
	case n.User == "":
		return problem("The user is missing", "Fill in the name you sign in with, your address as a rule.")
	case n.Secret == "":
		return problem("The password is missing", "Fill it in. Many providers want one made for programs, an app password.")
	}
	for _, from := range n.From {
		if !strings.ContainsAny(from, "@*") || strings.ContainsAny(from, " <>") {
			return problem("A sender cannot be understood", "Give addresses, with commas between them; * stands for any text, such as *@monitoring.example.org.")
		}
	}
	return nil
}

// sendersOf splits what was filled in.
func sendersOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' || r == '\t' })
}
