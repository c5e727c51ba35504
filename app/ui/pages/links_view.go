package pages

import (
	"net/url"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// linkList shows addresses in full, each with what can be done with it.
type linkList struct {
	box  *fyne.Container
	rows [linksMax]*linkRow
}

type linkRow struct {
	desk       *kit.Desk
	box        *fyne.Container
	text       *look.Para
	open, copy *look.Button
	answer     *kit.TroubleBox
	raw        string
	target     *url.URL
}

// newLinkList says in answer why a link could not be opened.
func newLinkList(d *kit.Desk, typed func(rune), answer *kit.TroubleBox) *linkList {
	l := &linkList{box: look.Stack(12)}
	for i := range l.rows {
		r := &linkRow{desk: d, text: look.NewPara("", look.Small, look.Secondary), answer: answer}
		r.text.MaxLines = 12
		r.open, r.copy = look.NewButton("Open link", look.Plain, r.onOpen), look.NewButton("Copy link", look.Plain, r.onCopy)
		r.open.OnRune, r.copy.OnRune = typed, typed
		r.box = look.Stack(look.Gap4, r.text, look.Flow(look.Gap8, r.open, r.copy))
		l.rows[i] = r
		l.box.Add(r.box)
	}
	return l
}

// show shows the addresses, linksMax at most.
func (l *linkList) show(links []string) {
	for i, r := range l.rows {
		kit.Toggle(r.box, i < len(links))
		if i < len(links) {
			r.show(links[i])
		}
	}
	kit.Toggle(l.box, len(links) > 0)
}

// show shows the address in full before it can be opened.
func (r *linkRow) show(raw string) {
	r.raw, r.target = raw, linkOf(raw)
	text := raw
	if r.target == nil {
		text = raw + "\nThis link is not opened from here: only http and https are, and none that holds a password."
	}
	r.text.Set(text, look.Secondary)
	kit.Toggle(r.open, r.target != nil)
}

func (r *linkRow) onCopy() { fyne.CurrentApp().Clipboard().SetContent(r.raw) }

func (r *linkRow) onOpen() {
	if r.target == nil {
		return
	}
	if err := r.desk.Open(r.target); err != nil {
		r.answer.Show(&api.Trouble{What: "The link could not be opened", Means: err.Error(), Next: "Copy the link, and paste it where it can be."})
	}
}
