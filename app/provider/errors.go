package provider

import "errors"

// What can be wrong between us and a source. Errors of providers wrap one of
// these, so that the caller can decide and people can be told what to do.
var (
	// ErrUnauthorized: the source refused our credentials (401, 403). Trying
	// again with the same ones is of no use.
	ErrUnauthorized = errors.New("credentials refused")
	// ErrNotTheService: something answered that is not the service: a login page
	// with status 200, a redirect, a captive portal, JSON of another shape. It is
	// never to be read as "nothing is wrong".
	ErrNotTheService = errors.New("the answer is not from the service")
	// ErrUnreachable: nobody answered: refused, no route, name unknown, timeout,
	// TLS failure.
	ErrUnreachable = errors.New("not reachable")
	// ErrTooLarge: the answer is larger than we are willing to read.
	ErrTooLarge = errors.New("the answer is too large")
	// ErrService: the service answered that it cannot serve us (4xx other than
	// 401 and 403, 5xx).
	ErrService = errors.New("the service reported an error")
	// ErrGone: what we wanted to act on has ended meanwhile.
	ErrGone = errors.New("no longer open at the source")
)
