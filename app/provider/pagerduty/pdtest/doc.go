// Package pdtest is a PagerDuty for tests: an HTTP server with incidents, levels of
// escalation, snoozes that end, notes, schedules and a rate limit, that can be told
// to fail in the ways in which servers and networks do. It holds every request, and
// every answer of its own, against the published contract where that is at hand.
//
// It was written from the contract and the vendor's documents, and is no proof of
// what the real service does beyond them. Only tests may import it; it imports
// nothing of ours.
package pdtest
