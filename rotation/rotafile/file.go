package rotafile

import (
	_ "embed" // for the schema
	"time"

	"standby/rotation"
)

// File is what a rota file says. Instants are in UTC and whole seconds.
type File struct {
	Rota rotation.Rota
	// Zone is the rota's own zone, in which local times without a zone are read.
	Zone *time.Location
	// Members are the [[person]] tables, in the order of the file. When there are
	// none, everybody whom the file names is known by that name or address alone.
	Members []Member
	TimeOff []rotation.TimeOff
	// Holidays are the public holidays, in the order of the file.
	Holidays []Holiday
}

// Member is somebody whom the file introduces.
type Member struct {
	rotation.Person
	// Zone is where the person lives; nil means the zone of the rota.
	Zone *time.Location
}

// Holiday is a public holiday, a whole day long.
type Holiday struct {
	// Date has no time of day: Hour, Minute and Second are zero.
	Date rotation.Local
	Name string
	// Zone is where the day is one; nil means everywhere.
	Zone *time.Location
}

// Bounds of a rota file besides those of tomlfile and rotation. Parse answers
// what lies beyond them with an error that names the bound.
const (
	// MaxName is the length of a name, a role or an id, in characters.
	MaxName = 100
	// MaxEmail is the length of an e-mail address, in bytes (RFC 5321 4.5.3.1.3).
	MaxEmail = 254
	// MaxNamesakes is how many people may have one name.
	MaxNamesakes = 100
	// MaxGroup is how many people may hold a turn together.
	MaxGroup = 1_000
	// MaxVersions is how many versions a layer may have.
	MaxVersions = 1_000
	// MaxWindows is how many windows a version may have.
	MaxWindows = 100
	// MaxNamed is how many people the groups of all versions of all layers may
	// name, those included that a version takes from the one before it.
	MaxNamed = 250_000
	// MaxTurns is how many turns all layers may have in a year, counted for each
	// person and each window that divides them.
	MaxTurns = 500_000
	// MaxLasts is the longest that a turn's duty may be limited to: ten years.
	MaxLasts = 87_600 * time.Hour
	// MaxSeq is the highest sequence number, the last whole number that every
	// reader of JSON keeps exact.
	MaxSeq = 1<<53 - 1
)

// The years that dates and times may lie in.
const (
	minYear = 1970
	maxYear = 2099
)

// Schema is the JSON Schema (2020-12) of the format; taplo and editors check a
// rota file with it while it is being written. It must not be changed.
//
//go:embed schema.json
var Schema []byte
