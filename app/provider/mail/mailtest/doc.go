// Package mailtest runs a real IMAP server, Dovecot of Debian, for tests: a private
// instance below a directory of the test's own, on loopback, with TLS and a
// certificate of its own.
//
// It owns the server's start and end, what lies in its folders, and a small SMTP
// server that delivers into one. It is imported by tests alone, and must not import
// package mail, whose own tests use it.
package mailtest
