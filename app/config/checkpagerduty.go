package config

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"standby/rotation/tomlfile"
)

// kindPagerDuty is the kind of a calendar that is read from a PagerDuty account; the
// others are known by where they lie.
const kindPagerDuty = "pagerduty"

func (c checker) pagerDutys(f file, out *Config) error {
	for i, e := range f.PagerDuty {
		pd, err := c.pagerDuty(item("pagerduty", i), e)
		if err != nil {
			return err
		}
		out.PagerDutys = append(out.PagerDutys, pd)
	}
	return nil
}

func (c checker) pagerDuty(table string, e pagerDutyEntry) (PagerDuty, error) {
	out := PagerDuty{Name: e.Name, Region: RegionUS, Poll: DefaultPoll}
	if err := c.name(table, e.Name); err != nil {
		return out, err
	}
	if c.doc.Has(table + ".region") {
		out.Region = Region(e.Region)
		if out.Region != RegionUS && out.Region != RegionEU {
			return out, c.doc.Fault(table+".region", "is not a service region", `write "us" or "eu"; the address of the account's web page has .eu. in it, or has not`)
		}
	}
	if c.doc.Has(table + ".url") {
		if c.doc.Has(table + ".region") {
			return out, c.doc.Fault(table+".url", "stands beside region", "keep one of the two")
		}
		if err := c.pagerDutyURL(table+".url", e.URL); err != nil {
			return out, err
		}
		out.Region, out.URL = "", strings.TrimRight(strings.TrimSpace(e.URL), "/")
	}
	return out, c.duration(table+".poll", e.Poll, 5*time.Second, time.Hour, "15s", &out.Poll)
}

// pagerDutyURL checks the place of the API. It is never repeated in an error: what
// people paste may carry a key.
func (c checker) pagerDutyURL(key, s string) error {
	const remedy = `write region = "eu" instead, or an address like "https://api.eu.pagerduty.com"`
	u, err := url.Parse(strings.TrimSpace(s))
	switch {
	case err != nil || len(s) > maxPath || u.Hostname() == "":
		return c.doc.Fault(key, "is not a web address", remedy)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return c.doc.Fault(key, "must be an address alone; the API key belongs in the keyring", remedy)
	case strings.Trim(u.Path, "/") != "":
		return c.doc.Fault(key, "must not carry a path", remedy)
	case u.Scheme != "https" && (u.Scheme != "http" || !onThisMachine(u.Hostname())):
		return c.doc.Fault(key, "must begin with https://, or the API key would travel for all to read", remedy)
	}
	return nil
}

func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// scheduleID is what ids of PagerDuty look like.
var scheduleID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// onPagerDuty checks a calendar that is read from a PagerDuty account: one of its
// schedules, or the on-calls of the key's owner.
func (c checker) onPagerDuty(table string, e calendarEntry, out *Calendar) error {
	if e.Kind != kindPagerDuty {
		return c.doc.Fault(table+".kind", "is not a kind of calendar", `write kind = "pagerduty", or leave it out for a file, an address or a CalDAV server`)
	}
	for _, key := range []string{"file", "url", "caldav", "user", "pattern", "mine"} {
		if c.doc.Has(table + "." + key) {
			return c.doc.Fault(table+"."+key, `does not go with kind = "pagerduty"`, "leave "+key+" out; the account knows where its schedules are, and who you are in them")
		}
	}
	if !c.doc.Has(table + ".source") {
		return c.doc.Fault(table+".source", "is missing", `write source = "...", the name of a [[pagerduty]] account`)
	}
	out.PagerDuty = e.Source
	if !c.doc.Has(table + ".schedule") {
		if c.doc.Has(table + ".role") {
			return c.doc.Fault(table+".role", "does not go with your on-calls, whose roles are their escalation levels", "leave role out, or name a schedule")
		}
		return nil
	}
	if !scheduleID.MatchString(e.Schedule) {
		return c.doc.Fault(table+".schedule", "is not the id of a schedule", `write it like "PABC123", the end of the schedule's address in the browser, or leave it out for your own on-calls`)
	}
	out.Schedule = e.Schedule
	return nil
}

// accountsOfCalendars checks that the accounts that calendars are read from are
// there.
func (c checker) accountsOfCalendars(_ file, out *Config) error {
	var names []string
	for _, pd := range out.PagerDutys {
		names = append(names, pd.Name)
	}
	for i, cal := range out.Calendars {
		if cal.PagerDuty == "" && !c.doc.Has(item("calendar", i)+".kind") || slices.Contains(names, cal.PagerDuty) {
			continue
		}
		remedy := "add one with [[pagerduty]]"
		if near := tomlfile.Nearest(cal.PagerDuty, names); near != "" {
			remedy = "did you mean " + strconv.Quote(near) + "?"
		} else if len(names) > 0 {
			remedy = "there are: " + strings.Join(names, ", ")
		}
		return c.doc.Fault(item("calendar", i)+".source", "is not the name of a PagerDuty account", remedy)
	}
	return nil
}
