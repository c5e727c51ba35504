package setup

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/books"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/secret"
	"standby/rotation"
	"standby/rotation/ical"
)

// keyring is one in memory that counts how often it is asked.
type keyring struct {
	held  map[string]secret.Secret
	asked int
	kept  secret.Kept
}

func newKeyring() *keyring {
	return &keyring{held: map[string]secret.Secret{}, kept: secret.InKeyring}
}

func (k *keyring) Get(_ context.Context, name string) (secret.Secret, error) {
	k.asked++
	s, ok := k.held[name]
	if !ok {
		return s, secret.ErrMissing
	}
	return s, nil
}

func (k *keyring) Set(_ context.Context, name string, s secret.Secret) (secret.Kept, error) {
	k.held[name] = s
	return k.kept, nil
}

func (k *keyring) Delete(_ context.Context, name string) error {
	delete(k.held, name)
	return nil
}

// listener remembers what the agent was told.
type listener struct{ told []string }

func (l *listener) Watch(s agent.SourceSpec)      { l.told = append(l.told, "watch "+s.Source.Name()) }
func (l *listener) ReadFrom(s agent.CalendarSpec) { l.told = append(l.told, "read "+s.Calendar.Name()) }
func (l *listener) IAm(p rotation.Person)         { l.told = append(l.told, "i am "+p.Name) }
func (l *listener) UsePolicy(name string)         { l.told = append(l.told, "policy "+name) }
func (l *listener) AskAgain(name string)          { l.told = append(l.told, "ask again "+name) }

func (l *listener) Drop(name string)   { l.told = append(l.told, "drop "+name) }
func (l *listener) Use(agent.Settings) { l.told = append(l.told, "use settings") }

func (l *listener) Trouble(key, _ string, err error) {
	if err != nil {
		l.told = append(l.told, "trouble "+key)
	}
}

type stage struct {
	*Commands
	path    string
	keyring *keyring
	agent   *listener
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{path: filepath.Join(t.TempDir(), "standby.toml"), keyring: newKeyring(), agent: &listener{}}
	build := Builder{Keyring: s.keyring, Client: provider.NewClient(0), Now: time.Now, Person: "Engineer A"}
	s.Commands = NewCommands(build, s.path, config.Default())
	s.Tell(s.agent)
	return s
}

func (s *stage) config(t *testing.T) config.Config {
	t.Helper()
	c, err := config.Load(s.path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serve answers like one that wants the token.
func serve(t *testing.T, token string) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token != "" && r.Header.Get("Authorization") != "Bearer "+token {
			http.Error(w, "no", http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("[]"))
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestAnAlertmanagerThatAnswersIsAddedAndItsSecretKept(t *testing.T) {
	s := newStage(t)
	url := serve(t, "right")
	err := s.AddAlertmanager(t.Context(), api.NewAlertmanager{Name: "prod", URL: url, Auth: "bearer", Secret: "right"})
	if err != nil {
		t.Fatal(err)
	}
	if c := s.config(t); len(c.Alertmanagers) != 1 || c.Alertmanagers[0].URL != url {
		t.Errorf("configured: %+v", c.Alertmanagers)
	}
	if s.keyring.held["alertmanager/prod"].Reveal() != "right" || !slices.Equal(s.agent.told, []string{"watch prod"}) {
		t.Errorf("keyring %v, agent %q", len(s.keyring.held), s.agent.told)
	}
	if text, _ := os.ReadFile(s.path); strings.Contains(string(text), "right") {
		t.Errorf("the secret lies in the configuration:\n%s", text)
	}
}

func TestWhatRefusesUsIsNotAdded(t *testing.T) {
	s := newStage(t)
	err := s.AddAlertmanager(t.Context(), api.NewAlertmanager{Name: "prod", URL: serve(t, "right"), Auth: "bearer", Secret: "wrong"})
	if !errors.Is(err, provider.ErrUnauthorized) || len(s.keyring.held) != 0 || len(s.agent.told) != 0 {
		t.Errorf("%v, keyring %d, agent %q", err, len(s.keyring.held), s.agent.told)
	}
	if c := s.config(t); len(c.Alertmanagers) != 0 {
		t.Errorf("configured: %+v", c.Alertmanagers)
	}
}

func TestWhatCannotBeReachedNowIsAdded(t *testing.T) {
	s := newStage(t)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	if err := s.AddAlertmanager(t.Context(), api.NewAlertmanager{Name: "prod", URL: gone.URL}); err != nil {
		t.Error(err)
	}
}

func TestGivenOnceMoreTheSecretIsRenewed(t *testing.T) {
	s := newStage(t)
	url := serve(t, "")
	for _, token := range []string{"first", "second"} {
		if err := s.AddAlertmanager(t.Context(), api.NewAlertmanager{Name: "prod", URL: url, Auth: "bearer", Secret: token}); err != nil {
			t.Fatal(err)
		}
	}
	if s.keyring.held["alertmanager/prod"].Reveal() != "second" || !slices.Equal(s.agent.told, []string{"watch prod", "ask again prod"}) {
		t.Errorf("agent %q", s.agent.told)
	}
	for _, where := range []string{"https://example.org/1.ics", "https://example.org/2.ics"} {
		if err := s.AddCalendar(t.Context(), api.NewCalendar{Name: "payments", Location: where}); err != nil {
			t.Fatal(err)
		}
	}
	if s.keyring.held["calendar/payments"].Reveal() != "https://example.org/2.ics" || len(s.config(t).Calendars) != 1 {
		t.Errorf("the address was not renewed")
	}
}

func TestATakenNameCostsNobodyASecret(t *testing.T) {
	s := newStage(t)
	if err := s.AddAlertmanager(t.Context(), api.NewAlertmanager{Name: "prod", URL: serve(t, ""), Auth: "bearer", Secret: "first"}); err != nil {
		t.Fatal(err)
	}
	err := s.AddAlertmanager(t.Context(), api.NewAlertmanager{Name: "Prod", URL: serve(t, ""), Auth: "bearer", Secret: "other"})
	if !errors.Is(err, api.ErrBadRequest) || s.keyring.held["alertmanager/prod"].Reveal() != "first" {
		t.Errorf("%v; keyring %d", err, len(s.keyring.held))
	}
}

func TestACalendarIsAddedWithWhoIAm(t *testing.T) {
	s := newStage(t)
	s.keyring.kept = secret.ThisRunOnly
	err := s.AddCalendar(t.Context(), api.NewCalendar{Name: "payments", Location: "webcal://example.org/x.ics", Me: rotation.Person{Name: "Engineer A"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"trouble secret/calendar/payments", "i am Engineer A", "read payments"}
	if c := s.config(t); !c.Calendars[0].InKeyring || c.Me.Name != "Engineer A" || !slices.Equal(s.agent.told, want) {
		t.Errorf("%+v; agent %q", c, s.agent.told)
	}
}

func TestAPolicyThatCannotBeReadIsNotTaken(t *testing.T) {
	s := newStage(t)
	path := filepath.Join(t.TempDir(), "policy.toml")
	if err := os.WriteFile(path, []byte("name = \"x\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.SetPolicy(t.Context(), path); err == nil {
		t.Error("taken")
	}
	if _, err := s.Payroll().Policy(); !errors.Is(err, books.ErrNoPolicy) {
		t.Errorf("got %v", err)
	}
}

func TestTheKeyringIsAskedRarely(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyring()
		k.held["a"] = secret.Of("one")
		r := Remember(k, time.Now)
		for range 10 {
			if s, err := r.Get(t.Context(), "a"); err != nil || s.Reveal() != "one" {
				t.Fatal(s.Reveal(), err)
			}
		}
		time.Sleep(rememberFor)
		_, _ = r.Get(t.Context(), "a")
		if k.asked != 2 {
			t.Errorf("asked %d times", k.asked)
		}
		if _, err := r.Set(t.Context(), "a", secret.Of("two")); err != nil {
			t.Fatal(err)
		}
		if s, _ := r.Get(t.Context(), "a"); s.Reveal() != "two" {
			t.Error("a new secret must count at once")
		}
	})
}

func TestTheSampleTeamIsOnCallNow(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2026, 3, 29, 2, 30, 0, 0, time.UTC), time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC),
	} {
		res, err := ical.Read([]byte(demoRota(now)), ical.Options{Window: rotation.Interval{Start: now.AddDate(0, -2, 0), End: now.AddDate(0, 6, 0)}})
		if err != nil || len(res.Warnings) > 0 {
			t.Fatal(err, res.Warnings)
		}
		duty := rotation.DutyAt(res.Shifts, demoTeam()[0], now)
		if duty.Current == nil || duty.Current.Role != rotation.Primary || len(duty.With) != 1 || duty.After == nil {
			t.Errorf("at %v: %+v", now, duty)
		}
	}
}

func TestTheSampleProfileLoads(t *testing.T) {
	dir := t.TempDir()
	p := config.Places{ConfigFile: filepath.Join(dir, "standby.toml"), DataDir: dir}
	for range 2 { // a second start leaves the user's edits
		if err := PrepareDemo(p, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	c, err := config.Load(p.ConfigFile)
	if err != nil || len(c.Calendars) != 1 {
		t.Fatal(c, err)
	}
	if policy, err := (PolicyFile{Path: c.Pay.Policy}).Read(); err != nil || policy.Name != "Sample team" {
		t.Error(policy.Name, err)
	}
}
