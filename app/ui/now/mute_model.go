package now

import (
	"time"

	"standby/app/ui/model"
)

// mutes are how long sounds can be muted.
func mutes(v model.View) []model.Offer {
	return []model.Offer{model.InSpan("", "15 min", 15*time.Minute), model.InSpan("", "1 h", time.Hour), model.UntilClock("", model.NextMorning(v), v)}
}
