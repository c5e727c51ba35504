package rotation

// holder is who holds which role, and what an edit needs to know of the edits
// before it, in one word: it is copied a hundred times where a field is read
// once.
type holder uint64

// nobodyHolds is what is left of somebody whom an edit has taken out.
const nobodyHolds = ^holder(0)

func holderOf(who, role int16) holder {
	return holder(uint16(who)) | holder(uint16(role))<<16
}

func (h holder) who() int16 { return int16(h) }

func (h holder) role() int16 { return int16(h >> 16) }

// own is who held the span before any override did, nobody where that is who
// holds it now.
func (h holder) own() int16 { return int16(h>>32) - 1 }

// rank is that of the last edit that gave the span to who holds it, zero where
// none did.
func (h holder) rank() int16 { return int16(h >> 48) }

// plain is the holder without what only edits need to know.
func (h holder) plain() holder { return h & 0xffff_ffff }

// given is who, in the place of h by an edit of that rank; h may have held the
// span before any override did.
func (h holder) given(who, rank int16) holder {
	own := h.own()
	if own < 0 {
		own = h.who()
	}
	return holderOf(who, h.role()) | holder(own+1)<<32 | holder(rank)<<48
}

// taken is who, by an edit of that rank, as if nobody had held the span before.
func (h holder) taken(who, rank int16) holder {
	return holderOf(who, h.role()) | holder(rank)<<48
}
