// Package smtp sends updates about an incident by mail: submission over TLS
// (RFC 6409, RFC 8314), one plain-text message (RFC 5322, RFC 2045) for all
// recipients, under a Message-ID that belongs to the update.
//
// It may import provider. It must not import the agent, the store, a toolkit or
// another provider.
package smtp
