//go:build linux

package main_test

import (
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/provider/mail/mailtest"
	"standby/app/provider/pagerduty/pdtest"
	"standby/cmd/dev/desktop"
	"standby/notify"
)

// mailTo makes the Alertmanager send mails to the SMTP server there, with its own
// template.
func (a *alertmanager) mailTo(address string) {
	a.t.Helper()
	for _, arg := range a.cmd.Args {
		if path, ok := strings.CutPrefix(arg, "--config.file="); ok {
			text := "global: {smtp_smarthost: '" + address + "', smtp_from: 'am@monitoring.example.org', smtp_require_tls: false}\n" +
				"route: {receiver: team, group_wait: 100ms, group_interval: 1s, group_by: [alertname]}\n" +
				"receivers: [{name: team, email_configs: [{to: 'a@example.org', send_resolved: true}]}]\n"
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				a.t.Fatal(err)
			}
		}
	}
	if err := a.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		a.t.Fatal(err)
	}
}

func origins(s api.Snapshot) []string {
	if len(s.Pages) != 1 {
		return nil
	}
	var out []string
	for _, o := range s.Pages[0].Origins {
		out = append(out, o.Source)
	}
	slices.Sort(out)
	return out
}

// TestOneTroubleByThreeWaysIsOnePage: an alert of a real Alertmanager, the mail that it
// sends of it into a real mailbox, and an incident of PagerDuty are one page, and one
// acknowledgement takes all three.
func TestOneTroubleByThreeWaysIsOnePage(t *testing.T) {
	agent, _ := build(t)
	box := mailtest.Start(t)
	d := newTestDesk(t, agent, desktop.Options{NotificationDaemon: desktop.Xfce, Tray: true, Keyring: true})
	d.am = startAlertmanager(t, "", "")
	pd := pdtest.New(t, nil, nil)
	d.start(agent, "SSL_CERT_FILE="+box.CAFile)
	d.until("the desktop is known", func(s api.Snapshot) bool { return s.Desktop.TrayHost && s.Desktop.Buttons })
	d.configure()

	d.standby("", "listen", d.am.url, "--name", "prod")
	d.standby(pdtest.Key+"\n", "add", "pagerduty", "--url", pd.URL)
	wrong := d.Command(d.ctx, d.agent, "add", "mail", "--server", box.Implicit, "--user", mailtest.User)
	wrong.Stdin = strings.NewReader("hunter2-wrong\n")
	if out, err := wrong.CombinedOutput(); err == nil || !strings.Contains(string(out), "refuses the credentials") || strings.Contains(string(out), "hunter2") {
		t.Errorf("a wrong password: %v\n%s", err, out)
	}
	d.standby(mailtest.Password+"\n", "add", "mail", "--server", box.Implicit, "--user", mailtest.User, "--from", "*@monitoring.example.org")
	d.until("all are heard", func(s api.Snapshot) bool {
		heard := 0
		for _, src := range s.Sources {
			if slices.Contains([]string{"alertmanager", "pagerduty", "mail"}, src.Kind) && src.State == api.SourceOK {
				heard++
			}
		}
		return heard == 3
	})
	d.am.mailTo(box.SMTP(mailtest.Folder))

	labels := map[string]string{"alertname": "DiskFull", "service": "Storage", "instance": "db1", "severity": "critical"}
	d.am.post(labels, map[string]string{"summary": "Disk of db1 full", "description": "Look at it."}, time.Time{})
	incident := pd.Trigger("Disk of db1 full", func(i *pdtest.Incident) { i.Service = "Storage" })
	s := d.until("one page by three ways", func(s api.Snapshot) bool {
		return slices.Equal(origins(s), []string{"mail", "pagerduty", "prod"})
	})
	if p := s.Pages[0]; p.Title != "Disk of db1 full" || p.Service != "Storage" || p.Urgency != notify.High {
		t.Errorf("the page: %s", asJSON(p))
	}
	if box.Unread(mailtest.Folder) == 0 {
		t.Error("the mail was marked as read")
	}
	d.standby("", "ack", s.Pages[0].ID)
	d.until("all three are acknowledged", func(s api.Snapshot) bool {
		return len(s.Pages) == 1 && s.Pages[0].State == notify.Acknowledged && !slices.ContainsFunc(s.Pages[0].Origins, func(o api.Origin) bool { return o.State != notify.Acknowledged })
	})
	d.am.checkSilence(labels, "Engineer A")
	if n := pd.Count("PUT /incidents"); n == 0 {
		t.Errorf("PagerDuty was not told of %s", incident)
	}
}
