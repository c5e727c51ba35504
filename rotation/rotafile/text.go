package rotafile

// The texts of a rota file, as TOML has them. Where a time may stand as a text
// and as TOML's own date and time, and in people, the field takes anything.

type rotaText struct {
	Name     string         `toml:"name" example:"\"Payments\""`
	Zone     string         `toml:"zone" example:"\"Europe/Berlin\""`
	Stacking string         `toml:"stacking" example:"\"top wins\""`
	Person   []personText   `toml:"person"`
	Layer    []layerText    `toml:"layer"`
	Override []overrideText `toml:"override"`
	Swap     []swapText     `toml:"swap"`
	TimeOff  []timeOffText  `toml:"time_off"`
	Holiday  []holidayText  `toml:"holiday"`
}

type personText struct {
	Name  string `toml:"name" example:"\"Engineer A\""`
	Email string `toml:"email" example:"\"a@example.org\""`
	Zone  string `toml:"zone" example:"\"Europe/Berlin\""`
}

type layerText struct {
	Name   string `toml:"name" example:"\"weeks\""`
	Role   string `toml:"role" example:"\"primary\""`
	Beside bool   `toml:"beside" example:"true"`
	Until  any    `toml:"until"`
	turnsText
	Version []versionText `toml:"version"`
}

type versionText struct{ turnsText }

// turnsText is what a layer and its versions have in common.
type turnsText struct {
	From      any          `toml:"from"`
	Unit      string       `toml:"unit" example:"\"weekly\""`
	Every     int64        `toml:"every" example:"1"`
	WallClock bool         `toml:"wall_clock" example:"true"`
	Lasts     string       `toml:"lasts" example:"\"12h\""`
	Anchor    any          `toml:"anchor"`
	Zone      string       `toml:"zone" example:"\"Europe/Berlin\""`
	People    []any        `toml:"people" example:"[\"a@example.org\", \"b@example.org\"]"`
	Window    []windowText `toml:"window"`
}

type windowText struct {
	Days   []string `toml:"days" example:"[\"weekdays\"]"`
	Start  any      `toml:"start"`
	End    any      `toml:"end"`
	Nights int64    `toml:"nights" example:"1"`
}

type overrideText struct {
	ID       string `toml:"id" example:"\"cover-1\""`
	Seq      int64  `toml:"seq" example:"1"`
	From     any    `toml:"from"`
	To       any    `toml:"to"`
	Layer    string `toml:"layer" example:"\"weeks\""`
	Role     string `toml:"role" example:"\"primary\""`
	Out      string `toml:"out" example:"\"a@example.org\""`
	In       string `toml:"in" example:"\"b@example.org\""`
	Everyone bool   `toml:"everyone" example:"true"`
	Cover    bool   `toml:"cover" example:"true"`
}

type swapText struct {
	ID  string   `toml:"id" example:"\"swap-1\""`
	Seq int64    `toml:"seq" example:"1"`
	A   sideText `toml:"a"`
	B   sideText `toml:"b"`
}

type sideText struct {
	Person string    `toml:"person" example:"\"a@example.org\""`
	From   any       `toml:"from"`
	To     any       `toml:"to"`
	Layer  string    `toml:"layer" example:"\"weeks\""`
	Role   string    `toml:"role" example:"\"primary\""`
	Shift  shiftText `toml:"shift"`
}

type shiftText struct {
	Layer   string `toml:"layer" example:"\"weeks\""`
	Version int64  `toml:"version" example:"0"`
	Turn    int64  `toml:"turn" example:"3"`
	WasFrom any    `toml:"was_from"`
	WasTo   any    `toml:"was_to"`
}

type timeOffText struct {
	Person string `toml:"person" example:"\"a@example.org\""`
	From   any    `toml:"from"`
	To     any    `toml:"to"`
}

type holidayText struct {
	Date any    `toml:"date"`
	Name string `toml:"name" example:"\"New Year\""`
	Zone string `toml:"zone" example:"\"Europe/Berlin\""`
}
