package workspace

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/incident/report"
	"standby/notify"
	"standby/rotation"
)

// kindReport is what the store knows shift hand-off reports by.
const kindReport = "shift-report"

const (
	// late is how long after a shift its report is still drafted: Standby may not have
	// run when the shift ended.
	late = 36 * time.Hour
	// nagged is for how long a report that nobody signed is shown as such.
	nagged = 7 * 24 * time.Hour
	// looksBack is how far back alerts that recur are looked for.
	looksBack = 90 * 24 * time.Hour
)

// reportID names the report of a shift; it may stand in a path.
func reportID(s rotation.Shift) string {
	slug := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, s.Rota+"-"+string(s.Role)), "-")
	return fmt.Sprintf("%s-%s", s.Start.UTC().Format("20060102-1504"), slug)
}

// mine are the user's shifts that have begun and did not end before the time.
func (k *Keeper) mine(ctx context.Context, since time.Time) ([]rotation.Shift, error) {
	now := k.clock()
	list, err := k.p.Duty.Shifts(ctx, api.ShiftQuery{From: since, To: now.Add(time.Second), Mine: true})
	return slices.DeleteFunc(list, func(s rotation.Shift) bool { return s.Start.After(now) || !s.End.After(since) }), err
}

// draftReport is the report of a shift from what is known now. The lock is held.
func (k *Keeper) draftReport(ctx context.Context, s rotation.Shift, words report.Words) (report.Report, error) {
	me, err := k.p.Me(ctx)
	if err != nil {
		return report.Report{}, err
	}
	now := k.clock()
	known := report.Known{Night: report.DefaultNight(), Shift: report.Shift{Rota: s.Rota, Role: s.Role, Outgoing: me, Window: s.Interval, Zone: k.p.Settings().ZoneName}}
	next, err := k.p.Duty.Shifts(ctx, api.ShiftQuery{From: s.End, To: s.End.Add(time.Hour)})
	if err != nil {
		return report.Report{}, err
	}
	for _, n := range next {
		if n.Rota == s.Rota && n.Role == s.Role && !n.Start.Before(s.End) && !n.Person.Same(me) {
			known.Shift.Incoming = n.Person
			break
		}
	}
	pages, err := k.p.Duty.History(ctx, now.Add(-looksBack), now.Add(time.Second))
	if err != nil {
		return report.Report{}, err
	}
	for _, p := range pages {
		if p.Drill || p.With != "" {
			continue
		}
		known.Episodes = append(known.Episodes, notify.Episodes(p.Page, p.Timeline)...)
		if p.SnoozedUntil.After(s.End) {
			known.Snoozed = append(known.Snoozed, p.Page)
		}
	}
	if known.Incidents, err = k.since(ctx, now.Add(-looksBack)); err != nil {
		return report.Report{}, err
	}
	return report.Draft(known, words, now), nil
}

// kept is a report that was kept; revision is 0 where none was.
func (k *Keeper) kept(ctx context.Context, id string) (r report.Report, revision int, err error) {
	revision, value, err := k.p.Store.Paper(ctx, kindReport, id)
	if err == nil && revision > 0 {
		err = json.Unmarshal(value, &r)
	}
	if err != nil {
		return r, revision, fmt.Errorf("read the hand-off report %s: %w", id, err)
	}
	return r, revision, nil
}

func (k *Keeper) keepReport(ctx context.Context, id string, revision int, r report.Report) error {
	value, err := json.Marshal(r)
	if err == nil {
		err = k.p.Store.KeepPaper(context.WithoutCancel(ctx), kindReport, id, revision, k.clock(), value)
	}
	if err != nil {
		return fmt.Errorf("keep the hand-off report %s: %w", id, err)
	}
	k.reportsDue = time.Time{}
	k.changed()
	return nil
}

// closeShifts keeps the report of each shift that has ended, once, as it was at the
// end. The lock is held.
func (k *Keeper) closeShifts(ctx context.Context) error {
	now := k.clock()
	shifts, err := k.mine(ctx, now.Add(-late))
	if err != nil {
		return err
	}
	for _, s := range shifts {
		id := reportID(s)
		r, revision, err := k.kept(ctx, id)
		switch {
		case err != nil:
			return err
		case now.Before(s.End) || revision > 0 && !r.MadeAt.Before(s.End):
			continue
		}
		if r, err = k.draftReport(ctx, s, r.Words); err != nil {
			return err
		}
		if err := k.keepReport(ctx, id, revision+1, r); err != nil {
			return err
		}
	}
	return nil
}

// reports are the kept reports by ID, and drafts of the shifts that run. The lock is
// held.
func (k *Keeper) reports(ctx context.Context) (map[string]report.Report, error) {
	ids, err := k.p.Store.Papers(ctx, kindReport)
	if err != nil {
		return nil, err
	}
	all := map[string]report.Report{}
	for _, id := range ids {
		if all[id], _, err = k.kept(ctx, id); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func summaryOf(id string, r report.Report, now time.Time) api.ReportSummary {
	s := api.ReportSummary{ID: id, Rota: r.Shift.Rota, Role: r.Shift.Role, Window: r.Shift.Window, Incoming: r.Shift.Incoming, Over: !now.Before(r.Shift.Window.End)}
	if r.Signature != nil {
		s.Signed, s.By = true, r.Signature.By
	}
	return s
}

// Reports implements api.Reports.
func (k *Keeper) Reports(ctx context.Context) ([]api.ReportSummary, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	all, err := k.reports(ctx)
	if err != nil {
		return nil, err
	}
	now := k.clock()
	running, err := k.mine(ctx, now)
	if err != nil {
		return nil, err
	}
	for _, s := range running {
		if id := reportID(s); now.Before(s.End) && all[id].Shift.Rota == "" {
			if all[id], err = k.draftReport(ctx, s, report.Words{}); err != nil {
				return nil, err
			}
		}
	}
	out := make([]api.ReportSummary, 0, len(all))
	for id, r := range all {
		out = append(out, summaryOf(id, r, now))
	}
	slices.SortFunc(out, func(a, b api.ReportSummary) int { return strings.Compare(b.ID, a.ID) })
	return out, nil
}

// unsigned are the reports that wait for a signature. The lock is held.
func (k *Keeper) unsigned(ctx context.Context) ([]api.ReportSummary, error) {
	all, err := k.reports(ctx)
	if err != nil {
		return nil, err
	}
	now := k.clock()
	var out []api.ReportSummary
	for id, r := range all {
		if since, waits := r.Unsigned(now); waits && now.Sub(since) < nagged {
			out = append(out, summaryOf(id, r, now))
		}
	}
	slices.SortFunc(out, func(a, b api.ReportSummary) int { return strings.Compare(b.ID, a.ID) })
	return out, nil
}

// one is a report: as it was kept at the end of the shift, or a draft while it runs.
func (k *Keeper) one(ctx context.Context, id string) (r report.Report, revision int, err error) {
	r, revision, err = k.kept(ctx, id)
	now := k.clock()
	if err != nil || revision > 0 && (!now.Before(r.Shift.Window.End) || r.Signature != nil) {
		return r, revision, err
	}
	running, err := k.mine(ctx, now)
	if err != nil {
		return r, revision, err
	}
	for _, s := range running {
		if reportID(s) == id {
			r, err = k.draftReport(ctx, s, r.Words)
			return r, revision, err
		}
	}
	if revision == 0 {
		err = fmt.Errorf("%w %w: %.80q", ErrNoReport, api.ErrNotFound, id)
	}
	return r, revision, err
}

func viewOf(id string, r report.Report) (api.ShiftReport, error) {
	hash, err := r.Hash()
	if err != nil {
		return api.ShiftReport{}, err
	}
	data, err := json.Marshal(r)
	return api.ShiftReport{ID: id, Hash: hash, Report: data}, err
}

// Report implements api.Reports.
func (k *Keeper) Report(ctx context.Context, id string) (api.ShiftReport, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	r, _, err := k.one(ctx, id)
	if err != nil {
		return api.ShiftReport{}, err
	}
	return viewOf(id, r)
}

// ReportPaper implements api.Reports.
func (k *Keeper) ReportPaper(ctx context.Context, id string, q api.Paper) (api.Document, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	r, _, err := k.one(ctx, id)
	if err != nil {
		return api.Document{}, err
	}
	d, err := r.Document()
	if err != nil {
		return api.Document{}, err
	}
	return write("shift-report-"+id, q, d, r)
}

// ChangeReport implements api.Reports.
func (k *Keeper) ChangeReport(ctx context.Context, id string, c api.ReportChange) (api.ShiftReport, error) {
	by, err := k.who(ctx, c.By)
	if err != nil {
		return api.ShiftReport{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	r, revision, err := k.one(ctx, id)
	if err != nil {
		return api.ShiftReport{}, err
	}
	if c.Sign {
		r, err = r.Sign(by, c.Read, k.clock())
	} else {
		words := r.Words
		for text, said := range map[*string]*string{&words.Feel: c.Feel, &words.Watch: c.Watch, &words.Notes: c.Notes} {
			if said != nil {
				*text = *said
			}
		}
		r, err = r.Write(words, c.On, by, k.clock())
	}
	if err != nil {
		return api.ShiftReport{}, asked(err)
	}
	if err := k.keepReport(ctx, id, revision+1, r); err != nil {
		return api.ShiftReport{}, err
	}
	return viewOf(id, r)
}
