package postmortem_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"standby/app/incident/postmortem"
	"standby/rotation"
)

func took(part ...string) postmortem.Setting {
	s := postmortem.Setting{DegradedOnly: true}
	for _, name := range part {
		s.People = append(s.People, rotation.Person{Name: name})
	}
	return s
}

func TestBlameIsFound(t *testing.T) {
	cases := []struct {
		text, quote string
		tone        postmortem.Tone
	}{
		{"The cause was human error.", "human error", postmortem.HumanError},
		{"It was an Operator Error on db-1.", "Operator Error", postmortem.HumanError},
		{"A fat-fingered command took the host.", "fat-fingered", postmortem.HumanError},
		{"The release should have been tested.", "should have been", postmortem.Hindsight},
		{"They shouldn't have restarted it.", "shouldn't have restarted", postmortem.Hindsight},
		{"This ought to have been caught.", "ought to have been", postmortem.Hindsight},
		{"One should never have deployed on a Friday.", "should never have deployed", postmortem.Hindsight},
		{"Obviously the disk was full.", "Obviously", postmortem.Hindsight},
		{"In hindsight it was easy.", "In hindsight", postmortem.Hindsight},
		{"If the alert had fired, we would know.", "If the alert had fired", postmortem.Counterfactual},
		{"If only we had tested it!", "If only we had tested", postmortem.Counterfactual},
		{"A canary would have caught it.", "would have caught", postmortem.Counterfactual},
		{"It could have been prevented.", "could have been prevented", postmortem.Counterfactual},
		{"The step was forgotten.", "forgotten", postmortem.Fault},
		{"We forgot the migration.", "forgot", postmortem.Fault},
		{"A careless change.", "careless", postmortem.Fault},
		{"It was done carelessly", "carelessly", postmortem.Fault},
		{"lazy careless sloppy", "lazy", postmortem.Fault},
		{"The vendor is to blame.", "to blame", postmortem.Fault},
		{"It was his fault.", "his fault", postmortem.Fault},
		{"Robin broke the build.", "Robin broke", postmortem.Person},
		{"then robin accidentally deleted the table", "robin accidentally deleted", postmortem.Person},
		{"Robin Example took the service down.", "Robin Example took the service down", postmortem.Person},
		{"It was caused by Robin.", "caused by Robin", postmortem.Person},
		{"Because of Robin's mistake it broke.", "Because of Robin", postmortem.Person},
		{"Robin’s own mistake.", "Robin’s own mistake", postmortem.Person},
		{"The on-call engineer ignored the page.", "The on-call engineer ignored", postmortem.Person},
		{"Łukasz zapomniał; Łukasz missed the alert.", "Łukasz missed", postmortem.Person},
		{"She did not check the host.", "She did not check", postmortem.Person},
		{"The outage lasted an hour.", "outage", postmortem.Overstated},
		{"A full outage of search.", "full outage", postmortem.Overstated},
	}
	for _, c := range cases {
		hints := postmortem.NewWording(took("Robin Example", "Łukasz")).Hints(c.text)
		if len(hints) == 0 || hints[0].Quote != c.quote || hints[0].Tone != c.tone || hints[0].Why == "" || hints[0].Instead == "" {
			t.Errorf("%q: %+v, want %q (%s)", c.text, hints, c.quote, c.tone)
		}
	}
}

func TestWhatBlamesNobodyIsLeftAlone(t *testing.T) {
	for _, text := range []string{
		"", "The disk was full for 50 minutes.", "Every service should have an owner.", "We should have a runbook for this.",
		"The link \"Forgot password\" did not work.", "The page forgot-password was slow.", "Images load by lazy loading.", "The lazy-loaded module.",
		"A page fault in the kernel.", "The fault tolerance was tested by default.", "The error rate rose; user error messages were shown.",
		"`git blame` names the commit.", "We use git blame.", "A blameless culture.", "The blame culture is gone.", "This report blames nobody.",
		"Robin noticed that the deploy broke search.", "Thanks to Robin's quick work it was over soon.", "Robin rolled the release back.",
		"See https://x.example/human-error/outage?careless=1 for more.", "The string `human error` is in the log.",
		"The cache must have been cold.", "It would have taken a day to restore.", "Unforgotten lands.", "The outages_total metric.", "hers and theirs",
		"Requests failed to reach db-1.", "The load balancer dropped connections.", "Had we known nothing else, it is still true.",
	} {
		if hints := postmortem.NewWording(took("Robin Example", "Al")).Hints(text); len(hints) != 0 {
			t.Errorf("%q: %+v", text, hints)
		}
	}
	s := took()
	s.DegradedOnly = false
	if hints := postmortem.NewWording(s).Hints("The outage lasted an hour."); len(hints) != 0 {
		t.Errorf("a real outage may be called one: %+v", hints)
	}
}

func TestAHintSaysWhereItIs(t *testing.T) {
	text := "Für 50 Minuten.\nÄh, it was human error, and careless too.\nRobin broke it."
	hints := postmortem.NewWording(took("Robin Example")).Hints(text)
	want := [][2]int{{2, 12}, {2, 29}, {3, 1}}
	if len(hints) != len(want) {
		t.Fatalf("%+v", hints)
	}
	for n, h := range hints {
		if h.Line != want[n][0] || h.Column != want[n][1] || text[h.Start:h.End] != h.Quote {
			t.Errorf("%q is at %d:%d, want %v", h.Quote, h.Line, h.Column, want[n])
		}
	}
	if hints := postmortem.NewWording(took()).Hints("lazy careless sloppy forgot"); len(hints) != 4 {
		t.Errorf("words beside each other: %+v", hints)
	}
}

func FuzzWording(f *testing.F) {
	f.Add("The cause was human error; Robin should have known.", "Robin Example")
	f.Add("If only the alert had fired\nwe would have caught it.", "Łukasz")
	f.Add("a\xff`\n`https://", "(")
	f.Add("careless careless", "\xff\xfe.*")
	f.Fuzz(func(t *testing.T, text, name string) {
		if len(text) > 1<<16 {
			return
		}
		end, line := 0, 1
		for _, h := range postmortem.NewWording(took(name)).Hints(text) {
			switch {
			case h.Start < end || h.End <= h.Start || h.End > len(text) || text[h.Start:h.End] != h.Quote:
				t.Fatalf("%q: %+v", text, h)
			case h.Line < line || h.Column < 1 || h.Line != 1+strings.Count(text[:h.Start], "\n"):
				t.Fatalf("%q: %+v", text, h)
			case h.Column != 1+utf8.RuneCountInString(text[strings.LastIndexByte(text[:h.Start], '\n')+1:h.Start]):
				t.Fatalf("%q: %+v", text, h)
			}
			end, line = h.End, h.Line
		}
	})
}
