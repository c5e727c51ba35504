package rotafile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"standby/rotation"
	"standby/rotation/rotafile"
	"standby/rotation/tomlfile"
)

// listed is small with a list of people; what is appended begins on line 20.
const listed = `name = "Payments"
zone = "Europe/Berlin"
[[person]]
name = "Engineer A"
email = "a@example.org"
[[person]]
name = "Engineer B"
email = "b@example.org"
[[person]]
name = "Engineer B"
email = "other@example.org"
[[layer]]
name = "weeks"
unit = "weekly"
anchor = "2026-01-05T09:00"
people = ["a@example.org", "b@example.org"]
[[layer.window]]
start = "09:00"
end = "17:00"
`

// twoRoles is small with a second layer; what is appended begins on line 14.
const twoRoles = small + `[[layer]]
name = "backup"
role = "secondary"
unit = "daily"
anchor = "2026-01-05T09:00"
people = ["Engineer C"]
`

func change(text, old, new string) string {
	if !strings.Contains(text, old) {
		panic("nothing to change: " + old)
	}
	return strings.Replace(text, old, new, 1)
}

func TestABadRotaIsRefusedWithLineKeyAndRemedy(t *testing.T) {
	const (
		time   = `; write a date and a time of day such as "2026-01-05T09:00"`
		year   = `: must lie in the years 1970 to 2099; write a date in the years 1970 to 2099`
		iana   = `; write a name of the IANA zone database, such as "Europe/Berlin"`
		who    = `; write an e-mail address or a name, such as "a@example.org"`
		clock  = `; write a time of day such as "09:00"`
		people = `; write people = ["a@example.org", "b@example.org"], in the order of their turns`
		both   = `; write a time of day such as "09:00"; a window has a start and an end, or neither for the whole day`
		word   = `write mon, tue, wed, thu, fri, sat, sun, weekdays or weekend, each in quotes`
	)
	for name, c := range map[string]struct{ text, want string }{
		"nothing at all":                  {"", `name: is missing; write name = "Payments" at the top, the name that people know the rota by`},
		"an empty name":                   {change(small, "Payments", " "), `1: name: must not be empty; write name = "Payments" at the top, the name that people know the rota by`},
		"a name of two lines":             {change(small, "Payments", `a\nb`), `1: name: must be one line without control characters; retype it`},
		"a name that changes direction":   {change(small, "Payments", "Pay\u202estnem"), `1: name: must be one line without control characters; retype it`},
		"a long name":                     {change(small, "Payments", strings.Repeat("é", 101)), `1: name: must be at most 100 characters; shorten it`},
		"no zone":                         {change(small, "zone", "#"), `zone: is missing; write zone = "Europe/Berlin" at the top, the zone that its times are in`},
		"an empty zone":                   {change(small, "Europe/Berlin", ""), `2: zone: must name a time zone` + iana},
		"the machine's zone":              {change(small, "Europe/Berlin", "Local"), `2: zone: must name a time zone` + iana},
		"an unknown zone":                 {change(small, "Europe/Berlin", "Europe/Nowhere"), `2: zone: is not a time zone that this machine knows` + iana},
		"a zone that is a path":           {change(small, "Europe/Berlin", "../../etc/passwd"), `2: zone: is not a time zone that this machine knows` + iana},
		"an unknown stacking":             {"stacking = \"both\"\n" + small, `1: stacking: is not a way to stack layers; write "top wins" or "union"`},
		"an unknown key":                  {change(small, "weekly\"", "weekly\"\nanchr = 1"), `6: layer[0].anchr: is not a key that Standby knows; did you mean anchor?`},
		"a person without name or e-mail": {small + "[[person]]\nzone = \"UTC\"", `8: person[0]: has neither a name nor an e-mail address; write email = "a@example.org" under it`},
		"a name with an @":                {small + "[[person]]\nname = \"a@b\"", `9: person[0].name: a name must not have an @ in it; write an e-mail address as email`},
		"an e-mail without an @":          {small + "[[person]]\nemail = \"a\"", `9: person[0].email: is not an e-mail address; write an address such as "a@example.org"`},
		"an e-mail with a space":          {small + "[[person]]\nemail = \"a b@c\"", `9: person[0].email: is not an e-mail address; write an address such as "a@example.org"`},
		"a long e-mail":                   {small + "[[person]]\nemail = \"" + strings.Repeat("a", 254) + "@b\"", `9: person[0].email: must be at most 254 bytes; shorten it`},
		"an e-mail of two people":         {change(listed, "other@", "B@"), `11: person[2].email: two people have this e-mail address; give each their own, or keep one of the two`},
		"two people who are alike":        {change(listed, `email = "other@example.org"`, ""), `10: person[2].name: two people have this name, and one of them no e-mail address; give both an e-mail address, or keep one of the two`},
		"a person's unknown zone":         {small + "[[person]]\nname = \"x\"\nzone = \"Mars\"", `10: person[0].zone: is not a time zone that this machine knows` + iana},
		"a misspelt address":              {change(listed, `["a@`, `["aa@`), `16: layer[0].people[0]: is nobody whom a [[person]] lists; did you mean a@example.org? Else add a [[person]] with this name or e-mail address`},
		"a stranger":                      {change(listed, `["a@example.org`, `["somebody quite different`), `16: layer[0].people[0]: is nobody whom a [[person]] lists; add a [[person]] with this name or e-mail address`},
		"a very long stranger":            {change(listed, `["a@example.org`, `["`+strings.Repeat("x", 300)), `16: layer[0].people[0]: is nobody whom a [[person]] lists` + who},
		"a name of two":                   {change(listed, `["a@example.org`, `["Engineer B`), `16: layer[0].people[0]: is the name of 2 people; write the e-mail address of the one that is meant`},
		"no layer":                        {"name = 'x'\nzone = 'UTC'", `layer: is missing; write [[layer]], and under it who takes turns and when`},
		"two layers of one name":          {change(twoRoles, `"backup"`, `"weeks"`), `9: layer[1].name: two layers have this name; give each its own`},
		"beside nothing":                  {small + "beside = true", `8: layer[0].beside: there is no layer of this role just below, to stand beside; take it out, or put the two layers one after the other`},
		"beside another role":             {twoRoles + "beside = true", `14: layer[1].beside: there is no layer of this role just below, to stand beside; take it out, or put the two layers one after the other`},
		"an end before the beginning":     {small + "until = 2026-01-05T09:00:00", `8: layer[0].until: must be later than the layer's beginning` + time},
		"no unit":                         {change(small, "unit", "#"), `3: layer[0].unit: is missing; write unit = "weekly", what the time between hand-offs is counted in`},
		"an unknown unit":                 {change(small, "weekly", "yearly"), `5: layer[0].unit: is not a unit of time; write "hourly", "daily", "weekly" or "monthly"`},
		"every of none":                   {small + "every = 0", `8: layer[0].every: must be from 1 to 10000; write how many of the unit a turn lasts, such as 1`},
		"every of too many":               {small + "every = 10001", `8: layer[0].every: must be from 1 to 10000; write how many of the unit a turn lasts, such as 1`},
		"a wall clock of weeks":           {small + "wall_clock = true", `8: layer[0].wall_clock: is for hourly rotations; the others always follow the clock; take it out`},
		"a length that is none":           {small + "lasts = \"long\"", `8: layer[0].lasts: is not a length of time; write a length of time such as "12h"`},
		"a length over ten years":         {small + "lasts = \"87601h\"", `8: layer[0].lasts: must be at most 87600h; write a length of time such as "12h"`},
		"no anchor":                       {change(small, "anchor", "#"), `3: layer[0].anchor: is missing; write anchor = "2026-01-05T09:00", a hand-off to the first of the people, as clocks there show it`},
		"an anchor in year 1":             {change(small, "2026-01-05", "0001-01-05"), `6: layer[0].anchor` + year},
		"an anchor in 2100":               {change(small, "2026-01-05", "2100-01-05"), `6: layer[0].anchor` + year},
		"an anchor with an offset":        {change(small, `09:00"`, `09:00Z"`), `6: layer[0].anchor: must be a local time; leave the offset out; zone says which clock it is`},
		"an anchor on no day":             {change(small, "01-05", "02-30"), `6: layer[0].anchor: is not a date and time of day, to the second at most` + time},
		"an anchor without a time of day": {change(small, `"2026-01-05T09:00"`, "2026-01-05"), `6: layer[0].anchor: is not a date and time of day, to the second at most` + time},
		"an anchor in a fraction":         {change(small, `T09:00"`, `T09:00:00.5"`), `6: layer[0].anchor: is not a date and time of day, to the second at most` + time},
		"an anchor that is a number":      {change(small, `"2026-01-05T09:00"`, "9"), `6: layer[0].anchor: is not a date and time of day, to the second at most` + time},
		"a layer's unknown zone":          {small + "zone = \"Mars\"", `8: layer[0].zone: is not a time zone that this machine knows` + iana},
		"no people":                       {change(small, "people", "#"), `3: layer[0].people: is missing` + people},
		"an empty list of people":         {change(small, `["Engineer A", "Engineer B"]`, "[]"), `7: layer[0].people: names nobody` + people},
		"an empty group":                  {change(small, `"Engineer B"`, "[]"), `7: layer[0].people[1]: is a group with nobody in it; name somebody, or take it out`},
		"a group in a group":              {change(small, `"Engineer B"`, `["x", ["y"]]`), `7: layer[0].people[1][1]: is not a person` + who},
		"a number for a person":           {change(small, `"Engineer B"`, "7"), `7: layer[0].people[1]: is not a person` + who},
		"an empty person":                 {change(small, `"Engineer B"`, `" "`), `7: layer[0].people[1]: names nobody` + who},
		"a person on two lines":           {change(small, `"Engineer B"`, `"a\nb"`), `7: layer[0].people[1]: must be one line without control characters; retype it`},
		"a broken address":                {change(small, `"Engineer B"`, `"@"`), `7: layer[0].people[1]: is not an e-mail address; write an address such as "a@example.org"`},
		"a word for a day":                {small + "[[layer.window]]\ndays = [\"mon\", \"weekday\"]", `9: layer[0].window[0].days[1]: is not a day; did you mean weekdays? Else ` + word},
		"another word for a day":          {small + "[[layer.window]]\ndays = [\"yesterday and today\"]", `9: layer[0].window[0].days[0]: is not a day; ` + word},
		"an endless word for a day":       {small + "[[layer.window]]\ndays = [\"" + strings.Repeat("m", 200) + "\"]", `9: layer[0].window[0].days[0]: is not a day; ` + word},
		"no day":                          {small + "[[layer.window]]\ndays = []", `9: layer[0].window[0].days: names no day; take it out to mean every day`},
		"a start without an end":          {small + "[[layer.window]]\nstart = \"09:00\"", `8: layer[0].window[0].end: is missing` + both},
		"an end without a start":          {small + "[[layer.window]]\nend = \"09:00\"", `8: layer[0].window[0].start: is missing` + both},
		"a start at 24:00":                {change(listed, `"09:00"`, `"24:00"`), `18: layer[0].window[0].start: 24:00 is the end of a day; write "00:00"`},
		"an end after 24:00":              {change(listed, `"17:00"`, `"24:01"`), `19: layer[0].window[0].end: is not a time of day` + clock},
		"a time of day of one digit":      {change(listed, `"09:00"`, `"9:00"`), `18: layer[0].window[0].start: is not a time of day` + clock},
		"a time of day in a fraction":     {change(listed, `"09:00"`, `09:00:00.5`), `18: layer[0].window[0].start: is not a time of day` + clock},
		"eight nights":                    {listed + "nights = 8", `20: layer[0].window[0].nights: must be from 0 to 7; write how many midnights the window passes, such as 1`},
		"more than a week":                {listed + "nights = 7", `20: layer[0].window[0].nights: makes the window longer than a week; write 6, or an earlier end`},
		"a version without from":          {small + "[[layer.version]]\nevery = 2", `8: layer[0].version[0].from: is missing; write from = "2026-06-01T09:00", when the version comes into force`},
		"a version before the first":      {small + "[[layer.version]]\nfrom = 2026-01-05T09:00:00", `9: layer[0].version[0].from: must be later than the beginning of the version before` + time},
		"a version with a bad unit":       {small + "[[layer.version]]\nfrom = 2026-02-05T09:00:00\nunit = \"x\"", `10: layer[0].version[0].unit: is not a unit of time; write "hourly", "daily", "weekly" or "monthly"`},
		"two single brackets":             {small + "[layer.window]", `8: layer[0].window: there may be several of these; write [[layer.window]] with two brackets`},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.text, c.want) })
	}
}

func refused(t *testing.T, text, want string) {
	t.Helper()
	_, err := rotafile.Parse("rota.toml", []byte(text))
	if err == nil {
		t.Fatal("no error")
	}
	sep := ":"
	if want[0] > '9' {
		sep = ": "
	}
	if got := err.Error(); got != "rota.toml"+sep+want {
		t.Errorf("\ngot  %s\nwant rota.toml%s%s", got, sep, want)
	}
	var e *tomlfile.Error
	if !errors.As(err, &e) {
		t.Errorf("error is a %T", err)
	}
}

func TestABadAgreementIsRefusedWithLineKeyAndRemedy(t *testing.T) {
	const (
		time = `; write a date and a time of day such as "2026-01-05T09:00"`
		who  = `; write an e-mail address or a name, such as "a@example.org"`
		from = "from = 2026-01-05T09:00:00\n"
		to   = "to = 2026-01-06T09:00:00\n"
		over = "[[override]]\n" + from + to
		side = `{ person = "Engineer A", from = "2026-01-05T09:00", to = "2026-01-12T09:00" }`
		othr = `{ person = "Engineer B", from = "2026-01-05T09:00", to = "2026-01-12T09:00" }`
		turn = `write shift = { layer, version, turn, was_from, was_to }, the turn that the swap is about`
	)
	bond := func(text string) string {
		return small + "[[swap]]\nb = " + othr + "\n[swap.a]\nperson = \"Engineer A\"\nfrom = \"2026-01-05T09:00\"\nto = \"2026-01-12T09:00\"\n[swap.a.shift]\n" + text
	}
	was := "was_from = \"2026-01-05T09:00\"\nwas_to = \"2026-01-12T09:00\"\n"
	for name, c := range map[string]struct{ text, want string }{
		"an override without a start":     {small + "[[override]]\nin = \"Engineer C\"", `8: override[0].from: is missing` + time},
		"an override that ends first":     {small + "[[override]]\n" + from + "to = \"2026-01-05T09:00\"\nin = \"Engineer C\"", `10: override[0].to: must be later than the start` + time},
		"an override in year 1":           {small + "[[override]]\nfrom = 0001-01-05T09:00:00\nin = \"Engineer C\"", `9: override[0].from: must lie in the years 1970 to 2099; write a date in the years 1970 to 2099`},
		"an override with a far offset":   {small + "[[override]]\nfrom = \"1970-01-01T00:00+01:00\"\nin = \"Engineer C\"", `9: override[0].from: must lie in the years 1970 to 2099; write a date in the years 1970 to 2099`},
		"an override of nobody":           {small + over, `8: override[0]: puts nobody in and takes nobody out; write in, out or both`},
		"an empty newcomer":               {small + over + `in = ""`, `11: override[0].in: names nobody` + who},
		"everyone and one":                {small + over + "out = \"Engineer A\"\neveryone = true", `12: override[0].everyone: takes out everyone, and out one person; keep one of the two`},
		"a cover by nobody":               {small + over + "out = \"Engineer A\"\ncover = true", `12: override[0].cover: covers the span with nobody; write in = "a@example.org", who takes it over`},
		"a newcomer to many roles":        {twoRoles + over + `in = "Engineer D"`, `17: override[0].in: joins a rota of several roles; write which role or layer the person joins`},
		"a cover in many roles":           {twoRoles + over + "out = \"Engineer A\"\ncover = true\nin = \"Engineer D\"", `19: override[0].in: joins a rota of several roles; write which role or layer the person joins`},
		"an unknown layer":                {small + over + "layer = \"week\"\nin = \"Engineer C\"", `11: override[0].layer: is not the name of a layer; did you mean weeks? Else write the name of a layer`},
		"an unlike layer":                 {small + over + "layer = \"something else\"\nin = \"Engineer C\"", `11: override[0].layer: is not the name of a layer; write the name of a layer`},
		"an endless layer":                {small + over + "layer = \"" + strings.Repeat("w", 200) + "\"\nin = \"Engineer C\"", `11: override[0].layer: is not the name of a layer; write the name of a layer`},
		"an unknown role":                 {small + over + "role = \"Primary\"\nin = \"Engineer C\"", `11: override[0].role: is a role that no layer fills; did you mean primary? Else write the role of a layer`},
		"another layer's role":            {twoRoles + over + "layer = \"weeks\"\nrole = \"secondary\"\nin = \"Engineer D\"", `18: override[0].role: is not the role of this layer; take it out; a layer brings its role with it`},
		"a negative number":               {small + over + "in = \"Engineer C\"\nseq = -1", `12: override[0].seq: must be from 0 to 9007199254740991; write a whole number; higher ones apply later`},
		"a number beyond the last":        {small + over + "in = \"Engineer C\"\nseq = 9007199254740992", `12: override[0].seq: must be from 0 to 9007199254740991; write a whole number; higher ones apply later`},
		"no number after the last":        {small + over + "in = \"Engineer C\"\nseq = 9007199254740991\n" + over + "in = \"Engineer C\"", `13: override[1].seq: must be from 0 to 9007199254740991; write a whole number; higher ones apply later`},
		"an id of two":                    {small + over + "in = \"Engineer C\"\nid = \"x\"\n[[swap]]\nid = \"x\"", `14: swap[0].id: two overrides or swaps have this id; give each its own`},
		"a swap with one side":            {small + "[[swap]]\na = " + side, `8: swap[0].b: is missing; write a = { person = "a@example.org", from = "2026-01-05T09:00", to = "2026-01-12T09:00" }, and b likewise`},
		"a swap of nobody":                {small + "[[swap]]\na = { from = 2026-01-05T09:00:00 }", `9: swap[0].a.person: is missing` + who},
		"a swap without an end":           {small + "[[swap]]\na = { person = \"Engineer A\", from = 2026-01-05T09:00:00 }", `9: swap[0].a.to: is missing` + time},
		"a swap with oneself":             {small + "[[swap]]\na = " + side + "\nb = " + strings.Replace(side, "Engineer A", "engineer a", 1), `10: swap[0].b.person: is the person of the other side too; name the two who swap`},
		"a swap over a layer that is not": {small + "[[swap]]\na = " + side[:len(side)-2] + ", layer = \"x\" }\nb = " + othr, `9: swap[0].a.layer: is not the name of a layer; write the name of a layer`},
		"a shift without a layer":         {bond(was + "turn = 0"), `14: swap[0].a.shift.layer: is missing; ` + turn},
		"a shift without a turn":          {bond(was + "layer = \"weeks\""), `14: swap[0].a.shift.turn: is missing; ` + turn},
		"a shift of an empty layer":       {bond(was + "turn = 0\nlayer = \"\""), `18: swap[0].a.shift.layer: must not be empty; write the name of a layer`},
		"a shift of no layer":             {bond(was + "turn = 0\nlayer = \"weks\""), `18: swap[0].a.shift.layer: is not the name of a layer; did you mean weeks? Else write the name of a layer`},
		"a shift of no version":           {bond(was + "turn = 0\nlayer = \"weeks\"\nversion = 1"), `19: swap[0].a.shift.version: must be from 0 to 0; the layer has no other; write 0 for the layer as it was at first`},
		"a shift of a negative version":   {bond(was + "turn = 0\nlayer = \"weeks\"\nversion = -1"), `19: swap[0].a.shift.version: must be from 0 to 0; the layer has no other; write 0 for the layer as it was at first`},
		"a turn before 1970":              {bond(was + "layer = \"weeks\"\nturn = -3000"), `18: swap[0].a.shift.turn: is a turn beyond the years 1970 to 2099; write the number of the turn, counted from 0 at the anchor`},
		"a turn after 2099":               {bond(was + "layer = \"weeks\"\nturn = 4000"), `18: swap[0].a.shift.turn: is a turn beyond the years 1970 to 2099; write the number of the turn, counted from 0 at the anchor`},
		"a turn beyond all bounds":        {bond(was + "layer = \"weeks\"\nturn = -9223372036854775808"), `18: swap[0].a.shift.turn: is a turn beyond the years 1970 to 2099; write the number of the turn, counted from 0 at the anchor`},
		"a turn that never was":           {bond("layer = \"weeks\"\nturn = 0"), `14: swap[0].a.shift.was_from: is missing` + time},
		"time off of nobody":              {small + "[[time_off]]\n" + from + to, `8: time_off[0].person: is missing` + who},
		"time off without an end":         {small + "[[time_off]]\nperson = \"Engineer A\"\n" + from, `8: time_off[0].to: is missing` + time},
		"time off of a stranger":          {listed + "[[time_off]]\nperson = \"Engineer X\"\n" + from + to, `21: time_off[0].person: is nobody whom a [[person]] lists; did you mean Engineer A? Else add a [[person]] with this name or e-mail address`},
		"a holiday without a date":        {small + "[[holiday]]\nname = \"x\"", `8: holiday[0].date: is missing; write a date such as "2026-12-25"`},
		"a holiday on no day":             {small + "[[holiday]]\nname = \"x\"\ndate = \"2026-02-29\"", `10: holiday[0].date: is not a date; write a date such as "2026-12-25"`},
		"a holiday in year 1":             {small + "[[holiday]]\nname = \"x\"\ndate = 0001-01-01", `10: holiday[0].date: must lie in the years 1970 to 2099; write a date in the years 1970 to 2099`},
		"a holiday without a name":        {small + "[[holiday]]\ndate = 2026-01-01", `8: holiday[0].name: is missing; write name = "New Year"`},
		"a holiday somewhere":             {small + "[[holiday]]\ndate = 2026-01-01\nname = \"x\"\nzone = \"Mars\"", `11: holiday[0].zone: is not a time zone that this machine knows; write a name of the IANA zone database, such as "Europe/Berlin"`},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.text, c.want) })
	}
}

// times repeats a text, numbered where it says %d, in two digits at least.
func times(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "%d", fmt.Sprintf("%02d", i)))
	}
	return b.String()
}

func TestWhatIsTooMuchIsRefusedWithTheLimitNamed(t *testing.T) {
	const (
		layer = "[[layer]]\nunit=\"hourly\"\nanchor=2026-01-05T09:00:00\npeople=[\"Engineer A\"]\n"
		top   = "name = 'x'\nzone = 'UTC'\n"
		split = `take out what is over, or split the rota`
	)
	for name, c := range map[string]struct{ text, want string }{
		"a large file":     {"#" + times(tomlfile.MaxSize, " "), `is larger than 1048576 bytes; check that it is the right file`},
		"a million people": {top + "[[layer]]\npeople=[" + times(250_000, "'',") + "]", `has more than 200000 entries; check that it is the right file`},
		"many names":       {small + "[[layer]]\nunit=\"daily\"\nanchor=2026-01-05T09:00:00\npeople=[" + times(10_000, "\"%d\",") + "]", `11: layer[1].people[9998]: the file names more than 10000 people; ` + split},
		"many people":      {small + times(10_001, "[[person]]\nname=\"%d\"\n"), `20008: person[10000]: the file has more than 10000 people; ` + split},
		"many of one name": {small + times(101, "[[person]]\nname=\"x\"\nemail=\"%d@x\"\n"), `309: person[100].name: more than 100 people have this name; give each a name of their own`},
		"many layers":      {top + times(rotation.MaxLayers+1, layer), fmt.Sprintf(`%d: layer[%d]: the file has more than %d layers; %s`, 3+4*rotation.MaxLayers, rotation.MaxLayers, rotation.MaxLayers, split)},
		"many versions":    {small + times(1000, "[[layer.version]]\n"), `1007: layer[0].version[999]: the file has more than 999 later versions of this layer; ` + split},
		"many windows":     {small + times(101, "[[layer.window]]\n"), `108: layer[0].window[100]: the file has more than 100 windows in this place; ` + split},
		"many swaps":       {"swap=[" + times(rotation.MaxSwaps+1, "{},") + "]\n" + small, fmt.Sprintf(`1: swap[%d]: the file has more than %d swaps; %s`, rotation.MaxSwaps, rotation.MaxSwaps, split)},
		"many roles":       {top + times(rotation.MaxRoles+1, layer+"role=\"%d\"\n"), fmt.Sprintf(`%d: layer[%d].role: the layers fill more than %d roles; give layers of one duty one role, or split the rota`, 2+5*(rotation.MaxRoles+1), rotation.MaxRoles, rotation.MaxRoles)},
		"many overrides":   {"override=[" + times(rotation.MaxEdits, "{},") + "]\nswap=[{}]\n" + small, fmt.Sprintf(`the file has more than %d overrides and swaps; take out what is long past, or split the rota`, rotation.MaxEdits)},
		"a large group":    {change(small, `"Engineer B"`, "["+times(1001, `"x",`)+"]"), `7: layer[0].people[1][1000]: the group has more than 1000 people; take out what is over`},
		"many people, kept long": {change(small, `"Engineer B"`, times(9_000, `"x%d",`)) + times(40, "[[layer.version]]\nfrom=\"2027-01-01T00:00:%d\"\n"),
			`60: layer[0].version[26].people: the versions of all layers name more than 250000 people together; drop versions that ended long ago, or split the rota`},
		"turns without end": {top + times(60, layer), `227: layer[56]: the layers have more than 500000 turns in a year; make the turns longer, the groups smaller or the layers fewer`},
		"swaps without end": {change(change(small, "weekly", "hourly"), `"Engineer B"`, "["+times(50, `"x%d",`)+"]") +
			times(30, "[[swap]]\na={person=\"Engineer A\",from=1970-02-01T00:00:00,to=2099-01-01T00:00:00}\nb={person=\"x1\",from=1970-02-01T00:00:00,to=2099-01-01T00:00:00}\n"),
			`9: swap[0].a: the swaps reach over too many turns to be judged; name just the shifts that change hands, or take out what is long past`},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.text, c.want) })
	}
}

func TestAnErrorNeverQuotesWhatIsWrong(t *testing.T) {
	const canary = "hunter2canary"
	for _, text := range []string{
		change(small, "Europe/Berlin", canary), change(small, "weekly", canary), change(small, "2026-01-05T09:00", canary),
		change(listed, "[\"a@example.org", "[\""+canary), change(listed, "09:00\"\nend", canary+"\"\nend"), small + "lasts = \"" + canary + "\"",
		"stacking = \"" + canary + "\"\n" + small, small + "[[layer.window]]\ndays = [\"" + canary + "\"]",
		small + "[[override]]\nfrom = 2026-01-05T09:00:00\nin = \"x\"\nlayer = \"" + canary + "\"", small + "[[holiday]]\ndate = \"" + canary + "\"",
		small + "[[person]]\nemail = \"" + canary + "\"",
	} {
		_, err := rotafile.Parse("rota.toml", []byte(text))
		if err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("%v", err)
		}
	}
}
