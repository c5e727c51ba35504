package desktop

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// FuzzNotifyCall: whatever a remote system wrote, the call can be sent, and a
// service shows the cleaned text to the letter, with markup and without.
func FuzzNotifyCall(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, id, title, body, key, label string) {
		n := harmless(noteOf(id, title, body, key, label))
		for _, can := range [][]string{{"body", "actions"}, {"body", "actions", "body-markup"}} {
			args := notifyArgs("Standby", nil, server{can: can}, n, 0)
			call := &dbus.Message{Type: dbus.TypeMethodCall, Body: args, Headers: map[dbus.HeaderField]dbus.Variant{
				dbus.FieldPath: dbus.MakeVariant(dbus.ObjectPath(servicePath)), dbus.FieldMember: dbus.MakeVariant("Notify"),
				dbus.FieldInterface: dbus.MakeVariant(serviceName), dbus.FieldSignature: dbus.MakeVariant(dbus.SignatureOf(args...)),
			}}
			var wire bytes.Buffer
			if err := call.EncodeTo(&wire, binary.LittleEndian); err != nil {
				t.Fatalf("the call cannot be sent: %v", err)
			}
			got, err := dbus.DecodeMessage(&wire)
			if err != nil || got.Body[3] != n.Title {
				t.Fatalf("summary %q, %v; want %q", got.Body[3], err, n.Title)
			}
			said, _ := got.Body[4].(string)
			if len(can) == 3 {
				said = textOf(t, said)
			}
			if said != n.Body {
				t.Fatalf("body %q, want %q", said, n.Body)
			}
		}
	})
}

// textOf reads markup as a service does; there must be none.
func textOf(t *testing.T, markup string) string {
	t.Helper()
	var text strings.Builder
	tokens := xml.NewDecoder(strings.NewReader("<body>" + markup + "</body>"))
	for elements := 0; ; {
		token, err := tokens.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatalf("%q is not well-formed: %v", markup, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if elements++; elements > 1 {
				t.Fatalf("%q holds an element", markup)
			}
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
		default:
			t.Fatalf("%q holds %T", markup, token)
		}
	}
}
