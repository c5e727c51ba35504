package arrows

import (
	"slices"
	"strings"
	"testing"
)

// arrow says what the files of some folders must not import. A name stands for
// that package and all below it, one with $ at its end for that package alone;
// of never and but, the longer match wins.
type arrow struct {
	why        string
	at, except []string // folders, with all below them
	never, but []string
	tests      bool // holds for tests as well
}

// arrows are those of the design, "Folders".
func arrows() []arrow {
	return []arrow{
		{
			why: "rotation is pure, and knows neither notify nor app", tests: true,
			at: []string{"rotation"}, never: []string{"standby", "fyne.io", "net$", "net/http", "database/sql"}, but: []string{"standby/rotation"},
		},
		{why: "rotation reads nothing", at: []string{"rotation"}, never: []string{"os"}},
		{
			why: "notify knows neither rotation nor app", tests: true,
			at: []string{"notify"}, never: []string{"standby", "fyne.io", "net/http", "database/sql"}, but: []string{"standby/notify"},
		},
		{
			why: "the core of notify is pure",
			at:  []string{"notify"}, except: []string{"notify/desktop", "notify/sound"},
			never: []string{"os", "net$", "github.com/godbus"},
		},
		{
			why: "the agent declares its ports, cmd joins what fulfils them",
			at:  []string{"app/agent"}, never: []string{"standby/app", "standby/assets", "standby/notify", "fyne.io", "net/http", "database/sql"},
			but: []string{"standby/app/agent", "standby/app/api$", "standby/app/provider$", "standby/notify$"},
		},
		{
			why: "the ledger declares its store, cmd joins what fulfils it",
			at:  []string{"app/books"}, never: []string{"standby/app", "standby/assets", "standby/notify", "fyne.io", "net/http", "database/sql"},
			but: []string{"standby/app/books", "standby/app/api$", "standby/app/provider$", "standby/app/statement$", "standby/notify$"},
		},
		{
			why: "the workspace declares its store, cmd joins what fulfils it",
			at:  []string{"app/workspace"}, never: []string{"standby/app", "standby/assets", "standby/notify", "fyne.io", "net/http", "database/sql"},
			but: []string{"standby/app/workspace", "standby/app/api$", "standby/app/incident", "standby/app/provider$", "standby/app/paper$", "standby/notify$"},
		},
		{
			why: "the API knows the value types of rotation, notify and incident alone",
			at:  []string{"app/api"}, never: []string{"standby/app", "standby/assets", "standby/notify", "fyne.io"},
			but: []string{"standby/app/api", "standby/app/incident$", "standby/notify$"},
		},
		{
			why: "a provider knows neither who calls it nor who keeps what it says",
			at:  []string{"app/provider"}, never: []string{"standby/app", "standby/notify", "fyne.io"},
			but: []string{"standby/app/provider", "standby/notify$"},
		},
		{
			why: "the store knows value types alone",
			at:  []string{"app/store"}, never: []string{"standby/app", "standby/assets", "standby/notify", "fyne.io", "net/http"},
			but: []string{"standby/app/store", "standby/app/provider$", "standby/app/incident$", "standby/notify$"},
		},
		{
			why: "an incident knows the value types of rotation and notify alone", tests: true,
			at: []string{"app/incident"}, never: []string{"standby/app", "standby/assets", "standby/notify", "fyne.io", "net$", "net/http", "database/sql"},
			but: []string{"standby/app/incident", "standby/app/paper$", "standby/notify$"},
		},
		{
			why: "an incident reads nothing",
			at:  []string{"app/incident"}, never: []string{"os"},
		},
		{
			why: "paper knows type and pages, not what a document says", tests: true,
			at: []string{"app/paper"}, never: []string{"standby/app", "standby/assets", "standby/notify", "fyne.io", "net/http", "database/sql", "os"},
		},
		{
			why: "a document knows figures and sentences alone",
			at:  []string{"app/statement"}, never: []string{"standby/app", "standby/assets", "standby/notify", "fyne.io", "net/http", "database/sql"},
			but: []string{"standby/app/statement", "standby/app/paper$"},
		},
		{
			why: "secret and config are leaves",
			at:  []string{"app/secret", "app/config"}, never: []string{"standby/app", "standby/notify", "fyne.io"},
		},
		{
			why: "power knows the way to the session bus alone",
			at:  []string{"app/power"}, never: []string{"standby", "fyne.io", "net/http", "database/sql"},
			but: []string{"standby/app/power", "standby/notify/desktop/sessionbus$"},
		},
		{
			why: "a hook knows the value types alone",
			at:  []string{"app/hook"}, never: []string{"standby/app", "standby/assets", "standby/notify", "fyne.io", "net/http", "database/sql"},
			but: []string{"standby/app/hook", "standby/app/api$", "standby/notify$"},
		},
		{
			why: "the tray is a client of the snapshot",
			at:  []string{"app/tray"}, never: []string{"standby/app"}, but: []string{"standby/app/tray", "standby/app/api$"},
		},
		{
			why: "the window is a client of the API",
			at:  []string{"app/ui"}, never: []string{"standby", "fyne.io/fyne/v2/app", "net/http", "database/sql"},
			but: []string{"standby/app/ui", "standby/app/api$", "standby/assets$", "standby/notify$", "standby/rotation$", "standby/rotation/pay/ledger$", "standby/rotation/pay/account$"},
		},
		{
			why: "the window may crash, so it holds nothing",
			at:  []string{"cmd/standby-window"}, never: []string{"standby/app", "standby/notify/"},
			but: []string{"standby/app/ui", "standby/app/api$", "standby/app/config$"},
		},
		{
			why: "the toolkit belongs to the window alone", tests: true,
			at: []string{"."}, except: []string{"app/ui", "cmd/standby-window"}, never: []string{"fyne.io"}, but: []string{"fyne.io/systray"},
		},
		{
			why: "the tray's library belongs to the tray alone", tests: true,
			at: []string{"."}, except: []string{"app/tray"}, never: []string{"fyne.io/systray"},
		},
		{
			why: "cmd is nobody's library", tests: true,
			at: []string{"."}, except: []string{"cmd"}, never: []string{"standby/cmd"},
		},
		{why: "assets imports nothing of ours", at: []string{"assets"}, never: []string{"standby", "fyne.io"}},
	}
}

// forbids reports whether the file must not import the package.
func (a arrow) forbids(s source, imported string) bool {
	switch {
	case s.isTest() && !a.tests, !within(s.folder(), a.at), within(s.folder(), a.except):
		return false
	}
	return longest(a.never, imported) > longest(a.but, imported)
}

func within(folder string, folders []string) bool {
	return slices.ContainsFunc(folders, func(f string) bool {
		return f == "." || folder == f || strings.HasPrefix(folder, f+"/")
	})
}

// longest is the length of the longest of the names that stands for the package,
// 0 for none.
func longest(names []string, imported string) int {
	length := 0
	for _, n := range names {
		alone, exact := strings.CutSuffix(n, "$")
		if imported == alone || !exact && strings.HasPrefix(imported, strings.TrimSuffix(n, "/")+"/") {
			length = max(length, len(n))
		}
	}
	return length
}

func TestEveryImportFollowsTheArrows(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			for _, a := range arrows() {
				if a.forbids(s, imported) {
					t.Errorf("%s must not import %s: %s", s.path, imported, a.why)
				}
			}
		}
	}
}

// TestNoArrowNamesAFolderThatHasGone keeps a rename from switching a rule off.
func TestNoArrowNamesAFolderThatHasGone(t *testing.T) {
	there := map[string]bool{".": true}
	for _, s := range sources(t) {
		there[s.folder()] = true
	}
	for _, a := range arrows() {
		for _, folder := range append(slices.Clone(a.at), a.except...) {
			if !there[folder] && folder != "cmd" {
				t.Errorf("no package in %s any more: %s", folder, a.why)
			}
		}
	}
}

func TestTheAgentReachesNoToolkit(t *testing.T) {
	imports := map[string][]string{}
	for _, s := range sources(t) {
		if !s.isTest() {
			imports[s.folder()] = append(imports[s.folder()], s.imports...)
		}
	}
	from := map[string]string{"cmd/standby": ""}
	for queue := []string{"cmd/standby"}; len(queue) > 0; queue = queue[1:] {
		for _, imported := range imports[queue[0]] {
			if strings.HasPrefix(imported, "fyne.io/fyne/") {
				t.Errorf("cmd/standby reaches %s through %s", imported, chain(from, queue[0]))
			}
			folder, ours := strings.CutPrefix(imported, module)
			if _, seen := from[folder]; ours && !seen {
				from[folder] = queue[0]
				queue = append(queue, folder)
			}
		}
	}
	if len(from) < 10 {
		t.Errorf("only %d packages of ours behind cmd/standby", len(from))
	}
}

func chain(from map[string]string, folder string) string {
	way := folder
	for folder = from[folder]; folder != ""; folder = from[folder] {
		way = folder + " -> " + way
	}
	return way
}

func TestAWrongImportIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		file, imported string
		want           int
	}{
		"rotation knows no page":             {"rotation/shift.go", "standby/notify", 1},
		"nor who uses it":                    {"rotation/pay/policy.go", "standby/app/api", 1},
		"nor pictures":                       {"rotation/duty.go", "standby/assets", 1},
		"but its own packages":               {"rotation/pay/policy.go", "standby/rotation/tomlfile", 0},
		"rotation opens no file":             {"rotation/ical/ical.go", "os", 1},
		"but its tests may":                  {"rotation/ical/read_test.go", "os", 0},
		"rotation asks no server":            {"rotation/ical/ical.go", "net/http", 1},
		"but may know what a URL is":         {"rotation/ical/who.go", "net/url", 0},
		"notify knows no shift":              {"notify/page.go", "standby/rotation", 1},
		"not even in a test":                 {"notify/desktop/bus_test.go", "standby/rotation", 1},
		"the core of notify knows no bus":    {"notify/page.go", "github.com/godbus/dbus/v5", 1},
		"but the desktop does":               {"notify/desktop/bus.go", "github.com/godbus/dbus/v5", 0},
		"the agent knows no store":           {"app/agent/agent.go", "standby/app/store", 1},
		"no concrete provider":               {"app/agent/source.go", "standby/app/provider/alertmanager", 1},
		"but what a provider is":             {"app/agent/source.go", "standby/app/provider", 0},
		"no secrets":                         {"app/agent/source.go", "standby/app/secret", 1},
		"no configuration":                   {"app/agent/agent.go", "standby/app/config", 1},
		"no tray":                            {"app/agent/agent.go", "standby/app/tray", 1},
		"no window":                          {"app/agent/agent.go", "standby/app/ui", 1},
		"no desktop":                         {"app/agent/ports.go", "standby/notify/desktop", 1},
		"no toolkit, twice forbidden":        {"app/agent/ports.go", "fyne.io/fyne/v2", 2},
		"but a test may join them":           {"app/agent/agent_test.go", "standby/app/store", 0},
		"the API knows no provider":          {"app/api/snapshot.go", "standby/app/provider", 1},
		"a provider knows no agent":          {"app/provider/alertmanager/source.go", "standby/app/agent", 1},
		"the store knows no agent":           {"app/store/open.go", "standby/app/agent", 1},
		"nor what a calendar's provider is":  {"app/store/open.go", "standby/app/provider/calendar", 1},
		"secret knows nothing of app":        {"app/secret/keyring.go", "standby/app/api", 1},
		"config neither":                     {"app/config/load.go", "standby/app/provider", 1},
		"power knows no agent":               {"app/power/power.go", "standby/app/agent", 1},
		"nor what a page is":                 {"app/power/presence.go", "standby/notify", 1},
		"but the way to the bus":             {"app/power/presence_linux.go", "standby/notify/desktop/sessionbus", 0},
		"the tray asks no store":             {"app/tray/view.go", "standby/app/store", 1},
		"a view calls no provider":           {"app/ui/look/box.go", "standby/app/provider", 1},
		"and computes no pay":                {"app/ui/pay/view.go", "standby/rotation/pay", 1},
		"but shows the hours of a ledger":    {"app/ui/pay/model.go", "standby/rotation/pay/ledger", 0},
		"and does not start the toolkit":     {"app/ui/window.go", "fyne.io/fyne/v2/app", 1},
		"but draws with it":                  {"app/ui/window.go", "fyne.io/fyne/v2/widget", 0},
		"shifts are values that it shows":    {"app/ui/now/model.go", "standby/rotation", 0},
		"the window's program has no agent":  {"cmd/standby-window/main.go", "standby/app/agent", 1},
		"the agent's program no toolkit":     {"cmd/standby/main.go", "fyne.io/fyne/v2", 1},
		"and goes to the tray through ours":  {"cmd/standby/icon.go", "fyne.io/systray", 1},
		"a test is no reason for a toolkit":  {"app/api/server_test.go", "fyne.io/fyne/v2/test", 1},
		"a tool is nobody's library":         {"notify/sound/sound.go", "standby/cmd/dev/desktop", 2},
		"but that of other tools":            {"cmd/dev/run.go", "standby/cmd/dev/desktop", 0},
		"assets imports nothing":             {"assets/assets.go", "standby/rotation", 1},
		"a package whose name begins alike":  {"rotation/shift.go", "standbyother/notify", 0},
		"a folder whose name begins alike":   {"rotations/shift.go", "standby/notify", 0},
		"a system's own file is a file, too": {"rotation/zone_windows.go", "os", 1},
	} {
		t.Run(name, func(t *testing.T) {
			var why []string
			for _, a := range arrows() {
				if a.forbids(source{path: c.file}, c.imported) {
					why = append(why, a.why)
				}
			}
			if len(why) != c.want {
				t.Errorf("%s importing %s breaks %d arrows, want %d: %q", c.file, c.imported, len(why), c.want, why)
			}
		})
	}
}
