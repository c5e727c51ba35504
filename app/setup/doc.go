// Package setup turns the configuration into running sources, calendars and rotas,
// adds new ones on command, and makes the sample team of the demo.
//
// It is the one place that knows every provider, the configuration file and the
// keyring together. It must not import the store or a toolkit.
package setup
