package ledger

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"standby/rotation"
	"standby/rotation/pay"
)

// ErrHour is wrapped by the errors about a call-out that cannot be logged as it
// was stated.
var ErrHour = errors.New("the call-out cannot be logged")

const (
	// longestHour is the longest call-out that is taken for one.
	longestHour = 31 * 24 * time.Hour
	// longestTravel is the longest journey, there and back.
	longestTravel = 7 * 24 * time.Hour
	// longestText is the most bytes that any text of the ledger has.
	longestText = 2000
	mostFacts   = 100
	firstYear   = 1970
	lastYear    = 2099
)

// Hour is a call-out as it is stated: by its page, or by a person.
type Hour struct {
	// ID is HourID for a stint on a page, else a name that the caller gives; it is
	// unique in the log.
	ID string `json:"id"`
	// PageID is the page that it comes of, Stint the number of the stint on it, from
	// 1. Empty and 0 for one that was entered by hand.
	PageID string          `json:"page_id,omitempty"`
	Stint  int             `json:"stint,omitempty"`
	Person rotation.Person `json:"person"`
	// Interval is from taking the page to its end. One that is empty still happened.
	rotation.Interval
	// Running means that it has not ended; End does not matter then.
	Running bool `json:"running,omitempty"`
	// Mode is "phone", "remote", "onsite", or a word of the policy's own.
	Mode string `json:"mode,omitempty"`
	// Travel is the time of the journeys that is not in Interval, in nanoseconds
	// where it is written.
	Travel time.Duration `json:"travel,omitempty"`
	// Facts are those of the call-out that the policy asks for.
	Facts pay.Facts `json:"facts,omitempty"`
	// What says it in a few words.
	What string `json:"what,omitempty"`
	// Confirmed means that the person vouches for it, Removed that it does not
	// count. A removed one stays in the log.
	Confirmed bool `json:"confirmed,omitempty"`
	Removed   bool `json:"removed,omitempty"`
}

// HourID is the ID of a stint on a page, counted from 1.
func HourID(pageID string, stint int) string { return pageID + "#" + strconv.Itoa(stint) }

// ByHand reports whether a person entered it, and no page tells of it.
func (h Hour) ByHand() bool { return h.PageID == "" }

// Revision says what an hour is from now on, and who says so. The first one of an
// hour that no page tells of adds it. Revisions are only ever appended.
type Revision struct {
	// At is when it was made, By who made it, Why the reason. Why may be empty where
	// an hour is added or only confirmed.
	At  time.Time `json:"at"`
	By  string    `json:"by"`
	Why string    `json:"why,omitempty"`
	// Hour is the whole new value.
	Hour Hour `json:"hour"`
	// Page is what the page told of it at that time; nil for one by hand.
	Page *Hour `json:"page,omitempty"`
}

// Check says what is wrong with a revision, given the hour as it stood before;
// nil where there was none. Errors wrap ErrHour, and say what to write instead.
func (r Revision) Check(before *Hour) error {
	fault := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s", ErrHour, fmt.Sprintf(format, args...))
	}
	switch {
	case r.At.IsZero() || r.By == "":
		return fault("say when it is stated, and by whom")
	case badText(r.By) || badText(r.Why):
		return fault("name and reason are one line of at most %d bytes", longestText)
	case before == nil && !r.Hour.ByHand():
		return fault("no page tells of %s; leave the page out to enter it by hand", r.Hour.ID)
	case before == nil && r.Hour.Removed:
		return fault("there is no %s to remove", r.Hour.ID)
	}
	if before != nil {
		if err := r.follows(*before, fault); err != nil {
			return err
		}
	}
	return r.Hour.check(fault)
}

// follows says why the hour cannot be what it was before no longer.
func (r Revision) follows(before Hour, fault func(string, ...any) error) error {
	switch {
	case before.ID != r.Hour.ID || before.PageID != r.Hour.PageID || before.Stint != r.Hour.Stint:
		return fault("%s cannot become another; enter that one by hand", before.ID)
	case r.Why == "" && r.Hour.changes(before) != "" && !r.confirms(before):
		return fault("say why it is changed")
	}
	return nil
}

// confirms reports whether all that changes is that the hour is vouched for.
func (r Revision) confirms(before Hour) bool {
	before.Confirmed = r.Hour.Confirmed
	return r.Hour.changes(before) == ""
}

func (h Hour) check(fault func(string, ...any) error) error {
	switch {
	case h.ID == "" || h.ID != strings.TrimSpace(h.ID):
		return fault("it needs an id without space around it")
	case h.Person == rotation.Person{}:
		return fault("say whose it is")
	case h.Start.Year() < firstYear || h.Start.Year() > lastYear:
		return fault("it begins outside the years %d to %d", firstYear, lastYear)
	case !h.Running && h.End.Before(h.Start):
		return fault("it ends at %s, before it begins at %s", stamp(h.End), stamp(h.Start))
	case !h.Running && h.End.Sub(h.Start) > longestHour:
		return fault("it lasts longer than 31 days; enter it in parts")
	case h.Travel < 0 || h.Travel > longestTravel:
		return fault("travel is from nothing to 7 days")
	case len(h.Facts) > mostFacts:
		return fault("it has more than %d facts", mostFacts)
	}
	texts := []string{h.ID, h.PageID, h.Mode, h.What, h.Person.Name, h.Person.Email}
	for k, v := range h.Facts {
		texts = append(texts, k, v)
	}
	if slices.ContainsFunc(texts, badText) {
		return fault("each of its texts is one line of at most %d bytes", longestText)
	}
	return nil
}

// badText reports whether a text is no line of the ledger.
func badText(s string) bool {
	return len(s) > longestText || strings.ContainsFunc(s, unicode.IsControl)
}

// stamp shows an instant, with seconds where there are any.
func stamp(t time.Time) string {
	if t = t.UTC().Truncate(time.Second); t.Second() == 0 {
		return t.Format("2006-01-02 15:04 MST")
	}
	return t.Format("2006-01-02 15:04:05 MST")
}

// CallOut is the hour as the engine takes it. Its ID is in the place of the page, so
// that the lines that rest on it can be told.
func (h Hour) CallOut() pay.CallOut {
	return pay.CallOut{
		PageID: h.ID, What: h.What, Person: h.Person, Interval: h.Interval, Running: h.Running,
		Mode: h.Mode, Travel: h.Travel, Facts: h.Facts,
	}
}
