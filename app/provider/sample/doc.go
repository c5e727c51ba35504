// Package sample is the source that the sample team is paged by: it needs no
// server, pages after a while, and behaves like a source that can both
// acknowledge and resolve.
//
// It may import provider and notify. It must not import the agent, the store, a
// toolkit or another provider.
package sample
