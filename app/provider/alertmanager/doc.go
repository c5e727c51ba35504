// Package alertmanager listens to a Prometheus Alertmanager through its API v2
// and acknowledges with silences.
//
// Alertmanager knows no acknowledgement. What comes closest is a silence on the
// exact labels of one alert, short-lived and extended while the alert fires; its
// comment begins with "ACK!", the sign that other tools use as well. Silences
// that do not look like that are somebody's maintenance and are shown, never
// changed.
//
// It may import provider and notify. It must not import the agent, the store, a
// toolkit or another provider.
package alertmanager
