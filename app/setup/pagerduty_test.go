package setup

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/pagerduty/pdtest"
	"standby/app/secret"
)

func TestAPagerDutyThatAnswersIsAddedAndItsKeyKept(t *testing.T) {
	s, srv := newStage(t), pdtest.New(t, nil, nil)
	if err := s.AddPagerDuty(t.Context(), api.NewPagerDuty{Name: "work", URL: srv.URL + "/", Secret: " " + pdtest.Key + "\n"}); err != nil {
		t.Fatal(err)
	}
	if c := s.config(t); len(c.PagerDutys) != 1 || c.PagerDutys[0].URL != srv.URL {
		t.Errorf("configured: %+v", c.PagerDutys)
	}
	if s.keyring.held["pagerduty/work"].Reveal() != pdtest.Key || !slices.Equal(s.agent.told, []string{"watch work"}) {
		t.Errorf("keyring %d, agent %q", len(s.keyring.held), s.agent.told)
	}
	if text, _ := os.ReadFile(s.path); strings.Contains(string(text), pdtest.Key) {
		t.Errorf("the key lies in the configuration:\n%s", text)
	}
	spec, err := s.build.PagerDuty(s.config(t).PagerDutys[0])
	if err != nil || spec.Kind != "pagerduty" || spec.Every != config.DefaultPoll {
		t.Fatal(spec, err)
	}
	srv.Trigger("Checkout answers slowly", nil)
	if alerts, err := spec.Source.Open(t.Context()); err != nil || len(alerts) != 1 {
		t.Errorf("with the key from the keyring: %v, %v", alerts, err)
	}
	// Given once more, the key is renewed.
	if err := s.AddPagerDuty(t.Context(), api.NewPagerDuty{Name: "work", URL: srv.URL, Secret: pdtest.Key}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.agent.told, []string{"watch work", "ask again work"}) {
		t.Errorf("agent %q", s.agent.told)
	}
}

func TestAPagerDutyThatWillNotDoIsNotAdded(t *testing.T) {
	pd := pdtest.New(t, nil, nil)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<html>Sign in to the guest network</html>"))
	}))
	t.Cleanup(web.Close)
	for name, row := range map[string]struct {
		n    api.NewPagerDuty
		want error
	}{
		"a key that it refuses":       {api.NewPagerDuty{Name: "work", URL: pd.URL, Secret: "wrong"}, provider.ErrUnauthorized},
		"a guest network":             {api.NewPagerDuty{Name: "work", URL: web.URL, Secret: pdtest.Key}, provider.ErrNotTheService},
		"no key":                      {api.NewPagerDuty{Name: "work", URL: pd.URL, Secret: "  "}, api.ErrBadRequest},
		"no name":                     {api.NewPagerDuty{URL: pd.URL, Secret: pdtest.Key}, api.ErrBadRequest},
		"a region beside a URL":       {api.NewPagerDuty{Name: "work", URL: pd.URL, Region: "eu", Secret: pdtest.Key}, api.ErrBadRequest},
		"a region that is none":       {api.NewPagerDuty{Name: "work", Region: "asia", Secret: pdtest.Key}, api.ErrBadRequest},
		"a key that all could read":   {api.NewPagerDuty{Name: "work", URL: "http://pd.example.org", Secret: pdtest.Key}, api.ErrBadRequest},
		"a name that is taken":        {api.NewPagerDuty{Name: "Payments", URL: pd.URL, Secret: pdtest.Key}, api.ErrBadRequest},
		"a place with a path":         {api.NewPagerDuty{Name: "work", URL: pd.URL + "/incidents", Secret: pdtest.Key}, api.ErrBadRequest},
		"the page instead of the API": {api.NewPagerDuty{Name: "work", URL: "https://acme.pagerduty.com", Secret: pdtest.Key}, api.ErrBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			if err := config.AddRota(s.path, config.Rota{Name: "payments", File: "payments.toml"}); err != nil {
				t.Fatal(err)
			}
			if err := s.AddPagerDuty(t.Context(), row.n); !errors.Is(err, row.want) || strings.Contains(err.Error(), pdtest.Key) {
				t.Errorf("got %v", err)
			}
			if c := s.config(t); len(c.PagerDutys) != 0 || len(s.keyring.held) != 0 || len(s.agent.told) != 0 {
				t.Errorf("configured %+v, keyring %d, agent %q", c.PagerDutys, len(s.keyring.held), s.agent.told)
			}
		})
	}
}

func TestAPagerDutyOutOfReachIsAdded(t *testing.T) {
	s := newStage(t)
	s.keyring.kept = secret.ThisRunOnly
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	if err := s.AddPagerDuty(t.Context(), api.NewPagerDuty{Name: "work", URL: gone.URL, Secret: pdtest.Key}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.agent.told, []string{"trouble secret/pagerduty/work", "watch work"}) {
		t.Errorf("agent %q", s.agent.told)
	}
}
