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
		f := t.Field(i)
		if keyOf(f) == name && name != "" {
			return f, true
		}
		if embedded(f) {
			if f, ok := lookup(f.Type, name); ok {
				return f, true
			}
		}
	}
	return reflect.StructField{}, false
}

func known(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		if key := keyOf(f); key != "" {
			out = append(out, key)
		}
		if embedded(f) {
			out = append(out, known(f.Type)...)
		}
	}
	return out
}

// embedded says that the keys of a field are those of the struct around it.
func embedded(f reflect.StructField) bool {
	return f.Anonymous && f.Type.Kind() == reflect.Struct && keyOf(f) == ""
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
	if best := Nearest(name, allowed); best != "" {
		return "did you mean " + best + "?"
	}
	allowed = slices.Sorted(slices.Values(allowed))
	return "known here: " + strings.Join(allowed, ", ")
}

// Nearest is the one of the allowed words that somebody who wrote word may have
// meant, the first of several; empty when none is near. Case does not count.
func Nearest(word string, allowed []string) string {
	word = strings.ToLower(word)
	best, distance := "", len(word)/3+2
	for _, other := range allowed {
		if d := len(other) - len(word); d >= distance || -d >= distance {
			continue
		}
		if d := edits(word, strings.ToLower(other)); d < distance {
			best, distance = other, d
		}
	}
	return best
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
