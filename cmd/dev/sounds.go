package main

import (
	"context"
	"path/filepath"

	"standby/cmd/dev/sounds"
)

// makeSounds makes the sounds of assets out of the code that describes them.
func makeSounds(_ context.Context, d *dev, _ []string) error {
	dir := filepath.Join(d.root, "assets", "sounds")
	if err := sounds.Generate(dir); err != nil {
		return err
	}
	d.say("Made the sounds in assets/sounds.")
	return nil
}
