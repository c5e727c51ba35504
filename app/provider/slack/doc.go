// Package slack posts updates about an incident into a channel, opens a channel for
// a major incident, invites people to it, and keeps what was said there.
//
// The calls and their answers are slack-go's; each goes through provider.Client, so
// that its rules hold here too, and the token travels in the header alone. What is
// posted is literal: no markup, no mentions, no previews of links.
//
// It may import provider. It must not import the agent, the store, a toolkit or
// another provider.
package slack
