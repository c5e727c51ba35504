// Package arrows has no code, only tests: they read the sources of the module and
// hold the arrows of the design, cmd -> app/* -> {rotation, notify}, and the rules
// of the house that a compiler does not know. They need no linter and see the
// files of every system, not only those of the one they run on.
//
// It owns the table of who may import what. The linter holds the same arrows
// (.github/golangci.yml), and more besides; a change to one is a change to both.
//
// It must not import anything of ours.
package arrows
