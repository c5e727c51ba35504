package rotation

// holder is who holds which role, and what an edit needs to know of the edits
// before it, in one word: it is copied a hundred times where a field is read
// once.
type holder uint64

// nobodyHolds is what is left of somebody whom an edit has taken out.
const nobodyHolds = ^holder(0)

// swapped marks what changed hands for good: it is no longer its first holder's,
// whom an override would have to name.
const swapped = holder(1) << 63

func holderOf(who, role int16) holder {
	return holder(uint16(who)) | holder(uint16(role))<<16
}

// newcomer is who joins a role by an edit of that rank.
func newcomer(who, role, rank int16) holder {
	return holderOf(who, role) | holder(rank)<<48
}

func (h holder) who() int16 { return int16(h) }

func (h holder) role() int16 { return int16(h >> 16) }

// first is who held the span before any edit did, nobody where none has.
func (h holder) first() int16 { return int16(h>>32) - 1 }

// own is whom an override may name besides who holds the span: who held it before
// any override did.
func (h holder) own() int16 {
	if h&swapped != 0 {
		return nobody
	}
	return h.first()
}

// rank is that of the last edit that gave the span to who holds it, zero where
// none did.
func (h holder) rank() int16 { return int16(h &^ swapped >> 48) }

// plain is the holder without what only edits need to know.
func (h holder) plain() holder { return h & 0xffff_ffff }

// given is who, in the place of h by an override of that rank.
func (h holder) given(who, rank int16) holder {
	own := h.own()
	if own < 0 {
		own = h.who()
	}
	return newcomer(who, h.role(), rank) | holder(own+1)<<32
}

// taken is who, in the place of h by a swap of that rank.
func (h holder) taken(who, rank int16) holder {
	first := h.first()
	if first < 0 {
		first = h.who()
	}
	return newcomer(who, h.role(), rank) | holder(first+1)<<32 | swapped
}
