// Package caldavtest runs real CalDAV servers, Radicale and Xandikos of Debian, for
// tests.
//
// It owns their start, their end and what lies between a client and them. It is
// imported by tests alone, and must not import package caldav, whose own tests use
// it.
package caldavtest
