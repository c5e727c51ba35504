package power

import (
	"context"
	"fmt"
)

// LowPercent is the charge at and below which a discharging battery is low.
const LowPercent = 15

// UnknownPercent stands for a charge that the machine does not tell.
const UnknownPercent = -1

// Battery is what the machine lives on. The zero value is a machine without one.
type Battery struct {
	// Present is whether there is a battery that feeds the machine. Those of mice
	// and headsets do not count.
	Present bool
	// Percent is its charge, 0 to 100, of all batteries together, or
	// UnknownPercent.
	Percent int
	// Discharging is whether the machine lives on it now.
	Discharging bool
	// Charging is whether it fills. Neither is true when it is full, or held.
	Charging bool
}

// Low reports whether the machine will go dark soon unless it is plugged in.
func (b Battery) Low() bool {
	return b.Present && b.Discharging && b.Percent != UnknownPercent && b.Percent <= LowPercent
}

func (b Battery) String() string {
	switch {
	case !b.Present:
		return "no battery"
	case b.Percent == UnknownPercent:
		return "battery, charge unknown" + b.direction()
	}
	return fmt.Sprintf("battery %d%%%s", b.Percent, b.direction())
}

func (b Battery) direction() string {
	switch {
	case b.Discharging:
		return ", discharging"
	case b.Charging:
		return ", charging"
	}
	return ""
}

// Battery reads the state of the batteries, within Options.Timeout. A machine
// without one is no error.
func (p *Power) Battery(ctx context.Context) (Battery, error) {
	ctx, cancel := context.WithTimeout(ctx, p.o.Timeout)
	defer cancel()
	b, err := p.battery(ctx)
	if err != nil {
		return Battery{}, fmt.Errorf("read the battery: %w", err)
	}
	return b, nil
}

// The flags of SYSTEM_POWER_STATUS, as Microsoft documents them for
// GetSystemPowerStatus.
const (
	offline         = 0
	flagCharging    = 8
	flagNoBattery   = 128
	flagUnknown     = 255
	unknownLifetime = 255
)

// fromWindows reads the bytes of SYSTEM_POWER_STATUS.
func fromWindows(line, flag, percent byte) Battery {
	if flag == flagUnknown || flag&flagNoBattery != 0 {
		return Battery{}
	}
	b := Battery{Present: true, Percent: int(percent), Charging: flag&flagCharging != 0}
	if percent == unknownLifetime {
		b.Percent = UnknownPercent
	}
	b.Percent = min(b.Percent, 100)
	b.Discharging = line == offline && !b.Charging
	return b
}
