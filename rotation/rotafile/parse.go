package rotafile

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"standby/rotation"
	"standby/rotation/tomlfile"
)

// Parse reads a rota. The file name is used in errors only, which are
// *tomlfile.Error values that name line, key and remedy, and never quote what
// is wrong. What Parse accepts, rotation.Compile accepts too. A swap that cannot
// happen is no error; see rotation.Plan.Void.
func Parse(file string, data []byte) (File, error) {
	var t rotaText
	doc, err := tomlfile.Decode(file, data, &t)
	if err != nil {
		return File{}, err
	}
	r := &reader{doc: doc, zones: map[string]*time.Location{}, people: newPeople(), roles: map[rotation.Role]bool{}}
	if err := r.read(&t); err != nil {
		return File{}, err
	}
	return r.file, nil
}

// reader turns texts into a File. Keys are paths in the document.
type reader struct {
	doc    *tomlfile.Doc
	zones  map[string]*time.Location // by name, so that a zone is loaded once
	people people
	named  int                    // people in the groups read so far
	roles  map[rotation.Role]bool // that layers fill
	file   File
}

func (r *reader) read(t *rotaText) error {
	for _, part := range []func(*rotaText) error{
		r.head, r.members, r.layers, r.edits, r.timeOff, r.holidays, r.bounded, r.compiles,
	} {
		if err := part(t); err != nil {
			return err
		}
	}
	return nil
}

const (
	remedyZone = `write a name of the IANA zone database, such as "Europe/Berlin"`
	topWins    = "top wins"
	union      = "union"
)

func (r *reader) head(t *rotaText) (err error) {
	rota := &r.file.Rota
	if rota.Name, err = r.title("name", t.Name, `write name = "Payments" at the top, the name that people know the rota by`); err != nil {
		return err
	}
	if err = r.need("zone", `write zone = "Europe/Berlin" at the top, the zone that its times are in`); err != nil {
		return err
	}
	if r.file.Zone, err = r.zone("zone", t.Zone); err != nil {
		return err
	}
	switch {
	case !r.doc.Has("stacking") || t.Stacking == topWins:
		rota.Stacking = rotation.TopWins
	case t.Stacking == union:
		rota.Stacking = rotation.Union
	default:
		return r.doc.Fault("stacking", "is not a way to stack layers", `write "top wins" or "union"`)
	}
	return nil
}

func (r *reader) need(key, remedy string) error {
	if r.doc.Has(key) {
		return nil
	}
	return r.doc.Fault(key, "is missing", remedy)
}

// title is a name that must be there.
func (r *reader) title(key, text, remedy string) (string, error) {
	if err := r.need(key, remedy); err != nil {
		return "", err
	}
	text, err := r.line(key, text)
	if err == nil && text == "" {
		err = r.doc.Fault(key, "must not be empty", remedy)
	}
	return text, err
}

// line is a text of one line, without the space around it; it may be empty.
func (r *reader) line(key, text string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case utf8.RuneCountInString(text) > MaxName:
		return "", r.doc.Fault(key, fmt.Sprintf("must be at most %d characters", MaxName), "shorten it")
	case strings.ContainsFunc(text, hidden):
		return "", r.doc.Fault(key, "must be one line without control characters", "retype it")
	}
	return text, nil
}

// hidden says that a character cannot be seen, and may deceive: a line end, a
// change of the writing direction. The two joiners are spelling in Persian and
// in Indian scripts.
func hidden(c rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return !unicode.IsPrint(c) && c != nonJoiner && c != joiner
}

func (r *reader) zone(key, name string) (*time.Location, error) {
	name = strings.TrimSpace(name)
	if z := r.zones[name]; z != nil {
		return z, nil
	}
	// Local would be the machine's own zone, and mean something else on each.
	if name == "" || name == "Local" || len(name) > MaxName {
		return nil, r.doc.Fault(key, "must name a time zone", remedyZone)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, r.doc.Fault(key, "is not a time zone that this machine knows", remedyZone)
	}
	r.zones[name] = z
	return z, nil
}

// zoneOr is the zone of the key where the file has it, else the other.
func (r *reader) zoneOr(key, name string, other *time.Location) (*time.Location, error) {
	if !r.doc.Has(key) {
		return other, nil
	}
	return r.zone(key, name)
}

// many refuses a list that is too long; what it is a list of stands in words.
func (r *reader) many(key string, n, limit int, what string) error {
	if n <= limit {
		return nil
	}
	return r.doc.Fault(at(key, limit), fmt.Sprintf("the file has more than %d %s", limit, what), "take out what is over, or split the rota")
}

func at(key string, index int) string { return fmt.Sprintf("%s[%d]", key, index) }
