package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Scroll shows as much of content as there is room for, and lets it be moved up
// and down. box is what goes on the screen; scroll is what moves the content.
func Scroll(content fyne.CanvasObject) (box *fyne.Container, scroll *container.Scroll) {
	scroll = container.NewVScroll(content)
	return container.New(port{scroll}, scroll), scroll
}

// port keeps what is scrolled as high as it asks to be at the width it has:
// Fyne's scroller takes the height that it asked for at the width before.
type port struct{ scroll *container.Scroll }

func (p port) MinSize([]fyne.CanvasObject) fyne.Size {
	if !p.scroll.Visible() {
		return fyne.Size{}
	}
	if content := p.scroll.Content; content.MinSize().Max(p.scroll.Size()) != content.Size() {
		p.scroll.Refresh()
	}
	return p.scroll.MinSize()
}

func (p port) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	content := p.scroll.Content
	content.Resize(fyne.NewSize(max(size.Width, content.MinSize().Width), content.Size().Height))
	p.scroll.Resize(size)
}
