// Package provider declares the small interfaces that a system which pages may
// fulfil, the sentinel errors they report, the careful HTTP client that all of
// them share, and the limiter that keeps the requests of one account below what
// its service allows. One folder per provider implements them: alertmanager for
// the Prometheus Alertmanager, pagerduty for PagerDuty, calendar for .ics files
// and feeds, caldav for calendar servers, sample for the built-in sample team.
//
// It declares, too, what may tell people about an incident, and remembers what became
// of each update, so that none is sent twice. smtp, slack, statuspage and servicenow
// implement that; judge holds the fakes of their tests against published contracts.
//
// It may import rotation and notify. It must not import the agent, the store or
// a toolkit: a provider knows nothing of who calls it.
package provider
