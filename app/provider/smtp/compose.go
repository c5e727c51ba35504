package smtp

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/mail"

	"standby/app/provider"
)

// compose writes the mail. The same update makes the same bytes.
func (l *List) compose(u provider.Update, m provider.Message) ([]byte, error) {
	var h mail.Header
	h.SetDate(u.At)
	h.SetAddressList("From", []*mail.Address{{Name: l.sender.Name, Address: l.sender.Address}})
	if l.Audience == provider.Customers {
		h.Set("To", "undisclosed-recipients:;")
	} else {
		to := make([]*mail.Address, len(l.to))
		for n, a := range l.to {
			to[n] = &mail.Address{Name: a.Name, Address: a.Address}
		}
		h.SetAddressList("To", to)
	}
	if strings.Contains(m.Subject, "=?") {
		h.Set("Subject", encoded(m.Subject))
	} else {
		h.SetSubject(m.Subject)
	}
	h.SetMessageID(l.messageID(u.ID))
	// A mail that nobody sent holds those of one incident together (RFC 5322, 3.6.4).
	h.SetMsgIDList("References", []string{l.messageID("incident." + u.Incident)})
	// No absence notes, please (RFC 3834).
	h.Set("Auto-Submitted", "auto-generated")
	h.Set("Mime-Version", "1.0")
	h.SetContentType("text/plain", map[string]string{"charset": "utf-8"})
	h.Set("Content-Transfer-Encoding", "quoted-printable")
	var b bytes.Buffer
	w, err := mail.CreateSingleInlineWriter(&b, h)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write([]byte(m.Text + "\n")); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// messageID names a mail to this list, without angle brackets.
func (l *List) messageID(id string) string {
	of := sha256.New()
	for _, a := range l.to {
		of.Write([]byte(strings.ToLower(a.Address) + "\n"))
	}
	// Two dots in a row, or one at an end, is not an atom (RFC 5322, 3.2.3).
	local := strings.Map(func(r rune) rune {
		if r == '.' {
			return '-'
		}
		return r
	}, id)
	_, domain, _ := strings.Cut(l.sender.Address, "@")
	return "standby." + local + "." + hex.EncodeToString(of.Sum(nil)[:6]) + "@" + domain
}

// encoded hides a text that looks like an encoded word in encoded words of its own
// (RFC 2047); package mime leaves it as it is, so that readers would decode it.
func encoded(s string) string {
	const most = 42 // bytes, of which base64 makes 56, so that a word has less than 75
	var words []string
	for s != "" {
		end := 0
		for n, r := range s {
			if n+utf8.RuneLen(r) > most {
				break
			}
			end = n + utf8.RuneLen(r)
		}
		words = append(words, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(s[:end]))+"?=")
		s = s[end:]
	}
	return strings.Join(words, " ")
}
