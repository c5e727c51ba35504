package desktop

import (
	"encoding/json"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"standby/notify"
)

// hostile are texts that have broken notifications of others; every back end's
// fuzz test begins with them.
func hostile() []string {
	return []string{
		"", "Disk full", "<b>x</b> & y", "<a href='file:///etc'>l</a> &amp; &#0;", "]]><action/>", "$(calc) `id` \"; rm",
		"\u201c$(calc)\u201d", "-A danger", "a\x00b", "a\xffb\xc3\x28", "\u202Eb\u2066c", "\U0001F525 \u505C\u7535", "a\r\nb\tc", "{title}", "ms-resource:x",
		strings.Repeat("&\U0001F525", 300),
	}
}

func seed(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text, text, text, text, text)
		f.Add("p1", text, "on db-1", "acknowledge", "Acknowledge")
	}
}

func noteOf(id, title, body, key, label string) notify.Note {
	return notify.Note{ID: id, Title: title, Body: body, Urgency: notify.High,
		Actions: []notify.Action{{Key: key, Label: label}, {Key: notify.ActionOpen, Label: "Open"}}}
}

// harm is a page whose every text is hostile.
func harm() notify.Note {
	return harmless(noteOf("p1", `]]></text><actions>"$(calc)`, "a <b>&amp; \U0001F525\nline 2", "acknowledge", `"Ack" <now>`))
}

func TestAToastSaysEverythingAsText(t *testing.T) {
	for _, c := range []struct {
		name   string
		note   notify.Note
		urgent bool
		want   string
	}{
		{"a page on a Windows that knows urgent", page3(), true,
			`<toast launch="action=default&amp;note=p1" scenario="urgent" duration="long"><visual><binding template="ToastGeneric"><text>Disk full</text><text>on db-1</text></binding></visual><audio silent="true"></audio><actions><action content="Acknowledge" arguments="action=acknowledge&amp;note=p1" activationType="foreground"></action><action content="Snooze" arguments="action=snooze&amp;note=p1" activationType="foreground"></action><action content="Open" arguments="action=open&amp;note=p1" activationType="foreground"></action></actions></toast>`},
		{"a page without buttons on an older one stays longer at least", notify.Note{ID: "p1", Title: "x", Urgency: notify.High, Sound: true}, false,
			`<toast launch="action=default&amp;note=p1" duration="long"><visual><binding template="ToastGeneric"><text>x</text></binding></visual></toast>`},
		{"a quiet note", notify.Note{ID: "p1", Title: "x", Urgency: notify.Low}, true,
			`<toast launch="action=default&amp;note=p1"><visual><binding template="ToastGeneric"><text>x</text></binding></visual><audio silent="true"></audio></toast>`},
		{"hostile texts", harm(), false,
			`<toast launch="action=default&amp;note=p1" scenario="reminder" duration="long"><visual><binding template="ToastGeneric"><text>]]&gt;&lt;/text&gt;&lt;actions&gt;&#34;$(calc)</text><text>a &lt;b&gt;&amp;amp; 🔥&#xA;line 2</text></binding></visual><audio silent="true"></audio><actions><action content="&#34;Ack&#34; &lt;now&gt;" arguments="action=acknowledge&amp;note=p1" activationType="foreground"></action><action content="Open" arguments="action=open&amp;note=p1" activationType="foreground"></action></actions></toast>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := toastXML(c.note, c.urgent)
			if err != nil || got != c.want {
				t.Errorf("toast\n%s, %v; want\n%s", got, err, c.want)
			}
		})
	}
}

func page3() notify.Note {
	return notify.Note{ID: "p1", Title: "Disk full", Body: "on db-1", Urgency: notify.High, Actions: []notify.Action{
		{Key: notify.ActionDefault, Label: "Open"}, {Key: "acknowledge", Label: "Acknowledge"}, {Key: "snooze", Label: "Snooze"}, {Key: "open", Label: "Open"},
	}}
}

func TestNoTextIsLookedUpAmongResources(t *testing.T) {
	for in, want := range map[string]string{
		"ms-resource:x": "ms-resource꞉x", "MS-Resource:": "MS-Resource꞉", "see ms-resource:x": "see ms-resource:x", "ms-": "ms-",
	} {
		if got := notResource(in); got != want {
			t.Errorf("notResource(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAToastHasAtMostFiveButtons(t *testing.T) {
	n := page3()
	for range 10 {
		n.Actions = append(n.Actions, notify.Action{Key: "more", Label: "More"})
	}
	if got := len(toastButtons(n)); got != maxButtons {
		t.Errorf("%d buttons", got)
	}
}

// toastLimit is what a toast may have in bytes; Microsoft gives 5 KB.
const toastLimit = 5 << 10

func TestTheLongestPageFitsIntoAToast(t *testing.T) {
	long := strings.Repeat(`"`, 1000)
	got, err := toastXML(harmless(noteOf("0123456789ab", long, long, "acknowledge", "Acknowledge")), true)
	if err != nil || len(got) > toastLimit {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestATagNamesANoteInFewCharacters(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range []string{"", "p1", "p2", "\x00\xff", strings.Repeat("x", 1000)} {
		tag := toastTag(id)
		if !regexp.MustCompile("^[0-9a-f]{16}$").MatchString(tag) || seen[tag] || tag != toastTag(id) {
			t.Errorf("tag of %.10q is %q", id, tag)
		}
		seen[tag] = true
	}
}

// FuzzToast: always well-formed, and read back it says the cleaned texts and
// holds nothing that was not meant.
func FuzzToast(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, id, title, body, key, label string) {
		if len(id) > 1000 {
			return // an activation of that length is refused, and no page's name is that long
		}
		n := harmless(noteOf(id, title, body, key, label))
		payload, err := toastXML(n, true)
		if err != nil || strings.Contains(payload, "CDATA") || strings.Contains(payload, "<!") || strings.Contains(payload, "\x00") {
			t.Fatalf("toast %q, %v", payload, err)
		}
		// What reaches Windows is UTF-16.
		if back := string(utf16.Decode(utf16.Encode([]rune(payload)))); back != payload {
			t.Fatalf("%q changes in UTF-16", payload)
		}
		var got toast
		if err := xml.Unmarshal([]byte(payload), &got); err != nil {
			t.Fatalf("%q: %v", payload, err)
		}
		want := []string{notResource(n.Title)}
		if n.Body != "" {
			want = append(want, notResource(n.Body))
		}
		if strings.Join(got.Visual.Texts, "|") != strings.Join(want, "|") || len(got.Actions.Buttons) != len(toastButtons(n)) {
			t.Fatalf("read %+v, want the texts %q", got, want)
		}
		for i, b := range toastButtons(n) {
			r, err := parseActivation(got.Actions.Buttons[i].Arguments)
			if err != nil || r.NoteID != id || got.Actions.Buttons[i].Content != b.Content {
				t.Fatalf("button %+v leads to %+v, %v", got.Actions.Buttons[i], r, err)
			}
		}
		if elements := strings.Count(payload, "<"); elements != 2*(5+len(want)+len(toastButtons(n))) {
			t.Fatalf("%q holds %d tags", payload, elements)
		}
	})
}

func TestAnActivationNamesANoteAndAnAction(t *testing.T) {
	for _, c := range []struct {
		name, in, note, action string
		bad                    bool
	}{
		{"a button", "action=acknowledge&note=p1", "p1", "acknowledge", false},
		{"an escaped note", "action=open&note=a%26b%3D%00", "a&b=\x00", "open", false},
		{"nothing, as from the program's own name", "", "", "", true},
		{"no action", "note=p1", "", "", true},
		{"an empty action", "action=&note=p1", "", "", true},
		{"two actions", "action=open&action=acknowledge&note=p1", "", "", true},
		{"something more", "action=open&note=p1&x=y", "", "", true},
		{"an action that no button can have", "action=open%0A&note=p1", "", "", true},
		{"a broken escape", "action=open&note=%zz", "", "", true},
		{"a command line", "-Embedding", "", "", true},
		{"a megabyte", "action=open&note=" + strings.Repeat("x", 1<<20), "", "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseActivation(c.in)
			if (err != nil) != c.bad || got.NoteID != c.note || got.Action != c.action {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func FuzzActivation(f *testing.F) {
	for _, text := range append(hostile(), "action=open&note=p1", "action=a&action=b", "-Embedding", "%") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, in string) {
		r, err := parseActivation(in)
		if err != nil {
			return
		}
		again, err := parseActivation(activation(r.NoteID, r.Action))
		if err != nil && len(in) < 1000 || err == nil && again != r {
			t.Errorf("%q is %+v and then %+v, %v", in, r, again, err)
		}
	})
}

func TestAUserNoteSaysEverythingAsText(t *testing.T) {
	for _, c := range []struct {
		name string
		note notify.Note
		want string
	}{
		{"a page", page3(), `{"id":"=p1","title":"Disk full","body":"on db-1","level":"timeSensitive","sound":false,"category":"standby-654c7c31b0fa","actions":[{"key":"=acknowledge","label":"Acknowledge"},{"key":"=snooze","label":"Snooze"},{"key":"=open","label":"Open"}]}`},
		{"a quiet note with a sound", notify.Note{ID: "a b", Title: "x", Urgency: notify.Low, Sound: true}, `{"id":"=a+b","title":"x","body":"","level":"passive","sound":true,"category":"standby-e3b0c44298fc","actions":[]}`},
		{"hostile texts", harm(), `{"id":"=p1","title":"]]\u003e\u003c/text\u003e\u003cactions\u003e\"$(calc)","body":"a \u003cb\u003e\u0026amp; 🔥\nline 2","level":"timeSensitive","sound":false,"category":"standby-a595b95b931d","actions":[{"key":"=acknowledge","label":"\"Ack\" \u003cnow\u003e"},{"key":"=open","label":"Open"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := userNoteJSON(c.note)
			if err != nil || got != c.want {
				t.Errorf("note\n%s, %v; want\n%s", got, err, c.want)
			}
		})
	}
}

func TestAUserNoteComesBackWithWhatWasDone(t *testing.T) {
	for _, c := range []struct {
		name, note, action string
		want               notify.Reaction
		bad                bool
	}{
		{"a button", "=p1", "=acknowledge", notify.Reaction{NoteID: "p1", Kind: notify.Pressed, Action: "acknowledge"}, false},
		{"a click", "=p1", userClicked, notify.Reaction{NoteID: "p1", Kind: notify.Pressed, Action: notify.ActionDefault}, false},
		{"closed by a human", "=p1", userDismissed, notify.Reaction{NoteID: "p1", Kind: notify.Dismissed}, false},
		{"a note of somebody else", "p1", userClicked, notify.Reaction{}, true},
		{"a button of somebody else", "=p1", "acknowledge", notify.Reaction{}, true},
		{"a button that cannot be ours", "=p1", "=%00", notify.Reaction{}, true},
		{"a broken escape", "=%", userClicked, notify.Reaction{}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := userReaction(c.note, c.action); (err != nil) != c.bad || got != c.want {
				t.Errorf("%+v, %v; want %+v", got, err, c.want)
			}
		})
	}
}

func FuzzUserNote(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, id, title, body, key, label string) {
		n := harmless(noteOf(id, title, body, key, label))
		payload, err := userNoteJSON(n)
		if err != nil || strings.Contains(payload, "\x00") {
			t.Fatalf("note %q, %v", payload, err)
		}
		var got userNote
		if err := json.Unmarshal([]byte(payload), &got); err != nil || got.Title != n.Title || got.Body != n.Body {
			t.Fatalf("read %+v, %v; want %+v", got, err, n)
		}
		for _, a := range got.Actions {
			if r, err := userReaction(got.ID, a.Key); err != nil || r.NoteID != id {
				t.Fatalf("button %+v leads to %+v, %v", a, r, err)
			}
		}
	})
}

func FuzzUserReaction(f *testing.F) {
	f.Add("=p1", "=open")
	f.Add("=%00", userClicked)
	f.Add("", "")
	f.Fuzz(func(t *testing.T, note, action string) {
		r, err := userReaction(note, action)
		if err == nil && r.Kind == notify.Pressed && r.Action == "" {
			t.Errorf("%q, %q is %+v", note, action, r)
		}
	})
}
