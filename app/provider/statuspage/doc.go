// Package statuspage tells customers about an incident on a page of Atlassian
// Statuspage: the first update opens an incident there, each later one is added to
// it, the last one resolves it.
//
// Everybody in the world can read it, and subscribers may get a mail. It may import
// provider. It must not import the agent, the store, a toolkit or another provider.
package statuspage
