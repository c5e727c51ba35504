package rotafile

import (
	"fmt"
	"slices"
	"time"

	"standby/rotation"
)

func (r *reader) layers(t *rotaText) error {
	if len(t.Layer) == 0 {
		return r.doc.Fault("layer", "is missing", "write [[layer]], and under it who takes turns and when")
	}
	if err := r.many("layer", len(t.Layer), rotation.MaxLayers, "layers"); err != nil {
		return err
	}
	for i := range t.Layer {
		l, err := r.layer(at("layer", i), &t.Layer[i])
		if err != nil {
			return err
		}
		r.file.Rota.Layers = append(r.file.Rota.Layers, l)
	}
	return nil
}

// layerRole is the role of a layer, one of not too many.
func (r *reader) layerRole(key, text string) (rotation.Role, error) {
	role, err := r.role(key, text)
	if err != nil {
		return "", err
	}
	if role == "" {
		role = rotation.Primary
	}
	r.roles[role] = true
	if len(r.roles) > rotation.MaxRoles {
		return "", r.doc.Fault(key, fmt.Sprintf("the layers fill more than %d roles", rotation.MaxRoles), "give layers of one duty one role, or split the rota")
	}
	return role, nil
}

func (r *reader) layer(key string, t *layerText) (l rotation.Layer, err error) {
	if l.Name, err = r.layerName(key+".name", t.Name); err != nil {
		return l, err
	}
	if l.Role, err = r.layerRole(key+".role", t.Role); err != nil {
		return l, err
	}
	if l.Beside = t.Beside; l.Beside && !r.standsOn(l.Role) {
		return l, r.doc.Fault(key+".beside", "there is no layer of this role just below, to stand beside",
			"take it out, or put the two layers one after the other")
	}
	if l.Versions, err = r.versions(key, t); err != nil {
		return l, err
	}
	first := l.Versions[0]
	if l.Until, err = r.instantOr(key+".until", t.Until, first.Rotation.Zone, end); err != nil {
		return l, err
	}
	if !l.Until.IsZero() && !l.Until.After(begins(first)) {
		return l, r.doc.Fault(key+".until", "must be later than the layer's beginning", remedyTime)
	}
	return l, nil
}

func (r *reader) layerName(key, text string) (string, error) {
	name, err := r.line(key, text)
	twice := slices.ContainsFunc(r.file.Rota.Layers, func(l rotation.Layer) bool { return l.Name == name })
	if err == nil && name != "" && twice {
		err = r.doc.Fault(key, "two layers have this name", "give each its own")
	}
	return name, err
}

func (r *reader) role(key, text string) (rotation.Role, error) {
	role, err := r.line(key, text)
	return rotation.Role(role), err
}

func (r *reader) standsOn(role rotation.Role) bool {
	n := len(r.file.Rota.Layers)
	return n > 0 && r.file.Rota.Layers[n-1].Role == role
}

// begins is when a version comes into force.
func begins(v rotation.Version) time.Time {
	if v.From.IsZero() {
		return instantOf(v.Rotation.Anchor, v.Rotation.Zone, start)
	}
	return v.From
}

func (r *reader) versions(key string, t *layerText) ([]rotation.Version, error) {
	first, err := r.version(key, &t.turnsText, nil)
	if err != nil {
		return nil, err
	}
	if err := r.many(key+".version", len(t.Version), MaxVersions-1, "later versions of this layer"); err != nil {
		return nil, err
	}
	list := []rotation.Version{first}
	for i := range t.Version {
		before, inner := &list[i], at(key+".version", i)
		if err := r.need(inner+".from", "write from = \"2026-06-01T09:00\", when the version comes into force"); err != nil {
			return nil, err
		}
		v, err := r.version(inner, &t.Version[i].turnsText, before)
		if err != nil {
			return nil, err
		}
		if !v.From.After(begins(*before)) {
			return nil, r.doc.Fault(inner+".from", "must be later than the beginning of the version before", remedyTime)
		}
		list = append(list, v)
	}
	return list, nil
}

// version reads what a layer is from an instant on. What the file does not say
// is as it was before; before is nil for the first version.
func (r *reader) version(key string, t *turnsText, before *rotation.Version) (v rotation.Version, err error) {
	if before != nil {
		v.Rotation, v.Windows = before.Rotation, before.Windows
	} else {
		v.Rotation.Every, v.Rotation.Zone = 1, r.file.Zone
	}
	x := &v.Rotation
	for _, step := range []func() error{
		func() error { return r.unit(key, t, x) },
		func() error { return r.lasts(key+".lasts", t.Lasts, x) },
		func() (err error) { x.Zone, err = r.zoneOr(key+".zone", t.Zone, x.Zone); return err },
		func() error { return r.anchor(key+".anchor", t.Anchor, x) },
		func() error { return r.turns(key+".people", t.People, x) },
		func() error { return r.windows(key+".window", t.Window, &v) },
		func() (err error) { v.From, err = r.instantOr(key+".from", t.From, x.Zone, start); return err },
	} {
		if err := step(); err != nil {
			return v, err
		}
	}
	return v, nil
}

func (r *reader) unit(key string, t *turnsText, x *rotation.Rotation) error {
	const remedy = `write "hourly", "daily", "weekly" or "monthly"`
	if r.doc.Has(key+".unit") || x.Unit == 0 {
		if err := r.need(key+".unit", `write unit = "weekly", what the time between hand-offs is counted in`); err != nil {
			return err
		}
		u, ok := unitOf(t.Unit)
		if !ok {
			return r.doc.Fault(key+".unit", "is not a unit of time", remedy)
		}
		x.Unit = u
		x.WallClock = x.WallClock && u == rotation.Hourly
	}
	if r.doc.Has(key + ".every") {
		if t.Every < 1 || t.Every > rotation.MaxEvery {
			return r.doc.Fault(key+".every", fmt.Sprintf("must be from 1 to %d", rotation.MaxEvery), "write how many of the unit a turn lasts, such as 1")
		}
		x.Every = int(t.Every)
	}
	if r.doc.Has(key + ".wall_clock") {
		if t.WallClock && x.Unit != rotation.Hourly {
			return r.doc.Fault(key+".wall_clock", "is for hourly rotations; the others always follow the clock", "take it out")
		}
		x.WallClock = t.WallClock
	}
	return nil
}

func unitOf(text string) (rotation.Unit, bool) {
	for u := rotation.Hourly; u <= rotation.Monthly; u++ {
		if u.String() == text {
			return u, true
		}
	}
	return 0, false
}

func (r *reader) lasts(key, text string, x *rotation.Rotation) (err error) {
	if r.doc.Has(key) {
		x.Lasts, err = r.doc.Duration(key, text, 0, MaxLasts, "12h")
	}
	return err
}

func (r *reader) anchor(key string, v any, x *rotation.Rotation) (err error) {
	switch {
	case r.doc.Has(key):
		x.Anchor, err = r.local(key, v)
	case x.Anchor == rotation.Local{}:
		err = r.need(key, `write anchor = "2026-01-05T09:00", a hand-off to the first of the people, as clocks there show it`)
	}
	return err
}

// turns reads the groups who take turns.
func (r *reader) turns(key string, people []any, x *rotation.Rotation) error {
	const remedy = `write people = ["a@example.org", "b@example.org"], in the order of their turns`
	if r.doc.Has(key) || len(x.Groups) == 0 {
		if err := r.need(key, remedy); err != nil {
			return err
		}
		if len(people) == 0 {
			return r.doc.Fault(key, "names nobody", remedy)
		}
		x.Groups = make([][]rotation.Person, len(people))
		for i, p := range people {
			g, err := r.group(at(key, i), p)
			if err != nil {
				return err
			}
			x.Groups[i] = g
		}
	}
	for _, g := range x.Groups {
		r.named += len(g)
	}
	if r.named > MaxNamed {
		return r.doc.Fault(key, fmt.Sprintf("the versions of all layers name more than %d people together", MaxNamed),
			"drop versions that ended long ago, or split the rota")
	}
	return nil
}

// group reads a person, or a list of those who hold a turn together.
func (r *reader) group(key string, v any) ([]rotation.Person, error) {
	list, together := v.([]any)
	if !together {
		who, err := r.one(key, v)
		return []rotation.Person{who}, err
	}
	switch {
	case len(list) == 0:
		return nil, r.doc.Fault(key, "is a group with nobody in it", "name somebody, or take it out")
	case len(list) > MaxGroup:
		return nil, r.doc.Fault(at(key, MaxGroup), fmt.Sprintf("the group has more than %d people", MaxGroup), "take out what is over")
	}
	group := make([]rotation.Person, len(list))
	for i, v := range list {
		who, err := r.one(at(key, i), v)
		if err != nil {
			return nil, err
		}
		group[i] = who
	}
	return group, nil
}

func (r *reader) one(key string, v any) (rotation.Person, error) {
	text, ok := v.(string)
	if !ok {
		return rotation.Person{}, r.doc.Fault(key, "is not a person", remedyPerson)
	}
	return r.person(key, text)
}
