// Package rotafile reads and writes rota files: TOML that people write by hand
// and keep in version control, and that programs append covers and swaps to.
// [Parse] reads one, [Format] writes one, [Append] adds to one, and [Schema] is
// the format for editors. assets/sample/rota.toml is an example with every key.
//
// # Times, zones and people
//
// A time is a date and a time of day, "2026-01-05T09:00", to the second at
// most, in the years 1970 to 2099; a space may stand in place of the T. Without
// an offset it is what clocks in a zone show: the rota's, and for from, until
// and anchor of a layer the layer's. A time that clocks skip is the first
// instant after the gap; of two that they show alike it is the first, and for
// an end (to, until, was_to) the last. With an offset, "2026-01-05T09:00+01:00"
// or Z, it is that instant (RFC 3339). TOML's own dates and times mean the same
// as these texts.
//
// A zone is a name of the IANA zone database: "Europe/Berlin".
//
// A person is a text: an e-mail address if there is an @ in it, else a name.
// Case does not count. If there are [[person]] tables, it must be one of theirs,
// and means that one with name and address; if there are none, anybody may be
// named. A name that two people have does not tell which of them is meant.
//
// A name, role or id is one line of at most [MaxName] characters without
// control characters; space around it does not count.
//
// # The top of the file
//
//	name      what people call the rota; needed
//	zone      its zone; needed
//	stacking  "top wins" (the default): of two layers of a role, the later one in
//	          the file is on call; "union": both are
//
// # [[person]]
//
// Who is in the team, at most [rotation.MaxPeople]; name or email is needed. No
// two may have one e-mail address, nor one name unless both have an address.
//
//	name   shown; without an @
//	email  identifies
//	zone   where the person lives; the rota's if left out
//
// # [[layer]]
//
// A rotation that fills a role; the bottom layer first, at least one, at most
// [rotation.MaxLayers].
//
//	name        tells layers apart; may be left out when nothing refers to it
//	role        "primary" (the default), "secondary", "shadow" or any other word;
//	            a rota has at most [rotation.MaxRoles] of them
//	beside      true: does not hide the layer just below it, which must have the
//	            same role; default false
//	until       when the layer ends; never, by default
//	unit        "hourly", "daily", "weekly" or "monthly"; needed
//	every       how many of them a turn lasts, 1 (the default) to [rotation.MaxEvery]
//	wall_clock  true: an hourly rotation follows the clock and not elapsed hours,
//	            as all others do in any case; default false
//	lasts       ends a turn's duty that long after its start, "12h", up to
//	            [MaxLasts]; "0s" (the default): at the hand-off
//	anchor      a local time: the hand-off that begins turn 0; needed
//	zone        of the anchor, the hand-offs and the windows; default the rota's
//	people      who takes turns, in order; those of an inner list, at most
//	            [MaxGroup], hold a turn together; needed
//	from        when the layer comes into force; default the anchor
//
// # [[layer.window]]
//
// When the layer holds, at most [MaxWindows] of them; always, without any.
//
//	days    mon, tue, wed, thu, fri, sat, sun, weekdays, weekend, in a list; the
//	        days on which the window starts; default every day
//	start   a time of day, "22:00"; with end, or neither: the whole day
//	end     a time of day, up to "24:00"; one that is not after the start is on
//	        the next day
//	nights  0 (the default) to 7: how many days after the start the end is; the
//	        window is no longer than a week
//
// # [[layer.version]]
//
// What the layer becomes later on, so that a change does not rewrite the past:
// at most [MaxVersions] with the first. It has from, which is needed and later
// than that of the version before, and the keys from unit to people, and window.
// What it leaves out is as in the version before; window = [] takes away the
// windows, lasts = "0s" the limit. A wall_clock is not taken over into a unit
// that has none.
//
// # [[override]]
//
// Somebody in, somebody out, or both, for a span. Overrides and swaps are at
// most [rotation.MaxEdits], and at most [rotation.MaxSwaps] of them swaps.
//
//	id        names it; no other override or swap may have it; may be left out
//	seq       0 to [MaxSeq]; the highest applies last; default: one more than the
//	          highest before it in the file, so that the file's order holds
//	from, to  the span; without to, until further notice
//	layer     limits it to the layer of that name
//	role      limits it to a role
//	out       who leaves
//	everyone  true: all leave; default false
//	in        who comes, where somebody is on duty
//	cover     true: in comes even where nobody is on duty; default false
//
// # [[swap]]
//
// Two spans change hands together, or not at all. id and seq are those of an
// override; a and b are tables, what the one and the other person gives away:
//
//	person       who gives it; needed, and not the same on both sides
//	from, to     the span; needed
//	layer, role  limit it, as they do an override
//	shift        the turn it is about, a table; the swap then follows when the
//	             turn moves: layer, version (from 0, the default, for the layer as
//	             it was at first), turn (from 0, at the anchor), was_from and
//	             was_to (when the turn was as the two agreed)
//
// # [[time_off]] and [[holiday]]
//
// A time_off has person, from and to, when somebody is away. A holiday has date
// ("2026-12-25"), name, and zone where the day is one only there.
//
// # Bounds
//
// A file is at most 1 MiB (tomlfile.MaxSize). So that its schedule can be
// computed, its versions name at most [MaxNamed] people together, its layers
// have at most [MaxTurns] turns in a year, and its swaps do not reach over so
// many turns that it would take long to judge them. Every bound has an error of
// its own, with the line and the key that is beyond it.
//
// The package is pure: it opens no file and asks no clock. It must not import
// notify, anything under app, or a toolkit.
package rotafile
