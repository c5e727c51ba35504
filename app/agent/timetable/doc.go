// Package timetable holds the formats that the agent can be given: what the
// bytes of a calendar or of a rota file mean for who is on call when.
//
// It is pure: bytes and a question come in, a timetable goes out. It may import
// the agent for the types of the port, and rotation. It must not import a
// provider, the store or a toolkit.
package timetable
