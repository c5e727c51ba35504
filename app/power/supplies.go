package power

import (
	"errors"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// longestValue bounds what is read of one file of the kernel's, which are a line
// each.
const longestValue = 4096

// cell is one battery as the kernel lists it: in energy (µWh) or charge (µAh) if
// it knows, else in percent alone.
type cell struct {
	now, full   float64
	unit        string
	percent     int
	discharging bool
	charging    bool
}

// fromSupplies reads the directory /sys/class/power_supply of Linux
// (Documentation/ABI/testing/sysfs-class-power). What a driver leaves out or
// garbles counts as unknown; a supply that vanishes meanwhile does not count.
func fromSupplies(root fs.FS) (Battery, error) {
	entries, err := fs.ReadDir(root, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return Battery{}, nil
	}
	if err != nil {
		return Battery{}, err
	}
	var cells []cell
	for _, e := range entries {
		read := func(name string) string { return value(root, e.Name()+"/"+name) }
		if read("type") == "Battery" && read("scope") != "Device" && read("present") != "0" {
			cells = append(cells, readCell(read))
		}
	}
	return together(cells), nil
}

func value(root fs.FS, name string) string {
	f, err := root.Open(name)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, longestValue))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

func readCell(read func(string) string) cell {
	status := read("status")
	c := cell{percent: UnknownPercent, discharging: status == "Discharging", charging: status == "Charging"}
	for _, unit := range []string{"energy", "charge"} {
		now, nowErr := strconv.ParseUint(read(unit+"_now"), 10, 63)
		full, fullErr := strconv.ParseUint(read(unit+"_full"), 10, 63)
		if nowErr == nil && fullErr == nil && full > 0 {
			c.now, c.full, c.unit = float64(now), float64(full), unit
			c.percent = percent(c.now, c.full)
			break
		}
	}
	if said, err := strconv.Atoi(read("capacity")); err == nil && said >= 0 {
		c.percent = min(said, 100)
	}
	return c
}

// together is what several batteries are as one: weighed by what each holds where
// all tell it in the same unit, else the mean of those that tell anything.
func together(cells []cell) Battery {
	if len(cells) == 0 {
		return Battery{}
	}
	b := Battery{Present: true, Percent: UnknownPercent}
	var now, full float64
	same, sum, known := true, 0, 0
	for _, c := range cells {
		b.Discharging = b.Discharging || c.discharging
		b.Charging = b.Charging || c.charging
		same = same && c.unit != "" && c.unit == cells[0].unit
		now, full = now+c.now, full+c.full
		if c.percent != UnknownPercent {
			sum, known = sum+c.percent, known+1
		}
	}
	// One battery that feeds the machine while another is full is discharging.
	b.Charging = b.Charging && !b.Discharging
	switch {
	case len(cells) > 1 && same:
		b.Percent = percent(now, full)
	case known > 0:
		b.Percent = sum / known
	}
	return b
}

func percent(now, full float64) int {
	return int(min(max(now/full*100, 0), 100))
}
