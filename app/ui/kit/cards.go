package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/ui/look"
)

// Cards puts content side by side, all as wide and as high as one another; where the
// width is below narrow, one under the other.
func Cards(narrow float32, content ...fyne.CanvasObject) *fyne.Container {
	return container.New(&cards{narrow: narrow}, content...)
}

type cards struct{ narrow, width float32 }

// MinSize asks for the height that the last width needed.
func (c *cards) MinSize(objects []fyne.CanvasObject) fyne.Size {
	most, sum := float32(0), float32(-look.Gap8)
	for _, o := range objects {
		height := o.MinSize().Height
		most, sum = max(most, height), sum+height+look.Gap8
	}
	if c.width > 0 && c.width < c.narrow {
		return fyne.NewSize(0, sum)
	}
	return fyne.NewSize(0, most)
}

// Layout gives a width first, since from that the height of text follows.
func (c *cards) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	under := size.Width < c.narrow
	wide := (size.Width - look.Gap8*float32(len(objects)-1)) / float32(len(objects))
	if under {
		wide = size.Width
	}
	most := float32(0)
	for _, o := range objects {
		o.Resize(fyne.NewSize(wide, o.MinSize().Height))
		most = max(most, o.MinSize().Height)
	}
	most = max(most, size.Height) // Cards within cards are as high as their neighbours.
	at := fyne.Position{}
	for _, o := range objects {
		height := most
		if under {
			height = o.MinSize().Height
		}
		o.Move(at)
		o.Resize(fyne.NewSize(wide, height))
		if under {
			at.Y += height + look.Gap8
		} else {
			at.X += wide + look.Gap8
		}
	}
}
