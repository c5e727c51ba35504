package pay

import "fmt"

// figure applies a rule to a quantity that somebody reported.
func (r *run) figure(ru *rule) error {
	none := &item{epoch: r.epochAt(r.period.from)}
	if !r.concerns(&ru.match, none) || r.fact(ru.figure) == "" {
		return nil
	}
	q, ok := factNumber(r.fact(ru.figure))
	if !ok {
		return fmt.Errorf("%w: %s, a number", ErrFact, ru.figure)
	}
	included, err := r.hours(ru.included)
	if err != nil {
		return err
	}
	if q = q.minus(fraction(included, hour)); q.sign() <= 0 {
		return nil
	}
	var rows []*row
	for i := range ru.rows {
		if w := &ru.rows[i]; r.concerns(&w.match, none) && !w.skip {
			rows = append(rows, w)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	e := r.newEntry()
	*e = entry{kind: KindFigure, order: r.order(ru), rule: ru, key: ru.key, what: ru.what, at: r.period.from, unit: ru.per.name, units: q, item: none,
		set: ru.counted(r.set(rows)), parts: 1, reported: ru.figure, epoch: none.epoch}
	if ru.per.sec > 0 {
		sec := ru.round.of(q.times(whole(ru.per.sec)))
		e.units, e.sec = sec.over(whole(ru.per.sec)), r.seconds(sec)
	}
	if err := r.worth(ru, e); err != nil {
		return err
	}
	r.entries = append(r.entries, e)
	return nil
}

// seconds is an amount of time in whole seconds; one beyond all bounds fails.
func (r *run) seconds(sec ratio) int64 {
	n, fits := sec.seconds()
	if !fits {
		r.fail(fmt.Errorf("a line comes to more time than any account holds: %w; make the units or the time in lieu smaller", ErrRange))
	}
	return n
}
