// Package sounds makes the sounds that package assets embeds, out of sine tones
// with envelopes: nobody else's recording is in them, so nobody else's licence.
//
// It owns what a page, a notice and a hand-off sound like. The same code gives the
// same bytes on every machine.
//
// It must not import anything under app, rotation or notify, or a toolkit.
package sounds
