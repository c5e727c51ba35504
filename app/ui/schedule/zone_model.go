package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
)

// zonesKnown are those that are offered besides the team's own.
func zonesKnown() []string {
	return []string{"UTC", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Sao_Paulo", "Europe/London", "Europe/Berlin",
		"Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw", "Europe/Athens", "Europe/Istanbul", "Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi",
		"Asia/Jerusalem", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Singapore", "Asia/Manila", "Asia/Seoul",
		"Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland"}
}

// zonesOf are the zones to offer: those of the people first.
func zonesOf(d api.ScheduleDetail) []string {
	var out []string
	add := func(name string) {
		if name != "" && name != "Local" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, r := range d.Rotas {
		for _, m := range r.Members {
			add(m.Zone)
		}
	}
	for _, name := range zonesKnown() {
		add(name)
	}
	return out
}

// zoneNamed finds a zone by its IANA name, or by the name of its city.
func zoneNamed(text string, d api.ScheduleDetail) (*time.Location, error) {
	text = strings.TrimSpace(text)
	city := strings.ReplaceAll(strings.ToLower(text), " ", "_")
	for _, name := range zonesOf(d) {
		if strings.EqualFold(name, text) || strings.HasSuffix(strings.ToLower(name), "/"+city) {
			text = name
		}
	}
	if zone, err := time.LoadLocation(text); err == nil && text != "" && text != "Local" {
		return zone, nil
	}
	return nil, fmt.Errorf("no zone is called “%s”: write a city such as Tokyo, or a name such as Asia/Tokyo", text)
}
