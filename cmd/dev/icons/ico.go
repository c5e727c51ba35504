package icons

import (
	"bytes"
	"encoding/binary"
)

// picture is one size of a Windows icon.
type picture struct {
	side int // pixels, 1 to 256
	png  []byte
}

// ico packs pictures into one Windows icon file, as "Icons" of the Windows
// documentation describes it: a directory, then the pictures as PNG, which
// Windows reads since Vista.
func ico(pictures []picture) []byte {
	const header, entry = 6, 16
	var b bytes.Buffer
	word := func(v int) { b.Write(binary.LittleEndian.AppendUint16(nil, uint16(v))) }
	long := func(v int) { b.Write(binary.LittleEndian.AppendUint32(nil, uint32(v))) }

	word(0) // reserved
	word(1) // an icon, not a cursor
	word(len(pictures))
	at := header + entry*len(pictures)
	for _, p := range pictures {
		b.Write([]byte{byte(p.side), byte(p.side), 0, 0}) // 256 is written as 0
		word(1)                                           // colour planes
		word(32)                                          // bits for each pixel
		long(len(p.png))
		long(at)
		at += len(p.png)
	}
	for _, p := range pictures {
		b.Write(p.png)
	}
	return b.Bytes()
}
