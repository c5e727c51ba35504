// Package assets holds what the programs carry inside them: the tray icons, the
// program's icon, the sounds, and the sample team's pay policy and rota.
//
// The icons are drawn by hand as SVG (icons/*.svg); the pictures that are
// embedded are made from them by "go run ./cmd/dev icons", and a test there
// holds the two together. The sounds (sounds/*.wav) are made of sine tones by "go
// run ./cmd/dev sounds", and a test there holds them to their code.
//
// It must not import anything but the standard library.
package assets
