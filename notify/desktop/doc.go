// Package desktop puts notes on the user's screen, with buttons: over D-Bus on
// Linux, as toasts on Windows, through the user notification centre on macOS, and
// as plain text elsewhere. It reports what became of each note.
//
// Show and Withdraw only enqueue; everything that can be slow or hang happens in
// Run. Every text is cleaned and capped before it leaves the process, and
// escaped or mapped for the one back end that gets it, so that what a remote
// system wrote is only ever text.
//
// Nothing here runs a shell or a script on Windows: its toasts go through COM
// alone, because a fall-back to PowerShell would run what a title says.
//
// It may import notify and its own sub-packages. It must not import rotation,
// anything under app, or a toolkit. It keeps nothing between runs: which notes
// must be on the screen is the caller's to know.
package desktop
