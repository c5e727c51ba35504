package rotafile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"standby/rotation"
	"standby/rotation/tomlfile"
)

// edits reads overrides and swaps in the order of the file, so that one that
// does not say its sequence number comes after all that stand before it.
func (r *reader) edits(t *rotaText) error {
	if len(t.Override)+len(t.Swap) > rotation.MaxEdits {
		return r.doc.Fault("", fmt.Sprintf("the file has more than %d overrides and swaps", rotation.MaxEdits), "take out what is long past, or split the rota")
	}
	if err := r.many("swap", len(t.Swap), rotation.MaxSwaps, "swaps"); err != nil {
		return err
	}
	s := sequence{reader: r, ids: map[string]bool{}}
	for _, e := range r.inOrder(t) {
		if err := s.edit(t, e); err != nil {
			return err
		}
	}
	return nil
}

// entry is an override, or else a swap, and the line that it stands on.
type entry struct {
	line, index int
	swap        bool
}

func (r *reader) inOrder(t *rotaText) []entry {
	list := make([]entry, 0, len(t.Override)+len(t.Swap))
	for i := range t.Override {
		list = append(list, entry{line: r.doc.Line(at("override", i)), index: i})
	}
	for i := range t.Swap {
		list = append(list, entry{line: r.doc.Line(at("swap", i)), index: i, swap: true})
	}
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(a.line, b.line) })
	return list
}

// sequence numbers overrides and swaps, and tells them apart.
type sequence struct {
	*reader
	ids  map[string]bool
	last int64
}

func (s *sequence) edit(t *rotaText, e entry) error {
	rota := &s.file.Rota
	if e.swap {
		x, err := s.swap(at("swap", e.index), &t.Swap[e.index])
		if err != nil {
			return err
		}
		rota.Swaps = append(rota.Swaps, x)
		return nil
	}
	x, err := s.override(at("override", e.index), &t.Override[e.index])
	if err != nil {
		return err
	}
	rota.Overrides = append(rota.Overrides, x)
	return nil
}

func (s *sequence) next(key string, written int64) (int64, error) {
	n := s.last + 1
	if s.doc.Has(key) {
		n = written
	}
	if n < 0 || n > MaxSeq {
		return 0, s.doc.Fault(key, fmt.Sprintf("must be from 0 to %d", int64(MaxSeq)), "write a whole number; higher ones apply later")
	}
	s.last = max(s.last, n)
	return n, nil
}

func (s *sequence) id(key, text string) (string, error) {
	id, err := s.line(key, text)
	if err != nil || id == "" {
		return id, err
	}
	if s.ids[id] {
		return "", s.doc.Fault(key, "two overrides or swaps have this id", "give each its own")
	}
	s.ids[id] = true
	return id, nil
}

func (s *sequence) override(key string, t *overrideText) (o rotation.Override, err error) {
	if o.ID, err = s.id(key+".id", t.ID); err != nil {
		return o, err
	}
	if o.Seq, err = s.next(key+".seq", t.Seq); err != nil {
		return o, err
	}
	if o.Start, err = s.instant(key+".from", t.From, s.file.Zone, start); err != nil {
		return o, err
	}
	if o.End, err = s.instantOr(key+".to", t.To, s.file.Zone, end); err != nil {
		return o, err
	}
	if !o.End.IsZero() && o.Empty() {
		return o, s.doc.Fault(key+".to", "must be later than the start", remedyTime)
	}
	if o.Layer, o.Role, err = s.scope(key, t.Layer, t.Role); err != nil {
		return o, err
	}
	if o.Out, err = s.anybody(key+".out", t.Out); err != nil {
		return o, err
	}
	if o.In, err = s.anybody(key+".in", t.In); err != nil {
		return o, err
	}
	o.Everyone, o.Cover = t.Everyone, t.Cover
	return o, s.sensible(key, o)
}

// sensible refuses what rotation.Compile would, in the same words.
func (r *reader) sensible(key string, o rotation.Override) error {
	none := rotation.Person{}
	joins := o.In != none && (o.Out == none || o.Cover)
	switch {
	case o.Everyone && o.Out != none:
		return r.doc.Fault(key+".everyone", "takes out everyone, and out one person", "keep one of the two")
	case o.In == none && o.Cover:
		return r.doc.Fault(key+".cover", "covers the span with nobody", `write in = "a@example.org", who takes it over`)
	case o.In == none && o.Out == none && !o.Everyone:
		return r.doc.Fault(key, "puts nobody in and takes nobody out", "write in, out or both")
	case joins && o.Layer == "" && o.Role == "" && len(r.roles) > 1:
		return r.doc.Fault(key+".in", "joins a rota of several roles", "write which role or layer the person joins")
	}
	return nil
}

// scope reads what an override or a side of a swap is limited to.
func (r *reader) scope(key, layer, role string) (string, rotation.Role, error) {
	l, n, err := r.layerRef(key+".layer", layer)
	if err != nil {
		return "", "", err
	}
	x, err := r.role(key+".role", role)
	if err != nil || x == "" {
		return l, x, err
	}
	layers := r.file.Rota.Layers
	switch {
	case !slices.ContainsFunc(layers, func(l rotation.Layer) bool { return l.Role == x }):
		var words []string
		for _, l := range layers {
			words = append(words, string(l.Role))
		}
		return "", "", r.doc.Fault(key+".role", "is a role that no layer fills", meant(string(x), words, "write the role of a layer"))
	case l != "" && layers[n].Role != x:
		return "", "", r.doc.Fault(key+".role", "is not the role of this layer", "take it out; a layer brings its role with it")
	}
	return l, x, nil
}

// layerRef is a layer's name and its index; the name may be empty.
func (r *reader) layerRef(key, text string) (string, int, error) {
	name := strings.TrimSpace(text)
	if name == "" {
		return "", 0, nil
	}
	layers := r.file.Rota.Layers
	n := slices.IndexFunc(layers, func(l rotation.Layer) bool { return l.Name == name })
	if n >= 0 {
		return name, n, nil
	}
	var words []string
	for _, l := range layers {
		words = append(words, l.Name)
	}
	return "", 0, r.doc.Fault(key, "is not the name of a layer", meant(name, words, "write the name of a layer"))
}

func meant(word string, words []string, remedy string) string {
	if len(word) > MaxName {
		return remedy
	}
	if near := tomlfile.Nearest(word, words); near != "" {
		return "did you mean " + near + "? Else " + remedy
	}
	return remedy
}
