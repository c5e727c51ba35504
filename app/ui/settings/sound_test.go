package settings

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/assets"
)

func TestEachSoundCanBeHeard(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Reads("Sound", "Hear what each sounds like, as loud as the settings have it.")
	test.Tap(b.Button("Page"))
	b.Reads("The sound of a page was played. If you heard nothing, turn the output up in the sound settings of your desktop.")
	test.Tap(b.Button("Urgent page"))
	b.Reads("The sound of an urgent page was played. If you heard nothing, turn the output up in the sound settings of your desktop.")
	test.Tap(b.Button("Notice"))
	b.Asked("sound page-normal", "sound page-high", "sound notice")
	for _, tried := range soundTests() {
		if assets.Sounds()[tried.sound] == nil {
			t.Errorf("there is no sound %q", tried.sound)
		}
	}
}

func TestOnlyOneSoundIsPlayedAtATime(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Hold = true
	test.Tap(b.Button("Notice"))
	b.Reads("Playing…")
	b.Send(s) // A snapshot that was on its way does not free the buttons.
	if !b.Button("Page").Disabled() || !b.Button("Notice").Disabled() {
		t.Error("another one can be played")
	}
	b.Release()
	b.DoesNotRead("Playing…")
	if b.Button("Page").Disabled() {
		t.Error("no other can be played")
	}
}

func TestASoundThatIsNotHeardIsTold(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "The output of the sound is muted", Means: "Pages would not be heard.", Next: "Turn it on."}}
	test.Tap(b.Button("Urgent page"))
	b.Reads("The output of the sound is muted", "Pages would not be heard.", "Turn it on.")
	b.DoesNotRead("Playing…")
	b.Agent.Err = nil
	test.Tap(b.Button("Urgent page"))
	b.DoesNotRead("The output of the sound is muted")
}

func TestWhatIsWrongWithTheSoundStandsAboveItUntilItIsHeard(t *testing.T) {
	s := night.OnCall(t)
	s.Desktop.Sound, s.Desktop.SoundTrouble = "failed", api.Trouble{What: "There is no sound card", Next: "Plug in a headset."}
	b, _ := open(t, &s)
	b.Reads("There is no sound card", "Plug in a headset.")
	s.Seq, s.Desktop.SoundTrouble = 2, api.Trouble{}
	b.Send(s)
	b.Reads("The last sound was not heard")
	s.Seq, s.Desktop.Sound, s.Desktop.SoundTrouble = 3, "ok", api.Trouble{What: "The output that was chosen for sound is not there"}
	b.Send(s)
	b.Reads("The output that was chosen for sound is not there")
	s.Seq, s.Desktop.SoundTrouble = 4, api.Trouble{}
	b.Send(s)
	b.DoesNotRead("There is no sound card", "The last sound was not heard", "The output that was chosen for sound is not there")
}

func TestTheSameTroubleIsNotToldTwice(t *testing.T) {
	s := night.OnCall(t)
	muted := api.Trouble{What: "The output of the sound is muted", Means: "Pages would not be heard."}
	b, _ := open(t, &s)
	b.Agent.Err = &api.Error{Trouble: muted}
	test.Tap(b.Button("Page"))
	s.Seq, s.Desktop.Sound, s.Desktop.SoundTrouble = 2, "failed", muted
	b.Send(s)
	count := func() (n int) {
		for _, text := range b.Texts() {
			if text == muted.What {
				n++
			}
		}
		return n
	}
	if got := count(); got != 1 {
		t.Errorf("it is told %d times", got)
	}
	b.Agent.Err = nil
	test.Tap(b.Button("Page"))
	if got := count(); got != 1 {
		t.Errorf("until the agent says so it is told %d times", got)
	}
}

func TestTheOutputsSayWhichIsInUse(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, nil)
	b.Agent.Says.Outputs = []api.Output{{ID: "alsa_output.desk", Name: "Desk speakers"}, {ID: "usb.headset", Name: "Headset", Used: true}}
	b.Send(s)
	b.Reads("Desk speakers", "Headset", "in use", `device = "usb.headset"`, soundHint)
	b.DoesNotRead("Not known yet.", "There is none.")
	b.Agent.Says.Outputs = []api.Output{{Name: "System default", Used: true}}
	test.Tap(b.Button("Look again"))
	b.Reads("System default", "in use", "The system decides where that is; no other can be set.")
	b.DoesNotRead("Desk speakers", "Headset")
	b.Agent.Says.Outputs, b.Agent.Says.OutputErr = nil, &api.Error{Trouble: api.Trouble{What: "There is no sound card"}}
	test.Tap(b.Button("Look again"))
	b.Reads("There is no sound card")
	b.Agent.Says.OutputErr = nil
	test.Tap(b.Button("Look again"))
	b.Reads("There is none.")
	b.Asked()
}

func TestTheOutputsAreLookedAtWhenTheSoundChanges(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Reads("There is none.")
	b.Agent.Says.Outputs = []api.Output{{ID: "usb.headset", Name: "Headset", Used: true}}
	b.Send(s)
	b.Reads("There is none.")
	s.Seq, s.Desktop.Sound = 2, "ok"
	b.Send(s)
	b.Reads("Headset")
	b.Lost()
	for _, label := range []string{"Page", "Urgent page", "Notice", "Look again"} {
		if !b.Button(label).Disabled() {
			t.Errorf("%q can be pressed without an agent", label)
		}
	}
	if got := slices.Contains(b.Texts(), "Headset"); !got {
		t.Error("what is known of the outputs is gone")
	}
}
