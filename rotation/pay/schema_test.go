package pay

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	toml "github.com/pelletier/go-toml/v2"
)

var update = flag.Bool("update", false, "write schema.json anew")

// words are the keys that take one word of a few, by their path with the lists
// left out. An absent key means the first.
func schemaWords() map[string][]string {
	return map[string][]string{
		"zone_of": {"policy", "person"}, "rounding.at": {"line", "total"}, "rounding.mode": {"half up", "half even", "up", "down"},
		"pay.for": {"standby", "call_out", "travel", "figure"}, "pay.overlap": {"union", "sum", "max", "split"},
		"pay.during_call_outs": {"continues", "pauses", "pauses for paid time"}, "pay.clock": {"elapsed", "wall"}, "pay.merged": {"worked", "span", "first"},
		"pay.tiers": {"step by step", "all"}, "pay.on_standby": {"any", "only", "never"}, "pay.minimum_on_standby": {"applies", "suppressed"},
		"pay.round_sum": {"each", "duty", "day", "week", "month", "period"}, "pay.pad": {"last", "clock"},
		"pay.hours_per": {"piece", "duty", "day", "week", "month", "quarter", "year", "period"}, "pay.classify": {"time", "start", "end", "touch", "most"},
		"pay.combine": {"first", "highest", "lowest", "add", "multiply"}, "pay.partial": {"prorate", "started", "completed", "nearest"},
		"pay.settle": {"cash", "time", "both", "choice"}, "pay.default_settle": {"cash", "time"}, "pay.attribute": {"start", "split", "end"},
		"pay.qualify.of": {"duty", "piece", "rest"}, "package.choose": {"always", "cheapest", "dearest"}, "cap.over": {"drop", "pay", "bank"},
		"account.over": {"drop", "pay"}, "account.expired": {"lapse", "pay"}, "rest.kind": {"daily", "after_call_out", "weekly"},
		"rest.standby": {"rest", "work"}, "rest.release": {"none", "paid", "time"}, "rest.as": {"violation", "warning"}, "limit.as": {"violation", "warning"},
		"limit.of":         {"standby_days", "standby_hours", "call_outs", "call_out_hours", "consecutive_days", "weekends", "average_week_hours", "consecutive_weeks", "free_weekends"},
		"rest.reduced_per": {"year", "quarter", "month", "week"}, "guarantee.when_none": {"nothing", "pays"},
	}
}

// schemaOf makes the schema of a part of the file; path leaves lists out.
func schemaOf(t reflect.Type, path, example string) map[string]any {
	out := map[string]any{}
	if example != "" {
		var v struct{ V any }
		if toml.Unmarshal([]byte("V = "+example), &v) == nil {
			out["examples"] = []any{v.V}
		}
	}
	switch t.Kind() {
	case reflect.String:
		out["type"] = "string"
		if w := schemaWords()[path]; w != nil {
			out["enum"] = w
			delete(out, "examples")
		}
	case reflect.Bool:
		out["type"] = "boolean"
	case reflect.Int64:
		out["type"] = "integer"
	case reflect.Slice:
		out["type"], out["items"] = "array", schemaOf(t.Elem(), path, "")
	case reflect.Struct:
		properties := map[string]any{}
		addProperties(properties, t, path)
		out["type"], out["properties"], out["additionalProperties"] = "object", properties, false
	default:
		if path == "given" || strings.HasSuffix(path, ".when") {
			out["type"], out["description"] = "object", "facts and their values"
			break
		}
		out["type"], out["description"] = []string{"string", "integer"}, `an amount: "4.50", "12.5 % of hourly", "1.5 x hourly", "monthly / 1400", "$fact", or the name of a table`
	}
	return out
}

func addProperties(into map[string]any, t reflect.Type, path string) {
	for i := range t.NumField() {
		f := t.Field(i)
		key := f.Tag.Get("toml")
		if key == "" && f.Anonymous {
			addProperties(into, f.Type, path)
			continue
		}
		into[key] = schemaOf(f.Type, strings.TrimPrefix(path+"."+key, "."), f.Tag.Get("example"))
	}
}

func TestTheSchemaIsThatOfTheReader(t *testing.T) {
	root := schemaOf(reflect.TypeFor[policyFile](), "", "")
	root["$schema"], root["title"] = "https://json-schema.org/draft/2020-12/schema", "A pay policy of Standby"
	root["required"] = []string{"name", "zone", "currency", "rounding"}
	want, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile("schema.json", want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if !*update && !bytes.Equal(Schema, want) {
		t.Error("schema.json is not what the reader takes; go test ./rotation/pay -run Schema -update")
	}
}

func TestEveryPolicyFitsTheSchema(t *testing.T) {
	schema := &openapi3.Schema{}
	if err := json.Unmarshal(Schema, schema); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "policies", "*.toml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no policies", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var v map[string]any
		if err := toml.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		plain, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(plain, &doc); err != nil {
			t.Fatal(err)
		}
		if err := schema.VisitJSON(doc); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestTheReaderTakesTheWordsOfTheSchema(t *testing.T) {
	const head = "name = \"n\"\nzone = \"UTC\"\ncurrency = \"EUR\"\n"
	for path, words := range schemaWords() {
		table, key := "", path
		if i := strings.LastIndexByte(path, '.'); i >= 0 {
			table, key = path[:i], path[i+1:]
		}
		for _, w := range append([]string{"no such word"}, words...) {
			setting := key + " = \"" + w + "\"\n"
			text := head + "rounding.place = 2\n"
			base := "[[pay]]\nkey = \"base\"\nrate = \"1\"\n"
			switch {
			case table == "":
				text += setting + base
			case table == "account" || table == "rounding":
				text += table + "." + setting + base
			case table == "pay.qualify":
				text += base + "[pay.qualify]\n" + setting
			case table == "pay" && w == "figure":
				text += base + "figure = \"f\"\n" + setting
			case table == "pay":
				text += base + setting
			case table == "package" || table == "guarantee":
				text += base + "[[" + table + "]]\nkey = \"p\"\n" + setting
			default:
				text += base + "[[" + table + "]]\n" + setting
			}
			_, err := Parse("p.toml", []byte(text))
			refused := err != nil && strings.Contains(err.Error(), "one of the words allowed")
			if refused != (w == "no such word") {
				t.Errorf("%s = %q: %v", path, w, err)
			}
		}
	}
}
