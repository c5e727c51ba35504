package mail

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"standby/notify"
)

func at(text string) message { return parseMessage([]byte(text), time.Unix(1_800_000_000, 0)) }

func TestAMailIsReadHoweverItIsWritten(t *testing.T) {
	const head = "From: Mon <Alerts@Example.org>\r\nMessage-ID: <1@x>\r\nReferences: <a@x> <b@x>\r\nIn-Reply-To: <b@x>\r\n"
	for name, c := range map[string]struct{ mail, subject, text string }{
		"plain":                  {head + "Subject: disk full\r\n\r\nLook.\r\n", "disk full", "Look."},
		"encoded words":          {head + "Subject: =?iso-8859-1?Q?Gr=FC=DFe?= =?utf-8?B?8J+UpQ==?=\r\n\r\nx", "Grüße🔥", "x"},
		"latin 1":                {head + "Subject: s\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe", "s", "Grüße"},
		"base64":                 {head + "Subject: s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nTG9vaw==", "s", "Look"},
		"a page":                 {head + "Subject: s\r\nContent-Type: text/html\r\n\r\n<html><head><title>no</title><style>p{}</style></head><p>A &amp; B<br>C <!-- x --><script>evil()</script><td>D</table>", "s", "A & B\nC\nD"},
		"both":                   {head + "Subject: s\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>page</p>\r\n--b--\r\n", "s", "page"},
		"a part that breaks off": {head + "Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n--b\r\nContent-Ty", "s", "first"},
		"an attachment":          {head + "Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=x\r\n\r\nno\r\n--b--", "s", "first"},
		"an unknown charset":     {head + "Subject: s\r\nContent-Type: text/plain; charset=klingon\r\n\r\nLook", "s", "Look"},
		"no end of the header":   {head + "Subject: s", "s", ""},
		"a header that is none":  {"garbage without colon\r\n" + head + "Subject: s\r\n\r\nx", "s", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := at(c.mail)
			if m.subject != c.subject || strings.TrimSpace(m.text) != c.text || m.from != "alerts@example.org" || m.id != "1@x" || len(m.refs) < 2 {
				t.Errorf("got %+v", m)
			}
		})
	}
}

func TestAHostileMailIsBoundedAndHarmless(t *testing.T) {
	nested := strings.Builder{}
	for i := range 2000 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	for name, text := range map[string]string{
		"parts in parts":     "From: a@example.org\r\nSubject: s\r\n" + nested.String(),
		"many parts":         "From: a@example.org\r\nSubject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 20_000),
		"a long page":        "From: a@example.org\r\nSubject: s\r\nContent-Type: text/html\r\n\r\n" + strings.Repeat("<style><a href=x><!--", 12_000),
		"ends of nothing":    "From: a@example.org\r\nSubject: s\r\nContent-Type: text/html\r\n\r\n" + strings.Repeat("<style></x>", 23_000),
		"a long subject":     "From: a@example.org\r\nSubject: " + strings.Repeat("Re: [FIRING] ", 20_000) + "\r\n\r\nx",
		"many references":    "From: a@example.org\r\nSubject: s\r\nReferences: " + strings.Repeat("<a@b> <", 30_000) + "\r\n\r\nx",
		"controls":           "From: a@example.org\r\nSubject: \x1b[31m\u202eevil\x00\r\n\r\n\x1b]0;x\x07\u202e",
		"a link to a script": "From: a@pagerduty.com\r\nSubject: [PagerDuty Alert]\r\nContent-Type: text/html\r\n\r\n<a href=\"javascript:alert(1)//https://x.pagerduty.com/incidents/PABC123\">x</a>",
		"nothing":            "",
	} {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			b := newBook()
			m := at(text[:min(len(text), maxMail)])
			if err := b.take(m, reading{}); err != nil {
				t.Fatal(err)
			}
			for _, a := range b.alerts() {
				harmless(t, a.Title)
				harmless(t, a.Service)
				if strings.ContainsAny(a.Body, "\x1b\x00") || strings.Contains(a.Body, "\u202e") || a.URL != "" {
					t.Errorf("%+v", a)
				}
			}
			if len(b.Open) != 1 {
				t.Errorf("%d are open", len(b.Open))
			}
			if d := time.Since(begun); d > 20*time.Second { // a quadratic reader takes minutes
				t.Errorf("took %v", d)
			}
		})
	}
}

func harmless(t *testing.T, s string) {
	t.Helper()
	if s != notify.Clean(s, 1000) || !utf8.ValidString(s) {
		t.Errorf("%q is not clean", s)
	}
}

// FuzzMail: whatever a mail holds, it is read, its texts are clean, what is kept can be
// kept and read back, and the same mail again changes nothing.
func FuzzMail(f *testing.F) {
	for _, seed := range []string{
		"", "Subject: x\r\n\r\ny", "From: a@example.org\r\nSubject: [FIRING:1] x\r\nContent-Type: text/html\r\n\r\n" + alertPage,
		"From: x@pagerduty.com\r\nSubject: [PagerDuty Alert] You have 1 TRIGGERED Incident\r\n\r\nhttps://t.pagerduty.com/incidents/PABC123",
		"Content-Type: multipart/mixed; boundary=\"\r\n\r\n--\r\n", "From: \xff\r\n: \r\n\r\n<a href='",
		"Subject: ** RECOVERY Service Alert: a/b is OK **\r\n\r\nOriginal problem ID: 5",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b := newBook()
		m := parseMessage(raw[:min(len(raw), maxMail)], time.Unix(1_800_000_000, 0))
		if err := b.take(m, reading{}); err != nil {
			t.Fatal(err)
		}
		for _, a := range b.alerts() {
			harmless(t, a.Title)
			harmless(t, a.Severity)
			if len(a.Dedup) > mostKnown || a.Title == "" && notify.Clean(m.subject, 10) != "" {
				t.Fatalf("%+v", a)
			}
		}
		open := len(b.Open)
		if err := b.take(m, reading{}); err != nil || len(b.Open) != open {
			t.Fatal("the same mail is another one", err)
		}
		data, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := parseBook(data); err != nil || len(again.Open) != open {
			t.Fatalf("what was kept cannot be read: %v", err)
		}
	})
}

const alertPage = `<html><body><h2>2 alerts for alertname=DiskFull</h2><a href="http://am.example.org/#/alerts?receiver=mail">View in Alertmanager</a>
<table><tr><td><strong>[1] Firing</strong></td></tr><tr><td><strong>Labels</strong><br />
alertname = DiskFull<br />
instance = db1<br />
service = Storage<br />
severity = warning<br />
<strong>Annotations</strong><br />summary = Disk of db1 full<br />description = Look &lt;now&gt;<br />
<a href="http://prometheus.example.org/graph?x=1">Source</a></td></tr>
<tr><td><strong>[1] Resolved</strong></td></tr><tr><td><strong>Labels</strong><br />alertname = DiskFull<br />instance = db2<br /><a href="http://prometheus.example.org/graph?x=2">Source</a></td></tr></table></body></html>`

func TestTheMailsOfTheUsualSystemsAreUnderstood(t *testing.T) {
	for name, c := range map[string]struct {
		m    message
		want []report
	}{
		"Alertmanager, a group of two": {message{from: "am@example.org", subject: "[FIRING:1] DiskFull", text: text(alertPage), links: links(alertPage)}, []report{
			{turn: begins, exact: "fingerprint " + fingerprint(map[string]string{"alertname": "DiskFull", "instance": "db1", "service": "Storage", "severity": "warning"}), title: "Disk of db1 full", body: "Look <now>", service: "Storage", severity: "warning", url: "http://prometheus.example.org/graph?x=1", urgency: notify.Normal},
			{turn: ends, exact: "fingerprint " + fingerprint(map[string]string{"alertname": "DiskFull", "instance": "db2"}), title: "DiskFull on db2", url: "http://prometheus.example.org/graph?x=2", urgency: notify.High},
		}},
		"PagerDuty": {message{from: "no-reply@pagerduty.com", subject: "[PagerDuty Alert] You have 1 TRIGGERED Incident (4cb96)", text: "Incident 7\nService: Payments\nDescription: Checkout slow\nhttps://team.pagerduty.com/incidents/PABC123?x=1\nhttps://team.pagerduty.com/incidents\n"}, []report{
			{turn: begins, exact: "pagerduty https://team.pagerduty.com/incidents/PABC123", title: "Checkout slow", service: "Payments", url: "https://team.pagerduty.com/incidents/PABC123", urgency: notify.High}}},
		"Grafana": {message{from: "g@example.org", subject: "[RESOLVED] CPU high", text: "severity = critical", links: []string{"https://g.example.org/alerting/grafana/ab12/view?orgId=1"}}, []report{
			{turn: ends, exact: "grafana ab12 cpu high", title: "CPU high", severity: "critical", url: "https://g.example.org/alerting/grafana/ab12/view?orgId=1", urgency: notify.High}}},
		"Zabbix": {message{from: "z@example.org", subject: "Resolved in 5m 3s: High load", text: "Problem name: High load\nHost: db1\nSeverity: Average\nOriginal problem ID: 81\n"}, []report{
			{turn: ends, exact: "zabbix 81", title: "High load", service: "db1", severity: "Average", urgency: notify.Normal}}},
		"Nagios": {message{from: "n@example.org", subject: "** PROBLEM Service Alert: db1/disk is WARNING **"}, []report{
			{turn: begins, exact: "nagios db1/disk", title: "db1/disk is WARNING", service: "db1", severity: "WARNING", urgency: notify.Normal}}},
		"Icinga": {message{from: "n@example.org", subject: "[RECOVERY] disk on db1 is OK!"}, []report{
			{turn: ends, exact: "nagios disk on db1", title: "disk on db1 is OK", service: "db1", severity: "OK", urgency: notify.High}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := reading{}.reports(c.m)
			if len(got) != len(c.want) {
				t.Fatalf("got %+v", got)
			}
			for i, w := range c.want {
				g := got[i]
				if g.turn != w.turn || g.exact != w.exact || g.title != w.title || g.service != w.service || g.severity != w.severity || g.url != w.url || g.urgency != w.urgency || w.body != "" && g.body != w.body {
					t.Errorf("got  %+v\nwant %+v", g, w)
				}
			}
		})
	}
}

func text(page string) string    { s, _ := plainText(page); return s }
func links(page string) []string { _, l := plainText(page); return l }
