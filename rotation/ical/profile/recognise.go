package profile

import "strings"

// MaxHead is how many events of a calendar Recognise and NewMapping look at.
const MaxHead = 20

// Head is what tells where a calendar comes from. All of it may be empty.
type Head struct {
	// Product is PRODID, Method is METHOD (RFC 5545 3.7), Name is X-WR-CALNAME.
	Product, Method, Name string
	// Host is the name of the host that the calendar was fetched from, without
	// anything else of its address, which is a credential.
	Host string
	// Events are the first events, MaxHead of them at most; others are not
	// looked at.
	Events []Event
}

// Event is what an event says of itself.
type Event struct{ UID, Summary string }

// Recognise finds out which product wrote a calendar: by what it calls itself,
// else by the host it comes from, else by the shape of most of its first events.
// What nothing is known of is Plain.
func Recognise(h Head) Profile {
	for _, find := range []func(Head) Profile{byProduct, byHost, byUID, byShape} {
		if p := find(h); p != "" {
			return p
		}
	}
	return Plain
}

func byProduct(h Head) Profile {
	product := strings.ToLower(h.Product)
	for _, t := range products() {
		for _, word := range t.product {
			if strings.Contains(product, word) {
				return t.profile
			}
		}
	}
	return ""
}

func byHost(h Head) Profile {
	host, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(h.Host)), ":")
	for _, t := range products() {
		for _, domain := range t.hosts {
			if host == domain || strings.HasSuffix(host, "."+domain) {
				return t.profile
			}
		}
	}
	// Jira Service Management shares its host with Confluence.
	if strings.HasSuffix(host, ".atlassian.net") || host == "api.atlassian.com" {
		if !strings.Contains(strings.ToLower(h.Product), "confluence") {
			return Opsgenie
		}
	}
	return ""
}

// byUID goes by the host after the @ of the UIDs. Google's and Microsoft's say
// nothing: events keep them wherever they are copied to.
func byUID(h Head) Profile {
	for _, t := range products() {
		if t.profile == Google || t.profile == Outlook || len(t.hosts) == 0 {
			continue
		}
		if h.most(func(e Event) bool {
			_, host, _ := strings.Cut(e.UID, "@")
			return byHost(Head{Host: host}) == t.profile
		}) {
			return t.profile
		}
	}
	return ""
}

func byShape(h Head) Profile {
	switch {
	case hasPrefixFold(h.Name, pagerDutyName), h.most(shaped(pagerDuty)):
		return PagerDuty
	case strings.EqualFold(h.Method, "PUBLISH") && h.most(shaped(goAlert)), h.most(hexUID) && h.most(shaped(goAlert)):
		return GoAlert
	case h.most(shaped(linkedIn)):
		return LinkedIn
	}
	return ""
}

// shaped reports whether an event's summary has that shape.
func shaped(s shape) func(Event) bool {
	return func(e Event) bool {
		_, ok := s(Mapping{}, e.Summary)
		return ok
	}
}

// hexUID reports whether the UID is a SHA-256 in hexadecimal, as GoAlert's are.
func hexUID(e Event) bool {
	return len(e.UID) == 64 && !strings.ContainsFunc(e.UID, func(r rune) bool {
		return !strings.ContainsRune("0123456789abcdefABCDEF", r)
	})
}

func (h Head) first() []Event { return h.Events[:min(len(h.Events), MaxHead)] }

// most reports whether more than half of the first events are so.
func (h Head) most(so func(Event) bool) bool {
	n := 0
	for _, e := range h.first() {
		if so(e) {
			n++
		}
	}
	return 2*n > len(h.first())
}
