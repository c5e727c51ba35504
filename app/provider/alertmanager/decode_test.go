package alertmanager

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/provider"
	"standby/notify"
)

func decodeOne(t *testing.T, labels, annotations, status, generator string) provider.Alert {
	t.Helper()
	list, err := decodeAlerts([]byte(`[{"fingerprint":"f1","startsAt":"2026-11-22T10:00:00.5+01:00","endsAt":"2026-11-22T11:00:00Z","new":{"member":1},
		"labels":` + labels + `,"annotations":` + annotations + `,"status":` + status + `,"generatorURL":"` + generator + `"}]`))
	if err != nil {
		t.Fatal(err)
	}
	return list[0].alert()
}

const active = `{"state":"active","silencedBy":[],"inhibitedBy":[],"mutedBy":[]}`

func TestAnAlertIsReadForPeople(t *testing.T) {
	for name, c := range map[string]struct{ labels, annotations, title, body, service string }{
		"summary and description":    {`{"alertname":"A","service":"Pay","job":"j"}`, `{"summary":"S","description":"D"}`, "S", "D", "Pay"},
		"a name and an instance":     {`{"alertname":"A","instance":"h:9","job":"j"}`, `{"message":"M"}`, "A on h:9", "M", "j"},
		"a name only":                {`{"alertname":"A"}`, `{}`, "A", "", ""},
		"nothing, absent":            {`{"x":"y"}`, `null`, "Alert f1", "", ""},
		"white space for a summary":  {`{"alertname":"A"}`, `{"summary":" \n "}`, "A", "", ""},
		"markup is left as it is":    {`{"alertname":"A"}`, `{"summary":"<b>$(rm)</b>"}`, "<b>$(rm)</b>", "", ""},
		"space around it is dropped": {`{"alertname":"A"}`, `{"summary":" S\n"}`, "S", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := decodeOne(t, c.labels, c.annotations, active, "")
			if a.Title != c.title || a.Body != c.body || a.Service != c.service {
				t.Errorf("read as %+v", a)
			}
			if want := time.Date(2026, 11, 22, 9, 0, 0, 5e8, time.UTC); !a.StartedAt.Equal(want) || a.Key != "f1@2026-11-22T09:00:00.5Z" {
				t.Errorf("start %v, key %s", a.StartedAt, a.Key)
			}
		})
	}
}

func TestSeverityDecidesHowLoudAndUnknownIsLoud(t *testing.T) {
	for severity, want := range map[string]notify.Urgency{
		"critical": notify.High, "page": notify.High, "error": notify.High, "": notify.High, "sev7": notify.High, "P1": notify.High,
		"warning": notify.Normal, "WARNING": notify.Normal, " warn ": notify.Normal,
		"info": notify.Low, "none": notify.Low, "notice": notify.Low,
	} {
		if got := urgency(severity); got != want {
			t.Errorf("%q is %v, want %v", severity, got, want)
		}
	}
}

func TestOnlyAddressesThatABrowserMayOpenAreKept(t *testing.T) {
	for name, c := range map[string]struct{ generator, runbook, want string }{
		"generator first":     {"https://p.example.org/graph?x=1", "https://r.example.org", "https://p.example.org/graph?x=1"},
		"runbook then":        {"", "https://r.example.org/a", "https://r.example.org/a"},
		"file is no address":  {"file:///etc/passwd", "", ""},
		"script is none":      {"javascript:alert(1)", "", ""},
		"UNC is none":         {`\\\\host\\share`, "", ""},
		"no host is none":     {"http:///x", "", ""},
		"relative is none":    {"/graph", "", ""},
		"with a user is none": {"https://bank.example.org@evil.example.org/", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := decodeOne(t, `{"alertname":"A"}`, `{"runbook_url":"`+c.runbook+`"}`, active, c.generator)
			if a.URL != c.want {
				t.Errorf("got %q", a.URL)
			}
		})
	}
}

func TestOnlyAKnownReasonMutes(t *testing.T) {
	for name, c := range map[string]struct {
		status string
		muted  bool
	}{
		"active":                     {active, false},
		"inhibited":                  {`{"state":"suppressed","silencedBy":[],"inhibitedBy":["x"]}`, true},
		"a mute time":                {`{"state":"suppressed","silencedBy":[],"inhibitedBy":[],"mutedBy":["night"]}`, true},
		"silenced and inhibited":     {`{"state":"suppressed","silencedBy":["s"],"inhibitedBy":["x"]}`, false},
		"suppressed for no reason":   {`{"state":"suppressed","silencedBy":null,"inhibitedBy":null}`, false},
		"unprocessed":                {`{"state":"unprocessed"}`, false},
		"a state of another version": {`{"state":"paused","inhibitedBy":["x"]}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			if a := decodeOne(t, `{"alertname":"A"}`, `{}`, c.status, ""); a.Muted != c.muted {
				t.Errorf("muted %v", a.Muted)
			}
		})
	}
}

func TestARefSurvivesStorage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := ref{
			Fingerprint: rapid.StringN(1, 20, -1).Draw(t, "fingerprint"),
			StartsAt:    time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "s"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC(),
			Labels:      rapid.MapOfN(rapid.String(), rapid.String(), 1, 8).Draw(t, "labels"),
		}
		out, err := parseRef(in.String())
		if err != nil || out.key() != in.key() || out.String() != in.String() {
			t.Fatalf("%+v became %+v, %v", in, out, err)
		}
		matchers := exactly(in.Labels)
		if !(silence{Matchers: matchers}).isExactly(out.Labels) {
			t.Fatal("a silence on its labels is not recognised")
		}
		if (silence{Matchers: matchers[1:]}).isExactly(in.Labels) {
			t.Fatal("a silence on fewer labels passes for exact")
		}
	})
}

func TestASilenceThatIsNotExactIsNotRecognised(t *testing.T) {
	yes, no := true, false
	labels := map[string]string{"a": "1", "b": "2"}
	a, b := matcher{Name: "a", Value: "1", IsEqual: &yes}, matcher{Name: "b", Value: "2"}
	for name, c := range map[string]struct {
		matchers []matcher
		exact    bool
	}{
		"both, in another order": {[]matcher{b, a}, true},
		"one twice":              {[]matcher{a, a}, false},
		"one more":               {[]matcher{a, b, {Name: "c", Value: ""}}, false},
		"a regex":                {[]matcher{a, {Name: "b", Value: "2", IsRegex: true}}, false},
		"a negation":             {[]matcher{a, {Name: "b", Value: "2", IsEqual: &no}}, false},
		"another value":          {[]matcher{a, {Name: "b", Value: "3"}}, false},
		"another name":           {[]matcher{a, {Name: "c", Value: "2"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (silence{Matchers: c.matchers}).isExactly(labels); got != c.exact {
				t.Errorf("exact %v", got)
			}
		})
	}
}

func TestOptionsAreCheckedAndNeverRepeatASecret(t *testing.T) {
	good := Options{Name: "prod", BaseURL: "https://am.example.org"}
	for name, c := range map[string]struct {
		change func(*Options)
		says   string
	}{
		"no URL":               {func(o *Options) { o.BaseURL = "" }, "http://"},
		"no scheme":            {func(o *Options) { o.BaseURL = "am.example.org:9093" }, "http://"},
		"another scheme":       {func(o *Options) { o.BaseURL = "ftp://am.example.org" }, "http://"},
		"no host":              {func(o *Options) { o.BaseURL = "https://" }, "no host"},
		"a user":               {func(o *Options) { o.BaseURL = "https://u:" + canary + "@am.example.org" }, "keyring"},
		"a user, not parsable": {func(o *Options) { o.BaseURL = "https://u:" + canary + "@[am" }, "not a URL"},
		"a query":              {func(o *Options) { o.BaseURL = "https://am.example.org/?t=" + canary }, "query"},
		"no name":              {func(o *Options) { o.Name = " " }, "name"},
		"a broken receiver":    {func(o *Options) { o.Receiver = "(" }, "receiver"},
		"a broken filter":      {func(o *Options) { o.Filter = []string{"team"} }, "matcher"},
		"a short ack":          {func(o *Options) { o.AckFor = time.Second }, "too short"},
		"a negative ack":       {func(o *Options) { o.AckFor = -time.Hour }, "too short"},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			c.change(&o)
			_, err := New(o)
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), canary) {
				t.Errorf("got %v, want it to say %q", err, c.says)
			}
		})
	}
	for in, want := range map[string]string{
		"https://am.example.org":                "https://am.example.org/api/v2/alerts",
		" http://am.example.org:9093/#/alerts ": "http://am.example.org:9093/api/v2/alerts",
		"https://x.example.org/am/api/v2/":      "https://x.example.org/am/api/v2/alerts",
		"https://x.example.org/a%2Fb/":          "https://x.example.org/a%2Fb/api/v2/alerts",
	} {
		o := good
		o.BaseURL = in
		s, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.api.base.JoinPath("api", "v2", "alerts").String(); got != want {
			t.Errorf("%q asks %q, want %q", in, got, want)
		}
	}
}

func TestTheButtonSaysHowLongItSilences(t *testing.T) {
	for ackFor, want := range map[time.Duration]string{
		0: "Acknowledge (silences 15 min)", 90 * time.Second: "Acknowledge (silences 1m30s)", time.Hour: "Acknowledge (silences 60 min)",
	} {
		s := sourceAt(t, "http://am.example.org", func(o *Options) { o.AckFor = ackFor })
		if got := s.AckLabel(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTheAuthorIsOneLineAndNeverEmpty(t *testing.T) {
	s := sourceAt(t, "http://am.example.org", func(o *Options) { o.Person = "Engineer P" })
	for in, want := range map[string]string{
		"Engineer A": "Engineer A", " Engineer\n\tA \x00": "Engineer A", "": "Engineer P", "\u202e": "Engineer P",
		strings.Repeat("é", 300): strings.Repeat("é", 100), "A\xff": "A",
	} {
		if got := s.author(in); got != want {
			t.Errorf("%q signs as %q, want %q", in, got, want)
		}
	}
	s.person = ""
	if got := s.author(""); got != "somebody" {
		t.Errorf("got %q", got)
	}
}

func FuzzDecodeAlerts(f *testing.F) {
	f.Add([]byte(`[{"fingerprint":"a","startsAt":"2026-11-22T10:00:00Z","labels":{"a":"b"},"status":{"state":"active"}}]`))
	f.Add([]byte(`[{"fingerprint":"a","startsAt":"9999-12-31T23:59:59-23:59","labels":{"":""},"annotations":{"runbook_url":"::"},"status":{"state":"x"}}]`))
	f.Add([]byte(`[null]`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := decodeAlerts(body)
		if err != nil {
			if !errors.Is(err, provider.ErrNotTheService) || len(list) != 0 {
				t.Fatalf("%v with %d alerts", err, len(list))
			}
			return
		}
		if !json.Valid(body) {
			t.Fatal("what is no JSON was taken")
		}
		for _, w := range list {
			a := w.alert()
			if a.Key == "" || a.Ref == "" || a.Title == "" {
				t.Fatalf("%+v", a)
			}
			if a.URL != "" && !strings.HasPrefix(a.URL, "http") {
				t.Fatal(a.URL)
			}
			if r, err := parseRef(a.Ref); err == nil && r.key() != a.Key {
				t.Fatalf("key %q, ref's %q", a.Key, r.key())
			}
		}
	})
}

func FuzzDecodeSilences(f *testing.F) {
	f.Add([]byte(`[{"id":"a","status":{"state":"active"},"matchers":[{"name":"a","value":"b","isRegex":false}],"comment":"ACK! x"}]`))
	f.Add([]byte(`[{"id":"a","status":null,"matchers":[null]}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := decodeSilences(body)
		if err != nil && (!errors.Is(err, provider.ErrNotTheService) || len(list) != 0) {
			t.Fatalf("%v with %d silences", err, len(list))
		}
		for _, s := range list {
			s.isExactly(map[string]string{"a": "b"})
			_ = s.ack()
		}
	})
}

func TestAnAlertIsKnownToOthersByItsFingerprint(t *testing.T) {
	a := wireAlert{Fingerprint: "aa", StartsAt: &time.Time{}}
	a.Status = new(struct {
		State       string   `json:"state"`
		SilencedBy  []string `json:"silencedBy"`
		InhibitedBy []string `json:"inhibitedBy"`
		MutedBy     []string `json:"mutedBy"`
	})
	if got := a.alert().Dedup; len(got) != 1 || got[0] != "aa" {
		t.Errorf("got %q", got)
	}
}
