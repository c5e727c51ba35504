// Package tomlfile reads the TOML files that people write for Standby, and
// says what is wrong with one in words that lead to the remedy: the file, the
// line, the key, the problem and what to write instead. It also changes single
// values of such a file without touching the rest of it, comments included.
//
// It is pure: bytes come in and go out, and opening a file is the caller's
// part. The syntax is TOML 1.1 as github.com/pelletier/go-toml/v2 reads it.
//
// It must not import notify, anything under app, or a toolkit.
package tomlfile
