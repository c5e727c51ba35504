package desktop

import "fmt"

// refusal is what Windows' word on our toasts means (enum NotificationSetting of
// Windows.UI.Notifications); nil when they are shown.
func refusal(setting int32) error {
	const where = "turn them on in Settings > System > Notifications"
	switch setting {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("%w: %s, for Standby", ErrOff, where)
	case 2:
		return fmt.Errorf("%w: all notifications are off; %s", ErrOff, where)
	case 3:
		return fmt.Errorf("%w: a policy of whoever manages this machine forbids them", ErrOff)
	}
	return fmt.Errorf("%w: Windows says so (setting %d); %s", ErrOff, setting, where)
}

// heldBack is what the state of the user means for notifications (enum
// QUERY_USER_NOTIFICATION_STATE of shellapi.h): 2 to 4 are a full-screen program
// or a presentation, 6 is quiet time.
func heldBack(state int32) (muted, known bool) {
	held := state >= 2 && state <= 4 || state == 6
	return held, held
}

// permission is what standby_permission of the macOS side means; nil when notes are
// shown, or will be once the user says yes.
func permission(state int) error {
	const where = "allow them in System Settings > Notifications > Standby"
	switch state {
	case 1:
		return fmt.Errorf("%w in System Settings; %s", ErrOff, where)
	case 2:
		return fmt.Errorf("%w on the screen: they go to the notification centre's list only; %s, as alerts", ErrOff, where)
	case 3:
		return fmt.Errorf("%w: macOS asks whether Standby may show them; say yes there, or %s", ErrOff, where)
	}
	return nil
}
