package api

import "context"

// Mails are the commands that add mailboxes.
type Mails interface {
	AddMail(ctx context.Context, n NewMail) error
}

// NewMail is the command to read pages out of a folder of a mailbox.
type NewMail struct {
	Name string `json:"name"`
	// Server is "host:port" of an IMAP server, or a host, which means port 993.
	Server string `json:"server"`
	// TLS is "implicit", "starttls" or, for a server on this machine alone, "none";
	// empty chooses by the port.
	TLS  string `json:"tls,omitempty"`
	User string `json:"user"`
	// Folder is its name as a mail program shows it; empty means "Alerts".
	Folder string `json:"folder,omitempty"`
	// From are the senders whose mails count, addresses in which * stands for any text;
	// none means all.
	From []string `json:"from,omitempty"`
	// Secret is the password. It goes to the keyring and nowhere else.
	Secret string `json:"secret"`
}

func (s *Server) addMail(ctx context.Context, n NewMail) error { return s.h.Mails.AddMail(ctx, n) }

// AddMail adds a mailbox to the configuration and listens to it. The same one given
// once more is how its password is renewed.
func (c *Client) AddMail(ctx context.Context, n NewMail) error {
	return c.post(ctx, "/v1/mails", n, nil)
}
