package provider

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"syscall"
	"time"
)

var errBrokeOff = errors.New("the answer broke off")

// slowError is the cause with which a request's own time limit ends it, to tell it
// from the caller's.
type slowError struct{ after time.Duration }

func (e slowError) Error() string { return fmt.Sprintf("no complete answer within %v", e.after) }

// classify turns what net/http reports into ErrUnreachable with a reason that a
// person can act on.
func classify(ctx context.Context, err error) error {
	switch cause := context.Cause(ctx); {
	case errors.As(cause, new(slowError)):
		return fmt.Errorf("%w: %w", ErrUnreachable, cause)
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("stopped: %w", context.Canceled)
	case ctx.Err() != nil:
		return fmt.Errorf("%w: no answer in time: %w", ErrUnreachable, ctx.Err())
	}
	var inside *insideError
	if errors.As(err, &inside) {
		return fmt.Errorf("%w: %w", ErrNotTheService, inside)
	}
	return fmt.Errorf("%w: %s", ErrUnreachable, reason(err))
}

func reason(err error) string {
	if text := tlsReason(err); text != "" {
		return text
	}
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "the name " + clean(dns.Name) + " is not known"
	case errors.As(err, &dns):
		return "the name " + clean(dns.Name) + " could not be looked up"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused, nothing listens there"
	case errors.Is(err, errBrokeOff):
		return errBrokeOff.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return "the connection was closed before the answer"
	}
	return bare(err)
}

func tlsReason(err error) string {
	var cert *tls.CertificateVerificationError
	if errors.As(err, &cert) {
		return "its certificate is not trusted: " + clean(cert.Err.Error())
	}
	var record tls.RecordHeaderError
	if errors.As(err, &record) {
		return "it does not speak TLS on this port; is it http instead of https?"
	}
	var alert tls.AlertError
	if errors.As(err, &alert) {
		return "it refused the TLS connection: " + clean(alert.Error())
	}
	return ""
}

// address matches what could be a URL with a user or a token in it, such as the
// proxy's that the environment names.
var address = regexp.MustCompile(`\S*(://|@)\S*`)

func bare(err error) string {
	return strings.TrimSpace(clean(address.ReplaceAllString(err.Error(), "(address)")))
}
