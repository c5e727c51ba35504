//go:build linux

package desktop

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"

	"standby/notify"
)

// server is what a notification service says of itself. See the Desktop
// Notifications Specification 1.2, sections 8 and 9 (GetServerInformation,
// GetCapabilities).
type server struct {
	name, version string
	can           []string
}

func (s server) has(capability string) bool { return slices.Contains(s.can, capability) }

// drawsDefault is true for xfce4-notifyd, which makes a button of the default
// action and takes a click on the note for a dismissal.
func (s server) drawsDefault() bool { return s.name == xfce }

// xfce is what xfce4-notifyd calls itself.
const xfce = "Xfce Notify Daemon"

func (s server) capabilities() Capabilities {
	return Capabilities{
		Server: strings.TrimSpace(notify.Clean(s.name+" "+s.version, maxLabel)),
		// dunst lists actions and draws no buttons for them.
		Buttons: s.has("actions") && !strings.EqualFold(s.name, "dunst"),
		Markup:  s.has("body-markup"),
		Sound:   s.has("sound"),
	}
}

var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// picture is the image-data hint: (iiibiiay).
type picture struct {
	Width, Height, Stride int32
	Alpha                 bool
	Bits, Channels        int32
	Pixels                []byte
}

func decodePicture(data []byte) *picture {
	if len(data) == 0 {
		return nil
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	flat := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(flat, flat.Bounds(), img, img.Bounds().Min, draw.Src)
	return &picture{
		Width: int32(flat.Rect.Dx()), Height: int32(flat.Rect.Dy()), Stride: int32(flat.Stride),
		Alpha: true, Bits: 8, Channels: 4, Pixels: flat.Pix,
	}
}

// notifyArgs are the arguments of Notify (section 9) for a cleaned note that
// replaces the one with the id replaces; zero replaces none.
func notifyArgs(app string, icon *picture, s server, n notify.Note, replaces uint32) []any {
	body := n.Body
	if s.has("body-markup") {
		body = markup.Replace(body)
	}
	return []any{app, replaces, "", n.Title, body, actionArgs(s, n), hints(icon, s, n), expiry(n)}
}

// actionArgs pairs keys with labels. The default action is a click on the note
// itself; it comes last, for the service that draws it as a button, and is left
// out there when another button says the same.
func actionArgs(s server, n notify.Note) []string {
	args := []string{}
	if !s.has("actions") {
		return args
	}
	onClick := "Open"
	for _, a := range n.Actions {
		if a.Key == notify.ActionDefault {
			onClick = a.Label
			continue
		}
		args = append(args, a.Key, a.Label)
	}
	if s.drawsDefault() && slices.Contains(args, onClick) {
		return args
	}
	return append(args, notify.ActionDefault, onClick)
}

// hints are those of section 8. No note is transient, because one that could not
// be looked at belongs on the desktop's list of missed ones, and none is resident,
// because a pressed button answers it.
func hints(icon *picture, s server, n notify.Note) map[string]dbus.Variant {
	h := map[string]dbus.Variant{
		"urgency":       dbus.MakeVariant(urgency(n.Urgency)),
		"category":      dbus.MakeVariant("x-standby.page"),
		"desktop-entry": dbus.MakeVariant("standby"),
		"resident":      dbus.MakeVariant(false),
	}
	if icon != nil {
		h["image-data"] = dbus.MakeVariant(*icon)
	}
	switch {
	case !n.Sound:
		// Also where the service lists no sound: some have one all the same.
		h["suppress-sound"] = dbus.MakeVariant(true)
	case s.has("sound"):
		h["sound-name"] = dbus.MakeVariant("dialog-warning")
	}
	return h
}

func urgency(u notify.Urgency) byte {
	switch u {
	case notify.Low:
		return 0
	case notify.High:
		return 2
	}
	return 1
}

// expiry is never for what must stay, else as the desktop likes.
func expiry(n notify.Note) int32 {
	if n.Urgency == notify.High {
		return 0
	}
	return -1
}
