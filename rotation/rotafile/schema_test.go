package rotafile_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	toml "github.com/pelletier/go-toml/v2"

	"standby/rotation"
	"standby/rotation/rotafile"
)

// node is what of a JSON Schema the tests look at.
type node struct {
	Ref        string          `json:"$ref"`
	Defs       map[string]node `json:"$defs"`
	Type       any             `json:"type"`
	Properties map[string]node `json:"properties"`
	Items      *node           `json:"items"`
	Closed     *bool           `json:"additionalProperties"`
	MaxItems   int64           `json:"maxItems"`
	MaxLength  int64           `json:"maxLength"`
	Maximum    int64           `json:"maximum"`
	AnyOf      []node          `json:"anyOf"`
}

func schemaRoot(t testing.TB) node {
	t.Helper()
	var root node
	if err := json.Unmarshal(rotafile.Schema, &root); err != nil {
		t.Fatal(err)
	}
	return root
}

func (n node) follow(root node) node {
	if name, ok := strings.CutPrefix(n.Ref, "#/$defs/"); ok {
		return root.Defs[name].follow(root)
	}
	return n
}

// schemaKeys are all keys that the schema knows, as paths, with their types.
func schemaKeys(t testing.TB) map[string]string {
	root, keys := schemaRoot(t), map[string]string{}
	var walk func(path string, n node)
	walk = func(path string, n node) {
		n = n.follow(root)
		if n.Items != nil {
			if n.Items.follow(root).Properties != nil {
				walk(path, *n.Items)
			}
		}
		if n.Properties != nil && (n.Closed == nil || *n.Closed) {
			t.Errorf("%s takes any key", path)
		}
		for name, p := range n.Properties {
			inner := strings.TrimPrefix(path+"."+name, ".")
			kind, _ := p.follow(root).Type.(string)
			keys[inner] = kind
			walk(inner, p)
		}
	}
	walk("", root)
	return keys
}

// structKeys are all keys that Parse knows.
func structKeys(path string, typ reflect.Type, keys map[string]string) map[string]string {
	kinds := map[reflect.Kind]string{reflect.String: "string", reflect.Bool: "boolean", reflect.Int64: "integer", reflect.Slice: "array",
		reflect.Struct: "object", reflect.Interface: "string"}
	for _, f := range reflect.VisibleFields(typ) {
		name := f.Tag.Get("toml")
		if name == "" {
			continue
		}
		inner := strings.TrimPrefix(path+"."+name, ".")
		keys[inner] = kinds[f.Type.Kind()]
		part := f.Type
		if part.Kind() == reflect.Slice {
			part = part.Elem()
		}
		if part.Kind() == reflect.Struct {
			structKeys(inner, part, keys)
		}
	}
	return keys
}

func TestTheSchemaHasTheKeysThatParseKnows(t *testing.T) {
	schema, known := schemaKeys(t), structKeys("", rotafile.FileType, map[string]string{})
	if len(known) < 50 {
		t.Fatalf("only %d keys", len(known))
	}
	for path, kind := range known {
		got, ok := schema[path]
		if !ok || got != "" && got != kind {
			t.Errorf("%s is a %s to Parse, and to the schema %q", path, kind, got)
		}
	}
	for path := range schema {
		if _, ok := known[path]; !ok {
			t.Errorf("%s is not known to Parse", path)
		}
	}
}

func TestTheSchemaHasTheBoundsOfParse(t *testing.T) {
	d := schemaRoot(t)
	p := d.Properties
	for what, c := range map[string][2]int64{
		"people":    {p["person"].MaxItems, rotation.MaxPeople},
		"layers":    {p["layer"].MaxItems, rotation.MaxLayers},
		"overrides": {p["override"].MaxItems, rotation.MaxEdits},
		"swaps":     {p["swap"].MaxItems, rotation.MaxSwaps},
		"versions":  {d.Defs["layer"].Properties["version"].MaxItems, rotafile.MaxVersions - 1},
		"version":   {d.Defs["shift"].Properties["version"].Maximum, rotafile.MaxVersions - 1},
		"windows":   {d.Defs["windows"].MaxItems, rotafile.MaxWindows},
		"group":     {d.Defs["people"].Items.AnyOf[1].MaxItems, rotafile.MaxGroup},
		"every":     {d.Defs["every"].Maximum, rotation.MaxEvery},
		"seq":       {d.Defs["seq"].Maximum, rotafile.MaxSeq},
		"line":      {d.Defs["line"].MaxLength, rotafile.MaxName},
		"title":     {d.Defs["title"].MaxLength, rotafile.MaxName},
		"who":       {d.Defs["who"].MaxLength, rotafile.MaxEmail},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: the schema says %d, Parse %d", what, c[0], c[1])
		}
	}
}

// validator is the schema with its definitions where its validator looks for
// them.
func validator(t testing.TB) *openapi3.Schema {
	t.Helper()
	text := strings.ReplaceAll(string(rotafile.Schema), "#/$defs/", "#/components/schemas/")
	var root map[string]any
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	schemas, _ := root["$defs"].(map[string]any)
	delete(root, "$defs")
	delete(root, "$schema")
	schemas["rota"] = root
	whole, err := json.Marshal(map[string]any{"openapi": "3.1.0", "info": map[string]any{"title": "rota", "version": "1"},
		"paths": map[string]any{}, "components": map[string]any{"schemas": schemas}})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(whole)
	if err != nil {
		t.Fatal(err)
	}
	return doc.Components.Schemas["rota"].Value
}

func asJSON(t testing.TB, text string) any {
	t.Helper()
	var tree map[string]any
	if err := toml.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func valid(t testing.TB, s *openapi3.Schema, text string) error {
	return s.VisitJSON(asJSON(t, text), openapi3.EnableJSONSchema2020())
}

func TestTheSchemaTakesWhatParseTakes(t *testing.T) {
	s := validator(t)
	for name, text := range map[string]string{
		"the example":         string(example(t)),
		"the smallest":        small,
		"dates without quote": strings.ReplaceAll(small, `"2026-01-05T09:00"`, "2026-01-05T09:00:00") + "[[override]]\nfrom = 2026-01-05 09:00:00+01:00\nin = 'Engineer C'\n",
	} {
		parse(t, text)
		if err := valid(t, s, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSchemaRefusesWhatParseRefuses(t *testing.T) {
	s := validator(t)
	for name, text := range map[string]string{
		"no name":                         strings.Replace(small, "name", "#", 1),
		"no layer":                        "name = 'x'\nzone = 'UTC'",
		"an unknown key":                  small + "[[person]]\nnick = 'x'\n",
		"a person without name or e-mail": small + "[[person]]\nzone = 'UTC'\n",
		"an address as a name":            small + "[[person]]\nname = 'a@example.org'\n",
		"an unknown unit":                 strings.Replace(small, "weekly", "yearly", 1),
		"every of none":                   strings.Replace(small, "weekly\"", "weekly\"\nevery = 0", 1),
		"every of too many":               strings.Replace(small, "weekly\"", "weekly\"\nevery = 10001", 1),
		"an anchor with an offset":        strings.Replace(small, "09:00\"", "09:00Z\"", 1),
		"an anchor in year 1":             strings.Replace(small, "2026-", "0001-", 1),
		"an empty group":                  strings.Replace(small, "\"Engineer B\"", "[]", 1),
		"no people":                       strings.Replace(small, `["Engineer A", "Engineer B"]`, "[]", 1),
		"a day that is none":              small + "[[layer.window]]\ndays = ['someday']\n",
		"a start without an end":          small + "[[layer.window]]\nstart = '09:00'\n",
		"a start at 24:00":                small + "[[layer.window]]\nstart = '24:00'\nend = '09:00'\n",
		"eight nights":                    small + "[[layer.window]]\nnights = 8\n",
		"a version without from":          small + "[[layer.version]]\nevery = 2\n",
		"an override without a start":     small + "[[override]]\nin = 'Engineer C'\n",
		"an override of nobody":           small + "[[override]]\nfrom = '2026-01-05T09:00'\n",
		"a swap with one side":            small + "[[swap]]\na = { person = 'Engineer A', from = '2026-01-05T09:00', to = '2026-01-12T09:00' }\n",
		"a negative number":               small + "[[override]]\nseq = -1\nfrom = '2026-01-05T09:00'\nin = 'Engineer C'\n",
		"time off without an end":         small + "[[time_off]]\nperson = 'Engineer A'\nfrom = '2026-01-05T09:00'\n",
		"a holiday with a time":           small + "[[holiday]]\ndate = '2026-01-05T09:00'\nname = 'x'\n",
		"a stacking that is none":         "stacking = 'both'\n" + small,
	} {
		if _, err := rotafile.Parse("rota.toml", []byte(text)); err == nil {
			t.Errorf("Parse takes %s", name)
		}
		if err := valid(t, s, text); err == nil {
			t.Errorf("the schema takes %s", name)
		}
	}
}
