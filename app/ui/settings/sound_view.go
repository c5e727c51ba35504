package settings

import (
	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// soundCard proves that pages can be heard, and says where.
type soundCard struct {
	desk   *kit.Desk
	sounds Sounds
	reveal func(fyne.CanvasObject)

	box     *fyne.Container
	trouble *kit.TroubleBox
	tests   []*look.Button
	again   *look.Button
	told    *look.Para
	answer  *kit.TroubleBox
	outputs *fyne.Container
	none    *look.Para
	fault   *kit.TroubleBox
	// known is what was wrong with the sound when the agent last told, wrong what was
	// wrong with the one that was tested last; nil for nothing.
	known, wrong *api.Trouble
	// playing and looking are true while the agent has been asked and has not
	// answered.
	playing, looking bool
	// state is what was known of the sound when the outputs were last asked for;
	// empty before that.
	state string
}

func newSoundCard(d *kit.Desk, sounds Sounds) *soundCard {
	c := &soundCard{desk: d, sounds: sounds, reveal: func(fyne.CanvasObject) {}, trouble: kit.NewTroubleBox(), answer: kit.NewTroubleBox(), fault: kit.NewTroubleBox(),
		told: look.NewPara("", look.Body, look.Secondary), none: look.NewPara("Not known yet.", look.Body, look.Secondary), outputs: look.Stack(look.Gap8)}
	row := look.Flow(look.Gap8)
	for _, t := range soundTests() {
		button := look.NewButton(t.label, look.Plain, func() { c.onTest(t) })
		button.OnRune = d.Typed
		c.tests = append(c.tests, button)
		row.Add(button)
	}
	c.again = look.NewCompact("Look again", c.ask)
	c.again.OnRune = d.Typed
	kit.Toggle(c.told, false)
	kit.Toggle(c.outputs, false)
	c.box = look.Card(look.NewLine("Sound", look.Title).Strong(), c.trouble.Box,
		look.NewPara("Hear what each sounds like, as loud as the settings have it.", look.Body, look.Secondary),
		row, c.told, c.answer.Box,
		look.Row(look.Gap8, 0, look.NewElided("Where it is heard", look.Body, look.Text).Strong(), c.again),
		c.none, c.outputs, c.fault.Box, look.NewPara(soundHint, look.Small, look.Secondary))
	return c
}

func (c *soundCard) revealBy(reveal func(fyne.CanvasObject)) {
	c.reveal = reveal
	for _, button := range c.tests {
		button.OnFocus = reveal
	}
	c.again.OnFocus = reveal
}

func (c *soundCard) show(v model.View) {
	c.known = soundTrouble(v.Snap.Desktop)
	c.tell()
	c.enable(v.Live)
	if state := v.Snap.Desktop.Sound + "."; v.Live && state != c.state {
		c.state = state
		c.ask()
	}
}

// tell says what is wrong; the same thing stands there once, where it was asked for.
func (c *soundCard) tell() {
	c.answer.Show(c.wrong)
	if c.known != nil && c.wrong != nil && *c.known == *c.wrong {
		c.trouble.Show(nil)
		return
	}
	c.trouble.Show(c.known)
}

func (c *soundCard) enable(live bool) {
	for _, button := range c.tests {
		button.SetEnabled(live && !c.playing)
	}
	c.again.SetEnabled(live && !c.looking)
}

func drawOutput(o api.Output) fyne.CanvasObject {
	form, tone, word := look.Ring, look.Off, ""
	if o.Used {
		form, tone, word = look.Disc, look.Accent, "in use"
	}
	return look.RowTop(look.Gap8, 1, look.NewShape(form, tone, look.IconSide), look.Stack(2,
		look.Row(look.Gap8, 0, look.NewElided(o.Name, look.Body, look.Text), look.NewLine(word, look.Body).In(tone)),
		look.NewPara(outputNote(o), look.Small, look.Secondary)))
}
