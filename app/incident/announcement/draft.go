package announcement

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"time"
	"unicode"
	"unicode/utf8"

	"standby/notify"
)

// Bounds of a draft, in runes. They are those of an update that is sent.
const (
	MaxSubject = 200
	MaxText    = 20_000
)

// ErrTooLong says that a draft is longer than an update may be.
var ErrTooLong = errors.New("the announcement is too long")

// Draft is a first version of an announcement.
type Draft struct {
	Subject, Text string
	// Gaps are what a person has to write: each stands in the text in square brackets.
	Gaps []string
}

// Open are the gaps of the draft that a text, which somebody wrote on, still has, and
// that a subject has. An announcement with open gaps is not ready.
func (d Draft) Open(subject, text string) []string {
	var open []string
	for _, g := range d.Gaps {
		if strings.Contains(subject, gap(g)) || strings.Contains(text, gap(g)) {
			open = append(open, g)
		}
	}
	return open
}

func gap(what string) string { return "[" + what + "]" }

// Draft drafts an announcement. Facts are taken as text, whatever they look like. The
// subject is cut at MaxSubject; a text beyond MaxText is ErrTooLong.
func (s Set) Draft(k Kind, f Facts) (Draft, error) {
	p := s.of[k]
	if p == nil {
		return Draft{}, fmt.Errorf("there is no announcement %q", k)
	}
	return p.draft(f)
}

func (p *pair) draft(f Facts) (d Draft, err error) {
	w := f.words()
	subject, err := d.fill(p.kind, p.subject, w)
	if err != nil {
		return Draft{}, err
	}
	text, err := d.fill(p.kind, p.text, w)
	if err != nil {
		return Draft{}, err
	}
	d.Subject, d.Text = notify.Clean(subject, MaxSubject), settle(text)
	switch {
	case d.Subject == "" || d.Text == "":
		return Draft{}, &TemplateError{File: p.kind.File(), Why: "it must make a subject and a text, whatever is known"}
	case utf8.RuneCountInString(d.Text) > MaxText:
		return Draft{}, fmt.Errorf("%w: more than %d characters", ErrTooLong, MaxText)
	}
	return d, nil
}

// fill fills in a template, and notes the gaps.
func (d *Draft) fill(k Kind, t *template.Template, w words) (string, error) {
	need := func(fact, what string) string {
		if strings.TrimSpace(fact) != "" {
			return fact
		}
		what = notify.Clean(what, MaxSubject)
		if !slices.Contains(d.Gaps, what) {
			d.Gaps = append(d.Gaps, what)
		}
		return gap(what)
	}
	own, err := t.Clone()
	if err != nil {
		return "", place(k, err)
	}
	out := &bounded{}
	err = own.Funcs(template.FuncMap{"need": need}).Execute(out, w)
	switch {
	case errors.Is(err, ErrTooLong):
		return "", fmt.Errorf("%w: more than %d characters", ErrTooLong, MaxText)
	case err != nil:
		return "", place(k, err)
	}
	return out.String(), nil
}

var blank = regexp.MustCompile(`\n{3,}`)

// settle cleans a text: no spaces at the ends of lines, one blank line between
// paragraphs, nothing that does not show.
func settle(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, s)
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		lines = append(lines, strings.TrimRight(line, " \t"))
	}
	return strings.Trim(blank.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"), "\n")
}

// bounded takes no more than an announcement may have: a rune is four bytes at most.
type bounded struct{ strings.Builder }

// Write refuses what is too much.
func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > 4*(MaxText+2*MaxSubject) {
		return 0, ErrTooLong
	}
	return b.Builder.Write(p)
}

// full has every fact, for a template to be tried out with.
func full() Facts {
	at := time.Unix(0, 0)
	return Facts{
		ID: "x", Title: "x", Severity: "x", Stage: "x", Service: "x", Drill: true, Status: "x", Progress: "x", Next: "x", Needs: "x",
		Impact: "x", Workaround: "x", DataLost: "yes", Lost: "x", Commander: "x", Room: "x", Began: at, Resolved: at, NextAt: at, Now: at,
	}
}
