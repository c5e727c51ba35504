package tomlfile

import (
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// plain is the type behind pointers; nil for a type that takes anything.
func plain(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() == reflect.Interface || t.Kind() == reflect.Map {
		return nil
	}
	return t
}

func element(t reflect.Type) reflect.Type {
	if t == nil || t.Kind() != reflect.Slice {
		return nil
	}
	return plain(t.Elem())
}

func isTables(t reflect.Type) bool {
	if t == nil || t.Kind() != reflect.Slice {
		return false
	}
	k := t.Elem().Kind()
	return k == reflect.Struct || k == reflect.Map
}

func lookup(t reflect.Type, name string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if f := t.Field(i); keyOf(f) == name && name != "" {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

func known(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		if key := keyOf(t.Field(i)); key != "" {
			out = append(out, key)
		}
	}
	return out
}

func keyOf(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
	if key == "-" {
		return ""
	}
	return key
}

func fits(t reflect.Type, k unstable.Kind) bool {
	if t == nil {
		return true
	}
	switch t.Kind() {
	case reflect.String:
		return k == unstable.String
	case reflect.Bool:
		return k == unstable.Bool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return k == unstable.Integer
	case reflect.Slice:
		return k == unstable.Array
	case reflect.Struct:
		return k == unstable.InlineTable
	}
	return false
}

// wanted says what a place takes, and an example of it.
func wanted(at level) (what, example string) {
	switch at.typ.Kind() {
	case reflect.String:
		what, example = "a text in quotes", `"text"`
	case reflect.Bool:
		what, example = "true or false", "true"
	case reflect.Slice:
		what, example = "a list", `["text"]`
	case reflect.Struct:
		what, example = "a table", `{ key = "text" }`
	default:
		what, example = "a whole number", "1"
	}
	if at.example != "" {
		example = at.example
	}
	return what, example
}

// suggest is the remedy for a key that is not known.
func suggest(name string, allowed []string) string {
	best, distance := "", len(name)/3+2
	for _, key := range allowed {
		if d := edits(strings.ToLower(name), key); d < distance {
			best, distance = key, d
		}
	}
	if best != "" {
		return "did you mean " + best + "?"
	}
	allowed = slices.Sorted(slices.Values(allowed))
	return "known here: " + strings.Join(allowed, ", ")
}

// edits counts the insertions, deletions and replacements that turn a into b
// (Levenshtein's distance), in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
