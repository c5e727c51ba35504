package alertmanager

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/notify"
)

// startReal starts Debian's Alertmanager on a free loopback port and returns its URL.
func startReal(t *testing.T, args ...string) string {
	t.Helper()
	binary, err := exec.LookPath("prometheus-alertmanager")
	if err != nil {
		skip(t, "the Debian package prometheus-alertmanager is not installed")
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "am.yml")
	rules := `
route: {receiver: team}
receivers: [{name: team}]
inhibit_rules:
  - source_matchers: [alertname="Region down"]
    target_matchers: [alertname="Host down"]
    equal: [region]
`
	if err := os.WriteFile(config, []byte(rules), 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	var log bytes.Buffer
	cmd := exec.Command(binary, append([]string{
		"--config.file=" + config, "--storage.path=" + filepath.Join(dir, "data"),
		"--web.listen-address=" + address, "--cluster.listen-address=",
	}, args...)...)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan struct{})
	go func() { _ = cmd.Wait(); close(exited) }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-exited
	})
	waitReady(t, "http://"+address+"/-/ready", exited, &log)
	return "http://" + address
}

// waitReady asks until somebody answers, with whatever status: 401 is alive too.
func waitReady(t *testing.T, url string, exited <-chan struct{}, log *bytes.Buffer) {
	t.Helper()
	deadline, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		res, err := http.Get(url)
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode != http.StatusServiceUnavailable {
				return
			}
		}
		select {
		case <-exited:
			t.Fatalf("Alertmanager ended:\n%s", log)
		case <-deadline.Done():
			t.Fatal("Alertmanager is not ready after a minute")
		case <-tick.C:
		}
	}
}

// send posts one alert as Prometheus does.
func send(t *testing.T, base string, labels map[string]string, startsAt, endsAt time.Time) {
	t.Helper()
	alert := map[string]any{
		"labels": labels, "annotations": map[string]string{"summary": "Summary", "description": "Description"},
		"startsAt": startsAt, "generatorURL": "http://prometheus.example.org/graph?g0.expr=up",
	}
	if !endsAt.IsZero() {
		alert["endsAt"] = endsAt
	}
	body, err := json.Marshal([]any{alert})
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(base+"/api/v2/alerts", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("status %d", res.StatusCode)
	}
}

// open returns the alert that has this value of the label "case".
func open(t *testing.T, s *Source, which string) *provider.Alert {
	t.Helper()
	alerts, err := s.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range alerts {
		if r, err := parseRef(a.Ref); err == nil && r.Labels["case"] == which {
			return &a
		}
	}
	return nil
}

func silencesOf(t *testing.T, s *Source) []silence {
	t.Helper()
	all, err := s.api.silences(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var ago = time.Now().Add(-10 * time.Minute).Truncate(time.Millisecond)

func TestRealAlertmanagerFromAlertToAcknowledgementAndBack(t *testing.T) {
	base := startReal(t)
	s := sourceAt(t, base)
	if alerts, err := s.Open(t.Context()); err != nil || len(alerts) != 0 {
		t.Fatal(alerts, err)
	}
	labels := map[string]string{"alertname": "Disk full", "case": "path", "service": "Payments", "severity": "warning"}
	send(t, base, labels, ago, time.Time{})
	send(t, base, map[string]string{"alertname": "Disk full", "case": "other", "severity": "warning"}, ago, time.Time{})

	a := open(t, s, "path")
	if a == nil {
		t.Fatal("the alert is not listed")
	}
	if a.Title != "Summary" || a.Body != "Description" || a.Service != "Payments" || a.Severity != "warning" ||
		a.Urgency != notify.Normal || !a.StartedAt.Equal(ago) || a.Ack != nil || a.Muted ||
		a.URL != "http://prometheus.example.org/graph?g0.expr=up" {
		t.Errorf("read as %+v", *a)
	}

	ack, err := s.Acknowledge(t.Context(), a.Ref, "Engineer A")
	if err != nil {
		t.Fatal(err)
	}
	all := silencesOf(t, s)
	if len(all) != 1 || !all[0].isExactly(labels) || all[0].CreatedBy != "Engineer A" || all[0].ID != ack.Handle ||
		all[0].Comment != "ACK! Engineer A has taken this alert with Standby; extended while it fires." {
		t.Errorf("silences: %+v", all)
	}
	if span := ack.Until.Sub(all[0].StartsAt); span < 14*time.Minute || span > 15*time.Minute+time.Second {
		t.Errorf("silences for %v", span)
	}
	acked := open(t, s, "path")
	if acked == nil || acked.Key != a.Key || acked.Ack == nil || *acked.Ack != ack {
		t.Fatalf("after acknowledging: %+v, want %+v", acked, ack)
	}
	if other := open(t, s, "other"); other == nil || other.Ack != nil {
		t.Errorf("another alert was silenced too: %+v", other)
	}

	again, err := s.Acknowledge(t.Context(), a.Ref, "Engineer A")
	if err != nil || again != ack || len(silencesOf(t, s)) != 1 {
		t.Errorf("acknowledged twice: %+v, %v, want %+v", again, err, ack)
	}

	if err := s.Unacknowledge(t.Context(), ack); err != nil {
		t.Fatal(err)
	}
	if back := open(t, s, "path"); back == nil || back.Ack != nil || back.Key != a.Key {
		t.Errorf("after taking back: %+v", back)
	}
	for _, gone := range []provider.Ack{ack, {Handle: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}, {Handle: "no uuid/../x"}, {}} {
		if err := s.Unacknowledge(t.Context(), gone); err != nil {
			t.Errorf("taking back what is not there: %v", err)
		}
	}
}

func TestRealAlertmanagerExtendsTheSameSilence(t *testing.T) {
	base := startReal(t)
	short := sourceAt(t, base)
	long := sourceAt(t, base, func(o *Options) { o.AckFor = 30 * time.Minute })
	send(t, base, map[string]string{"alertname": "A", "case": "extend"}, ago, time.Time{})
	a := open(t, short, "extend")
	first, err := short.Acknowledge(t.Context(), a.Ref, "Engineer A")
	if err != nil {
		t.Fatal(err)
	}
	second, err := long.Extend(t.Context(), a.Ref, first)
	if err != nil || second.Handle != first.Handle || second.By != "Engineer A" || second.Until.Sub(first.Until) < 14*time.Minute {
		t.Errorf("extended to %+v, %v from %+v", second, err, first)
	}
	if listed := open(t, long, "extend"); listed.Ack == nil || *listed.Ack != second {
		t.Errorf("listed as %+v, want %+v", listed.Ack, second)
	}
	if third, err := short.Extend(t.Context(), a.Ref, second); err != nil || third != second {
		t.Errorf("shortened to %+v, %v", third, err)
	}
	if err := short.Unacknowledge(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	for name, lost := range map[string]provider.Ack{
		"ended":   second,
		"unknown": {Handle: "6ba7b810-9dad-11d1-80b4-00c04fd430c8", By: "Engineer A"},
		"no uuid": {Handle: "nonsense", By: "Engineer A"},
	} {
		fresh, err := short.Extend(t.Context(), a.Ref, lost)
		if err != nil || fresh.Handle == lost.Handle || fresh.By != "Engineer A" {
			t.Errorf("%s: %+v, %v", name, fresh, err)
		}
	}
	active := 0
	for _, one := range silencesOf(t, short) {
		if !one.expired() {
			active++
		}
	}
	if active != 1 {
		t.Errorf("%d silences for one alert", active)
	}
}

func TestRealAlertmanagerTellsOccurrencesApart(t *testing.T) {
	base := startReal(t)
	s := sourceAt(t, base)
	labels := map[string]string{"alertname": "A", "case": "twice"}
	send(t, base, labels, ago, time.Time{})
	first := open(t, s, "twice")
	send(t, base, labels, ago, ago.Add(5*time.Minute))
	if open(t, s, "twice") != nil {
		t.Fatal("a resolved alert is listed")
	}
	if _, err := s.Acknowledge(t.Context(), first.Ref, "Engineer A"); !errors.Is(err, provider.ErrGone) {
		t.Errorf("acknowledging what has ended: %v", err)
	}
	send(t, base, labels, ago.Add(8*time.Minute), time.Time{})
	second := open(t, s, "twice")
	if second == nil || second.Key == first.Key {
		t.Fatalf("keys %+v and %+v", first, second)
	}
	if _, err := s.Acknowledge(t.Context(), first.Ref, "Engineer A"); !errors.Is(err, provider.ErrGone) {
		t.Errorf("acknowledging the first occurrence while the second fires: %v", err)
	}
	if len(silencesOf(t, s)) != 0 {
		t.Error("a silence was posted for an alert that had ended")
	}
	if _, err := s.Acknowledge(t.Context(), second.Ref, "Engineer A"); err != nil {
		t.Error(err)
	}
}

func TestRealAlertmanagerTakesAnyLabelValue(t *testing.T) {
	base := startReal(t)
	s := sourceAt(t, base)
	for name, value := range map[string]string{
		"quotes":      `say "hi" and 'ho'`,
		"braces":      `{a="b"}`,
		"newline":     "one\ntwo\r\n",
		"backslash":   `C:\temp\new`,
		"unicode":     "Zürich 東京 🔥",
		"an operator": "=~.*",
		"spaces":      "  a  ",
		"a regex":     ".+",
		"long":        strings.Repeat("x", 4000),
		"empty":       "",
	} {
		t.Run(name, func(t *testing.T) {
			send(t, base, map[string]string{"alertname": "Odd", "case": name, "value": value}, ago, time.Time{})
			a := open(t, s, name)
			ack, err := s.Acknowledge(t.Context(), a.Ref, "Engineer Ä \"the second\"\n")
			if err != nil {
				t.Fatal(err)
			}
			if got := open(t, s, name); got.Ack == nil || got.Ack.Handle != ack.Handle {
				t.Errorf("the silence does not match: %+v", got)
			}
		})
	}
}

func TestRealAlertmanagerMutesWhatIsInhibited(t *testing.T) {
	base := startReal(t)
	s := sourceAt(t, base)
	send(t, base, map[string]string{"alertname": "Region down", "case": "cause", "region": "north"}, ago, time.Time{})
	send(t, base, map[string]string{"alertname": "Host down", "case": "effect", "region": "north"}, ago, time.Time{})
	if a := open(t, s, "cause"); a == nil || a.Muted {
		t.Errorf("the cause: %+v", a)
	}
	if a := open(t, s, "effect"); a == nil || !a.Muted || a.Ack != nil {
		t.Errorf("the effect: %+v", a)
	}
}

func TestRealAlertmanagerLeavesMaintenanceAlone(t *testing.T) {
	base := startReal(t)
	s := sourceAt(t, base, func(o *Options) { o.Person = "Engineer A" })
	send(t, base, map[string]string{"alertname": "A", "case": "maintenance"}, ago, time.Time{})
	equal := true
	id, err := s.api.post(t.Context(), silence{
		Matchers: []matcher{{Name: "alertname", Value: ".+", IsRegex: true, IsEqual: &equal}},
		StartsAt: time.Now(), EndsAt: time.Now().Add(2 * time.Hour), CreatedBy: "Operator B", Comment: "moving racks",
	})
	if err != nil {
		t.Fatal(err)
	}
	a := open(t, s, "maintenance")
	if a.Ack == nil || a.Ack.Handle != id || a.Ack.By != "Operator B" {
		t.Fatalf("shown as %+v", a.Ack)
	}
	if err := s.Unacknowledge(t.Context(), *a.Ack); !errors.Is(err, ErrNotOurs) {
		t.Errorf("taking it back: %v", err)
	}
	own, err := s.Extend(t.Context(), a.Ref, *a.Ack)
	if err != nil || own.Handle == id || own.By != "Engineer A" {
		t.Errorf("extending it: %+v, %v", own, err)
	}
	if both := open(t, s, "maintenance"); both.Ack == nil || *both.Ack != own {
		t.Errorf("with both the acknowledgement counts: %+v", both.Ack)
	}
	if one, found, err := s.api.silence(t.Context(), id); err != nil || !found || one.Status.State != "active" || one.Comment != "moving racks" {
		t.Errorf("it became %+v, %v, %v", one, found, err)
	}
}

func TestRealAlertmanagerFiltersAndSaysWhatItDoesNotUnderstand(t *testing.T) {
	base := startReal(t)
	send(t, base, map[string]string{"alertname": "A", "case": "a"}, ago, time.Time{})
	send(t, base, map[string]string{"alertname": "B", "case": "b"}, ago, time.Time{})
	s := sourceAt(t, base+"/", func(o *Options) { o.Filter, o.Receiver = []string{`alertname="B"`}, "te.m" })
	if open(t, s, "a") != nil || open(t, s, "b") == nil {
		t.Error("the filter was not used")
	}
	if s = sourceAt(t, base, func(o *Options) { o.Receiver = "nobody" }); open(t, s, "a") != nil {
		t.Error("the receiver was not used")
	}
	s = sourceAt(t, base, func(o *Options) { o.Filter = []string{"foo{="} })
	if _, err := s.Open(t.Context()); !errors.Is(err, provider.ErrService) || !strings.Contains(err.Error(), "foo{=") {
		t.Errorf("got %v", err)
	}
	s = sourceAt(t, base+"/wrong")
	if _, err := s.Open(t.Context()); !errors.Is(err, provider.ErrService) || !strings.Contains(err.Error(), "is the URL right") {
		t.Errorf("got %v", err)
	}
}

func TestRealAlertmanagerBelievesItsOwnClock(t *testing.T) {
	base := startReal(t)
	for name, off := range map[string]time.Duration{"ahead": time.Hour, "behind": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			s := sourceAt(t, base, func(o *Options) { o.Now = func() time.Time { return time.Now().Add(off) } })
			send(t, base, map[string]string{"alertname": "A", "case": name}, ago, time.Time{})
			a := open(t, s, name)
			ack, err := s.Acknowledge(t.Context(), a.Ref, "Engineer A")
			if err != nil {
				t.Fatal(err)
			}
			if left := time.Until(ack.Until); left < 14*time.Minute || left > 15*time.Minute+time.Second {
				t.Errorf("silences for %v", left)
			}
			if got := open(t, s, name); got.Ack == nil {
				t.Error("the silence has not begun")
			}
		})
	}
}

// webConfig asks for user "standby" with the password "only-for-this-test".
const webConfig = "basic_auth_users: {standby: $2b$04$wZ.iOsxuD717alefm3KCrORv7v20tVpxy3Cv4S5NXf4sSxbrgQYwq}\n"

func TestRealAlertmanagerRefusesWrongCredentials(t *testing.T) {
	config := filepath.Join(t.TempDir(), "web.yml")
	if err := os.WriteFile(config, []byte(webConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	base := startReal(t, "--web.config.file="+config)
	for name, c := range map[string]struct {
		header string
		is     error
	}{
		"right": {provider.Basic("standby", "only-for-this-test"), nil},
		"wrong": {provider.Basic("standby", "wrong-password"), provider.ErrUnauthorized},
		"none":  {"", provider.ErrUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			s := sourceAt(t, base, func(o *Options) {
				o.Credentials = func(context.Context) (string, error) { return c.header, nil }
			})
			_, err := s.Open(t.Context())
			if !errors.Is(err, c.is) {
				t.Errorf("got %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "wrong-password") {
				t.Errorf("a secret in %q", err)
			}
		})
	}
}
