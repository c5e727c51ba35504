package config

import (
	"net"
	"net/url"
	"strings"
	"time"
)

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
