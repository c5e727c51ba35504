package mailtest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/emersion/go-imap"
	"github.com/emersion/go-imap/client"
)

func encode(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// Mail is a mail to be delivered. Empty fields are left out.
type Mail struct {
	From, Subject, Body string
	ID, InReplyTo       string
	// Type is the Content-Type; text/plain in UTF-8 unless set.
	Type string
	// At is when it arrived; now when zero.
	At time.Time
	// Raw is the whole mail, in the place of all but At.
	Raw []byte
}

// Bytes are the mail as it is written.
func (m Mail) Bytes() []byte {
	if m.Raw != nil {
		return m.Raw
	}
	var b strings.Builder
	for _, h := range [][2]string{{"From", m.From}, {"Subject", m.Subject}, {"Message-ID", m.ID}, {"In-Reply-To", m.InReplyTo}} {
		if h[1] != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
		}
	}
	kind := m.Type
	if kind == "" {
		kind = "text/plain; charset=utf-8"
	}
	fmt.Fprintf(&b, "MIME-Version: 1.0\r\nContent-Type: %s\r\n\r\n%s\r\n", kind, strings.ReplaceAll(m.Body, "\n", "\r\n"))
	return []byte(b.String())
}

// Deliver puts mails into the folder, in order.
func (s *Server) Deliver(folder string, mails ...Mail) {
	s.t.Helper()
	s.On(func(c *client.Client) error {
		for _, m := range mails {
			if m.At.IsZero() {
				m.At = time.Now()
			}
			if err := c.Append(folder, nil, m.At, bytes.NewReader(m.Bytes())); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unread counts the mails of the folder that are not marked as read.
func (s *Server) Unread(folder string) (n int) {
	s.t.Helper()
	s.On(func(c *client.Client) error {
		if _, err := c.Select(folder, true); err != nil {
			return err
		}
		query := imap.NewSearchCriteria()
		query.WithoutFlags = []string{imap.SeenFlag}
		list, err := c.Search(query)
		n = len(list)
		return err
	})
	return n
}

// Remake deletes a folder and makes it anew: its numbers begin again.
func (s *Server) Remake(folder string) {
	s.t.Helper()
	s.On(func(c *client.Client) error {
		if err := c.Delete(folder); err != nil {
			return err
		}
		return c.Create(folder)
	})
}

// Remove deletes a folder.
func (s *Server) Remove(folder string) {
	s.t.Helper()
	s.On(func(c *client.Client) error { return c.Delete(folder) })
}

// Make makes a folder.
func (s *Server) Make(folder string) {
	s.t.Helper()
	s.On(func(c *client.Client) error { return c.Create(folder) })
}

// Fill puts n mails into the new cur of a folder behind the server's back: to append
// thousands one by one takes long. The i-th mail is what mail makes.
func (s *Server) Fill(folder string, n int, mail func(i int) Mail) {
	s.t.Helper()
	dir := s.path("box/." + folder + "/cur")
	for i := range n {
		m := mail(i)
		name := fmt.Sprintf("%s/%d.M%dP1.mailtest:2,", dir, m.At.Unix(), i)
		if err := os.WriteFile(name, m.Bytes(), 0o666); err != nil { //nolint:gosec // Dovecot's own user reads it
			s.t.Fatal(err)
		}
		if err := os.Chtimes(name, m.At, m.At); err != nil {
			s.t.Fatal(err)
		}
		if os.Geteuid() == 0 {
			s.give("box/."+folder+"/cur/"+strings.TrimPrefix(name, dir+"/"), "mail")
		}
	}
}
