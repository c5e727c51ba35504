// Package config owns the one TOML file in which people set Standby up, and the
// places on disk that a profile of Standby uses.
//
// It reads the file whole or not at all, changes it without touching what
// people wrote around the change, and writes it so that at every instant either
// the old or the new content is there. No secret is ever in the file: addresses
// of calendars, passwords and tokens lie in the keyring, under the name of their
// source.
//
// It may import rotation for its value types and rotation/tomlfile. It must not
// import the agent, a provider, the store, the keyring or a toolkit.
package config
