package postmortem_test

import (
	"strings"
	"testing"
	"time"

	"standby/app/incident"
	"standby/app/incident/postmortem"
)

func span(d time.Duration) incident.Span { return incident.Span{Known: true, Of: d} }

func TestEachTriggerIsJudgedByItself(t *testing.T) {
	short := postmortem.Facts{
		Noticed: incident.No, DataLost: incident.No, Unseen: incident.No, ToResolve: span(10 * time.Minute), Resolved: true, Detector: incident.ByMetrics,
	}
	cases := []struct {
		name    string
		trigger postmortem.Trigger
		change  func(*postmortem.Facts)
		want    incident.Reply
	}{
		{"users noticed nothing", postmortem.UserVisible, func(*postmortem.Facts) {}, incident.No},
		{"users noticed it for the threshold", postmortem.UserVisible, func(f *postmortem.Facts) { f.Noticed, f.Visible = incident.Yes, span(5*time.Minute) }, incident.No},
		{"users noticed it for longer", postmortem.UserVisible, func(f *postmortem.Facts) { f.Noticed, f.Visible = incident.Yes, span(5*time.Minute+1) }, incident.Yes},
		{"users noticed it for nobody knows how long", postmortem.UserVisible, func(f *postmortem.Facts) { f.Noticed = incident.Yes }, incident.Unsure},
		{"nobody said whether users noticed", postmortem.UserVisible, func(f *postmortem.Facts) { f.Noticed = incident.Unanswered }, incident.Unsure},
		{"data was lost", postmortem.DataLost, func(f *postmortem.Facts) { f.DataLost = incident.Yes }, incident.Yes},
		{"no data was lost", postmortem.DataLost, func(*postmortem.Facts) {}, incident.No},
		{"nobody said whether data was lost", postmortem.DataLost, func(f *postmortem.Facts) { f.DataLost = incident.Unanswered }, incident.Unsure},
		{"nobody stepped in", postmortem.Intervention, func(*postmortem.Facts) {}, incident.No},
		{"a release was rolled back", postmortem.Intervention, func(f *postmortem.Facts) { f.Steps = []string{"roll back"} }, incident.Yes},
		{"it took the threshold", postmortem.LongResolution, func(f *postmortem.Facts) { f.ToResolve = span(time.Hour) }, incident.No},
		{"it took longer", postmortem.LongResolution, func(f *postmortem.Facts) { f.ToResolve = span(time.Hour + 1) }, incident.Yes},
		{"it goes on", postmortem.LongResolution, func(f *postmortem.Facts) { f.Resolved = false }, incident.Unsure},
		{"it goes on for long already", postmortem.LongResolution, func(f *postmortem.Facts) { f.Resolved, f.ToResolve = false, span(2*time.Hour) }, incident.Yes},
		{"nobody knows how long it took", postmortem.LongResolution, func(f *postmortem.Facts) { f.ToResolve = incident.Span{} }, incident.Unsure},
		{"monitoring found it", postmortem.MonitoringFailed, func(*postmortem.Facts) {}, incident.No},
		{"a customer found it", postmortem.MonitoringFailed, func(f *postmortem.Facts) { f.Detector = incident.ByCustomer }, incident.Yes},
		{"an employee found it, and nobody said more", postmortem.MonitoringFailed, func(f *postmortem.Facts) { f.Detector, f.Unseen = incident.ByEmployee, incident.Unanswered }, incident.Yes},
		{"an employee found it, which was in time", postmortem.MonitoringFailed, func(f *postmortem.Facts) { f.Detector = incident.ByEmployee }, incident.No},
		{"monitoring found it too late", postmortem.MonitoringFailed, func(f *postmortem.Facts) { f.Unseen = incident.Yes }, incident.Yes},
		{"nobody said who found it", postmortem.MonitoringFailed, func(f *postmortem.Facts) { f.Detector = "" }, incident.Unsure},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := short
			c.change(&facts)
			for n, f := range postmortem.Evaluate(facts, postmortem.DefaultThresholds()) {
				switch {
				case f.Trigger != postmortem.Triggers()[n] || f.Trigger.Label() == "" || !strings.HasSuffix(f.Why, "."):
					t.Errorf("trigger %d is %+v", n, f)
				case f.Trigger == c.trigger && f.Fired != c.want:
					t.Errorf("it is %q (%s), want %q", f.Fired, f.Why, c.want)
				}
			}
		})
	}
	if got := postmortem.Needed(postmortem.Evaluate(short, postmortem.DefaultThresholds())); got != incident.No {
		t.Errorf("of a short incident that nobody noticed a post-mortem is needed: %q", got)
	}
	short.DataLost = incident.Unanswered
	if got := postmortem.Needed(postmortem.Evaluate(short, postmortem.DefaultThresholds())); got != incident.Unsure {
		t.Errorf("what is not known is taken for %q", got)
	}
}

func TestTheRecordAnswersWhatItKnows(t *testing.T) {
	s := diskFull(t, false)
	p := postmortem.Draft(s.i, postmortem.Written{}, settings(), at(10, 0))
	want := map[postmortem.Trigger]incident.Reply{
		postmortem.UserVisible: incident.Yes, postmortem.DataLost: incident.Unsure, postmortem.Intervention: incident.Yes,
		postmortem.LongResolution: incident.Yes, postmortem.MonitoringFailed: incident.No,
	}
	for _, f := range p.Findings {
		if f.Fired != want[f.Trigger] {
			t.Errorf("%s is %q: %s", f.Trigger, f.Fired, f.Why)
		}
	}
	if p.Needed != incident.Yes {
		t.Errorf("needed: %q", p.Needed)
	}
	patient := settings()
	patient.Thresholds = postmortem.Thresholds{Visible: 24 * time.Hour, Resolution: 24 * time.Hour}
	for _, f := range postmortem.Draft(s.i, postmortem.Written{}, patient, at(10, 0)).Findings {
		if (f.Trigger == postmortem.UserVisible || f.Trigger == postmortem.LongResolution) && f.Fired != incident.No {
			t.Errorf("%s does not follow its threshold: %s", f.Trigger, f.Why)
		}
	}
}
