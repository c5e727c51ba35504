package settings

import (
	"context"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

func (c *soundCard) onTest(t soundTest) {
	c.playing = true
	c.enable(true)
	c.wrong = nil
	c.tell()
	c.told.Set("Playing…", look.Secondary)
	kit.Toggle(c.told, true)
	c.desk.Ask(func(ctx context.Context) error { return c.sounds.TestSound(ctx, api.SoundTest{Sound: t.sound}) }, func(err error) { c.onPlayed(t, err) })
}

func (c *soundCard) onPlayed(t soundTest, err error) {
	c.playing = false
	c.enable(true)
	kit.Toggle(c.told, err == nil)
	if err != nil {
		t := model.TroubleOf(err)
		c.wrong = &t
		c.tell()
		c.reveal(c.answer.Box)
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
	c.desk.Ask(func(ctx context.Context) (err error) {
		list, err = c.sounds.Outputs(ctx)
		return err
	}, func(err error) { c.onOutputs(list, err) })
}

func (c *soundCard) onOutputs(list []api.Output, err error) {
	c.looking = false
	c.again.SetEnabled(true)
	c.fault.ShowErr(err)
	c.outputs.RemoveAll()
	for _, o := range list {
		c.outputs.Add(drawOutput(o))
	}
	kit.Toggle(c.outputs, len(list) > 0)
	c.none.Set("There is none.", look.Secondary)
	kit.Toggle(c.none, len(list) == 0 && err == nil)
}
