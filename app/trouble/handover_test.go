package trouble

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/provider"
	"standby/app/provider/caldav"
	"standby/rotation"
	"standby/rotation/ical"
)

func TestARefusedWriteSaysWhatStandsNow(t *testing.T) {
	writing := func(err error) error {
		return fmt.Errorf("5 Dec 09:00 from Engineer A to Engineer B: %w", &caldav.Error{Do: "write to", Calendar: "team", Err: err})
	}
	forbidden := &provider.StatusError{Status: http.StatusForbidden}
	lost := &caldav.ChangedError{UID: "1", By: "c@example.org", Now: caldav.Resource{Body: []byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Engineer C\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")}}
	for name, row := range map[string]struct {
		err               error
		what, means, next string
	}{
		"a lost race":               {writing(lost), "Somebody else changed team first (", "What they wrote stands", "Look at the shift as it is now"},
		"half of a swap":            {writing(&caldav.HalfDoneError{Written: "1", Refused: "2", Why: caldav.ErrLocked, Undo: forbidden}), "Only half of it was written to team (", "nobody one of them", "look at both shifts"},
		"an answer that was lost":   {writing(fmt.Errorf("%w: %w", caldav.ErrUnsure, provider.ErrUnreachable)), "It is not known whether it was written to team", "does not answer", "only then try again"},
		"no right to write":         {writing(fmt.Errorf("%w: %w", caldav.ErrReadOnly, forbidden)), "You may read team, but not write to it", "Nothing was written", "Ask its owner"},
		"somebody edits it":         {writing(caldav.ErrLocked), "Somebody is editing that shift in team", "Nothing was written", "in a minute"},
		"no version":                {writing(caldav.ErrUnsafe), "The server of team cannot tell versions", "does not write where", "own calendar"},
		"a file":                    {fmt.Errorf("calendar c: %w: it is the file /c.ics", api.ErrNoWriting), "/c.ics", "Nothing was changed", "standby calendar export"},
		"a name that is not found":  {fmt.Errorf("hand over: %w: its title", ical.ErrNoPlace), "does not say clearly", "Nothing was written", "--of"},
		"no encryption":             {fmt.Errorf("calendar c: %w: it comes over http", api.ErrInsecure), "The address is not encrypted", "Nothing was sent", "--insecure"},
		"a calendar refuses to say": {&caldav.Error{Do: "fetch", Calendar: "team", Err: provider.ErrUnauthorized}, "team refuses the credentials", "stay as they were last read", "Settings"},
	} {
		got := Explain("", row.err)
		if !strings.Contains(got.What, row.what) || !strings.Contains(got.Means, row.means) || !strings.Contains(got.Next, row.next) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := Explain("", writing(lost)); !strings.Contains(got.What, "Engineer A to Engineer B") || !strings.Contains(got.What, "Engineer C") {
		t.Errorf("the shift is not named: %s", got.What)
	}
}

func TestShiftsThatCouldBeMeantAreListedInFull(t *testing.T) {
	var list []rotation.Shift
	for i := range 10 {
		list = append(list, rotation.Shift{UID: fmt.Sprint("shift-", i), Role: rotation.Primary, Person: rotation.Person{Name: strings.Repeat("N", 40)}, Interval: rotation.Interval{Start: time.Unix(0, 0)}})
	}
	got := Explain("", fmt.Errorf("give: %w", &api.CandidatesError{Calendar: "team", Found: list}))
	if !strings.HasPrefix(got.What, "Several shifts of team") || !strings.Contains(got.What, "shift-9") || !errors.Is(&api.CandidatesError{}, api.ErrBadRequest) {
		t.Errorf("%+v", got)
	}
}
