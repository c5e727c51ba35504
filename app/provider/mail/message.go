package mail

import (
	"bytes"
	"regexp"
	"strings"
	"time"

	mime "github.com/emersion/go-message"
	netmail "github.com/emersion/go-message/mail"
)

// Bounds of what is read of one mail.
const (
	// maxMail is how much of a mail is fetched, in bytes: its header and first parts.
	maxMail = 256 << 10
	// maxRefs is how many mails of its thread a mail may name.
	maxRefs = 32
	// maxID is the longest name of a mail or a trouble that is kept, in bytes.
	maxID = 400
)

// message is what counts of a mail. Its texts are as they came.
type message struct {
	// arrived is when the server took it.
	arrived time.Time
	// id is its Message-ID without brackets, and refs are those that it answers;
	// either may be missing.
	id   string
	refs []string
	// from is the sender's address in lower case, empty where there is none.
	from    string
	subject string
	// text is the body as plain text, links the addresses that its web page leads to.
	text  string
	links []string
}

// parseMessage reads a mail (RFC 5322, RFC 2045), or what there is of one. It never
// fails: what cannot be read is left empty, and what is damaged is read as far as it
// goes.
func parseMessage(raw []byte, arrived time.Time) message {
	m := message{arrived: arrived.UTC()}
	e, err := mime.Read(bytes.NewReader(raw))
	if e == nil || err != nil && !mime.IsUnknownCharset(err) && !mime.IsUnknownEncoding(err) {
		return m.scan(raw)
	}
	h := netmail.Header{Header: e.Header}
	m.id = messageID(h.Get("Message-Id"))
	m.refs = references(h.Get("References") + " " + h.Get("In-Reply-To"))
	m.from = senderOf(h)
	if m.subject, err = h.Subject(); err != nil {
		m.subject = h.Get("Subject")
	}
	var parts parts
	parts.read(e, 0)
	m.text, m.links = parts.result()
	return m
}

var headerLine = regexp.MustCompile(`(?im)^(subject|from|message-id|references|in-reply-to)[ \t]*:[ \t]*([^\r\n]*)`)

// scan finds what it can of a mail whose header is damaged.
func (m message) scan(raw []byte) message {
	for _, line := range headerLine.FindAllSubmatch(raw[:min(len(raw), maxMail)], 16) {
		value := string(line[2])
		switch strings.ToLower(string(line[1])) {
		case "subject":
			m.subject = firstOf(m.subject, value)
		case "from":
			m.from = firstOf(m.from, addressIn(value))
		case "message-id":
			m.id = firstOf(m.id, messageID(value))
		default:
			m.refs = append(m.refs, references(value)...)
		}
	}
	m.refs = m.refs[:min(len(m.refs), maxRefs)]
	return m
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

// senderOf is the address of who wrote a mail; of several the first.
func senderOf(h netmail.Header) string {
	list, err := h.AddressList("From")
	if err == nil && len(list) > 0 {
		return short(strings.ToLower(strings.TrimSpace(list[0].Address)))
	}
	return addressIn(h.Get("From"))
}

var anAddress = regexp.MustCompile(`[^\s<>",;:()]+@[^\s<>",;:()]+`)

// addressIn takes the last address in a text that is no list of them: a name before
// it may hold one too.
func addressIn(text string) string {
	all := anAddress.FindAllString(text[:min(len(text), maxText)], maxRefs)
	if len(all) == 0 {
		return ""
	}
	return short(strings.ToLower(all[len(all)-1]))
}

var anID = regexp.MustCompile(`<[^<>\s]+>`)

func messageID(text string) string {
	return short(strings.Trim(anID.FindString(text), "<>"))
}

// references are the mails that a header names, each once. Where there are too many
// the first, which began the thread, and the last are kept.
func references(text string) []string {
	var out []string
	seen := map[string]bool{}
	for _, id := range anID.FindAllString(text, 1000) {
		if id = short(strings.Trim(id, "<>")); id != "" && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	if len(out) > maxRefs {
		out = append(out[:1:1], out[len(out)-maxRefs+1:]...)
	}
	return out
}

// short drops a name that is too long to be kept.
func short(id string) string {
	if len(id) > maxID {
		return ""
	}
	return id
}
