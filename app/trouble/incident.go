package trouble

import (
	"errors"
	"strings"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/app/incident/report"
	"standby/app/provider"
	"standby/app/workspace"
)

// unrecorded is what every refusal of a command on an incident means.
const unrecorded = "Nothing was recorded."

// incidentWords say what to do about an error of the incident workspace. What was
// wrong the error itself says: it names the thing and its bound.
type incidentWords struct {
	is          error
	means, next string
}

func incidentRules() []incidentWords {
	return []incidentWords{
		{workspace.ErrNoIncident, unrecorded, "See the incidents and their IDs with: standby incident list --all"},
		{workspace.ErrNoReport, "Nothing was changed.", "See the hand-off reports and their IDs with: standby incident report"},
		{workspace.ErrUnread, "Nothing was sent: what goes out is what somebody has read.", "Look at the preview again, then send it."},
		{workspace.ErrGaps, "Nothing was sent.", "Fill each gap, which stands in square brackets, or write the text yourself."},
		{workspace.ErrNoAccount, "Nothing was sent.", "Correct the name, or leave it out to send to every account that fits."},
		{workspace.ErrFile, unrecorded, "Choose another file."},
		{incident.ErrStale, "Nothing was overwritten. Both texts are kept for you to choose from.", "Bring the two texts together and save again."},
		{incident.ErrUnmet, unrecorded, "Meet what is missing, or give a reason to go on all the same."},
		{incident.ErrHeld, unrecorded, "Hand command off, or release the role first."},
		{incident.ErrNotYours, unrecorded, "Ask whoever it belongs to, or say with --as who does it."},
		{incident.ErrNoHandOff, unrecorded, "A hand-off goes: offer, read back, take. Look at the incident to see how far it is."},
		{incident.ErrGone, unrecorded, "Look at the incident: it may have been taken away meanwhile."},
		{incident.ErrEmpty, unrecorded, "Say it, and try again."},
		{incident.ErrTooLong, unrecorded, "Shorten it, or attach it as a file."},
		{incident.ErrFuture, unrecorded, "Give a time that has passed."},
		{incident.ErrValue, unrecorded, "Choose one of those that it names."},
		{incident.ErrContradiction, unrecorded, "Test once more where the answers contradict each other."},
		{incident.ErrKind, unrecorded, "Use a Standby of the same version as the one that runs."},
		{postmortem.ErrUnready, "The post-mortem stays where it is.", "Write what is missing, or give a reason to go on without it."},
		{postmortem.ErrMove, "The post-mortem stays where it is.", "Draft, in review, reviewed, closed: one after the other, and back with a reason."},
		{postmortem.ErrUnknown, "Nothing was changed.", "Look at the post-mortem for the names of its parts."},
		{postmortem.ErrBranch, "Nothing was changed.", "Take away those that hang on it first."},
		{postmortem.ErrTooLong, "Nothing was changed.", "Shorten it, or attach it as a file."},
		{postmortem.ErrEmpty, "Nothing was changed.", "Say it, and try again."},
		{report.ErrSigned, "It stays as it was signed.", "Tell the next person directly what has changed since."},
		{report.ErrNotReceiver, "The report is not signed.", "Have the person sign who takes over; --as says who that is."},
		{report.ErrAltered, "The report is not signed.", "Read it again, then sign it."},
		{report.ErrTooLong, "Nothing was changed.", "Shorten it."},
		{provider.ErrAudience, "Nothing was sent there.", "Write it for those who read it there, or choose another account."},
		{provider.ErrUpdate, "Nothing was sent.", "Correct what it says and try again."},
	}
}

// inIncident explains an error of the incident workspace.
func inIncident(err error) (api.Trouble, bool) {
	for _, w := range incidentRules() {
		if errors.Is(err, w.is) {
			text := err.Error()
			for _, marker := range []error{api.ErrBadRequest, api.ErrNotFound} {
				text = strings.ReplaceAll(text, " "+marker.Error(), "")
				text = strings.ReplaceAll(text, marker.Error()+": ", "")
			}
			return api.Trouble{What: strings.TrimSuffix(sentence(text), "."), Means: w.means, Next: w.next}, true
		}
	}
	return api.Trouble{}, false
}
