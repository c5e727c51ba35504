package main

import (
	"context"
	"time"

	"standby/app/agent"
	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/app/setup"
	"standby/app/workspace"
)

// openIncidents makes the keeper of incidents.
func (r *running) openIncidents(a *agent.Agent) {
	r.incidents = workspace.New(workspace.Params{
		Store: r.store, Duty: a, Hours: r.ledger.keeper, Me: a.WhoAmI, Now: time.Now,
		Settings: func() workspace.Settings {
			s := setup.Settings(*r.shown.Load())
			return workspace.Settings{
				Zone: s.Zone, ZoneName: s.ZoneName, Rules: incident.DefaultRules(),
				PostMortem: postmortem.Settings{Thresholds: postmortem.DefaultThresholds(), Calendar: postmortem.Calendar{Zone: s.Zone}},
			}
		},
	})
}

// followIncidents keeps what is open and what warns in the agent's snapshot.
func (r *running) followIncidents(ctx context.Context) {
	r.incidents.Watch(ctx,
		func(b workspace.Bulletin) { r.agent.Incidents(b.Incidents, b.Unsigned, b.Notes) },
		func(err error) { r.agent.Trouble("incidents", "the incidents", err) })
}
