package power

import (
	"path/filepath"
	"runtime"
	"testing"
	"testing/fstest"
)

// supplies makes /sys/class/power_supply of "supply/file" to content.
func supplies(files map[string]string) fstest.MapFS {
	root := fstest.MapFS{}
	for name, content := range files {
		root[name] = &fstest.MapFile{Data: []byte(content + "\n")}
	}
	return root
}

func TestLinuxBatteriesAreRead(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  Battery
	}{
		{"a desktop has none", map[string]string{"AC/type": "Mains", "AC/online": "1"}, Battery{}},
		{"one in use", map[string]string{"BAT0/type": "Battery", "BAT0/status": "Discharging", "BAT0/capacity": "41", "BAT0/energy_now": "20000000", "BAT0/energy_full": "50000000"},
			Battery{Present: true, Percent: 41, Discharging: true}},
		{"one that charges", map[string]string{"BAT0/type": "Battery", "BAT0/status": "Charging", "BAT0/capacity": "99"}, Battery{Present: true, Percent: 99, Charging: true}},
		{"one that is held at a limit", map[string]string{"BAT0/type": "Battery", "BAT0/status": "Not charging", "BAT0/capacity": "80"}, Battery{Present: true, Percent: 80}},
		{"one without a percentage", map[string]string{"BAT0/type": "Battery", "BAT0/status": "Full", "BAT0/charge_now": "3000", "BAT0/charge_full": "4000"}, Battery{Present: true, Percent: 75}},
		{"one that holds more than full", map[string]string{"BAT0/type": "Battery", "BAT0/charge_now": "4100", "BAT0/charge_full": "4000"}, Battery{Present: true, Percent: 100}},
		{"one that tells nothing", map[string]string{"BAT0/type": "Battery"}, Battery{Present: true, Percent: UnknownPercent}},
		{"one that tells nonsense", map[string]string{"BAT0/type": "Battery", "BAT0/capacity": "many", "BAT0/energy_now": "-1", "BAT0/energy_full": "0"}, Battery{Present: true, Percent: UnknownPercent}},
		{"an empty slot", map[string]string{"BAT1/type": "Battery", "BAT1/present": "0"}, Battery{}},
		{"that of a mouse", map[string]string{"hid/type": "Battery", "hid/scope": "Device", "hid/capacity": "3", "hid/status": "Discharging"}, Battery{}},
		{"two of different size", map[string]string{
			"BAT0/type": "Battery", "BAT0/status": "Full", "BAT0/capacity": "100", "BAT0/energy_now": "10", "BAT0/energy_full": "10",
			"BAT1/type": "Battery", "BAT1/status": "Discharging", "BAT1/capacity": "0", "BAT1/energy_now": "0", "BAT1/energy_full": "90",
		}, Battery{Present: true, Percent: 10, Discharging: true}},
		{"two in different units", map[string]string{
			"BAT0/type": "Battery", "BAT0/capacity": "100", "BAT0/energy_now": "10", "BAT0/energy_full": "10",
			"BAT1/type": "Battery", "BAT1/capacity": "50", "BAT1/charge_now": "45", "BAT1/charge_full": "90",
		}, Battery{Present: true, Percent: 75}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := fromSupplies(supplies(c.files))
			if err != nil || got != c.want {
				t.Errorf("%+v, %v, want %+v", got, err, c.want)
			}
		})
	}
}

func TestAMachineWithoutTheDirectoryHasNoBattery(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the directory is Linux's")
	}
	got, err := New(Options{Supplies: filepath.Join(t.TempDir(), "none")}).Battery(t.Context())
	if err != nil || got.Present {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestThisMachinesBatteryIsRead(t *testing.T) {
	got, err := New(Options{}).Battery(t.Context())
	if err != nil || got.Percent > 100 || got.Percent < UnknownPercent {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestABatteryIsLowOnlyWhileItEmpties(t *testing.T) {
	for name, c := range map[string]struct {
		battery Battery
		want    bool
		text    string
	}{
		"none":             {Battery{}, false, "no battery"},
		"nearly empty":     {Battery{Present: true, Percent: 15, Discharging: true}, true, "battery 15%, discharging"},
		"above the limit":  {Battery{Present: true, Percent: 16, Discharging: true}, false, "battery 16%, discharging"},
		"on the charger":   {Battery{Present: true, Percent: 3, Charging: true}, false, "battery 3%, charging"},
		"of unknown state": {Battery{Present: true, Percent: UnknownPercent, Discharging: true}, false, "battery, charge unknown, discharging"},
	} {
		if c.battery.Low() != c.want || c.battery.String() != c.text {
			t.Errorf("%s: low %t, %q", name, c.battery.Low(), c.battery)
		}
	}
}

func TestTheStatusOfWindowsIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		line, flag, percent byte
		want                Battery
	}{
		"a desktop":           {1, 128, 255, Battery{}},
		"nothing known":       {255, 255, 255, Battery{}},
		"on battery":          {0, 0, 47, Battery{Present: true, Percent: 47, Discharging: true}},
		"critical":            {0, 4, 4, Battery{Present: true, Percent: 4, Discharging: true}},
		"charging":            {1, 8 | 2, 20, Battery{Present: true, Percent: 20, Charging: true}},
		"plugged in and full": {1, 1, 100, Battery{Present: true, Percent: 100}},
		"charge unknown":      {0, 0, 255, Battery{Present: true, Percent: UnknownPercent, Discharging: true}},
		"more than all":       {1, 1, 200, Battery{Present: true, Percent: 100}},
	} {
		if got := fromWindows(c.line, c.flag, c.percent); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func sane(t *testing.T, b Battery) {
	t.Helper()
	if b.Percent > 100 || b.Percent < UnknownPercent || b.Charging && b.Discharging || !b.Present && b != (Battery{}) {
		t.Errorf("%+v", b)
	}
}

func FuzzSupplies(f *testing.F) {
	f.Add("Battery", "Discharging", "41", "1", "2", "System")
	f.Add("Battery", "Charging", "999999999999999999999", "9223372036854775807", "1", "Device")
	f.Fuzz(func(t *testing.T, kind, status, capacity, now, full, scope string) {
		b, err := fromSupplies(supplies(map[string]string{
			"a/type": kind, "a/status": status, "a/capacity": capacity, "a/energy_now": now, "a/energy_full": full, "a/scope": scope,
			"b/type": "Battery", "b/status": "Charging", "b/energy_now": full, "b/energy_full": now,
		}))
		if err != nil {
			t.Error(err)
		}
		sane(t, b)
	})
}
