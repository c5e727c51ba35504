package tray

import (
	"fmt"

	"standby/app/api"
)

// workspace are the lines about incidents that are open and hand-off reports that
// nobody has signed.
func (v *View) workspace(s api.Snapshot) {
	switch n := len(s.Incidents); {
	case n == 1:
		i := s.Incidents[0]
		title := "Incident: " + i.Title
		if i.Drill {
			title = "Drill: " + i.Title
		}
		v.line("incident", title, Open{})
	case n > 1:
		v.line("incident", fmt.Sprintf("%d incidents are open", n), Open{})
	}
	switch n := len(s.Unsigned); {
	case n == 1:
		v.line("report", "Hand-off report not signed: "+s.Unsigned[0].Rota, Open{})
	case n > 1:
		v.line("report", fmt.Sprintf("%d hand-off reports are not signed", n), Open{})
	}
}
