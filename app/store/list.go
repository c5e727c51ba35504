package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"standby/notify"
)

// texts is a list of texts as a column holds it: a JSON array, empty when there is
// none.
type texts []string

// Value is what goes into the column.
func (t texts) Value() (driver.Value, error) { return listValue(t) }

// Scan reads the column back.
func (t *texts) Scan(src any) error { return listScan((*[]string)(t), src, "names of a page") }

// words are the notes that a source has not taken yet.
type words []notify.Word

// Value is what goes into the column.
func (w words) Value() (driver.Value, error) { return listValue(w) }

// Scan reads the column back.
func (w *words) Scan(src any) error { return listScan((*[]notify.Word)(w), src, "unsent notes") }

func listValue[E any](list []E) (driver.Value, error) {
	if len(list) == 0 {
		return "", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

func listScan[E any](list *[]E, src any, what string) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("%w: %s are kept as %T", ErrDamaged, what, src)
	}
	*list = nil
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), list); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrDamaged, what, err)
	}
	return nil
}
