// Package look is how Standby looks: its colours, sizes and type, the shape of
// each state, and the few widgets that Fyne does not draw the way we need them
// (a line of text that ends in an ellipsis, a button that says what has the
// focus, a panel, a block on a time track).
//
// It owns appearance and nothing else: widgets take values and callbacks, know
// no page and no shift, and hold no clock. Every colour goes through the theme,
// so light, dark and a change between them while running need no code elsewhere.
//
// It may import api for the names of the standings. It must not import app/ui,
// the agent, or fyne.io/fyne/v2/app.
package look
