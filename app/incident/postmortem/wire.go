package postmortem

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// DecodeChange reads a change from its kind ("edit", "reply", "authors", "why" or
// "check") and the JSON of its fields. A kind or a field that is not known is an
// error, so that no wish is lost unseen.
func DecodeChange(kind string, fields []byte) (Change, error) {
	switch kind {
	case "edit":
		return decode[Edit](kind, fields)
	case "reply":
		return decode[Reply](kind, fields)
	case "authors":
		return decode[Authors](kind, fields)
	case "why":
		return decode[PutWhy](kind, fields)
	case "check":
		return decode[Tick](kind, fields)
	}
	return nil, fmt.Errorf("change %.40q: %w", kind, ErrUnknown)
}

func decode[T Change](kind string, fields []byte) (Change, error) {
	var c T
	d := json.NewDecoder(bytes.NewReader(fields))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return nil, fmt.Errorf("change %q: %w", kind, err)
	}
	if d.More() {
		return nil, fmt.Errorf("change %q: more than one value", kind)
	}
	return c, nil
}
