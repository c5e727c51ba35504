// Package tray is the icon in the system tray and its menu. ViewOf turns a
// snapshot into what they say, as plain values; Tray puts that on the screen and
// touches only what changed; WatchHost tells whether anything shows the icon at
// all.
//
// It may import app/api and notify and its sub-packages. It must not import the
// agent, the store, a provider or the assets: icons are given to it.
package tray
