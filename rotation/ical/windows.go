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

// windowsName is the IANA name for a Windows name, given in lower case; empty for
// others.
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

// windowsNames follows the default territories (001) of CLDR's windowsZones, and
// has behind some the text that the zone list of Windows shows.
const windowsNames = `
Etc/GMT+12 = dateline standard time | international date line west
Etc/GMT+11 = utc-11 | coordinated universal time-11
America/Adak = aleutian standard time | aleutian islands
Pacific/Honolulu = hawaiian standard time | hawaii
Pacific/Marquesas = marquesas standard time | marquesas islands
America/Anchorage = alaskan standard time | alaska
Etc/GMT+9 = utc-09 | coordinated universal time-09
America/Tijuana = pacific standard time (mexico) | baja california
Etc/GMT+8 = utc-08 | coordinated universal time-08
America/Los_Angeles = pacific standard time | pacific time (us & canada)
America/Phoenix = us mountain standard time | arizona
America/Mazatlan = mountain standard time (mexico) | chihuahua, la paz, mazatlan | la paz, mazatlan
America/Denver = mountain standard time | mountain time (us & canada)
America/Whitehorse = yukon standard time | yukon
America/Guatemala = central america standard time | central america
America/Chicago = central standard time | central time (us & canada)
Pacific/Easter = easter island standard time | easter island
America/Mexico_City = central standard time (mexico) | guadalajara, mexico city, monterrey
America/Regina = canada central standard time | saskatchewan
America/Bogota = sa pacific standard time | bogota, lima, quito | bogota, lima, quito, rio branco
America/Cancun = eastern standard time (mexico) | chetumal
America/New_York = eastern standard time | eastern time (us & canada)
America/Port-au-Prince = haiti standard time | haiti
America/Havana = cuba standard time | havana
America/Indianapolis = us eastern standard time | indiana (east)
America/Grand_Turk = turks and caicos standard time | turks and caicos
America/Asuncion = paraguay standard time | asuncion
America/Halifax = atlantic standard time | atlantic time (canada)
America/Caracas = venezuela standard time | caracas
America/Cuiaba = central brazilian standard time | cuiaba
America/La_Paz = sa western standard time | georgetown, la paz, manaus, san juan
America/Santiago = pacific sa standard time | santiago
America/St_Johns = newfoundland standard time | newfoundland
America/Araguaina = tocantins standard time | araguaina
America/Sao_Paulo = e. south america standard time | brasilia
America/Cayenne = sa eastern standard time | cayenne, fortaleza
America/Buenos_Aires = argentina standard time | city of buenos aires | buenos aires
America/Godthab = greenland standard time | greenland
America/Montevideo = montevideo standard time | montevideo
America/Punta_Arenas = magallanes standard time | punta arenas
America/Miquelon = saint pierre standard time | saint pierre and miquelon
America/Bahia = bahia standard time | salvador
Etc/GMT+2 = utc-02 | mid-atlantic standard time | coordinated universal time-02 | mid-atlantic - old
Atlantic/Azores = azores standard time | azores
Atlantic/Cape_Verde = cape verde standard time | cabo verde is. | cape verde is.
Etc/UTC = utc | coordinated universal time | tzone://microsoft/utc
Europe/London = gmt standard time | dublin, edinburgh, lisbon, london | greenwich mean time : dublin, edinburgh, lisbon, london
Atlantic/Reykjavik = greenwich standard time | monrovia, reykjavik
Africa/Sao_Tome = sao tome standard time | sao tome
Africa/Casablanca = morocco standard time | casablanca
Europe/Berlin = w. europe standard time | amsterdam, berlin, bern, rome, stockholm, vienna
Europe/Budapest = central europe standard time | belgrade, bratislava, budapest, ljubljana, prague
Europe/Paris = romance standard time | brussels, copenhagen, madrid, paris
Europe/Warsaw = central european standard time | sarajevo, skopje, warsaw, zagreb | sarajevo/warsaw/zagreb | sarajevo, skopje, sofija, vilnius, warsaw, zagreb
Africa/Lagos = w. central africa standard time | west central africa
Asia/Amman = jordan standard time | amman
Europe/Bucharest = gtb standard time | athens, bucharest | athens, bucharest, istanbul
Asia/Beirut = middle east standard time | beirut
Africa/Cairo = egypt standard time | cairo
Europe/Chisinau = e. europe standard time | chisinau
Asia/Damascus = syria standard time | damascus
Asia/Hebron = west bank standard time | gaza, hebron
Africa/Johannesburg = south africa standard time | harare, pretoria
Europe/Kiev = fle standard time | helsinki, kyiv, riga, sofia, tallinn, vilnius
Asia/Jerusalem = israel standard time | jerusalem
Africa/Juba = south sudan standard time | juba
Europe/Kaliningrad = kaliningrad standard time | kaliningrad
Africa/Khartoum = sudan standard time | khartoum
Africa/Tripoli = libya standard time | tripoli
Africa/Windhoek = namibia standard time | windhoek
Asia/Baghdad = arabic standard time | baghdad
Europe/Istanbul = turkey standard time | istanbul
Asia/Riyadh = arab standard time | kuwait, riyadh
Europe/Minsk = belarus standard time | minsk
Europe/Moscow = russian standard time | moscow, st. petersburg | moscow, st. petersburg, volgograd
Africa/Nairobi = e. africa standard time | nairobi
Asia/Tehran = iran standard time | tehran
Asia/Dubai = arabian standard time | abu dhabi, muscat
Europe/Astrakhan = astrakhan standard time | astrakhan, ulyanovsk
Asia/Baku = azerbaijan standard time | baku
Europe/Samara = russia time zone 3 | izhevsk, samara
Indian/Mauritius = mauritius standard time | port louis
Europe/Saratov = saratov standard time | saratov
Asia/Tbilisi = georgian standard time | tbilisi
Europe/Volgograd = volgograd standard time | volgograd
Asia/Yerevan = caucasus standard time | yerevan
Asia/Kabul = afghanistan standard time | kabul
Asia/Tashkent = west asia standard time | ashgabat, tashkent
Asia/Yekaterinburg = ekaterinburg standard time | ekaterinburg
Asia/Karachi = pakistan standard time | islamabad, karachi
Asia/Qyzylorda = qyzylorda standard time | qyzylorda
Asia/Calcutta = india standard time | chennai, kolkata, mumbai, new delhi
Asia/Colombo = sri lanka standard time | sri jayawardenepura
Asia/Katmandu = nepal standard time | kathmandu
Asia/Bishkek = central asia standard time | astana | bishkek
Asia/Bishkek = central asia time
Asia/Dhaka = bangladesh standard time | dhaka
Asia/Omsk = omsk standard time | omsk
Asia/Rangoon = myanmar standard time | yangon (rangoon)
Asia/Bangkok = se asia standard time | bangkok, hanoi, jakarta
Asia/Barnaul = altai standard time | barnaul, gorno-altaysk
Asia/Hovd = w. mongolia standard time | hovd
Asia/Krasnoyarsk = north asia standard time | krasnoyarsk
Asia/Novosibirsk = n. central asia standard time | novosibirsk
Asia/Tomsk = tomsk standard time | tomsk
Asia/Shanghai = china standard time | beijing, chongqing, hong kong, urumqi
Asia/Irkutsk = north asia east standard time | irkutsk
Asia/Singapore = singapore standard time | kuala lumpur, singapore
Australia/Perth = w. australia standard time | perth
Asia/Taipei = taipei standard time | taipei
Asia/Ulaanbaatar = ulaanbaatar standard time | ulaanbaatar
Australia/Eucla = aus central w. standard time | eucla
Asia/Chita = transbaikal standard time | chita
Asia/Tokyo = tokyo standard time | osaka, sapporo, tokyo
Asia/Pyongyang = north korea standard time | pyongyang
Asia/Seoul = korea standard time | seoul
Asia/Yakutsk = yakutsk standard time | yakutsk
Australia/Adelaide = cen. australia standard time | adelaide
Australia/Darwin = aus central standard time | darwin
Australia/Brisbane = e. australia standard time | brisbane
Australia/Sydney = aus eastern standard time | canberra, melbourne, sydney
Pacific/Port_Moresby = west pacific standard time | guam, port moresby
Australia/Hobart = tasmania standard time | hobart
Asia/Vladivostok = vladivostok standard time | vladivostok
Australia/Lord_Howe = lord howe standard time | lord howe island
Pacific/Bougainville = bougainville standard time | bougainville island
Asia/Srednekolymsk = russia time zone 10 | chokurdakh
Asia/Magadan = magadan standard time | magadan
Pacific/Norfolk = norfolk standard time | norfolk island
Asia/Sakhalin = sakhalin standard time | sakhalin
Pacific/Guadalcanal = central pacific standard time | solomon is., new caledonia
Asia/Kamchatka = russia time zone 11 | kamchatka standard time | anadyr, petropavlovsk-kamchatsky
Pacific/Auckland = new zealand standard time | auckland, wellington
Etc/GMT-12 = utc+12 | coordinated universal time+12
Pacific/Fiji = fiji standard time | fiji
Pacific/Chatham = chatham islands standard time | chatham islands
Etc/GMT-13 = utc+13 | coordinated universal time+13
Pacific/Tongatapu = tonga standard time | nuku'alofa
Pacific/Apia = samoa standard time | samoa
Pacific/Kiritimati = line islands standard time | kiritimati island
`
