package caldav

import (
	"encoding/xml"
	"strings"
)

// The bodies of the requests. They ask for what this package reads and no more.
const (
	xmlHead = `<?xml version="1.0" encoding="utf-8"?>` + "\n"
	spaces  = ` xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"`

	propfindPrincipal = xmlHead + `<propfind xmlns="DAV:"><prop><current-user-principal/></prop></propfind>`

	// propfindHead asks for all that tells whether a calendar has changed.
	propfindHead = xmlHead + `<propfind` + spaces + `><prop><resourcetype/><displayname/><S:getctag/><sync-token/></prop></propfind>`

	propfindList = xmlHead + `<propfind` + spaces + `><prop><resourcetype/><displayname/><C:calendar-description/>` +
		`<C:supported-calendar-component-set/><current-user-privilege-set/></prop></propfind>`

	// queryEvents lists the entries with events in them (RFC 4791 7.8), without
	// their contents. It has no time range on purpose: servers differ in what of a
	// recurring event lies in one, and a shift must not be lost by that.
	queryEvents = xmlHead + `<C:calendar-query` + spaces + `><prop><getetag/></prop>` +
		`<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter></C:calendar-query>`
)

// queryUID asks for the entries of an event (RFC 4791 7.8.6).
func queryUID(uid string) string {
	return xmlHead + `<C:calendar-query` + spaces + `><prop><getetag/><C:calendar-data/></prop>` +
		`<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="UID">` +
		`<C:text-match collation="i;octet">` + escape(uid) + `</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`
}

// multiget asks for the contents of some entries (RFC 4791 7.9).
func multiget(entries []entry) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<C:calendar-multiget` + spaces + `><prop><getetag/><C:calendar-data/></prop>`)
	for _, e := range entries {
		b.WriteString("<href>" + escape(e.url.EscapedPath()) + "</href>")
	}
	b.WriteString(`</C:calendar-multiget>`)
	return b.String()
}

// syncFrom asks what has changed since a token (RFC 6578 3.2).
func syncFrom(token string) string {
	return xmlHead + `<sync-collection xmlns="DAV:"><sync-token>` + escape(token) +
		`</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>`
}

// makeCalendar creates a calendar of events (RFC 4791 5.3.1).
func makeCalendar(name string) string {
	return xmlHead + `<C:mkcalendar` + spaces + `><set><prop><displayname>` + escape(name) + `</displayname>` +
		`<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set></prop></set></C:mkcalendar>`
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}
