package rotafile

import "standby/rotation"

func (r *reader) timeOff(t *rotaText) error {
	for i, x := range t.TimeOff {
		key := at("time_off", i)
		who, err := r.somebody(key+".person", x.Person)
		if err != nil {
			return err
		}
		span, err := r.span(key+".from", key+".to", x.From, x.To)
		if err != nil {
			return err
		}
		r.file.TimeOff = append(r.file.TimeOff, rotation.TimeOff{Person: who, Interval: span})
	}
	return nil
}

func (r *reader) holidays(t *rotaText) error {
	for i, x := range t.Holiday {
		key := at("holiday", i)
		var h Holiday
		var err error
		if h.Date, err = r.date(key+".date", x.Date); err != nil {
			return err
		}
		if h.Name, err = r.title(key+".name", x.Name, `write name = "New Year"`); err != nil {
			return err
		}
		if h.Zone, err = r.zoneOr(key+".zone", x.Zone, nil); err != nil {
			return err
		}
		r.file.Holidays = append(r.file.Holidays, h)
	}
	return nil
}
