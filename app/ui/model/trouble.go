package model

import (
	"context"
	"errors"

	"standby/app/api"
)

// Sentence is a trouble in one paragraph.
func Sentence(t api.Trouble) string {
	text := t.What + "."
	for _, part := range []string{t.Means, t.Next} {
		if part != "" {
			text += " " + part
		}
	}
	return text
}

// TroubleOf puts an error of the agent into words for people.
func TroubleOf(err error) api.Trouble {
	var said *api.Error
	switch {
	case errors.As(err, &said):
		return said.Trouble
	case errors.Is(err, api.ErrNotRunning):
		return api.Trouble{What: "Standby's agent is not running", Means: "Nothing was sent, and pages are NOT being watched.", Next: AgentRemedy}
	case errors.Is(err, context.DeadlineExceeded):
		return api.Trouble{What: "Standby's agent did not answer in time", Means: "Whether it was done is not known.", Next: "Look at the state shown here before you try again."}
	}
	return api.Trouble{What: "That did not work: " + err.Error(), Means: "Nothing was changed.", Next: "Try again; if it stays so, run “standby doctor”."}
}

// TrialTrouble is troubleOf for an error that came of a mere question.
func TrialTrouble(err error) api.Trouble {
	t := TroubleOf(err)
	var said *api.Error
	if !errors.As(err, &said) && !errors.Is(err, api.ErrNotRunning) {
		t.Means, t.Next = "Nothing was added.", "Try again; if it stays so, run “standby doctor”."
	}
	return t
}

// AgentRemedy is what to do when the agent does not run.
const AgentRemedy = "Start it with the command “standby”. This window reconnects by itself."
