package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
)

// soundCard proves that pages can be heard, and says where.
type soundCard struct {
	desk   *desk
	sounds Sounds
	reveal func(fyne.CanvasObject)

	box     *fyne.Container
	trouble *troubleBox
	tests   []*look.Button
	again   *look.Button
	told    *look.Para
	answer  *troubleBox
	outputs *fyne.Container
	none    *look.Para
	fault   *troubleBox
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

func newSoundCard(d *desk, sounds Sounds) *soundCard {
	c := &soundCard{desk: d, sounds: sounds, reveal: func(fyne.CanvasObject) {}, trouble: newTroubleBox(), answer: newTroubleBox(), fault: newTroubleBox(),
		told: look.NewPara("", look.Body, look.Secondary), none: look.NewPara("Not known yet.", look.Body, look.Secondary), outputs: look.Stack(look.Gap8)}
	row := look.Flow(look.Gap8)
	for _, t := range soundTests() {
		button := look.NewButton(t.label, look.Plain, func() { c.onTest(t) })
		button.OnRune = d.typed
		c.tests = append(c.tests, button)
		row.Add(button)
	}
	c.again = look.NewCompact("Look again", c.ask)
	c.again.OnRune = d.typed
	toggle(c.told, false)
	toggle(c.outputs, false)
	c.box = look.Card(look.NewLine("Sound", look.Title).Strong(), c.trouble.box,
		look.NewPara("Hear what each sounds like, as loud as the settings have it.", look.Body, look.Secondary),
		row, c.told, c.answer.box,
		look.Row(look.Gap8, 0, look.NewElided("Where it is heard", look.Body, look.Text).Strong(), c.again),
		c.none, c.outputs, c.fault.box, look.NewPara(soundHint, look.Small, look.Secondary))
	return c
}

func (c *soundCard) revealBy(reveal func(fyne.CanvasObject)) {
	c.reveal = reveal
	for _, button := range c.tests {
		button.OnFocus = reveal
	}
	c.again.OnFocus = reveal
}

func (c *soundCard) show(v view) {
	c.known = soundTrouble(v.snap.Desktop)
	c.tell()
	c.enable(v.live)
	if state := v.snap.Desktop.Sound + "."; v.live && state != c.state {
		c.state = state
		c.ask()
	}
}

// tell says what is wrong; the same thing stands there once, where it was asked for.
func (c *soundCard) tell() {
	c.answer.show(c.wrong)
	if c.known != nil && c.wrong != nil && *c.known == *c.wrong {
		c.trouble.show(nil)
		return
	}
	c.trouble.show(c.known)
}

func (c *soundCard) enable(live bool) {
	for _, button := range c.tests {
		button.SetEnabled(live && !c.playing)
	}
	c.again.SetEnabled(live && !c.looking)
}

func (c *soundCard) onTest(t soundTest) {
	c.playing = true
	c.enable(true)
	c.wrong = nil
	c.tell()
	c.told.Set("Playing…", look.Secondary)
	toggle(c.told, true)
	c.desk.ask(func(ctx context.Context) error { return c.sounds.TestSound(ctx, api.SoundTest{Sound: t.sound}) }, func(err error) { c.onPlayed(t, err) })
}

func (c *soundCard) onPlayed(t soundTest, err error) {
	c.playing = false
	c.enable(true)
	toggle(c.told, err == nil)
	if err != nil {
		t := troubleOf(err)
		c.wrong = &t
		c.tell()
		c.reveal(c.answer.box)
	} else {
		c.told.Set(t.played+" was played. If you heard nothing, turn the output up in the sound settings of your desktop.", look.On)
	}
	c.ask() // What is in use may be another by now.
}

// ask asks where sounds go.
func (c *soundCard) ask() {
	if c.looking {
		return
	}
	c.looking = true
	c.again.SetEnabled(false)
	var list []api.Output
	c.desk.ask(func(ctx context.Context) (err error) {
		list, err = c.sounds.Outputs(ctx)
		return err
	}, func(err error) { c.onOutputs(list, err) })
}

func (c *soundCard) onOutputs(list []api.Output, err error) {
	c.looking = false
	c.again.SetEnabled(true)
	c.fault.showErr(err)
	c.outputs.RemoveAll()
	for _, o := range list {
		c.outputs.Add(drawOutput(o))
	}
	toggle(c.outputs, len(list) > 0)
	c.none.Set("There is none.", look.Secondary)
	toggle(c.none, len(list) == 0 && err == nil)
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
