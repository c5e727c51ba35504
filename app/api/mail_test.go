package api

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"testing"
)

type mailboxes struct{ added NewMail }

func (m *mailboxes) AddMail(_ context.Context, n NewMail) error {
	m.added = n
	return nil
}

func TestAMailboxGoesThroughTheSocket(t *testing.T) {
	m, d := &mailboxes{}, &desk{}
	s := NewServer(Handlers{Pages: d, Setup: d, Prefer: d, Records: d, Proof: d, Trial: d, Ledger: struct{ Ledger }{}, Publisher: d, Handover: d, Mails: m, Window: func(bool) {}, Explain: func(err error) Trouble { return Trouble{What: err.Error()} }})
	socket := filepath.Join(t.TempDir(), "s")
	l, err := Listen(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	srv := &httptest.Server{Listener: l, Config: s.srv}
	srv.Start()
	defer srv.Close()
	n := NewMail{Name: "ops", Server: "imap.example.org", User: "a", From: []string{"*@example.org"}, Secret: "k"}
	if err := Dial(socket).AddMail(t.Context(), n); err != nil || !reflect.DeepEqual(m.added, n) {
		t.Errorf("%v, %+v", err, m.added)
	}
}
