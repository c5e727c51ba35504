package store

import (
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
)

// disk is a disk that can lose its power: what was synced is on it, what was only
// written may be, in whole or in part, in any order.
//
// It is a harsh one. A file is made of sectors of 512 bytes, each of which holds,
// after the loss, any of the states it was in since the last sync of that file; its
// length likewise, by itself; what was cut off is gone with the length or not at all.
// A name that was made, changed or removed is lost unless its folder was synced, whatever became of the file; a folder is such a name
// too, and takes along what is in it. What real file systems promise beyond that is not
// relied upon.
type disk struct {
	names   map[string]*blob // as the process sees them
	settled map[string]*blob // as they are after a loss of everything unsynced
	turns   []turn           // changes of names that are not synced yet, oldest first
}

// blob is a file without its name, or a folder.
type blob struct {
	folder  bool
	solid   []byte
	pending []change
}

// change is a write of data at an offset, or, where data is nil, a new length.
type change struct {
	at   int64
	data []byte
}

// turn is a change of a name: it now stands for the blob, or for nothing. The
// second name of a rename changes with the first or not at all.
type turn struct {
	folder string
	name   string
	to     *blob
	gone   string
}

const sector = 512

func newDisk(files map[string][]byte) *disk {
	d := &disk{names: make(map[string]*blob), settled: make(map[string]*blob)}
	put := func(name string, b *blob) { d.names[name], d.settled[name] = b, b }
	for name, data := range files {
		put(name, &blob{solid: slices.Clone(data)})
		for _, folder := range above(name) {
			put(folder, &blob{folder: true})
		}
	}
	return d
}

// above are the folders that a name lies in, below the root.
func above(name string) (folders []string) {
	for at := filepath.Dir(name); at != "."; at = filepath.Dir(at) {
		folders = append(folders, at)
	}
	return folders
}

func (d *disk) makeFolder(name string) { d.turn(turn{name: name, to: &blob{folder: true}}) }

func (d *disk) create(name string) *blob {
	if b := d.names[name]; b != nil {
		return b
	}
	b := new(blob)
	d.turn(turn{name: name, to: b})
	return b
}

func (d *disk) rename(from, to string) { d.turn(turn{name: to, to: d.names[from], gone: from}) }

func (d *disk) remove(name string) { d.turn(turn{gone: name}) }

func (d *disk) turn(t turn) {
	t.folder = filepath.Dir(t.name + t.gone)
	if t.name != "" {
		t.folder = filepath.Dir(t.name)
	}
	t.do(d.names)
	d.turns = append(d.turns, t)
}

func (t turn) do(names map[string]*blob) {
	if t.gone != "" {
		delete(names, t.gone)
	}
	if t.name != "" {
		names[t.name] = t.to
	}
}

func (d *disk) syncFolder(folder string) {
	d.turns = slices.DeleteFunc(d.turns, func(t turn) bool {
		if t.folder != folder {
			return false
		}
		t.do(d.settled)
		return true
	})
}

func (b *blob) sync() { b.solid, b.pending = b.whole(), nil }

// whole is the content as the process sees it.
func (b *blob) whole() []byte {
	return b.some(func(int64) int { return len(b.pending) })
}

// some is the content in which, of the changes to a sector, as many were written
// as upTo says, and of those to the length as it says for the sector -1.
func (b *blob) some(upTo func(sector int64) int) []byte {
	out := slices.Clone(b.solid)
	size := int64(len(out))
	for i, c := range b.pending {
		if c.data == nil && c.at < int64(len(out)) && i < upTo(-1) {
			clear(out[c.at:])
		}
		end := c.at + int64(len(c.data))
		if grow := end - int64(len(out)); grow > 0 {
			out = append(out, make([]byte, grow)...)
		}
		for at := c.at; at < end; at = nextSector(at) {
			if i < upTo(at/sector) {
				copy(out[at:min(nextSector(at), end)], c.data[at-c.at:])
			}
		}
		if i < upTo(-1) && (c.data == nil || end > size) {
			size = end
		}
	}
	return out[:size]
}

func nextSector(at int64) int64 { return (at/sector + 1) * sector }

// lost is what is found after the power went: every name and content that was
// synced, and of the rest what luck left of it. Without luck nothing of it is. The
// names of folders end in a stroke.
func (d *disk) lost(luck *rand.Rand) map[string][]byte {
	names := maps.Clone(d.settled)
	for _, t := range d.keptTurns(luck) {
		t.do(names)
	}
	files := make(map[string][]byte, len(names))
	for _, name := range slices.Sorted(maps.Keys(names)) {
		switch gone := func(folder string) bool { return names[folder] == nil }; {
		case slices.ContainsFunc(above(name), gone):
		case names[name].folder:
			files[name+"/"] = nil
		case strings.HasSuffix(name, "-shm"): // it is shared memory, and its content is nowhere promised
			if luck != nil && luck.IntN(2) == 0 {
				files[name] = rubbish(luck)
			}
		default:
			files[name] = names[name].lost(luck)
		}
	}
	return files
}

func rubbish(luck *rand.Rand) []byte {
	data := make([]byte, 32<<10)
	for i := range data {
		data[i] = byte(luck.Uint32())
	}
	return data
}

// keptTurns are mostly the first few, as a journal keeps them, and sometimes any.
func (d *disk) keptTurns(luck *rand.Rand) []turn {
	switch {
	case luck == nil:
		return nil
	case luck.IntN(3) > 0:
		return d.turns[:luck.IntN(len(d.turns)+1)]
	}
	return slices.DeleteFunc(slices.Clone(d.turns), func(turn) bool { return luck.IntN(2) == 0 })
}

func (b *blob) lost(luck *rand.Rand) []byte {
	if luck == nil {
		return slices.Clone(b.solid)
	}
	switch luck.IntN(4) {
	case 0:
		return slices.Clone(b.solid)
	case 1:
		return b.whole()
	}
	drawn := make(map[int64]int)
	return b.some(func(sector int64) int {
		n, ok := drawn[sector]
		if !ok {
			n = luck.IntN(len(b.pending) + 1)
			drawn[sector] = n
		}
		return n
	})
}
