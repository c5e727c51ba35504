package assets

import _ "embed" // for the files below

// AppIcon is the program's icon, a PNG of 256 by 256 pixels. It must not be
// changed.
//
//go:embed icons/app.png
var AppIcon []byte

// NoteIcon is the program's icon for notifications, a PNG of 48 by 48 pixels.
// It must not be changed.
//
//go:embed icons/app-48.png
var NoteIcon []byte

// AppSVG is the program's icon as it was drawn. It must not be changed.
//
//go:embed icons/app.svg
var AppSVG []byte

// SamplePolicy is the sample team's pay policy, a file as rotation/pay.Parse
// takes it. It must not be changed.
//
//go:embed sample/policy.toml
var SamplePolicy []byte

// SampleRota is the sample team's rota, a file as rotation/rotafile.Parse takes
// it, and the format's example. It must not be changed.
//
//go:embed sample/rota.toml
var SampleRota []byte
