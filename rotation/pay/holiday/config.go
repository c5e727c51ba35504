package holiday

import (
	"strings"
)

// Config is what a policy says about holidays; it stands in its own table, for
// instance [holidays]. The zero Config has no holidays.
type Config struct {
	// Region has the codes of regions, as Regions lists them.
	Region []string `toml:"region" example:"[\"de-by\"]"`
	// Class is the class of the regions' days and of all that name no other:
	// "holiday" when empty. A class is a word of small letters, digits, - and _.
	Class string `toml:"class" example:"\"holiday\""`
	// Customary is the class of the days that are free by custom and not by law,
	// such as Christmas Eve in Sweden; they are left out when it is empty.
	Customary string `toml:"customary" example:"\"eve\""`
	// Substitute says which day counts when the law moves a holiday from the
	// weekend: "observed" (so when empty), "actual", or "both".
	Substitute string `toml:"substitute" example:"\"observed\""`
	// Weekend has the days that are no weekdays: saturday and sunday when empty.
	Weekend []string `toml:"weekend" example:"[\"saturday\", \"sunday\"]"`
	// Except takes days of regions and files away, each by name or as Day.On.
	Except []string `toml:"except" example:"[\"Fronleichnam\", \"2026-05-15\"]"`
	// Order has classes, the one that ClassAt prefers first. Those that it leaves
	// out follow: of days, of files, of regions, customary, of spans around.
	Order []string `toml:"order" example:"[\"major\", \"holiday\"]"`
	// Day has days of the company.
	Day []DayRule `toml:"day"`
	// File has calendars in files.
	File []FileRule `toml:"file"`
	// Around has spans around holidays.
	Around []AroundRule `toml:"around"`
}

// DayRule is a day of the company, or a few on end, in one year or in many.
type DayRule struct {
	// Name is what a statement calls the day, one line of at most 100 characters.
	Name string `toml:"name" example:"\"Company day\""`
	// On says when: "2026-12-24", "12-24", "24 december", "easter+60", "orthodox
	// easter", "last monday of may", "friday from 06-19" (the first on or after),
	// "monday before 05-25" (the last before); each but the first followed by
	// " +1" or " -1", in days, at most 100.
	On string `toml:"on" example:"\"12-24\""`
	// Days is how many days on end it is, 1 to 31; 1 when zero.
	Days int64 `toml:"days" example:"1"`
	// Class is Config.Class when empty.
	Class string `toml:"class" example:"\"holiday\""`
	// From and To are times of day, "00:00" and "24:00" when empty. A day that is
	// not whole is a weekday all the same.
	From string `toml:"from" example:"\"12:00\""`
	To   string `toml:"to" example:"\"24:00\""`
	// Since and Until are the first and the last year; 0 is no bound.
	Since int64 `toml:"since" example:"2024"`
	Until int64 `toml:"until" example:"2030"`
	// Moved says where the day goes from a Saturday or a Sunday: "monday" after,
	// "nearest" weekday, "friday" before; nowhere when empty.
	Moved string `toml:"moved" example:"\"monday\""`
}

// FileRule is a calendar in a file. Its all-day events are holidays under their
// own names.
type FileRule struct {
	// Path is the name under which Sources has the bytes.
	Path string `toml:"path" example:"\"company.ics\""`
	// Class is Config.Class when empty.
	Class string `toml:"class" example:"\"holiday\""`
}

// AroundRule is a span around each of some holidays: the eve, the night before,
// the days up to the next weekday. It is a class of its own, beside that of the
// holiday; where two such spans of a class overlap, the later begins as the
// earlier ends.
type AroundRule struct {
	// Name is what a statement calls the span; that of the holiday when empty.
	Name string `toml:"name" example:"\"Night before a holiday\""`
	// Class is needed.
	Class string `toml:"class" example:"\"eve\""`
	// Of has the holidays, each by name, by class, or as Day.On. Empty means every
	// whole day that is not customary.
	Of []string `toml:"of" example:"[\"Karfreitag\", \"12-25\"]"`
	// From and Until are a time of day and, after it, which day is meant, counted
	// from the holiday: nothing for the day itself, "the day before", "3 days
	// before", "the day after", "3 days after" (at most 14), "the last weekday
	// before", "the first weekday after". A weekday is neither of the weekend nor
	// a whole day that is a holiday and not customary.
	From  string `toml:"from" example:"\"18:00 the day before\""`
	Until string `toml:"until" example:"\"00:00 the first weekday after\""`
}

// Mistake is one thing that is wrong with a Config. It quotes no value.
//
//nolint:errname // the word of the policy files; it is an error by the way
type Mistake struct {
	// Key is the key within the Config, with indexes for lists: "day[0].on".
	Key string
	// Problem says what is wrong, Remedy what to write instead.
	Problem, Remedy string
}

// Error is the mistake in one line.
func (m Mistake) Error() string { return m.Key + ": " + m.Problem + "; " + m.Remedy }

// Mistakes are all that is wrong, in the order of the keys as Config lists them.
//
//nolint:errname // as Mistake
type Mistakes []Mistake

// Error is all the mistakes, a line each.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i := range m {
		lines[i] = m[i].Error()
	}
	return strings.Join(lines, "\n")
}

// Check says what is wrong with the Config, as far as it can be told without the
// files that it names; nil when nothing is.
func (c Config) Check() []Mistake {
	b := newBuilder(c, Sources{})
	b.blind = true
	b.build()
	return b.mistakes
}

// Sources is what a Config needs and does not hold.
type Sources struct {
	// Regions, unless nil, are the regions instead of those of the Config: those of
	// a person or of a site. Empty means none at all.
	Regions []string
	// Files has the bytes of the Config's files, by their Path.
	Files map[string][]byte
	// Extra are further days, one by one; an empty class is that of the Config, a
	// From and To of zero is the whole day.
	Extra []Day
}

// bounds of a Config, far above any policy.
const (
	maxRegions = 16
	maxDays    = 200
	maxFiles   = 16
	maxAround  = 32
	maxWords   = 64
	maxName    = 100
	maxRun     = 31
)
