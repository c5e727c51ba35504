package caldav

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"standby/app/provider"
)

// fake is a CalDAV server that says what a test wants it to say. Its only
// calendar is /cal/.
type fake struct {
	mu sync.Mutex
	// head is the calendar's properties; entries are ETag and body by href.
	head    string
	entries map[string][2]string
	// answer, when set, may answer a request itself; kind is the method, or the
	// element that a REPORT asks with.
	answer func(w http.ResponseWriter, r *http.Request, kind, body string) bool
	kinds  []string
	// sent are the Authorization headers.
	sent []string
}

func newFake(uids ...string) *fake {
	f := &fake{head: `<displayname>rota</displayname><S:getctag>1</S:getctag>`, entries: map[string][2]string{}}
	for _, uid := range uids {
		f.entries["/cal/"+uid+".ics"] = [2]string{`"` + uid + `-1"`, string(event(uid, "Engineer "+uid))}
	}
	return f
}

func (f *fake) start(t *testing.T) (c *Calendar, address string) {
	t.Helper()
	srv := httptest.NewServer(f)
	t.Cleanup(srv.Close)
	return New("team", at(srv.URL+"/cal/"), fixed(provider.Bearer(canary)), nil), srv.URL
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	raw, _ := io.ReadAll(r.Body)
	body, kind := string(raw), r.Method
	for _, k := range []string{"calendar-query", "calendar-multiget", "sync-collection"} {
		if r.Method == "REPORT" && strings.Contains(body, k) {
			kind = k
		}
	}
	f.kinds, f.sent = append(f.kinds, kind), append(f.sent, r.Header.Get("Authorization"))
	if f.answer != nil && f.answer(w, r, kind, body) {
		return
	}
	switch kind {
	case "PROPFIND":
		multi(w, found("/cal/", `<resourcetype><collection/><C:calendar/></resourcetype>`+f.head))
	case "calendar-query":
		var out []string
		for _, href := range f.hrefs() {
			if e := f.entries[href]; !strings.Contains(body, "text-match") {
				out = append(out, found(href, `<getetag>`+escape(e[0])+`</getetag>`))
			} else if strings.Contains(body, ">"+escape(uidOf(e[1]))+"<") {
				out = append(out, f.whole(href))
			}
		}
		multi(w, out...)
	case "calendar-multiget":
		var out []string
		for part := range strings.SplitSeq(body, "<href>") {
			href, _, ok := strings.Cut(part, "</href>")
			if !ok {
				continue
			}
			if _, has := f.entries[href]; has {
				out = append(out, f.whole(href))
			} else {
				out = append(out, `<response><href>`+href+`</href><status>HTTP/1.1 404 Not Found</status></response>`)
			}
		}
		multi(w, out...)
	default:
		w.WriteHeader(http.StatusNotImplemented)
	}
}

func (f *fake) hrefs() []string {
	var out []string
	for href := range f.entries {
		out = append(out, href)
	}
	slices.Sort(out)
	return out
}

func (f *fake) whole(href string) string {
	e := f.entries[href]
	return found(href, `<getetag>`+escape(e[0])+`</getetag><C:calendar-data>`+escape(e[1])+`</C:calendar-data>`)
}

func found(href, props string) string {
	return `<response><href>` + href + `</href><propstat><prop>` + props + `</prop><status>HTTP/1.1 200 OK</status></propstat></response>`
}

func multi(w http.ResponseWriter, responses ...string) {
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	w.WriteHeader(http.StatusMultiStatus)
	_, _ = fmt.Fprintf(w, "%s<multistatus%s>%s</multistatus>", xmlHead, spaces, strings.Join(responses, ""))
}

// says answers one kind of request in this way.
func says(which string, status int, kind, body string) func(http.ResponseWriter, *http.Request, string, string) bool {
	return func(w http.ResponseWriter, _ *http.Request, k, _ string) bool {
		if k != which {
			return false
		}
		if kind != "" {
			w.Header().Set("Content-Type", kind)
		}
		if status/100 == 3 {
			w.Header().Set("Location", body)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
		return true
	}
}
