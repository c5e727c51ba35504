//go:build linux

package main

import "testing"

// TestBadInputIsToldAndLosesNothing runs the real program against everything
// that goes wrong around it. Each row asks the same: does the doctor name the
// thing and the next step, does the window's snapshot, does the log; is what was
// known still known; and does the status keep from saying that all is well.
func TestBadInputIsToldAndLosesNothing(t *testing.T) {
	bin := badInputBuild(t)
	for _, group := range []struct {
		name string
		run  func(t *testing.T, bin string)
	}{
		{"an Alertmanager that stops being one", badInputAlertmanagerRows},
		{"credentials that are refused", badInputCredentialRows},
		{"a calendar that breaks", badInputCalendarRows},
		{"a calendar behind an address that breaks", badInputFeedRows},
		{"a rota that breaks", badInputRotaRows},
		{"a configuration that cannot be used", badInputConfigRows},
		{"a pay policy that cannot be used", badInputPolicyRows},
		{"a disk that is full", badInputFullDisk},
		{"a store that is damaged", badInputDamagedStore},
		{"a store that is newer", badInputNewerStore},
		{"titles that are not meant well", badInputTitles},
	} {
		t.Run(group.name, func(t *testing.T) {
			t.Parallel()
			group.run(t, bin)
		})
	}
}
