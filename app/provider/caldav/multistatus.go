package caldav

import (
	"cmp"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"
)

// multistatus is the answer to PROPFIND and REPORT (RFC 4918 13, RFC 6578 6.4).
type multistatus struct {
	XMLName   xml.Name   `xml:"DAV: multistatus"`
	Responses []response `xml:"DAV: response"`
	SyncToken string     `xml:"DAV: sync-token"`
}

// response is what is said about one address.
type response struct {
	Hrefs     []string   `xml:"DAV: href"`
	Status    string     `xml:"DAV: status"`
	Propstats []propstat `xml:"DAV: propstat"`
}

type propstat struct {
	Status string `xml:"DAV: status"`
	Prop   prop   `xml:"DAV: prop"`
}

// prop holds the properties that are asked for anywhere in this package.
type prop struct {
	ETag        string      `xml:"DAV: getetag"`
	CTag        string      `xml:"http://calendarserver.org/ns/ getctag"`
	SyncToken   string      `xml:"DAV: sync-token"`
	DisplayName string      `xml:"DAV: displayname"`
	Description string      `xml:"urn:ietf:params:xml:ns:caldav calendar-description"`
	Type        *kind       `xml:"DAV: resourcetype"`
	Components  *components `xml:"urn:ietf:params:xml:ns:caldav supported-calendar-component-set"`
	Privileges  *privileges `xml:"DAV: current-user-privilege-set"`
	Data        string      `xml:"urn:ietf:params:xml:ns:caldav calendar-data"`
}

type kind struct {
	Collection *struct{} `xml:"DAV: collection"`
	Calendar   *struct{} `xml:"urn:ietf:params:xml:ns:caldav calendar"`
}

type components struct {
	List []struct {
		Name string `xml:"name,attr"`
	} `xml:"urn:ietf:params:xml:ns:caldav comp"`
}

type privileges struct {
	List []privilege `xml:"DAV: privilege"`
}

// privilege names those of RFC 3744 3 that let one write events.
type privilege struct {
	All     *struct{} `xml:"DAV: all"`
	Write   *struct{} `xml:"DAV: write"`
	Content *struct{} `xml:"DAV: write-content"`
	Bind    *struct{} `xml:"DAV: bind"`
}

// decodeMultistatus reads an answer within the bounds.
func decodeMultistatus(body []byte) (*multistatus, error) {
	body, err := legal(body)
	if err != nil {
		return nil, err
	}
	var ms multistatus
	if err := xml.NewTokenDecoder(newGuard(body)).Decode(&ms); err != nil {
		return nil, wrongXML(body, err)
	}
	if len(ms.Responses) > MaxResources {
		return nil, errEntries
	}
	return &ms, nil
}

// code is the status of the whole response: what it says, or 200.
func (r *response) code() int { return statusCode(r.Status) }

// prop is what the server says about the address: the properties that it has.
func (r *response) prop() prop {
	var all prop
	for i := range r.Propstats {
		if statusCode(r.Propstats[i].Status)/100 == 2 {
			all.add(&r.Propstats[i].Prop)
		}
	}
	return all
}

// refused reports whether the server has the property data and will not show it.
func (r *response) refused() int {
	for i := range r.Propstats {
		if c := statusCode(r.Propstats[i].Status); c/100 != 2 && c != http.StatusNotFound {
			return c
		}
	}
	return 0
}

func (p *prop) add(o *prop) {
	for _, pair := range [][2]*string{
		{&p.ETag, &o.ETag}, {&p.CTag, &o.CTag}, {&p.SyncToken, &o.SyncToken}, {&p.DisplayName, &o.DisplayName},
		{&p.Description, &o.Description}, {&p.Data, &o.Data},
	} {
		if *pair[0] == "" {
			*pair[0] = *pair[1]
		}
	}
	p.Type = cmp.Or(p.Type, o.Type)
	p.Components = cmp.Or(p.Components, o.Components)
	p.Privileges = cmp.Or(p.Privileges, o.Privileges)
}

// isCalendar reports whether the address is a calendar that may hold events.
func (p *prop) isCalendar() bool {
	if p.Type == nil || p.Type.Calendar == nil {
		return false
	}
	if p.Components == nil || len(p.Components.List) == 0 {
		return true // any kind (RFC 4791 5.2.3)
	}
	for _, c := range p.Components.List {
		if strings.EqualFold(c.Name, "VEVENT") {
			return true
		}
	}
	return false
}

// readOnly reports whether the server says that we may not write.
func (p *prop) readOnly() bool {
	if p.Privileges == nil {
		return false
	}
	for _, g := range p.Privileges.List {
		if g.All != nil || g.Write != nil || g.Content != nil || g.Bind != nil {
			return false
		}
	}
	return true
}

// statusCode reads "HTTP/1.1 404 Not Found"; what is absent means 200, what is
// nonsense 500.
func statusCode(line string) int {
	if strings.TrimSpace(line) == "" {
		return http.StatusOK
	}
	parts := strings.Fields(line)
	if len(parts) < 2 {
		return http.StatusInternalServerError
	}
	code, err := strconv.Atoi(parts[1])
	if err != nil || code < 100 || code > 599 {
		return http.StatusInternalServerError
	}
	return code
}
