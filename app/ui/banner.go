package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/look"
)

// banner runs across the whole window while the agent cannot be reached.
type banner struct {
	box          *fyne.Container
	what, detail *look.Para
}

func newBanner() *banner {
	b := &banner{what: look.NewPara("", look.Title, look.Waiting), detail: look.NewPara("", look.Body, look.Text)}
	b.what.Bold = true
	words := look.Stack(look.Gap4, b.what, b.detail)
	shape := look.NewShape(look.BrokenRing, look.Waiting, 32)
	b.box = container.NewStack(look.NewFill(look.SoftWaiting, look.Waiting),
		look.Inset(look.Gap16, 12, look.Row(look.Gap16, 1, shape, words)))
	b.box.Hide()
	return b
}

// absence is what the banner says, empty while the agent is there.
func absence(v view) (what, detail string) {
	if v.live {
		return "", ""
	}
	since := api.Clock(v.lost, v.now, v.loc)
	if !v.known {
		return "Standby's agent does not answer: pages are NOT being watched here",
			fmt.Sprintf("Tried since %s. %s", since, agentRemedy)
	}
	return "Standby's agent is not running: pages are NOT being watched",
		fmt.Sprintf("Since %s, %s ago. What stands below is from before and may be wrong. %s", since, api.Span(v.now.Sub(v.lost)), agentRemedy)
}

// grace is how long a window that has just been opened may wait for its first
// snapshot before it raises an alarm.
const grace = 2 * time.Second

func (b *banner) show(v view) {
	what, detail := absence(v)
	early := !v.known && v.now.Sub(v.lost) < grace
	b.what.Set(what, look.Waiting)
	b.detail.Set(detail, look.Text)
	toggle(b.box, what != "" && !early)
}
