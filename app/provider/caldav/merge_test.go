package caldav

import (
	"bytes"
	"fmt"
	"math/rand"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func resourceAt(path, body string) Resource {
	return Resource{url: &url.URL{Path: path}, Body: []byte(body)}
}

func object(parts ...string) string {
	return "BEGIN:VCALENDAR\r\n" + strings.Join(parts, "") + "END:VCALENDAR\r\n"
}

func vevent(uid string) string { return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nEND:VEVENT\r\n" }
func vzone(id, offset string) string {
	return "BEGIN:VTIMEZONE\r\nTZID:" + id + "\r\nBEGIN:STANDARD\r\nTZOFFSETTO:" + offset + "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
}

func TestManyEntriesBecomeOneCalendar(t *testing.T) {
	frame := func(parts ...string) string { return calendarBegin + strings.Join(parts, "") + calendarEnd }
	here, there := vzone("Here", "+0100"), vzone("Here", "+0200")
	for name, c := range map[string]struct {
		name string
		list []string
		want string
	}{
		"nothing":                     {"", nil, frame()},
		"its name":                    {"a, b; \\c\r\nEND:VCALENDAR\u202e", nil, frame("X-WR-CALNAME:a\\, b\\; \\\\c  END:VCALENDAR\r\n")},
		"events in order":             {"", []string{object(vevent("1")), object(vevent("2"), vevent("2"))}, frame(vevent("1"), vevent("2"), vevent("2"))},
		"one zone for all":            {"", []string{object(here, vevent("1")), object(here, vevent("2"))}, frame(here, vevent("1"), vevent("2"))},
		"zones that disagree":         {"", []string{object(here, vevent("1")), object(there, vevent("2")), object(here, vevent("3")), object(there, vevent("4"))}, frame(here, vevent("1"), vevent("3")) + frame(there, vevent("2"), vevent("4"))},
		"times without a zone":        {"", []string{object("X-WR-TIMEZONE:Europe/Paris\r\n", vevent("1")), object(vevent("2"))}, frame(vevent("2")) + frame("X-WR-TIMEZONE:Europe/Paris\r\n", vevent("1"))},
		"line ends and small letters": {"", []string{"\ufeffbegin:vcalendar\nbegin:vevent\nuid:1\nend:vevent\nend:vcalendar"}, frame("begin:vevent\r\nuid:1\r\nend:vevent\r\n")},
		"folds stay":                  {"", []string{object("BEGIN:VEVENT\r\nUID:1\r\nSUM\r\n MARY:a\r\n\tb\r\n  c\r\nEND:VEVENT\r\n")}, frame("BEGIN:VEVENT\r\nUID:1\r\nSUM\r\n MARY:a\r\n\tb\r\n  c\r\nEND:VEVENT\r\n")},
		"alarms stay":                 {"", []string{object("BEGIN:VEVENT\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n")}, frame("BEGIN:VEVENT\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n")},
		"tasks and methods go":        {"", []string{object("METHOD:PUBLISH\r\nBEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\n", vevent("2"))}, frame(vevent("2"))},
		"broken ones last and alone":  {"", []string{"hello", object("BEGIN:VEVENT\r\nUID:1\r\n"), object(vevent("2"))}, frame(vevent("2")) + frame("hello\r\n") + frame("BEGIN:VEVENT\r\nUID:1\r\n")},
		"calendars in a calendar":     {"", []string{object(object(vevent("1")))}, frame() + frame(vevent("1"))},
	} {
		t.Run(name, func(t *testing.T) {
			var list []Resource
			for i, body := range c.list {
				list = append(list, resourceAt(fmt.Sprintf("/cal/%d", i), body))
			}
			got, err := merge(c.name, list)
			if err != nil || string(got) != c.want {
				t.Errorf("got %q, %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestEqualEntriesGiveEqualBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{vevent("1"), vevent("2"), vzone("A", "+01"), vzone("A", "+02"), vzone("B", "+01"), "X-WR-TIMEZONE:Z\r\n", "BEGIN:VEVENT\r\n", "rubbish\r\n"})
		bodies := rapid.SliceOfN(rapid.SliceOfN(part, 0, 4), 0, 8).Draw(t, "entries")
		var list []Resource
		events := 0
		for i, parts := range bodies {
			body := object(parts...)
			if p := split(body); !p.broken {
				events += len(p.events)
			}
			list = append(list, resourceAt(fmt.Sprint("/cal/", i), body))
		}
		first, err := merge("rota", slices.Clone(list))
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "order")))
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if second, _ := merge("rota", list); !bytes.Equal(first, second) {
			t.Fatalf("%q, then %q", first, second)
		}
		if got := strings.Count(string(first), "UID:"); got < events {
			t.Fatalf("%d of %d events in %q", got, events, first)
		}
	})
}

func FuzzMerge(f *testing.F) {
	f.Add(object(vzone("A", "+01"), vevent("1")), object("BEGIN:VEVENT\r\n"))
	f.Add("BEGIN:VCALENDAR\nBEGIN:X\nEND:Y\n", "\ufeff \r\n\t\rBEGIN;X=\":\":VCALENDAR")
	f.Add(strings.Repeat("BEGIN:VEVENT\n", 50), "END:VCALENDAR\nEND:VCALENDAR")
	f.Fuzz(func(t *testing.T, a, b string) {
		good := object(vevent("good"))
		got, err := merge("rota", []Resource{resourceAt("/a", a), resourceAt("/b", b), resourceAt("/c", good)})
		if err != nil {
			t.Fatal(err)
		}
		text := string(got)
		if !strings.HasPrefix(text, calendarBegin) || !strings.HasSuffix(text, calendarEnd) || !strings.Contains(text, vevent("good")) {
			t.Fatalf("%q", text)
		}
		if i := strings.Index(text, calendarEnd); i < strings.Index(text, vevent("good")) && !strings.Contains(a+b, "END:VCALENDAR") {
			t.Fatalf("the good one is not in the first calendar: %q", text)
		}
		_ = uidOf(a)
		_ = essence(b)
	})
}

func FuzzMultistatus(f *testing.F) {
	f.Add([]byte(bomb))
	f.Add([]byte(`<multistatus xmlns="DAV:"><response><href>/cal/a</href><propstat><prop><getetag>"1"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>`))
	f.Add([]byte("<multistatus xmlns=\"DAV:\"><![CDATA[\x00\xff&#11;<]]>&#11;&#xD800;</multistatus>"))
	f.Add([]byte("<!DOCTYPE html><html>"))
	at, err := ParseAddress("https://h/cal/")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		ms, err := decodeMultistatus(body)
		if err != nil {
			return
		}
		for i := range ms.Responses {
			_, _, _ = resource(at, &ms.Responses[i])
		}
		if clean, err := legal(body); err == nil {
			_ = checkHrefs(at, clean)
		}
	})
}

func TestCarelessXMLIsMadeLegal(t *testing.T) {
	for in, want := range map[string]string{
		"<a>plain</a>":                                        "<a>plain</a>",
		"<a>\x00\x0b\t\r\n</a>":                               "<a>  \t\r\n</a>",
		"<a>J\xf6rg</a>":                                      "<a>J\ufffdrg</a>",
		"<a>&#11;&#x1f;&#9;&#65;&amp;</a>":                    "<a>           &#9;&#65;&amp;</a>",
		"<a>&#xFFFF;&#55296;&#x110000;</a>":                   "<a>" + strings.Repeat(" ", 8+8+10) + "</a>",
		"<a>\uffff\ufffe</a>":                                 "<a>      </a>",
		"<a><![CDATA[&#11; < \x01 ]]>&#11;</a>":               "<a><![CDATA[&#11; <   ]]>     </a>",
		"<!-- < " + strings.Repeat("x", 2*maxTag) + "--><a/>": "<!-- < " + strings.Repeat("x", 2*maxTag) + "--><a/>",
	} {
		if got, err := legal([]byte(in)); err != nil || string(got) != want {
			t.Errorf("%.60q: %.80q, %v", in, got, err)
		}
	}
}
