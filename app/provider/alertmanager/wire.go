package alertmanager

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"standby/app/provider"
)

// wireAlert is gettableAlert of the API v2, as far as we use it. Members that
// the contract requires and that say what the alert is are pointers, so that
// JSON of another shape is told from an alert.
type wireAlert struct {
	Fingerprint  string            `json:"fingerprint"`
	StartsAt     *time.Time        `json:"startsAt"`
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	GeneratorURL string            `json:"generatorURL"`
	Status       *struct {
		State       string   `json:"state"`
		SilencedBy  []string `json:"silencedBy"`
		InhibitedBy []string `json:"inhibitedBy"`
		MutedBy     []string `json:"mutedBy"`
	} `json:"status"`
}

// decodeAlerts accepts an array of alerts and nothing else: null, an object or
// an alert without its identity are ErrNotTheService, because "no alerts" must
// never come from something that is not a list of alerts.
func decodeAlerts(body []byte) ([]wireAlert, error) {
	var alerts []wireAlert
	if err := decodeArray(body, &alerts); err != nil {
		return nil, err
	}
	for i, a := range alerts {
		if missing := a.missing(); missing != "" {
			return nil, fmt.Errorf("%w: alert %d of %d has no %s", provider.ErrNotTheService, i+1, len(alerts), missing)
		}
	}
	return alerts, nil
}

func (a wireAlert) missing() string {
	switch {
	case a.Fingerprint == "":
		return "fingerprint"
	case a.StartsAt == nil:
		return "startsAt"
	case a.Labels == nil:
		return "labels"
	case a.Status == nil || a.Status.State == "":
		return "status"
	}
	return ""
}

// decodeArray keeps the decoder's error out of the text: it may quote what was
// read, and says nothing that helps more than this.
func decodeArray(body []byte, into any) error {
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		return fmt.Errorf("%w: JSON, but not a list", provider.ErrNotTheService)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%w: a list that is cut short or of another shape", provider.ErrNotTheService)
	}
	return nil
}

func decodeSilences(body []byte) ([]silence, error) {
	var list []silence
	if err := decodeArray(body, &list); err != nil {
		return nil, err
	}
	for i, s := range list {
		if s.ID == "" || s.Status.State == "" {
			return nil, fmt.Errorf("%w: silence %d of %d has no id or status", provider.ErrNotTheService, i+1, len(list))
		}
	}
	return list, nil
}
