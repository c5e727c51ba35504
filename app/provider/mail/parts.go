package mail

import (
	"io"
	"slices"
	"strings"

	mime "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // a mail may come in any character set
)

const (
	// maxDepth is how deep parts may lie in parts, maxParts how many there may be.
	maxDepth = 8
	maxParts = 50
	// maxText is how much text is looked at, in bytes, maxLinks how many links.
	maxText  = 128 << 10
	maxLinks = 200
)

// parts gathers the texts of a mail's parts.
type parts struct {
	plain, page strings.Builder
	links       []string
	count       int
}

// read goes through an entity. A part that cannot be read ends what lies beside it:
// what came before it stands.
func (p *parts) read(e *mime.Entity, depth int) {
	if p.count++; p.count > maxParts || depth > maxDepth {
		return
	}
	if several := e.MultipartReader(); several != nil {
		for p.count <= maxParts {
			part, err := several.NextPart()
			if part == nil || err != nil && !mime.IsUnknownCharset(err) && !mime.IsUnknownEncoding(err) {
				return
			}
			p.read(part, depth+1)
		}
		return
	}
	kind, _, err := e.Header.ContentType()
	if err != nil && kind == "" {
		kind = "text/plain"
	}
	if disposition, _, _ := e.Header.ContentDisposition(); disposition == "attachment" { //nolint:errcheck // none is inline
		return
	}
	switch kind {
	case "text/plain":
		take(&p.plain, e.Body)
	case "text/html":
		var page strings.Builder
		take(&page, e.Body)
		text, links := plainText(page.String())
		p.page.WriteString(text[:min(len(text), max(0, maxText-p.page.Len()))])
		p.links = append(p.links, links...)
		p.links = p.links[:min(len(p.links), maxLinks)]
	}
}

// take reads what there is room for; a part that breaks off is read until then.
func take(to *strings.Builder, from io.Reader) {
	text, _ := io.ReadAll(io.LimitReader(from, int64(max(0, maxText-to.Len())))) //nolint:errcheck // see above
	to.WriteString(strings.ToValidUTF8(string(text), "\uFFFD"))
	to.WriteByte('\n')
}

// result prefers the page: mails that have both keep to the text alone what it links
// to, and some systems leave the text empty.
func (p *parts) result() (text string, links []string) {
	text = p.page.String()
	if strings.TrimSpace(text) == "" {
		text = p.plain.String()
	}
	return text, append(slices.Clone(p.links), linksIn(p.plain.String())...)
}
