// Package secret keeps passwords, tokens and secret URLs in the keyring of the
// operating system and nowhere else: the Secret Service on Linux, the Credential
// Manager on Windows, the Keychain on macOS.
//
// It owns two things. A Secret is a text that does not show itself: not in a log,
// an error, a file or a crash. A Keyring is the system's keyring made safe to
// ask: no call lasts longer than five seconds, one is in flight at a time, nothing
// here ever raises a prompt that somebody must answer, and its state is there for
// people to see. Where there is no keyring, a secret lives in memory until the
// process ends; it is never written to a file.
//
// It must not import anything else of Standby, nor a toolkit.
package secret
