package caldav

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/rotation"
	"standby/rotation/ical"
)

func TestWhatIsNoCalendarIsRefusedAndNamesNothingSecret(t *testing.T) {
	const xml, page = "application/xml", "text/html; charset=utf-8"
	for name, c := range map[string]struct {
		status     int
		kind, body string
		is         error
		says       string
	}{
		"a login page":              {200, page, "<!DOCTYPE html><html>" + canary, ErrNotACalendar, "login page"},
		"a login page as a list":    {207, page, "<!DOCTYPE html><html>", ErrNotACalendar, "login page"},
		"a page in small letters":   {207, page, "<html><body>", ErrNotACalendar, "login page"},
		"nothing":                   {207, xml, "", ErrNotACalendar, "empty"},
		"a calendar file":           {200, "text/calendar", "BEGIN:VCALENDAR", ErrNotACalendar, "no list"},
		"another kind of XML":       {207, xml, "<feed xmlns='DAV:'/>", ErrNotACalendar, "cannot be read"},
		"broken XML":                {207, xml, "<multistatus xmlns='DAV:'><response></oops>", ErrNotACalendar, "line 1"},
		"a list cut off":            {207, xml, "<multistatus xmlns='DAV:'><response>", ErrNotACalendar, "broken"},
		"another encoding":          {207, xml, "<?xml version='1.0' encoding='utf-7'?><multistatus xmlns='DAV:'/>", ErrNotACalendar, "utf-7"},
		"an empty list":             {207, xml, "<multistatus xmlns='DAV:'/>", ErrNotACalendar, "says nothing"},
		"a folder":                  {207, xml, "<d:multistatus xmlns:d='DAV:'>" + strings.NewReplacer("</", "</d:", "<", "<d:").Replace(found("/cal/", "<resourcetype><collection/></resourcetype>")) + "</d:multistatus>", ErrNotACalendar, "folder"},
		"wrong credentials":         {401, "", "token " + canary, provider.ErrUnauthorized, "401"},
		"forbidden":                 {403, xml, "<error/>", provider.ErrUnauthorized, "403"},
		"gone":                      {404, "", "no such path: /cal/", ErrNothingThere, "404"},
		"gone for good":             {410, "", "", ErrNothingThere, "410"},
		"broken":                    {500, page, "<html>", provider.ErrService, "500"},
		"busy":                      {503, "", "", provider.ErrService, "503"},
		"a redirect":                {302, "", "https://login.example.org/?t=" + canary, provider.ErrNotTheService, "login.example.org"},
		"entities that grow":        {207, xml, bomb, provider.ErrNotTheService, "entities"},
		"a file from our disk":      {207, xml, `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><multistatus xmlns="DAV:">&x;</multistatus>`, provider.ErrNotTheService, "entities"},
		"an entity nobody defined":  {207, xml, `<multistatus xmlns="DAV:">&lol;</multistatus>`, ErrNotACalendar, "entity"},
		"a tower of elements":       {207, xml, `<multistatus xmlns="DAV:">` + strings.Repeat("<a>", 1_000_000), provider.ErrTooLarge, "nested"},
		"a crowd of elements":       {207, xml, `<multistatus xmlns="DAV:">` + strings.Repeat("<a/>", maxElements+1), provider.ErrTooLarge, "elements"},
		"a tag without an end":      {207, xml, `<multistatus xmlns="DAV:"><a ` + strings.Repeat("b='' ", 100_000), provider.ErrTooLarge, "tag"},
		"more than ten megabytes":   {207, xml, strings.Repeat(" ", MaxAnswer+1), provider.ErrTooLarge, "bytes"},
		"more than 50,000 entries":  {207, xml, `<multistatus xmlns="DAV:">` + strings.Repeat("<response/>", MaxResources+1) + `</multistatus>`, provider.ErrTooLarge, "entries"},
		"two answers for one thing": {207, xml, `<multistatus xmlns="DAV:"><response/><response/></multistatus>`, ErrNotACalendar, "says nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			f.answer = says("PROPFIND", c.status, c.kind, c.body)
			calendar, _ := f.start(t)
			got, changed, err := calendar.Fetch(t.Context(), provider.Copy{})
			mustFail(t, err, c.is)
			if changed || got.Body != nil {
				t.Errorf("got %+v", got)
			}
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "team") || strings.Contains(err.Error(), "/cal") {
				t.Errorf("%q does not say %q and the calendar's name, or names the path", err, c.says)
			}
		})
	}
}

const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>` +
	`<multistatus xmlns="DAV:"><response><href>/cal/</href><status>&c;</status></response></multistatus>`

func TestEntriesThatDoNotAddUpKeepTheOldCopy(t *testing.T) {
	one := string(event("x", "Engineer X"))
	for name, c := range map[string]struct {
		kind      string
		responses []string
		is        error
		says      string
	}{
		"an entry at another host":       {"calendar-query", []string{found("https://evil.example.org/cal/1.ics", "<getetag>\"1\"</getetag>")}, ErrNotACalendar, "evil.example.org"},
		"one without a scheme":           {"calendar-query", []string{found("//evil.example.org/cal/1.ics", "")}, ErrNotACalendar, "evil.example.org"},
		"one that climbs out":            {"calendar-query", []string{found("/cal/../admin/1.ics", "")}, ErrNotACalendar, "climbs"},
		"one that climbs out in hiding":  {"calendar-query", []string{found("/cal/%2e%2e/admin/1.ics", "")}, ErrNotACalendar, "climbs"},
		"one in another calendar":        {"calendar-query", []string{found("/other/1.ics", "")}, ErrNotACalendar, "outside"},
		"one in a namesake":              {"calendar-query", []string{found("/calendar/1.ics", "")}, ErrNotACalendar, "outside"},
		"one that is no address":         {"calendar-query", []string{found("%zz", "")}, ErrNotACalendar, "no address"},
		"one with two addresses":         {"calendar-query", []string{"<response><href>/cal/1</href><href>/cal/2</href></response>"}, ErrNotACalendar, "2 addresses"},
		"a script":                       {"calendar-query", []string{found("javascript:alert(1)", "")}, ErrNotACalendar, "no address"},
		"one that is kept back":          {"calendar-query", []string{"<response><href>/cal/1.ics</href><status>HTTP/1.1 403 Forbidden</status></response>"}, provider.ErrService, "403"},
		"a list that ends early":         {"calendar-query", []string{"<response><href>/cal/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>"}, provider.ErrTooLarge, "all entries"},
		"one that was not asked for":     {"calendar-multiget", []string{found("/cal/z.ics", "<C:calendar-data>"+one+"</C:calendar-data>")}, ErrNotACalendar, "not asked"},
		"one that is listed, but absent": {"calendar-multiget", nil, provider.ErrService, "1 of 1"},
		"one that may not be read": {"calendar-multiget", []string{`<response><href>/cal/a.ics</href><propstat><prop><C:calendar-data/></prop><status>HTTP/1.1 403 Forbidden</status></propstat></response>`},
			provider.ErrService, "403"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake("a")
			f.answer = func(w http.ResponseWriter, _ *http.Request, kind, _ string) bool {
				if kind == c.kind {
					multi(w, c.responses...)
				}
				return kind == c.kind
			}
			calendar, _ := f.start(t)
			_, _, err := calendar.Fetch(t.Context(), provider.Copy{})
			mustFail(t, err, c.is)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q does not say %q", err, c.says)
			}
		})
	}
}

func TestOneBadEventCostsNoOther(t *testing.T) {
	f := newFake("a", "b", "c", "d")
	f.entries["/cal/b.ics"] = [2]string{`"b"`, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:b\r\nSUMMARY:cut off"}
	f.entries["/cal/c.ics"] = [2]string{`"c"`, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:c\nSUMMARY:Engineer \x0b\xff C\nEND:VEVENT\nEND:VCALENDAR\n"}
	f.entries["/cal/d.ics"] = [2]string{`"d"`, "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:d\nEND:VTODO\nEND:VCALENDAR\n"}
	f.answer = func(w http.ResponseWriter, _ *http.Request, kind, _ string) bool {
		if kind != "calendar-multiget" {
			return false
		}
		// c goes out as a careless server writes it: neither escaped nor legal XML.
		multi(w, f.whole("/cal/a.ics"), f.whole("/cal/b.ics"), f.whole("/cal/d.ics"),
			found("/cal/c.ics", "<getetag>\"c\"</getetag><C:calendar-data><![CDATA["+f.entries["/cal/c.ics"][1]+"]]>&#11;&#x0;</C:calendar-data>"))
		return true
	}
	calendar, _ := f.start(t)
	got, _ := fetch(t, calendar, provider.Copy{})
	text := string(got.Body)
	if strings.Count(text, "END:VEVENT") != 2 || strings.Contains(text, "VTODO") || !strings.Contains(text, "Engineer a") {
		t.Errorf("got %s", text)
	}
	if !strings.Contains(text, "SUMMARY:Engineer  \ufffd C\r\n") {
		t.Errorf("the careless one: %q", text)
	}
	window := rotation.Interval{Start: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	res, err := ical.Read(got.Body, ical.Options{Window: window, Zone: time.UTC})
	if err != nil || len(res.Shifts) != 1 || len(res.Warnings) == 0 {
		t.Errorf("read as %+v, %v", res, err)
	}
	if head, tail, _ := strings.Cut(text, "cut off"); strings.Count(head, "END:VCALENDAR") != 1 || tail != "\r\nEND:VCALENDAR\r\n" {
		t.Errorf("the broken one is not at the end, alone: %s", text)
	}
}

func TestServersWithoutTokensAreReadByTheirList(t *testing.T) {
	f := newFake("a", "b")
	f.head = ""
	calendar, _ := f.start(t)
	first, _ := fetch(t, calendar, provider.Copy{})
	f.kinds = nil
	second, changed := fetch(t, calendar, first)
	if changed || fmt.Sprint(f.kinds) != "[PROPFIND calendar-query]" || second.ETag == "" || second.ETag != first.ETag {
		t.Errorf("asked %v, changed %v, %q", f.kinds, changed, second.ETag)
	}
	f.entries["/cal/b.ics"] = [2]string{`"b-2"`, string(event("b", "Engineer New"))}
	f.kinds = nil
	third, changed := fetch(t, calendar, second)
	if !changed || fmt.Sprint(f.kinds) != "[PROPFIND calendar-query calendar-multiget]" || !strings.Contains(string(third.Body), "Engineer New") {
		t.Errorf("asked %v, changed %v", f.kinds, changed)
	}
	// Without ETags, everything is read each time and compared.
	for href, e := range f.entries {
		f.entries[href] = [2]string{"", e[1]}
	}
	fourth, changed := fetch(t, calendar, third)
	if changed || fourth.ETag != "" {
		t.Errorf("changed %v, %q", changed, fourth.ETag)
	}
}

func TestARefusedListOfChangesIsReplacedByTheWholeList(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter, r *http.Request, kind, body string) bool{
		"refused":     says("sync-collection", 403, "application/xml", "<error xmlns='DAV:'><valid-sync-token/></error>"),
		"conflict":    says("sync-collection", 409, "", ""),
		"unknown":     says("sync-collection", 501, "", ""),
		"only a part": says("sync-collection", 207, "", `<multistatus xmlns="DAV:"><response><href>/cal/</href><status>HTTP/1.1 507 Insufficient Storage</status></response><sync-token>3</sync-token></multistatus>`),
		"no token":    says("sync-collection", 207, "", `<multistatus xmlns="DAV:"></multistatus>`),
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake("a", "b")
			f.head = "<sync-token>1</sync-token>"
			f.answer = answer
			calendar, _ := f.start(t)
			first, _ := fetch(t, calendar, provider.Copy{})
			f.head = "<sync-token>2</sync-token>"
			delete(f.entries, "/cal/a.ics")
			f.kinds = nil
			second, changed := fetch(t, calendar, first)
			if !changed || strings.Contains(string(second.Body), "UID:a") || fmt.Sprint(f.kinds) != "[PROPFIND sync-collection calendar-query]" {
				t.Errorf("changed %v, asked %v", changed, f.kinds)
			}
		})
	}
}

func TestASlowServerIsNotWaitedForForEver(t *testing.T) {
	f := newFake("a")
	held := make(chan struct{})
	f.answer = func(_ http.ResponseWriter, r *http.Request, _, _ string) bool {
		select {
		case <-r.Context().Done():
		case <-held:
		}
		return true
	}
	_, address := f.start(t)
	t.Cleanup(func() { close(held) })
	impatient := New("team", at(address+"/cal/"), nil, nil)
	impatient.patience = 20 * time.Millisecond
	_, _, err := impatient.Fetch(t.Context(), provider.Copy{})
	mustFail(t, err, provider.ErrUnreachable)

	ctx, cancel := context.WithCancel(t.Context())
	patient := New("team", at(address+"/cal/"), nil, nil)
	done := make(chan error)
	go func() { _, err := patient.Put(ctx, "a", event("a", "x"), `"1"`); done <- err }()
	cancel()
	mustFail(t, <-done, context.Canceled)

	ctx, cancel = context.WithCancel(t.Context())
	go func() { _, err := account(t, address, nil).Discover(ctx); done <- err }()
	cancel()
	mustFail(t, <-done, context.Canceled)
}

func TestTheKeyringsErrorPassesThrough(t *testing.T) {
	locked := errors.New("keyring locked")
	_, address := newFake("a").start(t)
	closed := func(context.Context) (string, error) { return "", locked }
	c := New("team", at(address+"/cal/"), closed, nil)
	_, _, err := c.Fetch(t.Context(), provider.Copy{})
	mustFail(t, err, locked)
	_, err = c.Put(t.Context(), "a", event("a", "x"), `"1"`)
	mustFail(t, err, locked)
	if errors.Is(err, ErrUnsure) {
		t.Errorf("nothing was sent: %v", err)
	}
	_, _, err = New("team", func(context.Context) (string, error) { return "", locked }, nil, nil).Fetch(t.Context(), provider.Copy{})
	mustFail(t, err, locked)
}
