package incident

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// ErrKind says that no command or event has that name.
var ErrKind = errors.New("no such kind")

// wanted is a pointer to a command; value is the command itself.
type wanted interface{ value() any }

// known makes an empty value of each kind.
func known() map[Kind]func() wanted {
	return map[Kind]func() wanted{
		Open{}.Kind():            func() wanted { return new(Open) },
		Decide{}.Kind():          func() wanted { return new(Decide) },
		Detect{}.Kind():          func() wanted { return new(Detect) },
		Mark{}.Kind():            func() wanted { return new(Mark) },
		Move{}.Kind():            func() wanted { return new(Move) },
		Rate{}.Kind():            func() wanted { return new(Rate) },
		AllHands{}.Kind():        func() wanted { return new(AllHands) },
		Notice{}.Kind():          func() wanted { return new(Notice) },
		Edit{}.Kind():            func() wanted { return new(Edit) },
		Prefill{}.Kind():         func() wanted { return new(Prefill) },
		Attach{}.Kind():          func() wanted { return new(Attach) },
		Validate{}.Kind():        func() wanted { return new(Validate) },
		SetRoom{}.Kind():         func() wanted { return new(SetRoom) },
		Invite{}.Kind():          func() wanted { return new(Invite) },
		Assign{}.Kind():          func() wanted { return new(Assign) },
		Release{}.Kind():         func() wanted { return new(Release) },
		OfferHandOff{}.Kind():    func() wanted { return new(OfferHandOff) },
		ReadBack{}.Kind():        func() wanted { return new(ReadBack) },
		TakeCommand{}.Kind():     func() wanted { return new(TakeCommand) },
		WithdrawHandOff{}.Kind(): func() wanted { return new(WithdrawHandOff) },
		Note{}.Kind():            func() wanted { return new(Note) },
		LinkPage{}.Kind():        func() wanted { return new(LinkPage) },
		PageEvent{}.Kind():       func() wanted { return new(PageEvent) },
		Update{}.Kind():          func() wanted { return new(Update) },
		Cure{}.Kind():            func() wanted { return new(Cure) },
		Curate{}.Kind():          func() wanted { return new(Curate) },
		Answer{}.Kind():          func() wanted { return new(Answer) },
		PostMortem{}.Kind():      func() wanted { return new(PostMortem) },
		Todo{}.kind():            func() wanted { return new(Put[Todo]) },
		Bleeding{}.kind():        func() wanted { return new(Put[Bleeding]) },
		Finding{}.kind():         func() wanted { return new(Put[Finding]) },
		LastChange{}.kind():      func() wanted { return new(Put[LastChange]) },
		Hypothesis{}.kind():      func() wanted { return new(Put[Hypothesis]) },
		Search{}.kind():          func() wanted { return new(Put[Search]) },
		Criterion{}.kind():       func() wanted { return new(Put[Criterion]) },
	}
}

// Kinds are the names of all commands, sorted.
func Kinds() []Kind { return slices.Sorted(maps.Keys(known())) }

// DecodeCommand reads a command from its kind and the JSON of its fields. A kind
// or a field that is not known is an error, so that no wish is lost unseen.
func DecodeCommand(kind Kind, fields []byte) (Command, error) {
	v, err := decode(kind, fields, true)
	if err != nil {
		return nil, fmt.Errorf("command %q: %w", kind, err)
	}
	c, ok := v.(Command)
	if !ok {
		return nil, fmt.Errorf("command %q: %w", kind, ErrKind)
	}
	return c, nil
}

func decodeFact(kind Kind, fields []byte) (Fact, error) {
	v, err := decode(kind, fields, false)
	if err != nil {
		return nil, err
	}
	f, ok := v.(Fact)
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrKind, kind)
	}
	return f, nil
}

// decode returns the value itself, not a pointer to it, so that facts compare as
// they were made.
func decode(kind Kind, fields []byte, strict bool) (any, error) {
	empty, ok := known()[kind]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrKind, kind)
	}
	v := empty()
	if len(bytes.TrimSpace(fields)) == 0 {
		fields = []byte("{}")
	}
	d := json.NewDecoder(bytes.NewReader(fields))
	if strict {
		d.DisallowUnknownFields()
	}
	if err := d.Decode(v); err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	if d.More() {
		return nil, fmt.Errorf("%s: more than one value", kind)
	}
	return v.value(), nil
}
