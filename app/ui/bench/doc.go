// Package bench is where the screens are tried: a window without a desktop, an agent
// that records what it is asked, a clock that is set by hand, and no goroutine but
// the test's. Only tests import it.
//
// It may import kit, model, look, api and Fyne. It must not import a screen, so that
// the tests of every screen can use it.
package bench
