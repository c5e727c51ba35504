package health_test

import (
	"encoding/json"
	"testing"

	"standby/rotation/health"
)

func FuzzARatioIsReadAsItIsWritten(f *testing.F) {
	for _, s := range []string{"0", "1", "0.785714", "1e-6", "2", "-0", "NaN", `"0.5"`, "null", ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var r health.Ratio
		if r.UnmarshalJSON(text) != nil {
			return
		}
		if r < 0 || r > health.Whole {
			t.Fatalf("%q was read as %s", text, r)
		}
		out, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back health.Ratio
		if err := json.Unmarshal(out, &back); err != nil || back != r {
			t.Errorf("%s came back as %s: %v", out, back, err)
		}
	})
}
