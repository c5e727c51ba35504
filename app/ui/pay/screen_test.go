package pay

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
)

func TestPayIsShownByMonthWithEveryLineExplained(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, nil)
	b.Agent.Says.Statement = api.Statement{Policy: "Agreement", Currency: "EUR", Total: "12.50", StandbyHours: "4", CallOutHours: "0", Notes: []string{"A call-out still runs."},
		Lines: []api.Line{{What: "Standby", Explanation: "Four hours at three.", Amount: "12.00", Units: "4", Unit: "h", Rate: "3.00"}}}
	b.Send(s)
	b.Reads("November 2026", "EUR 12.50", "4 h", "A call-out still runs.", "Standby", "Four hours at three.", "4 h × EUR 3.00")
	test.Tap(b.Button("Previous"))
	b.Reads("October 2026")
	b.Asked("pay 2026-11", "pay 2026-10")
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "The policy has a negative rate", Next: "Correct line 4."}}
	test.Tap(b.Button("Next"))
	b.Reads("The policy has a negative rate", "Correct line 4.")
	b.DoesNotRead("EUR 12.50")
}

func TestWithoutAPolicyOneIsAskedFor(t *testing.T) {
	s := night.OnCall(t)
	s.PolicyName = ""
	b, screen := open(t, &s)
	pay := screen
	test.Tap(b.Button("Use this policy"))
	b.Reads("That did not work: no file is named")
	test.Type(pay.chooser.path, "/home/me/policy.toml")
	test.Tap(b.Button("Use this policy"))
	b.Asked("policy /home/me/policy.toml")
	s.PolicyName = "Agreement"
	b.Send(s)
	b.DoesNotRead("Use this policy")
	b.Asked("policy /home/me/policy.toml", "pay 2026-11")
}
