package desktop

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"strings"

	"standby/notify"
)

// maxButtons is how many actions a toast may have.
const maxButtons = 5

// toast is what Windows reads (Toast content schema, element toast). It is only
// ever written by encoding/xml, so no text can end the element it stands in.
type toast struct {
	XMLName  xml.Name      `xml:"toast"`
	Launch   string        `xml:"launch,attr"`
	Scenario string        `xml:"scenario,attr,omitempty"`
	Duration string        `xml:"duration,attr,omitempty"`
	Visual   toastBinding  `xml:"visual>binding"`
	Audio    *toastAudio   `xml:"audio"`
	Actions  *toastActions `xml:"actions"`
}

type toastBinding struct {
	Template string   `xml:"template,attr"`
	Texts    []string `xml:"text"`
}

type toastAudio struct {
	Silent bool `xml:"silent,attr"`
}

type toastActions struct {
	Buttons []toastButton `xml:"action"`
}

type toastButton struct {
	Content   string `xml:"content,attr"`
	Arguments string `xml:"arguments,attr"`
	Type      string `xml:"activationType,attr"`
}

// toastXML is the payload of a cleaned note. urgent says that this Windows knows
// the urgent scenario, which breaks through do not disturb; an older one has
// reminders, which stay on the screen but only with a button.
//
// Without the caller's wish for a sound the toast is silent. A note that must stay
// asks for the longer of the two durations, for the cases where no scenario keeps it.
func toastXML(n notify.Note, urgent bool) (string, error) {
	t := toast{Launch: activation(n.ID, notify.ActionDefault)}
	t.Visual.Template = "ToastGeneric"
	for _, text := range []string{n.Title, n.Body} {
		if text != "" {
			t.Visual.Texts = append(t.Visual.Texts, notResource(text))
		}
	}
	if !n.Sound {
		t.Audio = &toastAudio{Silent: true}
	}
	if buttons := toastButtons(n); len(buttons) > 0 {
		t.Actions = &toastActions{buttons}
	}
	if n.Urgency == notify.High {
		t.Duration = "long"
		switch {
		case urgent:
			t.Scenario = "urgent"
		case t.Actions != nil:
			t.Scenario = "reminder"
		}
	}
	data, err := xml.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("write a toast: %w", err)
	}
	return string(data), nil
}

// toastButtons leaves out the click on the toast itself, which Launch is.
func toastButtons(n notify.Note) []toastButton {
	var buttons []toastButton
	for _, a := range n.Actions {
		if a.Key != notify.ActionDefault && len(buttons) < maxButtons {
			buttons = append(buttons, toastButton{notResource(a.Label), activation(n.ID, a.Key), "foreground"})
		}
	}
	return buttons
}

// notResource keeps Windows from looking a text up among the program's resources,
// which it does with one that begins like this, and showing nothing.
func notResource(text string) string {
	const scheme = "ms-resource:"
	if len(text) >= len(scheme) && strings.EqualFold(text[:len(scheme)], scheme) {
		return text[:len(scheme)-1] + "꞉" + text[len(scheme):]
	}
	return text
}

// toastTag names a toast, so that the next one of the same note replaces it and it
// can be withdrawn. Windows takes 64 characters, before the Creators Update 16; an ID
// may be longer, so the tag is a digest of it.
func toastTag(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:8])
}
