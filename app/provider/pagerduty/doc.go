// Package pagerduty listens to PagerDuty through its REST API v2, as one person:
// the incidents that are assigned to whoever the API key belongs to, what that
// person can do about them, and when they and their team are on call.
//
// Two traps of that API shape it. A change of status sent to an incident that has
// been resolved opens it again, so that every act reads the incident first, and
// sends nothing to one that has ended. And an answer that got lost says nothing
// about what became of the request, so that it is the incident itself that tells.
//
// It may import provider, notify and rotation. It must not import the agent, the
// store, a toolkit or another provider.
package pagerduty
