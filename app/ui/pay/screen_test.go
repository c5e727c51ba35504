package pay

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

func TestPayIsShownByMonthWithEveryLineExplained(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	b.Reads("EUR 412.50", "+6 h", "113 h", "A shift is not over yet: it counts up to now.", "Standby, night", "24 h × EUR 6.00", "EUR 144.00", "Call-outs to confirm")
	b.DoesNotRead("24 hours between 22:00 and 06:00 at EUR 6.00.")
	b.Desk.Win.Canvas().Focus(screen.sheet.lines.At(0).(*lineRow).Head)
	b.Key(fyne.KeyReturn)
	b.Reads("24 hours between 22:00 and 06:00 at EUR 6.00.", "standby.night", "24 h × EUR 6.00 = EUR 144.00", "shift A of Payments\nPayments as read on 20 Nov 08:58")
	b.Key(fyne.KeySpace)
	b.DoesNotRead("standby.night")
	if screen.month.Selected != "November 2026" || !screen.next.Disabled() {
		t.Errorf("the month is %q", screen.month.Selected)
	}
	test.Tap(b.Button("Previous"))
	b.Asked("statement 2026-11", "shifts", "statement 2026-10", "shifts")
}

func TestAMonthThatCannotBeComputedSaysWhy(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "The policy has a negative rate", Next: "Correct line 4."}}
	b.Typed("p")
	b.Reads("The policy has a negative rate", "Correct line 4.")
	b.DoesNotRead("EUR 412.50")
	b.Agent.Err = nil
	b.Typed("n")
	b.Reads("EUR 412.50")
	b.DoesNotRead("The policy has a negative rate")
}

func TestAMonthIsPickedFromTheListAndFromTheYear(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	screen.month.SetSelected("October 2026")
	if screen.of != october() || screen.previous.Disabled() != true || screen.next.Disabled() {
		t.Fatalf("shown is %v", screen.of)
	}
	b.Typed("4")
	b.Reads("2026 so far: EUR 1012.50.")
	b.Desk.Win.Canvas().Focus(screen.year.pay)
	b.Reads("November 2026: EUR 412.50, +6 h in lieu. So far: the month is not over.")
	b.Key(fyne.KeyReturn)
	if screen.of != november() {
		t.Errorf("shown is %v", screen.of)
	}
}

func TestACallOutIsConfirmedAndTheFocusStaysForTheNext(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	first, second := worked(t, "first", "2026-11-24 02:10", "2026-11-24 03:40"), worked(t, "second", "2026-11-24 05:00", "2026-11-24 05:10")
	b.Agent.Says.Ledger.Hours = []ledger.Logged{first, second}
	screen.again()
	b.Reads("Confirm all 2")
	button := b.Button("Confirm")
	b.Desk.Win.Canvas().Focus(button)
	b.Agent.Says.Ledger.Hours[0].Confirmed = true
	b.Key(fyne.KeyReturn)
	if e := b.Agent.Got.Ledger.Edits; len(e) != 1 || e[0].ID != "first" || !*e[0].Confirmed {
		t.Fatalf("sent %+v", e)
	}
	if b.Desk.Win.Canvas().Focused() != button || button.Disabled() {
		t.Error("the focus is lost")
	}
	b.DoesNotRead("Call-out first", "Confirm all 2")
	b.Agent.Err = api.ErrNotRunning
	b.Key(fyne.KeyReturn)
	b.Reads("Standby's agent is not running")
	b.Agent.Err = nil
	b.Typed("c")
	if e := b.Agent.Got.Ledger.Edits; len(e) != 3 || e[2].ID != "second" {
		t.Errorf("sent %+v", e)
	}
}

func TestAMonthIsClosedOnlyAfterItWasSaidWhatThatMeans(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, nil)
	st := &b.Agent.Says.Ledger.Statement
	st.State = b.Agent.Says.Ledger.Months[0]
	st.State.Unconfirmed = 1
	b.Send(s)
	b.DoesNotRead("Close October 2026 for good")
	test.Tap(b.Button("Close the month…"))
	b.Reads("Close October 2026 for good", screen.sheet.closer.now.ask)
	b.Escape()
	b.DoesNotRead("Close October 2026 for good")
	test.Tap(b.Button("Close the month…"))
	test.Tap(b.Button("Close October 2026 for good"))
	if c := b.Agent.Got.Ledger.Closed; len(c) != 1 || c[0] != (api.CloseMonth{Month: october(), Unconfirmed: true}) {
		t.Errorf("sent %+v", c)
	}
}

func TestADocumentIsAskedForAndKeptWhereTheUserSays(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	screen.sheet.files.span.Choose(1)
	test.Tap(b.Button("Excel (XLSX)"))
	if q := b.Agent.Got.Ledger.Queries; len(q) != 1 || q[0] != (api.DocumentQuery{First: october(), Last: november(), Format: "xlsx"}) {
		t.Errorf("asked %+v", q)
	}
	if len(b.Desk.Win.Canvas().Overlays().List()) != 1 {
		t.Error("nobody is asked where it is to be kept")
	}
}

func TestTheLogOpensToItsTrail(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	b.Typed("2")
	row := screen.hours.rows.At(0).(*logRow)
	test.Tap(row.Head)
	b.Reads("Sun 22 Nov 16:00 · by Engineer A · it took longer", "By the page: told 2026-11-22 13:00 to 14:00 (UTC)\nSun 22 Nov 16:00, Engineer A: end 14:00 is 14:30 (UTC) – it took longer")
	b.Asked("statement 2026-11", "shifts", "trail done")
}

func TestHoursAreLoggedByHand(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	b.Typed("h")
	f := screen.hours.form
	if b.Desk.Win.Canvas().Focused() != f.from {
		t.Fatal("the first field has no focus")
	}
	test.Tap(b.Button("Log it"))
	b.Reads("For the beginning, “” cannot be understood")
	f.from.SetText("2026-11-07 02:10")
	f.to.SetText("03:40")
	b.Desk.Win.Canvas().Focus(f.to)
	b.Key(fyne.KeyReturn)
	if e := b.Agent.Got.Ledger.Edits; len(e) != 1 || e[0].ID != "" || !e[0].To.Equal(at(t, "2026-11-07 03:40")) || *e[0].Mode != "remote" {
		t.Fatalf("sent %+v", e)
	}
	b.DoesNotRead("Log it")
}

func TestACallOutIsEditedAndRemovedWithAReason(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	b.Typed("2")
	screen.hours.rows.At(1).(*logRow).Open(true)
	test.Tap(b.Button("Edit…"))
	test.Tap(b.Button("Remove it"))
	b.Reads("To remove a call-out needs a reason")
	test.Type(screen.hours.form.why, "a test")
	test.Tap(b.Button("Remove it"))
	if e := b.Agent.Got.Ledger.Edits; len(e) != 1 || e[0].ID != "waits" || !*e[0].Removed || e[0].Why != "a test" {
		t.Fatalf("sent %+v", e)
	}
	b.Agent.Says.Ledger.Hours[1].Removed, b.Agent.Says.Ledger.Hours[1].At = true, b.Now
	screen.again()
	b.Reads("Removed, does not count")
	test.Tap(b.Button("Let it count again"))
	if e := b.Agent.Got.Ledger.Edits; len(e) != 2 || *e[1].Removed || e[1].Why == "" {
		t.Errorf("sent %+v", e)
	}
}

func TestADayOffIsBookedAndGivenBack(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	b.Typed("3")
	b.Reads("11 h 30 min", "3 h 30 min", "6 h lapse after Mon 14 Dec 2026 unless they are used", "8 h · booked · long weekend")
	test.Tap(b.Button("Book the day off"))
	b.Reads("For the day, “” cannot be understood")
	test.Type(screen.lieu.day, "2026-12-14")
	test.Type(screen.lieu.long, "3:30")
	b.Desk.Win.Canvas().Focus(screen.lieu.long)
	b.Key(fyne.KeyReturn)
	b.Reads("Booked: Mon 14 Dec 2026, 3 h 30 min.")
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "There is not enough time in the account"}}
	test.Tap(b.Button("Give it back"))
	b.Reads("There is not enough time in the account")
	b.Agent.Err = nil
	screen.again()
	test.Tap(b.Button("Give it back"))
	want := api.LieuEntry{Kind: account.Released, Of: "b1"}
	if e := b.Agent.Got.Ledger.Entries; len(e) != 3 || e[0].Seconds != 12600 || e[2] != want {
		t.Errorf("sent %+v", e)
	}
}

func TestAPolicyIsSaidInPlainSentencesBeforeItIsTaken(t *testing.T) {
	s := night.OnCall(t)
	s.PolicyName = ""
	b, screen := open(t, &s)
	b.Reads("There is no pay policy yet, so nothing is computed. The hours you were on call are kept, and count as soon as there is one: choose one under Policy.")
	b.DoesNotRead("EUR 412.50", "Use this policy")
	b.Typed("5")
	screen.policy.search.SetText("flat sum week netherlands")
	row := screen.policy.rows.At(0).(*offerRow)
	b.DoesNotRead("Use this policy")
	test.Tap(row.Head)
	b.Reads("•  It pays EUR 300 for each week on call.\n•  Call-outs are paid besides, by the hour.")
	test.Tap(b.Button("Use this policy"))
	b.Reads("The pay policy is “A flat sum per week” now. It stands in /c/policy-flat-week.toml: change its figures there, they count at once.")
	b.Asked("explain flat-week", "use flat-week")
	s.PolicyName = "A flat sum per week"
	b.Send(s)
	b.Typed("1")
	b.Reads("EUR 412.50")
}

func TestAFileOfOnesOwnIsSaidBeforeItIsTaken(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	b.Typed("5")
	test.Tap(b.Button("Say what it pays"))
	b.Reads("That did not work: no file is named")
	test.Type(screen.policy.path, "/home/me/policy.toml")
	test.Tap(b.Button("Say what it pays"))
	test.Tap(b.Button("Use this policy"))
	test.Tap(screen.policy.current.Head)
	b.Asked("statement 2026-11", "shifts", "explain /home/me/policy.toml", "use /home/me/policy.toml", "statement 2026-11", "shifts", "explain ")
}

func TestHoursCanBeLoggedWithoutAPolicy(t *testing.T) {
	s := night.OnCall(t)
	s.PolicyName = ""
	b, _ := open(t, &s)
	b.Typed("2")
	b.Reads("Call-out waits", "To confirm", "h · Log hours by hand")
	b.Asked()
}

func TestAnEmptyMonthAndAFullOneAreShown(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, nil)
	st := &b.Agent.Says.Ledger.Statement
	lines, hours := st.Lines, b.Agent.Says.Ledger.Hours
	st.Lines, st.Notes, st.Violations, b.Agent.Says.Ledger.Hours, b.Agent.Says.Ledger.Lieu = nil, nil, nil, nil, api.Lieu{}
	b.Send(s)
	b.Reads("No duty and no call-out in this month.")
	b.DoesNotRead("Call-outs to confirm")
	for i := range 3000 {
		l := lines[i%3]
		l.What = fmt.Sprintf("Line %04d", i)
		st.Lines = append(st.Lines, l)
		h := hours[1]
		h.ID = fmt.Sprint(i)
		if i < 100 {
			b.Agent.Says.Ledger.Hours = append(b.Agent.Says.Ledger.Hours, h)
		}
	}
	screen.again()
	b.Reads("Line 0039", "Show more: 40 of 3000 shown", "Confirm all 100")
	b.DoesNotRead("Line 0040")
	test.Tap(b.Button("Show more: 40 of 3000 shown"))
	b.Reads("Line 0079")
	b.Typed("2")
	b.Reads("Show more: 40 of 100 shown")
}

func TestNothingIsAskedTwice(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Again(&s)
	b.Tick()
	b.Asked("statement 2026-11", "shifts")
	s.Ledger = &api.LedgerSummary{Lieu: 60}
	b.Again(&s)
	b.Asked("statement 2026-11", "shifts", "statement 2026-11", "shifts")
	b.Now = b.Now.Add(growth) // The duty goes on.
	b.Tick()
	b.Asked("statement 2026-11", "shifts", "statement 2026-11", "shifts", "statement 2026-11", "shifts")
}
