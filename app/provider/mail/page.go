package mail

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// plainText makes readable lines of a web page, and tells where its links lead. It
// knows enough of HTML for the mails of machines: blocks begin a line, what is not
// shown is left out. It takes time linear in the page.
func plainText(page string) (text string, links []string) {
	var out strings.Builder
	endless := map[string]bool{}
	for page != "" {
		at := strings.IndexByte(page, '<')
		if at < 0 {
			out.WriteString(inline(page))
			break
		}
		out.WriteString(inline(page[:at]))
		page = page[at:]
		tag, rest := cutTag(page)
		name, closing := nameOf(tag)
		switch {
		case name == "" && tag == "<":
			out.WriteByte('<')
		case name == "a" && !closing && len(links) < maxLinks:
			if to := hrefOf(tag); to != "" {
				links = append(links, to)
			}
		case hides(name) && !closing && !endless[name]:
			after, found := afterEnd(rest, name)
			rest, endless[name] = after, !found
		case breaks(name):
			out.WriteByte('\n')
		}
		page = rest
	}
	return tidy(out.String()), links
}

// cutTag splits a text that begins with "<" after the tag, comment or lone bracket.
func cutTag(s string) (tag, rest string) {
	if after, ok := strings.CutPrefix(s, "<!--"); ok {
		if end := strings.Index(after, "-->"); end >= 0 {
			return "<!>", after[end+3:]
		}
		return "<!>", ""
	}
	if len(s) < 2 || !isLetter(s[1]) && s[1] != '/' && s[1] != '!' && s[1] != '?' {
		return "<", s[1:]
	}
	quote := byte(0)
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && s[i-1] == '=':
			quote = c
		case c == '>':
			return s[:i+1], s[i+1:]
		}
	}
	return s, ""
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func nameOf(tag string) (name string, closing bool) {
	tag, closing = strings.CutPrefix(strings.TrimPrefix(tag, "<"), "/")
	end := 0
	for end < len(tag) && end < 16 && (isLetter(tag[end]) || tag[end] >= '0' && tag[end] <= '9') {
		end++
	}
	return strings.ToLower(tag[:end]), closing
}

var href = regexp.MustCompile(`(?i)\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)

func hrefOf(tag string) string {
	m := href.FindStringSubmatch(tag[:min(len(tag), 4096)])
	if m == nil {
		return ""
	}
	return strings.TrimSpace(html.UnescapeString(m[1] + m[2] + m[3]))
}

// hides reports whether an element's content is not shown.
func hides(name string) bool {
	return name == "script" || name == "style" || name == "title" || name == "head"
}

// afterEnd is what follows the end of an element. One that never ends hides nothing.
func afterEnd(s, name string) (rest string, found bool) {
	for rest = s; ; {
		at := strings.Index(rest, "</")
		if at < 0 {
			return s, false
		}
		rest = rest[at:]
		if len(rest) >= 2+len(name) && strings.EqualFold(rest[2:2+len(name)], name) {
			_, after := cutTag(rest)
			return after, true
		}
		rest = rest[2:]
	}
}

func breaks(name string) bool {
	switch name {
	case "br", "p", "div", "tr", "td", "th", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dt", "dd", "pre", "section", "body":
		return true
	}
	return false
}

// inline makes one run of a piece of the page: line breaks are spaces there.
func inline(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\r', '\n', '\t', '\u00a0':
			return ' '
		}
		return r
	}, html.UnescapeString(s))
}

// tidy trims lines and drops empty ones.
func tidy(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

var aLink = regexp.MustCompile(`https?://[^\s<>"'\x60\\]+`)

// linksIn are the addresses that stand in a text.
func linksIn(text string) []string {
	var out []string
	for _, l := range aLink.FindAllString(text, maxLinks) {
		if l = strings.TrimRight(l, ".,;:!?)]}"); utf8.ValidString(l) {
			out = append(out, l)
		}
	}
	return out
}
