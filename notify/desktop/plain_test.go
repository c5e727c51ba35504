//go:build !windows

package desktop

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"standby/notify"
)

func TestPlainTextIsHarmlessToEveryProgramBehindIt(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a PowerShell expression", "$(Start-Process calc)", "＄(Start-Process calc)"},
		{"a PowerShell escape", "a`nb", "aˋnb"},
		{"straight quotes", `a"b'c`, "a″b′c"},
		{"curly quotes, which PowerShell reads as quotes", "“a” „b‟ ‘c’ ‚d‛", "″a″ ″b″ ′c′ ′d′"},
		{"the end of a here-string", "x\n\"@\ny", "x\n″@\ny"},
		{"the end of a CDATA section", "x]]><action/>", "x]]›<action/>"},
		{"the end of a CDATA section after brackets", "]]]>", "]]]›"},
		{"an option", "-A danger", "‐A danger"},
		{"a long option", "--help", "‐-help"},
		{"a hyphen elsewhere", "db-1", "db-1"},
		{"plain text", "Disk full on db1 & db2", "Disk full on db1 & db2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := plainText(c.in); got != c.want {
				t.Errorf("plainText(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func FuzzPlainText(f *testing.F) {
	f.Add("]]>$`\"'“-")
	f.Add("]]]]>>")
	f.Fuzz(func(t *testing.T, in string) {
		out := plainText(in)
		if strings.ContainsAny(out, "$`\"'“”„‟‘’‚‛") || strings.Contains(out, "]]>") || strings.HasPrefix(out, "-") {
			t.Errorf("plainText(%q) = %q is not harmless", in, out)
		}
	})
}

// plainDesktop is a Desktop with the plain back end and send in place of the
// library.
func plainDesktop(send func(title, body string, icon any) error) (*Desktop, *plain) {
	d := New(Options{Plain: true})
	p := d.backend.(*plain)
	p.send = send
	return d, p
}

func TestAPlainNoteIsCleanedAndReported(t *testing.T) {
	got := make(chan string, 1)
	d, _ := plainDesktop(func(title, body string, _ any) error {
		got <- title + "|" + body
		return nil
	})
	reactions := make(chan notify.Reaction, 1)
	go func() { _ = d.Run(t.Context(), func(r notify.Reaction) { reactions <- r }) }()
	d.Show(notify.Note{ID: "p1", Title: "-$(x)\x00", Body: "a\u202E\"b"})
	if text := <-got; text != "‐＄(x)|a″b" {
		t.Errorf("sent %q", text)
	}
	if r := <-reactions; r.Kind != notify.Shown || r.NoteID != "p1" {
		t.Errorf("reaction %+v", r)
	}
}

func TestAPlainFailureNamesItsCause(t *testing.T) {
	cause := errors.New("no program to show it")
	d, _ := plainDesktop(func(string, string, any) error { return cause })
	reactions := make(chan notify.Reaction, 1)
	go func() { _ = d.Run(t.Context(), func(r notify.Reaction) { reactions <- r }) }()
	d.Show(notify.Note{ID: "p1", Title: "x"})
	if r := <-reactions; r.Kind != notify.Failed || !errors.Is(r.Err, cause) {
		t.Errorf("reaction %+v", r)
	}
}

func TestAPlainCallThatHangsLeavesOneBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		d, _ := plainDesktop(func(string, string, any) error { <-release; return nil })
		reactions := make(chan notify.Reaction, 2)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _ = d.Run(ctx, func(r notify.Reaction) { reactions <- r }) }()
		begin := time.Now()
		d.Show(notify.Note{ID: "p1", Title: "x"})
		if r := <-reactions; !errors.Is(r.Err, context.DeadlineExceeded) || time.Since(begin) != 5*time.Second {
			t.Errorf("reaction %+v after %v", r, time.Since(begin))
		}
		d.Show(notify.Note{ID: "p2", Title: "x"})
		if r := <-reactions; !errors.Is(r.Err, ErrBusy) {
			t.Errorf("reaction %+v, want ErrBusy", r)
		}
		close(release)
		cancel()
	})
}
