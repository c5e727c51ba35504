package trouble

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/hook"
	"standby/app/provider"
	"standby/app/provider/calendar"
	"standby/app/provider/pagerduty"
	"standby/app/secret"
	"standby/app/store"
	"standby/rotation/tomlfile"
)

func TestEveryRuleSaysWhatHappenedWhatItMeansAndWhatToDo(t *testing.T) {
	for _, r := range rules() {
		err := fmt.Errorf("do this: %w", r.is)
		if r.calendar {
			err = &calendar.Error{Calendar: "prod", Err: err}
		}
		for _, subject := range []string{"prod", ""} {
			got := Explain(subject, err)
			if got.What == "" || got.Means == "" || got.Next == "" || strings.Contains(got.What, "%") {
				t.Errorf("%v: %+v", r.is, got)
			}
		}
		if strings.Contains(r.what, "%s") && r.calendar == r.paths && !strings.Contains(Explain("prod", err).What, "prod") {
			t.Errorf("%v: %+v does not name the thing", r.is, Explain("prod", err))
		}
	}
}

func TestAnErrorReadsAsAPersonWouldSayIt(t *testing.T) {
	gone := &fs.PathError{Op: "open", Path: "/home/a/policy.toml", Err: os.ErrNotExist}
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		subject string
		err     error
		want    api.Trouble
	}{
		"what the rule says is not said twice": {"prod", fmt.Errorf("list alerts of prod: %w: connection refused", provider.ErrUnreachable),
			api.Trouble{What: "prod cannot be reached (list alerts of prod: connection refused)", Means: "Pages from it would not reach you now.", Next: "Check the network, the VPN and the address. Standby keeps trying."}},
		"a calendar does not page": {"team", &calendar.Error{Calendar: "team", Err: fmt.Errorf("%w: connection refused", provider.ErrUnreachable)},
			api.Trouble{What: "team cannot be reached (fetch calendar team: connection refused)", Means: lastCopy, Next: "Check the network, the VPN and the address. Standby keeps trying."}},
		"a calendar's file is no network": {"team", &calendar.Error{Calendar: "team", Path: "/t.ics", Err: fmt.Errorf("%w: %w", provider.ErrUnreachable, os.ErrNotExist)},
			api.Trouble{What: "The file of team is not there (read calendar /t.ics: not reachable)", Means: lastCopy, Next: "Put the file back, or correct its path in the configuration. Standby looks again by itself."}},
		"an address that leads inside": {"team", &calendar.Error{Calendar: "team", Err: fmt.Errorf("cal.example.org: %w: %w", provider.ErrNotTheService, provider.ErrInside)},
			api.Trouble{What: "The address of team leads into a network that you did not point to (fetch calendar team: cal.example.org: the answer is not from the service)", Means: lastCopy,
				Next: "Ask whoever runs it where it moved. If you mean that place, enter its own address in Settings."}},
		"a file is named by its path": {"", fmt.Errorf("read the pay policy: %w", gone),
			api.Trouble{What: "/home/a/policy.toml is not where it should be (read the pay policy: open /home/a/policy.toml)", Means: "It cannot be read.", Next: "Check the path."}},
		"nobody named it": {"", fmt.Errorf("try: %w", secret.ErrMissing),
			api.Trouble{What: "The keyring holds no secret for a source (try)", Means: "It cannot be asked without one.", Next: "Enter the secret again in Settings."}},
		"a sentence begins with a capital letter": {"", provider.ErrUnauthorized,
			api.Trouble{What: "The service refuses the credentials", Means: "Its pages do not reach you.", Next: "Look whether the password, token or address has run out or was changed, and enter the new one in Settings."}},
		"a mistake in a file": {"", fmt.Errorf("load: %w", &tomlfile.Error{File: "policy.toml", Line: 5, Key: "standby.rate", Problem: "must not be negative", Remedy: "write an amount"}),
			api.Trouble{What: "policy.toml, line 5: standby.rate: must not be negative", Means: "The file is not used until that is corrected.", Next: "Write an amount"}},
		"a mistake in a rota": {"payments", fmt.Errorf("read rota payments: %w: %w", agent.ErrUnreadable, &tomlfile.Error{File: "/h/payments.toml", Line: 5, Key: "layer[0].unit", Problem: "is not a unit", Remedy: "write weekly"}),
			api.Trouble{What: "/h/payments.toml, line 5: layer[0].unit: is not a unit", Means: lastCopy, Next: "Write weekly"}},
		"a rota's file that is gone": {"payments", &calendar.Error{Kind: "rota", Calendar: "payments", Path: "/p.toml", Err: fmt.Errorf("%w: %w", provider.ErrUnreachable, os.ErrNotExist)},
			api.Trouble{What: "The file of payments is not there (read rota /p.toml: not reachable)", Means: lastCopy, Next: "Put the file back, or correct its path in the configuration. Standby looks again by itself."}},
		"a store that was repaired": {"the store", (store.Opening{Damaged: "/d/old", Reason: "rubbish", RestoredFrom: "/d/b", RestoredAt: at}).Err(),
			api.Trouble{What: "The store was damaged, and the backup of 2 Mar 2026 12:00 UTC took its place", Means: "Pages and call-outs from after that backup are missing. What still fires pages again.", Next: "Keep the damaged file, it may hold what is missing: /d/old. Check the disk if this happens again."}},
		"a store that began again": {"the store", (store.Opening{Damaged: "/d/old", Reason: "rubbish"}).Err(),
			api.Trouble{What: "The store was damaged, and there was no backup: it began again with nothing in it", Means: "Earlier pages and call-outs are missing. What still fires pages again, and calendars are read again.", Next: "Keep the damaged file, it may hold what is missing: /d/old. Check the disk if this happens again."}},
		"a key that belongs to nobody": {"work", fmt.Errorf("list incidents of work: %w: %w", provider.ErrUnauthorized, pagerduty.ErrAccountKey),
			api.Trouble{What: "The API key for work belongs to the account and to no person", Means: "Nothing is assigned to it, so no page would ever come by it.",
				Next: "Make a key of your own in PagerDuty under My Profile, User Settings, Create API User Token, and enter that one."}},
		"a hook that fails": {"hook 1 (lamp)", fmt.Errorf("%w: exit status 3", hook.ErrExit),
			api.Trouble{What: "The command of hook 1 (lamp) fails (exit status 3)", Means: "What it should do at a page or a shift does not happen. Paging itself goes on.",
				Next: "Run it by hand; the log of Standby has what it printed."}},
		"nobody foresaw it": {"", errors.New("odd \x1b[31mthing"),
			api.Trouble{What: "Odd [31mthing", Means: "What was asked did not happen.", Next: "Try again; standby doctor says what else may be wrong."}},
		"the agent has explained it already": {"x", fmt.Errorf("ask: %w", &api.Error{Trouble: api.Trouble{What: "a", Means: "b", Next: "c"}}),
			api.Trouble{What: "a", Means: "b", Next: "c"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Explain(row.subject, row.err); got != row.want {
				t.Errorf("got  %+v\nwant %+v", got, row.want)
			}
		})
	}
}
