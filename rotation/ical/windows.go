package ical

import (
	"strings"
	"time"
)

// windowsZone finds a zone by the name that Windows, Outlook and Exchange give
// it: "W. Europe Standard Time", or the text of the zone list, "(UTC+01:00)
// Amsterdam, Berlin, ...".
func windowsZone(name string) *time.Location {
	key := strings.ToLower(strings.TrimSpace(name))
	if _, after, ok := strings.Cut(key, ") "); ok && strings.HasPrefix(key, "(") {
		key = strings.TrimSpace(after)
	}
	if iana := windowsName(key); key != "" && iana != "" {
		return load(iana)
	}
	return nil
}

// windowsName is the IANA name for one of the commonest Windows names, given in
// lower case; empty for others.
func windowsName(key string) string {
	for row := range strings.Lines(windowsNames) {
		iana, names, _ := strings.Cut(strings.TrimSpace(row), " = ")
		for name := range strings.SplitSeq(names, " | ") {
			if name == key {
				return iana
			}
		}
	}
	return ""
}

// windowsNames follows the default territories of CLDR's windowsZones.
const windowsNames = `
Etc/UTC = utc | coordinated universal time | tzone://microsoft/utc
Europe/London = gmt standard time | dublin, edinburgh, lisbon, london
Atlantic/Reykjavik = greenwich standard time
Pacific/Honolulu = hawaiian standard time | hawaii
America/Anchorage = alaskan standard time | alaska
America/Los_Angeles = pacific standard time | pacific time (us & canada)
America/Phoenix = us mountain standard time | arizona
America/Denver = mountain standard time | mountain time (us & canada)
America/Chicago = central standard time | central time (us & canada)
America/Regina = canada central standard time | saskatchewan
America/Mexico_City = central standard time (mexico) | guadalajara, mexico city, monterrey
America/New_York = eastern standard time | eastern time (us & canada)
America/Indianapolis = us eastern standard time | indiana (east)
America/Bogota = sa pacific standard time | bogota, lima, quito, rio branco
America/Halifax = atlantic standard time | atlantic time (canada)
America/St_Johns = newfoundland standard time | newfoundland
America/Sao_Paulo = e. south america standard time | brasilia
America/Buenos_Aires = argentina standard time | city of buenos aires
America/Santiago = pacific sa standard time | santiago
Europe/Berlin = w. europe standard time | amsterdam, berlin, bern, rome, stockholm, vienna
Europe/Paris = romance standard time | brussels, copenhagen, madrid, paris
Europe/Budapest = central europe standard time | belgrade, bratislava, budapest, ljubljana, prague
Europe/Warsaw = central european standard time | sarajevo, skopje, warsaw, zagreb
Europe/Bucharest = gtb standard time | athens, bucharest
Europe/Kiev = fle standard time | helsinki, kyiv, riga, sofia, tallinn, vilnius
Europe/Istanbul = turkey standard time | istanbul
Europe/Moscow = russian standard time | moscow, st. petersburg
Asia/Jerusalem = israel standard time | jerusalem
Africa/Cairo = egypt standard time | cairo
Africa/Johannesburg = south africa standard time | harare, pretoria
Asia/Dubai = arabian standard time | abu dhabi, muscat
Asia/Calcutta = india standard time | chennai, kolkata, mumbai, new delhi
Asia/Bangkok = se asia standard time | bangkok, hanoi, jakarta
Asia/Shanghai = china standard time | beijing, chongqing, hong kong, urumqi
Asia/Singapore = singapore standard time | kuala lumpur, singapore
Australia/Perth = w. australia standard time | perth
Asia/Tokyo = tokyo standard time | osaka, sapporo, tokyo
Asia/Seoul = korea standard time | seoul
Australia/Adelaide = cen. australia standard time | adelaide
Australia/Brisbane = e. australia standard time | brisbane
Australia/Sydney = aus eastern standard time | canberra, melbourne, sydney
Pacific/Auckland = new zealand standard time | auckland, wellington
`
