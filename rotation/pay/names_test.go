package pay_test

import (
	"testing"
	"time"
)

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// zones are where machines of a team may stand; with half and quarter hours,
// and with changes of the clocks at midnight.
var zones = []string{
	"UTC", "Europe/Berlin", "America/St_Johns", "America/New_York", "America/Asuncion", "America/Havana",
	"Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca",
}
