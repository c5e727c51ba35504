package incident

import (
	"fmt"
	"slices"
	"time"

	"standby/rotation"
)

// Row is one line of a list that people keep together.
type Row[T any] struct {
	// ID is the Seq of the event that added it, Rev of the one that changed it last.
	ID  int `json:"id"`
	Rev int `json:"rev"`
	// At and By are of the last change.
	At time.Time       `json:"at"`
	By rotation.Person `json:"by,omitzero"`
	// Gone marks a row that was taken off the list; it stays in the record.
	Gone  bool `json:"gone,omitempty"`
	Value T    `json:"value"`
}

// Put adds a row to a list, or changes one.
type Put[T tabular[T]] struct {
	// ID is the row to change; 0 adds one.
	ID int `json:"id,omitempty"`
	// On is the Rev that the change was made on; ErrStale where the row has another.
	On int `json:"on,omitempty"`
	// Gone takes it off the list.
	Gone  bool `json:"gone,omitempty"`
	Value T    `json:"value"`
}

// tabular is what stands in a row.
type tabular[T any] interface {
	kind() Kind
	// clean checks and cleans it.
	clean(now time.Time) (T, error)
	// line is what a timeline says of it; empty says nothing.
	line() string
	rows(i *Incident) *[]Row[T]
}

// What can stand in a row.
var (
	_ tabular[Todo]       = Todo{}
	_ tabular[Bleeding]   = Bleeding{}
	_ tabular[Finding]    = Finding{}
	_ tabular[LastChange] = LastChange{}
	_ tabular[Hypothesis] = Hypothesis{}
	_ tabular[Search]     = Search{}
	_ tabular[Criterion]  = Criterion{}
)

// Kind names the list.
func (p Put[T]) Kind() Kind { return p.Value.kind() }

func (p Put[T]) value() any { return p }

func (p Put[T]) decide(i Incident, _ rotation.Person, now time.Time) ([]Fact, error) {
	v, err := p.Value.clean(now)
	if err != nil {
		return nil, err
	}
	p.Value = v
	if p.ID == 0 {
		return []Fact{p}, nil
	}
	list := *v.rows(&i)
	at := slices.IndexFunc(list, func(r Row[T]) bool { return r.ID == p.ID })
	if at < 0 {
		return nil, fmt.Errorf("row %d of %s: %w", p.ID, p.Kind(), ErrGone)
	}
	if r := list[at]; r.Rev != p.On {
		return nil, &StaleError{What: string(p.Kind()), Rev: r.Rev, At: r.At, By: r.By, Theirs: r.Value.line(), Yours: v.line()}
	}
	return []Fact{p}, nil
}

func (p Put[T]) fold(i *Incident, e Event) {
	list := p.Value.rows(i)
	row := Row[T]{ID: e.Seq, Rev: e.Seq, At: e.At, By: e.By, Gone: p.Gone, Value: p.Value}
	if p.ID == 0 {
		*list = append(*list, row)
		return
	}
	for n := range *list {
		if (*list)[n].ID == p.ID {
			row.ID = p.ID
			(*list)[n] = row
			return
		}
	}
}

// Standing are the rows that were not taken off the list, in the order in which
// they were added.
func Standing[T any](rows []Row[T]) []Row[T] {
	return slices.DeleteFunc(slices.Clone(rows), func(r Row[T]) bool { return r.Gone })
}
