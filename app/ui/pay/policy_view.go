package pay

import (
	"fmt"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/assets"
)

// policyPane says what the policy in force pays, and offers others: each is said in
// plain sentences before it can be taken.
type policyPane struct {
	desk   *kit.Desk
	ledger Policies
	again  func()

	box     *fyne.Container
	current *kit.Fold
	name    *look.Line
	own     *policySaid
	now     *fyne.Container
	search  *kit.LineField
	ready   []assets.Policy
	rows    *kit.Rows[offer]
	none    *look.Para
	path    *kit.Entry
	browse  *look.Button
	explain *look.Button
	file    *policySaid
	answer  *kit.TroubleBox
	done    *look.Para
	reveal  func(fyne.CanvasObject)
	inForce string
	more    *look.Button
	moreUp  *fyne.Container
	shown   int
}

// offersAtOnce is how many ready policies come up at first.
const offersAtOnce = 8

func newPolicyPane(d *kit.Desk, ledger Policies, again func()) *policyPane {
	p := &policyPane{desk: d, ledger: ledger, again: again, name: look.NewElided("", look.Body, look.Text).Strong(), ready: assets.Policies(), answer: kit.NewTroubleBox(),
		done: look.NewPara("", look.Body, look.On), none: look.NewPara("No ready policy has these words.", look.Body, look.Secondary), shown: offersAtOnce, reveal: func(fyne.CanvasObject) {}}
	p.own, p.file = p.newSaid(false), p.newSaid(true)
	p.current = kit.NewFold(d, p.name, p.own.box)
	p.current.OnOpen = func() { p.own.ask(api.PolicyChoice{}) }
	p.now = look.Card(heading("In force"), p.current.Box)
	p.search = kit.NewLineField(d, "night, percentage, France …", func() { d.Win.Canvas().Unfocus() })
	p.search.OnChanged = func(string) { p.list() }
	p.rows = kit.NewRows(0, func() kit.Row[offer] { return p.newOfferRow() }).Ruled()
	p.more = look.NewButton("", look.Plain, p.onMore)
	p.more.OnRune = d.Typed
	p.moreUp = look.Left(p.more)
	p.path = kit.NewEntry(d, "/home/me/policy.toml")
	p.browse = look.NewButton("Look for it…", look.Plain, func() { kit.ChooseFile(d, p.path, p.answer) })
	p.explain = look.NewButton("Say what it pays", look.Plain, p.onExplainFile)
	p.path.OnSubmitted = func(string) { p.onExplainFile() }
	for _, b := range []*look.Button{p.browse, p.explain} {
		b.OnRune = d.Typed
	}
	kit.Toggle(p.done, false)
	p.box = look.Stack(look.Gap16, p.done, p.answer.Box, p.now,
		look.Card(heading("A file of your own"), kit.Field("File with your pay policy", look.Row(look.Gap8, 0, kit.Wheeled(p.path), p.browse)), look.Left(p.explain), p.file.box),
		look.Card(heading("Ready policies"), look.NewPara("Each renders the rule of a real employer, agreement or law. Take the nearest one and change its figures.", look.Small, look.Secondary),
			kit.Field("Search", p.search), p.none, p.rows.Box, p.moreUp))
	return p
}

func (p *policyPane) revealBy(reveal func(fyne.CanvasObject)) {
	p.reveal = reveal
	p.current.Head.OnFocus, p.path.OnFocus, p.browse.OnFocus, p.explain.OnFocus, p.search.OnFocus = reveal, reveal, reveal, reveal, reveal
	p.own.use.OnFocus, p.file.use.OnFocus, p.more.OnFocus = reveal, reveal, reveal
}

func (p *policyPane) list() {
	offers := offersOf(p.ready, p.search.Text)
	p.rows.Show(offers[:min(len(offers), p.shown)])
	kit.Toggle(p.moreUp, len(offers) > p.shown)
	p.more.SetLabel(fmt.Sprintf("Show all %d", len(offers)))
	kit.Toggle(p.none, len(offers) == 0)
}

func (p *policyPane) onMore() {
	p.shown = len(p.ready)
	p.list()
}

// show names the policy in force.
func (p *policyPane) show(name string, known bool) {
	kit.Toggle(p.now, known && name != "")
	if name != p.inForce {
		p.inForce = name
		p.name.SetText(name)
		p.current.Open(false)
	}
}

// policySaid is a policy in plain sentences, with the button that takes it.
type policySaid struct {
	pane         *policyPane
	box          *fyne.Container
	words, needs *look.Para
	use          *look.Button
	answer       *kit.TroubleBox
	choice       api.PolicyChoice
	turn         int
}

func (p *policyPane) newSaid(offered bool) *policySaid {
	s := &policySaid{pane: p, words: look.NewPara("", look.Body, look.Text), needs: look.NewPara("", look.Small, look.Secondary), answer: kit.NewTroubleBox()}
	s.use = look.NewButton("Use this policy", look.Main, s.onUse)
	s.use.OnRune, s.use.OnFocus = p.desk.Typed, p.reveal
	s.box = look.Stack(look.Gap8, s.words, s.needs, s.answer.Box)
	if offered {
		s.box.Add(look.Left(s.use))
	}
	s.clear()
	return s
}

// clear says nothing until it is asked.
func (s *policySaid) clear() {
	s.turn++
	s.answer.Show(nil)
	for _, o := range []fyne.CanvasObject{s.words, s.needs, s.use} {
		kit.Toggle(o, false)
	}
}

func (s *policySaid) show(w api.PolicyWords) {
	s.words.Set(saidOf(w), look.Text)
	s.needs.Set(needsOf(w), look.Secondary)
	kit.Toggle(s.words, true)
	kit.Toggle(s.needs, s.needs.Content != "")
	kit.Toggle(s.use, true)
	s.use.SetEnabled(true)
}

// offerRow is a ready policy that opens to its sentences.
type offerRow struct {
	*kit.Fold
	offer         offer
	title, region *look.Line
	summary       *look.Para
	facts         *kit.FactList
	said          *policySaid
}

func (p *policyPane) newOfferRow() *offerRow {
	r := &offerRow{title: look.NewElided("", look.Body, look.Text).Strong(), region: look.NewLine("", look.Small).In(look.Secondary), summary: look.NewPara("", look.Small, look.Secondary),
		facts: kit.NewFactList(), said: p.newSaid(true)}
	head := look.Stack(2, look.Row(look.Gap8, 0, r.title, r.region), r.summary)
	r.Fold = kit.NewFold(p.desk, head, look.Stack(look.Gap8, r.facts.Box, r.said.box))
	r.Head.OnFocus = p.reveal
	r.OnOpen = func() {
		r.facts.Show(r.offer.facts)
		r.said.ask(api.PolicyChoice{Ready: r.offer.name})
	}
	return r
}

// Content implements kit.Row.
func (r *offerRow) Content() fyne.CanvasObject { return r.Box }

// Show implements kit.Row. Another policy begins closed.
func (r *offerRow) Show(o offer) {
	if r.offer.name != o.name {
		r.offer = o
		r.Open(false)
		r.said.clear()
	}
	r.title.SetText(o.title)
	r.region.SetText(o.region)
	r.summary.Set(o.summary, look.Secondary)
}
