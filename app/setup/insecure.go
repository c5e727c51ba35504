package setup

import (
	"fmt"

	"standby/app/api"
	"standby/app/provider/caldav"
	"standby/app/provider/calendar"
)

// Unencrypted is what the user is to be told before anything is sent to the
// calendar's address; empty where it is encrypted, on this machine, or a file.
func Unencrypted(n api.NewCalendar) string {
	if n.CalDAV {
		return caldav.Unencrypted(n.Location)
	}
	if !isURL(n.Location) {
		return ""
	}
	return calendar.Unencrypted(n.Location)
}

// encrypted refuses an address that others can listen to, unless the user knows.
func encrypted(n api.NewCalendar) error {
	if warning := Unencrypted(n); warning != "" && !n.InsecureOK {
		return fmt.Errorf("add calendar %s: %w: %s", n.Name, api.ErrInsecure, warning)
	}
	return nil
}
