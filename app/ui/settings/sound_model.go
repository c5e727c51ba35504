package settings

import (
	"fmt"

	"standby/app/api"
	"standby/assets"
)

// soundTest is a button that plays a sound.
type soundTest struct {
	label, sound string
	// played begins what is said once it was played.
	played string
}

func soundTests() []soundTest {
	return []soundTest{
		{"Page", assets.SoundPageNormal, "The sound of a page"},
		{"Urgent page", assets.SoundPageHigh, "The sound of an urgent page"},
		{"Notice", assets.SoundNotice, "The sound of a notice"},
	}
}

const soundHint = "Output and volume are set as device and volume under [sound] in standby.toml; a change counts at once."

// soundTrouble is why pages are not heard as they should be; nil when nothing is
// known to be wrong.
func soundTrouble(d api.Desktop) *api.Trouble {
	switch {
	case d.SoundTrouble != (api.Trouble{}):
		return &d.SoundTrouble
	case d.Sound == "failed":
		return &api.Trouble{What: "The last sound was not heard", Means: "Pages would not be heard.", Next: "Look at the sound settings of your desktop, and test it here."}
	}
	return nil
}

// outputNote says how the configuration names an output.
func outputNote(o api.Output) string {
	if o.ID == "" {
		return "The system decides where that is; no other can be set."
	}
	return fmt.Sprintf("device = %q", o.ID)
}
