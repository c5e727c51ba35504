package rotafile

import (
	"fmt"

	"standby/rotation"
)

func (s *sequence) swap(key string, t *swapText) (x rotation.Swap, err error) {
	if x.ID, err = s.id(key+".id", t.ID); err != nil {
		return x, err
	}
	if x.Seq, err = s.next(key+".seq", t.Seq); err != nil {
		return x, err
	}
	if x.A, err = s.side(key+".a", &t.A); err != nil {
		return x, err
	}
	if x.B, err = s.side(key+".b", &t.B); err != nil {
		return x, err
	}
	if x.A.Person.Same(x.B.Person) {
		return x, s.doc.Fault(key+".b.person", "is the person of the other side too", "name the two who swap")
	}
	return x, nil
}

func (r *reader) side(key string, t *sideText) (s rotation.Side, err error) {
	if err := r.need(key, `write a = { person = "a@example.org", from = "2026-01-05T09:00", to = "2026-01-12T09:00" }, and b likewise`); err != nil {
		return s, err
	}
	if s.Person, err = r.somebody(key+".person", t.Person); err != nil {
		return s, err
	}
	if s.Interval, err = r.span(key+".from", key+".to", t.From, t.To); err != nil {
		return s, err
	}
	if s.Layer, s.Role, err = r.scope(key, t.Layer, t.Role); err != nil {
		return s, err
	}
	if r.doc.Has(key + ".shift") {
		s.Shift, err = r.bond(key+".shift", &t.Shift)
	}
	return s, err
}

func (r *reader) bond(key string, t *shiftText) (*rotation.Bond, error) {
	for _, k := range []string{".layer", ".turn"} {
		if err := r.need(key+k, "write shift = { layer, version, turn, was_from, was_to }, the turn that the swap is about"); err != nil {
			return nil, err
		}
	}
	name, n, err := r.layerRef(key+".layer", t.Layer)
	if err != nil {
		return nil, err
	}
	if name == "" {
		return nil, r.doc.Fault(key+".layer", "must not be empty", "write the name of a layer")
	}
	if v := len(r.file.Rota.Layers[n].Versions); t.Version < 0 || t.Version >= int64(v) {
		return nil, r.doc.Fault(key+".version", fmt.Sprintf("must be from 0 to %d; the layer has no other", v-1), "write 0 for the layer as it was at first")
	}
	b := rotation.Bond{Layer: name, Version: int(t.Version), Turn: t.Turn}
	if _, ok := turnStart(r.file.Rota.Layers[n].Versions[b.Version].Rotation, t.Turn); !ok {
		return nil, r.doc.Fault(key+".turn", "is a turn beyond the years 1970 to 2099", "write the number of the turn, counted from 0 at the anchor")
	}
	if b.Was, err = r.span(key+".was_from", key+".was_to", t.WasFrom, t.WasTo); err != nil {
		return nil, err
	}
	return &b, nil
}
