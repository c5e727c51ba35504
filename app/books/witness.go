package books

import (
	"context"
	"fmt"
	"strings"
	"time"

	"standby/app/provider"
	"standby/rotation/pay/ledger"
)

// witness names in the evidence of lines which version of a calendar told of a
// shift: the newest that had been fetched by the end of what the line is about.
func (k *Keeper) witness(ctx context.Context, r *reading, lines []ledger.Line) error {
	for i := range lines {
		l := &lines[i]
		for j, text := range l.Evidence {
			for _, calendar := range r.calendarsIn(text) {
				v, ok, err := k.versionAt(ctx, r, calendar, l.Span.End)
				if err != nil {
					return err
				}
				if ok {
					l.Evidence[j] += fmt.Sprintf(", %s version %.12s of %s", calendar, v.Hash, v.From.UTC().Format("2006-01-02 15:04 UTC"))
				}
			}
		}
	}
	return nil
}

// calendarsIn are the calendars that tell of the rota which a piece of evidence
// says a shift is of.
func (r *reading) calendarsIn(evidence string) []string {
	if !strings.HasPrefix(evidence, "shift ") {
		return nil
	}
	longest := ""
	for rota := range r.tellers {
		if len(rota) > len(longest) && strings.HasSuffix(evidence, " of "+rota) {
			longest = rota
		}
	}
	return r.tellers[longest]
}

// versionAt is the newest version of a calendar that was fetched before an instant,
// and the oldest where none was; false where none is kept.
func (k *Keeper) versionAt(ctx context.Context, r *reading, calendar string, at time.Time) (provider.Version, bool, error) {
	list, known := r.versions[calendar]
	if !known {
		var err error
		if list, err = k.p.Store.Versions(ctx, calendar); err != nil {
			return provider.Version{}, false, fmt.Errorf("read the versions of %s: %w", calendar, err)
		}
		r.versions[calendar] = list
	}
	for _, v := range list {
		if v.From.Before(at) {
			return v, true, nil
		}
	}
	if len(list) == 0 {
		return provider.Version{}, false, nil
	}
	return list[len(list)-1], true, nil
}
