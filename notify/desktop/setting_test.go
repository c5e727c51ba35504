package desktop

import (
	"errors"
	"strings"
	"testing"
)

func TestWhatIsTurnedOffSaysWhereItIsTurnedOn(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"Windows shows them", refusal(0), ""},
		{"off for us on Windows", refusal(1), "Settings > System > Notifications, for Standby"},
		{"all off on Windows", refusal(2), "all notifications are off"},
		{"forbidden on Windows", refusal(3), "policy"},
		{"something new on Windows", refusal(9), "setting 9"},
		{"macOS shows them", permission(0), ""},
		{"off for us on macOS", permission(1), "System Settings > Notifications > Standby"},
		{"to the list only", permission(2), "as alerts"},
		{"nobody has said yes yet", permission(3), "say yes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.want == "" {
				if c.err != nil {
					t.Error(c.err)
				}
				return
			}
			if !errors.Is(c.err, ErrOff) || !strings.Contains(c.err.Error(), c.want) {
				t.Errorf("%v; want ErrOff that says %q", c.err, c.want)
			}
		})
	}
}

func TestAFullScreenProgramHoldsToastsBack(t *testing.T) {
	for state, want := range map[int32]bool{0: false, 1: false, 2: true, 3: true, 4: true, 5: false, 6: true, 7: false} {
		if muted, known := heldBack(state); muted != want || known != want {
			t.Errorf("state %d: muted %v, known %v", state, muted, known)
		}
	}
}
