package provider

import (
	"context"
	"net"
	"strings"
)

// Dial connects to "host:port", which the user typed, for a provider that does not
// speak HTTP. The rule of guard.go holds: secure says that the provider will let
// nothing pass before a certificate has proved who is there. Errors are those of the
// network itself, for Unreachable to put into words.
func (c *Client) Dial(ctx context.Context, address string, secure bool) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	way := &route{host: strings.TrimSuffix(strings.ToLower(host), "."), typed: true, secure: secure}
	return c.dialer.DialContext(context.WithValue(ctx, routeKey{}, way), "tcp", address)
}

// Unreachable puts a failure of the network that is not HTTP's into the words of
// errors.go: ErrUnreachable with the reason, ErrNotTheService where the way led
// inside, or context.Canceled where ctx was stopped. It repeats no address and no
// secret of the error's.
func Unreachable(ctx context.Context, err error) error { return classify(ctx, err) }
