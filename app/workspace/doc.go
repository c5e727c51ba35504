// Package workspace keeps incidents: it joins the pure record of app/incident with
// the store, the pages, the duty and the clock, and answers the local API about
// incidents, post-mortems and shift hand-off reports.
//
// One command is done at a time, and is on disk before it is answered. What is open
// and what warns is told to whoever watches; no source need be reachable for any of
// it.
//
// It declares the store, the pages, the hours and the announcers that it needs. It
// must not import a concrete provider, the store, the agent or a toolkit.
package workspace
