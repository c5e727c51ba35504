package power

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"time"
)

// script is an X server that says what it says, whatever it is asked.
type script struct {
	io.Reader
	asked bytes.Buffer
}

func (s *script) Write(b []byte) (int, error) { return s.asked.Write(b) }

// greeting welcomes with one screen whose root window is 0x123.
func greeting() []byte {
	body := make([]byte, 32)
	binary.LittleEndian.PutUint16(body[16:], 5)
	body[20], body[21] = 1, 1
	body = padded(append(body, "Maker"...))
	body = append(body, make([]byte, 8)...)
	body = binary.LittleEndian.AppendUint32(body, 0x123)
	head := []byte{1, 0, 11, 0, 0, 0, byte(len(body) / 4), 0}
	return append(head, body...)
}

// answer is a reply of 32 bytes with one of them, or a number of four, set.
func answer(at int, values ...byte) []byte {
	reply := make([]byte, 32)
	reply[0] = 1
	copy(reply[at:], values)
	return reply
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestTheConversationWithAnXServer(t *testing.T) {
	event := append([]byte{12}, make([]byte, 31)...)
	long := append(answer(4, 2), make([]byte, 8)...)
	long[8], long[9] = 1, 140
	for _, c := range []struct {
		name   string
		says   []byte
		want   time.Duration
		failed string
	}{
		{"the last input", join(greeting(), answer(8, 1, 140), answer(16, 0xE8, 3)), time.Second, ""},
		{"events come between", join(greeting(), event, answer(8, 1, 140), event, event, answer(16, 5)), 5 * time.Millisecond, ""},
		{"a longer answer than we know", join(greeting(), long, answer(16, 5)), 5 * time.Millisecond, ""},
		{"no such extension", join(greeting(), answer(8, 0)), 0, "has no MIT-SCREEN-SAVER"},
		{"an error for an answer", join(greeting(), append([]byte{0, 17}, make([]byte, 30)...)), 0, "error 17"},
		{"refused", append([]byte{0, 7, 11, 0, 0, 0, 2, 0}, "Go away."...), 0, `refuses us: "Go away"`},
		{"a greeting without a screen", append([]byte{1, 0, 11, 0, 0, 0, 8, 0}, make([]byte, 32)...), 0, "malformed"},
		{"a greeting that is too short", []byte{1, 0, 11, 0, 0, 0, 0, 0}, 0, "malformed"},
		{"an answer without an end", join(greeting(), answer(4, 255, 255, 255, 255)), 0, "malformed"},
		{"nothing but events", join(greeting(), bytes.Repeat(event, 1000)), 0, "malformed"},
		{"it hangs up", greeting(), 0, "EOF"},
		{"it says nothing", nil, 0, "EOF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{Reader: bytes.NewReader(c.says)}
			got, err := queryIdle(s, []byte("0123456789abcdef"))
			if c.failed == "" && (err != nil || got != c.want) {
				t.Errorf("%v, %v, want %v", got, err, c.want)
			}
			if c.failed != "" && (err == nil || !strings.Contains(err.Error(), c.failed)) {
				t.Errorf("%v, want %q", err, c.failed)
			}
			if s.asked.Len()%4 != 0 {
				t.Errorf("asked %d bytes, which is not whole words", s.asked.Len())
			}
		})
	}
}

// record is one of an authority file's.
func record(family uint16, fields ...string) []byte {
	b := binary.BigEndian.AppendUint16(nil, family)
	for _, f := range fields {
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(f))), f...)
	}
	return b
}

func TestTheBestCookieIsTaken(t *testing.T) {
	here := record(familyLocal, "desk", "7", cookieName, "here")
	wild := record(familyWild, "", "", cookieName, "wild")
	other := record(familyLocal, "other", "7", cookieName, "other")
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"that of this host", join(wild, other, here), "here"},
		{"that of any", join(other, wild), "wild"},
		{"that of another, for want of a better one", other, "other"},
		{"not that of another display", record(familyLocal, "desk", "8", cookieName, "x"), ""},
		{"nor another kind of proof", record(familyLocal, "desk", "7", "XDM-AUTHORIZATION-1", "x"), ""},
		{"an empty file", nil, ""},
		{"a file that ends in the midst", join(wild, here[:9]), "wild"},
		{"a cookie that is too long to send", record(familyLocal, "desk", "7", cookieName, strings.Repeat("x", 256)), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := findCookie(c.file, "desk", "7"); string(got) != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func FuzzXServer(f *testing.F) {
	f.Add(join(greeting(), answer(8, 1, 140), answer(16, 0xE8, 3)))
	f.Add(append([]byte{0, 7, 11, 0, 0, 0, 2, 0}, "Go away."...))
	f.Fuzz(func(t *testing.T, says []byte) {
		idle, err := queryIdle(&script{Reader: bytes.NewReader(says)}, nil)
		if idle < 0 || err != nil && idle != 0 {
			t.Errorf("%v, %v", idle, err)
		}
	})
}

func FuzzCookie(f *testing.F) {
	f.Add(record(familyLocal, "desk", "7", cookieName, "here"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if got := findCookie(file, "desk", "7"); len(got) > 255 {
			t.Errorf("%d bytes", len(got))
		}
	})
}
