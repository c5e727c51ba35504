package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/assets"
)

func TestEachSoundCanBeHeard(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	b.reads("Sound", "Hear what each sounds like, as loud as the settings have it.")
	test.Tap(b.button("Page"))
	b.reads("The sound of a page was played. If you heard nothing, turn the output up in the sound settings of your desktop.")
	test.Tap(b.button("Urgent page"))
	b.reads("The sound of an urgent page was played. If you heard nothing, turn the output up in the sound settings of your desktop.")
	test.Tap(b.button("Notice"))
	b.asked("sound page-normal", "sound page-high", "sound notice")
	for _, tried := range soundTests() {
		if assets.Sounds()[tried.sound] == nil {
			t.Errorf("there is no sound %q", tried.sound)
		}
	}
}

func TestOnlyOneSoundIsPlayedAtATime(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	b.hold = true
	test.Tap(b.button("Notice"))
	b.reads("Playing…")
	b.send(s) // A snapshot that was on its way does not free the buttons.
	if !b.button("Page").Disabled() || !b.button("Notice").Disabled() {
		t.Error("another one can be played")
	}
	b.release()
	b.doesNotRead("Playing…")
	if b.button("Page").Disabled() {
		t.Error("no other can be played")
	}
}

func TestASoundThatIsNotHeardIsTold(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "The output of the sound is muted", Means: "Pages would not be heard.", Next: "Turn it on."}}
	test.Tap(b.button("Urgent page"))
	b.reads("The output of the sound is muted", "Pages would not be heard.", "Turn it on.")
	b.doesNotRead("Playing…")
	b.agent.err = nil
	test.Tap(b.button("Urgent page"))
	b.doesNotRead("The output of the sound is muted")
}

func TestWhatIsWrongWithTheSoundStandsAboveItUntilItIsHeard(t *testing.T) {
	s := onCall(t)
	s.Desktop.Sound, s.Desktop.SoundTrouble = "failed", api.Trouble{What: "There is no sound card", Next: "Plug in a headset."}
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	b.reads("There is no sound card", "Plug in a headset.")
	s.Seq, s.Desktop.SoundTrouble = 2, api.Trouble{}
	b.send(s)
	b.reads("The last sound was not heard")
	s.Seq, s.Desktop.Sound, s.Desktop.SoundTrouble = 3, "ok", api.Trouble{What: "The output that was chosen for sound is not there"}
	b.send(s)
	b.reads("The output that was chosen for sound is not there")
	s.Seq, s.Desktop.SoundTrouble = 4, api.Trouble{}
	b.send(s)
	b.doesNotRead("There is no sound card", "The last sound was not heard", "The output that was chosen for sound is not there")
}

func TestTheSameTroubleIsNotToldTwice(t *testing.T) {
	s := onCall(t)
	muted := api.Trouble{What: "The output of the sound is muted", Means: "Pages would not be heard."}
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	b.agent.err = &api.Error{Trouble: muted}
	test.Tap(b.button("Page"))
	s.Seq, s.Desktop.Sound, s.Desktop.SoundTrouble = 2, "failed", muted
	b.send(s)
	count := func() (n int) {
		for _, text := range b.texts() {
			if text == muted.What {
				n++
			}
		}
		return n
	}
	if got := count(); got != 1 {
		t.Errorf("it is told %d times", got)
	}
	b.agent.err = nil
	test.Tap(b.button("Page"))
	if got := count(); got != 1 {
		t.Errorf("until the agent says so it is told %d times", got)
	}
}

func TestTheOutputsSayWhichIsInUse(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.agent.outputs = []api.Output{{ID: "alsa_output.desk", Name: "Desk speakers"}, {ID: "usb.headset", Name: "Headset", Used: true}}
	b.w.goTo(placeSettings)
	b.reads("Desk speakers", "Headset", "in use", `device = "usb.headset"`, soundHint)
	b.doesNotRead("Not known yet.", "There is none.")
	b.agent.outputs = []api.Output{{Name: "System default", Used: true}}
	test.Tap(b.button("Look again"))
	b.reads("System default", "in use", "The system decides where that is; no other can be set.")
	b.doesNotRead("Desk speakers", "Headset")
	b.agent.outputs, b.agent.outputErr = nil, &api.Error{Trouble: api.Trouble{What: "There is no sound card"}}
	test.Tap(b.button("Look again"))
	b.reads("There is no sound card")
	b.agent.outputErr = nil
	test.Tap(b.button("Look again"))
	b.reads("There is none.")
	b.asked()
}

func TestTheOutputsAreLookedAtWhenTheSoundChanges(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	b.reads("There is none.")
	b.agent.outputs = []api.Output{{ID: "usb.headset", Name: "Headset", Used: true}}
	b.send(s)
	b.reads("There is none.")
	s.Seq, s.Desktop.Sound = 2, "ok"
	b.send(s)
	b.reads("Headset")
	b.w.onLost(nil)
	for _, label := range []string{"Page", "Urgent page", "Notice", "Look again"} {
		if !b.button(label).Disabled() {
			t.Errorf("%q can be pressed without an agent", label)
		}
	}
	if got := slices.Contains(b.texts(), "Headset"); !got {
		t.Error("what is known of the outputs is gone")
	}
}
