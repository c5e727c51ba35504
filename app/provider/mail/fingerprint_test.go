package mail

import "testing"

// The value is what Alertmanager 0.25 answered for an alert with these labels.
func TestAFingerprintIsThatOfAlertmanager(t *testing.T) {
	labels := map[string]string{"alertname": "DiskFull", "instance": "db1", "service": "Störage & co", "severity": "critical"}
	if got := fingerprint(labels); got != "d58e869e52233eca" {
		t.Errorf("got %s", got)
	}
}
