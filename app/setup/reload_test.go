package setup

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"standby/app/config"
	"standby/rotation/tomlfile"
)

const reloadAM = "[[alertmanager]]\nname = \"prod\"\nurl = \"http://127.0.0.1:1\"\n"

func (s *stage) save(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(s.path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatChangedInTheConfigurationIsPutToUseAndNothingElse(t *testing.T) {
	for _, row := range []struct {
		name, before, after string
		want                []string
	}{
		{"nothing", reloadAM, "# a remark\n" + reloadAM, nil},
		{"a source more", "", reloadAM, []string{"watch prod"}},
		{"a source less", reloadAM, "", []string{"drop prod"}},
		{"a source elsewhere", reloadAM, strings.Replace(reloadAM, ":1", ":2", 1), []string{"watch prod"}},
		{"a source by another name", reloadAM, strings.Replace(reloadAM, "prod", "live", 1), []string{"drop prod", "watch live"}},
		{"a calendar by another pattern", "[[calendar]]\nname = \"team\"\nfile = \"team.ics\"\n",
			"[[calendar]]\nname = \"team\"\nfile = \"team.ics\"\npattern = \"{person} ({role})\"\n", []string{"read team"}},
		{"a rota that was a calendar", "[[calendar]]\nname = \"team\"\nfile = \"team.ics\"\n", "[[rota]]\nname = \"team\"\nfile = \"team.toml\"\n",
			[]string{"drop team", "read team"}},
		{"a source in the place of a calendar", "[[calendar]]\nname = \"prod\"\nfile = \"team.ics\"\n", reloadAM, []string{"drop prod", "watch prod"}},
		{"a calendar whose account is elsewhere", "[[pagerduty]]\nname = \"pd\"\n[[calendar]]\nname = \"team\"\nkind = \"pagerduty\"\nsource = \"pd\"\nschedule = \"PABC123\"\n",
			"[[pagerduty]]\nname = \"pd\"\nregion = \"eu\"\n[[calendar]]\nname = \"team\"\nkind = \"pagerduty\"\nsource = \"pd\"\nschedule = \"PABC123\"\n", []string{"watch pd", "read team"}},
		{"who I am", "", "[me]\nname = \"Engineer B\"\n", []string{"i am Engineer B"}},
		{"an ack target", "", "[ack]\ntarget = \"5m\"\n", []string{"use settings"}},
		{"quiet hours", "", "[nag]\nquiet = \"22:00-07:00\"\n", []string{"use settings"}},
		{"a heartbeat", reloadAM, reloadAM + "[[heartbeat]]\nsource = \"prod\"\ntitle = \"Watchdog\"\n", []string{"use settings"}},
		{"a heartbeat that stays", reloadAM + "[[heartbeat]]\nsource = \"prod\"\ntitle = \"Watchdog\"\n", "# a remark\n" + reloadAM + "[[heartbeat]]\nsource = \"prod\"\ntitle = \"Watchdog\"\n", nil},
		{"the zone", "", "zone = \"Asia/Kolkata\"\n", []string{"use settings"}},
		{"reminders of one rota", "", "[reminder]\nbefore = \"2h\"\n", []string{"use settings"}},
		{"the volume", "", "[sound]\nvolume = 50\n", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newStage(t)
			s.save(t, row.before)
			if err := s.Reload(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.agent.told = nil
			var used []config.Config
			s.Using(func(c config.Config) { used = append(used, c) })
			s.save(t, row.after)
			if err := s.Reload(t.Context()); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(s.agent.told, row.want) || len(used) != 1 {
				t.Errorf("the agent was told %q, want %q; others %d times", s.agent.told, row.want, len(used))
			}
			if err := s.Reload(t.Context()); err != nil || !slices.Equal(s.agent.told, row.want) {
				t.Errorf("once more: %q, %v", s.agent.told, err)
			}
		})
	}
}

func TestAConfigurationThatIsNotRightLeavesTheOldOneInUse(t *testing.T) {
	s := newStage(t)
	s.save(t, reloadAM)
	if err := s.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.agent.told = nil
	s.save(t, reloadAM+"[ack]\ntarget = \"soon\"\n")
	var mistake *tomlfile.Error
	if err := s.Reload(t.Context()); !errors.As(err, &mistake) || mistake.Line != 5 || mistake.Remedy == "" {
		t.Errorf("%v", err)
	}
	if !slices.Equal(s.agent.told, []string{"trouble configuration"}) {
		t.Errorf("the agent was told %q", s.agent.told)
	}
	s.agent.told = nil
	s.save(t, reloadAM+"[ack]\ntarget = \"5m\"\n")
	if err := s.Reload(t.Context()); err != nil || !slices.Equal(s.agent.told, []string{"use settings"}) {
		t.Errorf("once it is right: %q, %v", s.agent.told, err)
	}
}
