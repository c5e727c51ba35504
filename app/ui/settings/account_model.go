package settings

import (
	"fmt"
	"slices"
	"strings"

	"standby/app/api"
)

// foundLabels are the calendars of an account as they can be chosen: each label is
// another one.
func foundLabels(found []api.Found) []string {
	var out []string
	for _, f := range found {
		label := f.Name
		if f.ReadOnly {
			label += " (read only)"
		}
		if slices.Contains(out, label) {
			label += ", " + lastPart(f.Address)
		}
		for n := 2; slices.Contains(out, label); n++ {
			label = fmt.Sprintf("%s (%d)", label, n)
		}
		out = append(out, label)
	}
	return out
}

func lastPart(address string) string {
	address = strings.TrimRight(address, "/")
	return address[strings.LastIndexByte(address, '/')+1:]
}

// foundNote is what came of looking for calendars.
func foundNote(found []api.Found) string {
	switch len(found) {
	case 0:
		return "The account answers, and has no calendar. Make one there first, or give the address of a calendar that is shared with you."
	case 1:
		return "One calendar was found."
	}
	return fmt.Sprintf("%d calendars were found. Choose the one that holds the shifts.", len(found))
}
