// Package icons makes the pictures that package assets embeds: the tray icons
// for light and for dark panels, as PNG and as Windows ICO, and the program's
// icon. It makes them from the drawings that people edit, assets/icons/*.svg.
//
// It owns the colours of the tray. A drawing of a state has no colour of its own
// (currentColor), only a shape; what is cut out of it shows the panel. So no
// state can come to rest on colour alone.
//
// It must not import anything under app, rotation or notify, or a toolkit; its
// tests may look at package assets.
package icons
