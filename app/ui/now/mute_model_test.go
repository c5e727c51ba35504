package now

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
)

func TestSoundsAreMutedForAWhileThatLiesAhead(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	names := []string{"Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "UTC", "Africa/Cairo"}
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom(names).Draw(t, "zone"))
		if err != nil {
			t.Skip(err)
		}
		v := v
		v.Loc, v.Now = loc, time.Unix(rapid.Int64Range(1_500_000_000, 2_000_000_000).Draw(t, "now"), 0)
		for _, o := range mutes(v) {
			if until := o.Command(v.Now).Until; !until.After(v.Now) || until.Sub(v.Now) > 25*time.Hour {
				t.Fatalf("%q is %v ahead", o.Label, until.Sub(v.Now))
			}
		}
	})
}
