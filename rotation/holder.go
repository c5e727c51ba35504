package rotation

// holder is who holds which role, and what an edit needs to know of the edits
// before it, in one word: it is copied a hundred times where a field is read
// once. From the lowest bit on it keeps who (14 bits, all ones for nobody), role
// (8), own (14, counted from 1), giver (14, counted from 1) and rank (14).
type holder uint64

const (
	personBits = 14
	roleBits   = 8

	roleAt  = personBits
	ownAt   = roleAt + roleBits
	giverAt = ownAt + personBits
	rankAt  = giverAt + personBits

	personMask = 1<<personBits - 1
	roleMask   = 1<<roleBits - 1
	plainMask  = 1<<ownAt - 1

	// joined, in place of a giver, is that of somebody whom an edit added.
	joined = personMask
)

// nobodyHolds is no holder at all.
const nobodyHolds = ^holder(0)

func holderOf(who, role int16) holder {
	return holder(uint16(who)&personMask) | holder(uint16(role)&roleMask)<<roleAt
}

// newcomer is who joins a role by an edit of that rank.
func newcomer(who, role, rank int16) holder {
	return holderOf(who, role) | joined<<giverAt | holder(rank)<<rankAt
}

// who holds; nobody where an edit has taken everybody out.
func (h holder) who() int16 {
	if h.vacant() {
		return nobody
	}
	return int16(h & personMask)
}

// vacant reports a span whose holder was taken out. It is kept for a later edit
// that names who held it.
func (h holder) vacant() bool { return h&personMask == personMask }

func (h holder) role() int16 { return int16(h >> roleAt & roleMask) }

func (h holder) first() int16 { return int16(h>>ownAt&personMask) - 1 }

func (h holder) giver() int16 { return int16(h >> giverAt & personMask) }

// own is whom an override may name besides who holds the span: who held it before
// any override did; nobody where that is who holds it, or where it changed hands
// for good since.
func (h holder) own() int16 {
	if h.giver() != 0 {
		return nobody
	}
	return h.first()
}

// home reports that every edit so far has been undone.
func (h holder) home() bool {
	return h.giver() == 0 && (h.first() < 0 || h.first() == h.who())
}

// rank is that of the last edit that gave the span to who holds it, zero where
// none did.
func (h holder) rank() int16 { return int16(h >> rankAt) }

// plain is the holder without what only edits need to know.
func (h holder) plain() holder { return h & plainMask }

// given is who, or nobody, in the place of h by an override of that rank.
func (h holder) given(who, rank int16) holder {
	own := h.own()
	if own < 0 {
		own = h.who()
	}
	return holderOf(who, h.role()) | holder(own+1)<<ownAt | holder(rank)<<rankAt
}

// swapped is who in the place of h by a swap of that rank. What was swapped back
// is as if it had not been.
func (h holder) swapped(who, rank int16) holder {
	giver := h.giver()
	switch giver {
	case 0:
		giver = h.who() + 1
	case who + 1:
		giver = 0
	}
	return holderOf(who, h.role()) | h&(personMask<<ownAt) | holder(giver)<<giverAt | holder(rank)<<rankAt
}
