package pay

import "standby/rotation/pay/holiday"

// policyFile is the policy as it is written; schema.json says the same.
// Amounts are of any type, so that a number with a fraction can be refused with
// a reason: it would be a float.
type policyFile struct {
	Name     string         `toml:"name" example:"\"Sample team\""`
	Version  string         `toml:"version" example:"\"2026-01\""`
	Source   string         `toml:"source" example:"\"collective agreement, section 8\""`
	From     string         `toml:"from" example:"\"2026-07-01\""`
	Zone     string         `toml:"zone" example:"\"Europe/Berlin\""`
	ZoneOf   string         `toml:"zone_of" example:"\"policy\""`
	Currency string         `toml:"currency" example:"\"EUR\""`
	Given    any            `toml:"given"`
	Standby  standbyFile    `toml:"standby"`
	CallOut  callOutFile    `toml:"call_out"`
	Rounding roundFile      `toml:"rounding"`
	Work     workFile       `toml:"work"`
	Holidays holiday.Config `toml:"holidays"`
	Table    []tableFile    `toml:"table"`
	Pay      []ruleFile     `toml:"pay"`
	Package  []packageFile  `toml:"package"`
	HigherOf []choiceFile   `toml:"higher_of"`
	Least    []leastFile    `toml:"guarantee"`
	Cap      []capFile      `toml:"cap"`
	Extra    []extraFile    `toml:"supplement"`
	Account  accountFile    `toml:"account"`
	Rest     []restFile     `toml:"rest"`
	Limit    []limitFile    `toml:"limit"`
}

// standbyFile and callOutFile are the short form of a policy: one rate for each.
type standbyFile struct {
	Rate any `toml:"rate"`
}

type callOutFile struct {
	Rate    any    `toml:"rate"`
	Minimum string `toml:"minimum" example:"\"30m\""`
}

type roundFile struct {
	Place int64  `toml:"place" example:"2"`
	At    string `toml:"at" example:"\"line\""`
	Mode  string `toml:"mode" example:"\"half up\""`
	To    string `toml:"to" example:"\"0.05\""`
	Rates string `toml:"rates" example:"\"0.01\""`
}

type workFile struct {
	Days []string `toml:"days" example:"[\"mon-fri\"]"`
	From string   `toml:"from" example:"\"09:00\""`
	To   string   `toml:"to" example:"\"17:00\""`
}

type tableFile struct {
	Name    string         `toml:"name" example:"\"standby\""`
	By      []string       `toml:"by" example:"[\"level\"]"`
	Default any            `toml:"default"`
	Row     []tableRowFile `toml:"row"`
}

type tableRowFile struct {
	Is    []string `toml:"is" example:"[\"C3\"]"`
	Value any      `toml:"value"`
}

// matchFile are the conditions that rules, rows and minimums share.
type matchFile struct {
	Role     []string `toml:"role" example:"[\"primary\"]"`
	Schedule []string `toml:"schedule" example:"[\"Payments\"]"`
	Mode     []string `toml:"mode" example:"[\"phone\"]"`
	When     any      `toml:"when"`
	Days     []string `toml:"days" example:"[\"mon-fri\"]"`
	From     string   `toml:"from" example:"\"22:00\""`
	To       string   `toml:"to" example:"\"06:00\""`
	Lasting  string   `toml:"lasting" example:"\"12h\""`
	Week     []string `toml:"week" example:"[\"fri 18:00 - mon 08:00\"]"`
	Holiday  []string `toml:"holiday" example:"[\"any\"]"`
	Eve      string   `toml:"eve" example:"\"18:00\""`
	Until    string   `toml:"until" example:"\"next workday\""`
	Since    string   `toml:"since" example:"\"2026-01-01\""`
	Before   string   `toml:"before" example:"\"2027-01-01\""`
	AtLeast  string   `toml:"at_least" example:"\"12h\""`
	MoreThan string   `toml:"more_than" example:"\"16h\""`
	AtMost   string   `toml:"at_most" example:"\"16h\""`
	LessThan string   `toml:"less_than" example:"\"12h\""`
	After    string   `toml:"after" example:"\"2h\""`
	UpTo     string   `toml:"up_to" example:"\"2h\""`

	Season     []string `toml:"season" example:"[\"11-01 - 03-31\"]"`
	Work       string   `toml:"work" example:"\"outside\""`
	WeeksOnEnd string   `toml:"weeks_on_end" example:"\"3\""`
}

type ruleFile struct {
	Key    string `toml:"key" example:"\"nights\""`
	What   string `toml:"what" example:"\"Night on call\""`
	For    string `toml:"for" example:"\"standby\""`
	Figure string `toml:"figure" example:"\"overtime_hours\""`
	matchFile

	Overlap        string `toml:"overlap" example:"\"union\""`
	Join           string `toml:"join" example:"\"touching\""`
	Cut            string `toml:"cut" example:"\"day\""`
	DuringCallOuts string `toml:"during_call_outs" example:"\"continues\""`
	Clock          string `toml:"clock" example:"\"elapsed\""`
	InsteadOf      string `toml:"instead_of" example:"\"nights\""`

	Merge       string   `toml:"merge" example:"\"1h from start\""`
	Merged      string   `toml:"merged" example:"\"worked\""`
	Travel      string   `toml:"travel" example:"\"include\""`
	Nth         string   `toml:"nth" example:"\"first\""`
	NthPer      string   `toml:"nth_per" example:"\"day 08:30\""`
	OnStandby   string   `toml:"on_standby" example:"\"any\""`
	Included    string   `toml:"included" example:"\"30m\""`
	Minimum     string   `toml:"minimum" example:"\"2h\""`
	MinimumPay  any      `toml:"minimum_pay"`
	MinimumRate any      `toml:"minimum_rate"`
	MinimumOnce string   `toml:"minimum_once" example:"\"8h\""`
	MinimumDuty string   `toml:"minimum_on_standby" example:"\"applies\""`
	Round       string   `toml:"round" example:"\"up to 1h\""`
	RoundSum    string   `toml:"round_sum" example:"\"duty\""`
	Pad         string   `toml:"pad" example:"\"last\""`
	HoursPer    string   `toml:"hours_per" example:"\"week\""`
	HoursFrom   string   `toml:"hours_from" example:"\"$regular_hours\""`
	Tiers       string   `toml:"tiers" example:"\"step by step\""`
	RoundRate   string   `toml:"round_rate" example:"\"0.01\""`
	Classify    string   `toml:"classify" example:"\"time\""`
	Combine     string   `toml:"combine" example:"\"first\""`
	Per         string   `toml:"per" example:"\"hour\""`
	Partial     string   `toml:"partial" example:"\"prorate\""`
	Rate        any      `toml:"rate"`
	RateAtLeast any      `toml:"rate_at_least"`
	RateAtMost  any      `toml:"rate_at_most"`
	Time        string   `toml:"time" example:"\"1.5\""`
	TimeRound   string   `toml:"time_round" example:"\"up to 15m\""`
	Settle      string   `toml:"settle" example:"\"cash\""`
	DefaultTo   string   `toml:"default_settle" example:"\"cash\""`
	Attribute   string   `toml:"attribute" example:"\"start\""`
	Report      []string `toml:"report" example:"[\"nights\"]"`

	Qualify    qualifyFile   `toml:"qualify"`
	MinimumFor []minimumFile `toml:"minimum_for"`
	Bonus      []bonusFile   `toml:"bonus"`
	Row        []rowFile     `toml:"row"`
}

type rowFile struct {
	Name string `toml:"name" example:"\"weekend\""`
	matchFile
	Skip        bool     `toml:"skip" example:"true"`
	Rate        any      `toml:"rate"`
	RateAtLeast any      `toml:"rate_at_least"`
	RateAtMost  any      `toml:"rate_at_most"`
	Factor      any      `toml:"factor"`
	Time        string   `toml:"time" example:"\"1.5\""`
	Excludes    []string `toml:"excludes" example:"[\"overtime\"]"`
	Report      []string `toml:"report" example:"[\"weekend_units\"]"`
}

type minimumFile struct {
	matchFile
	Time string `toml:"time" example:"\"2h\""`
}

type bonusFile struct {
	matchFile
	Add string `toml:"add" example:"\"1h\""`
}

type qualifyFile struct {
	Of            string `toml:"of" example:"\"duty\""`
	AtLeast       string `toml:"at_least" example:"\"12h\""`
	MoreThan      string `toml:"more_than" example:"\"12h\""`
	AtMost        string `toml:"at_most" example:"\"16h\""`
	LessThan      string `toml:"less_than" example:"\"12h\""`
	Within        string `toml:"within" example:"\"23:00 - 06:00\""`
	RunsPast      string `toml:"runs_past" example:"\"17:30\""`
	Covers        string `toml:"covers" example:"\"02:00\""`
	Overnight     bool   `toml:"overnight" example:"true"`
	Uninterrupted bool   `toml:"uninterrupted" example:"true"`
}

type packageFile struct {
	Key  string `toml:"key" example:"\"weekend\""`
	What string `toml:"what" example:"\"Weekend on call\""`
	matchFile
	Covered  string   `toml:"covered" example:"\"whole\""`
	Replaces []string `toml:"replaces" example:"[\"nights\"]"`
	Choose   string   `toml:"choose" example:"\"always\""`
	Rate     any      `toml:"rate"`
	Time     string   `toml:"time" example:"\"8h\""`
	Holidays string   `toml:"holidays" example:"\"adjoining\""`
	Report   []string `toml:"report" example:"[\"weekends\"]"`
}

// choiceFile keeps the dearest of some rules, leastFile is a guarantee, extraFile
// a percentage of the pay by other rules.
type choiceFile struct {
	Key  string   `toml:"key" example:"\"offset\""`
	What string   `toml:"what" example:"\"The higher of standby and call-outs\""`
	Of   []string `toml:"of" example:"[\"standby\", \"call_outs + travel\"]"`
	Per  string   `toml:"per" example:"\"week\""`
}

type leastFile struct {
	Key      string   `toml:"key" example:"\"guarantee\""`
	What     string   `toml:"what" example:"\"Least pay for the call-outs of a week\""`
	Of       []string `toml:"of" example:"[\"call_outs\"]"`
	Per      string   `toml:"per" example:"\"week\""`
	Pay      any      `toml:"pay"`
	WhenNone string   `toml:"when_none" example:"\"pays\""`
	Report   []string `toml:"report" example:"[\"guarantees: amount\"]"`
}

type extraFile struct {
	Key    string   `toml:"key" example:"\"holiday_pay\""`
	What   string   `toml:"what" example:"\"Holiday pay\""`
	Of     []string `toml:"of" example:"[\"standby\"]"`
	Per    string   `toml:"per" example:"\"month\""`
	Rate   any      `toml:"rate"`
	Report []string `toml:"report" example:"[\"holiday_pay: amount\"]"`
}

type capFile struct {
	Key   string   `toml:"key" example:"\"monthly\""`
	Of    []string `toml:"of" example:"[\"nights\"]"`
	Per   string   `toml:"per" example:"\"month\""`
	Pay   any      `toml:"pay"`
	Time  string   `toml:"time" example:"\"12h\""`
	Units string   `toml:"units" example:"\"10\""`
	Over  string   `toml:"over" example:"\"drop\""`
	Rate  any      `toml:"rate"`
}

type accountFile struct {
	Cap            string   `toml:"cap" example:"\"240h\""`
	Over           string   `toml:"over" example:"\"pay\""`
	Rate           any      `toml:"rate"`
	Expires        string   `toml:"expires" example:"\"8 weeks\""`
	FiscalYearEnds string   `toml:"fiscal_year_ends" example:"\"03-31\""`
	Expired        string   `toml:"expired" example:"\"lapse\""`
	Round          string   `toml:"round" example:"\"up to 15m\""`
	MayBeNegative  bool     `toml:"may_be_negative" example:"false"`
	Opening        string   `toml:"opening" example:"\"$toil_hours\""`
	OpeningEarned  string   `toml:"opening_earned" example:"\"$earned\""`
	AsOf           string   `toml:"as_of" example:"\"$cashout\""`
	Report         []string `toml:"report" example:"[\"toil_minutes: time_minutes\"]"`
}

type restFile struct {
	Code          string   `toml:"code" example:"\"daily_rest_below_11h\""`
	Kind          string   `toml:"kind" example:"\"daily\""`
	AtLeast       string   `toml:"at_least" example:"\"11h\""`
	WorkEnd       string   `toml:"work_end" example:"\"$work_end\""`
	NextStart     string   `toml:"next_start" example:"\"$next_start\""`
	StandbyIsRest string   `toml:"standby" example:"\"rest\""`
	Release       string   `toml:"release" example:"\"none\""`
	ReleaseRate   any      `toml:"release_rate"`
	Report        []string `toml:"report" example:"[\"shortfall_hours: shortfall\"]"`
	As            string   `toml:"as" example:"\"violation\""`

	Called       matchFile `toml:"called"`
	Reduced      string    `toml:"reduced" example:"\"9h\""`
	ReducedTimes int64     `toml:"reduced_times" example:"12"`
	ReducedPer   string    `toml:"reduced_per" example:"\"year\""`
}

type limitFile struct {
	Code    string   `toml:"code" example:"\"too_many_standby_days\""`
	Of      string   `toml:"of" example:"\"standby_days\""`
	Per     string   `toml:"per" example:"\"month\""`
	AtMost  string   `toml:"at_most" example:"\"10\""`
	AtLeast string   `toml:"at_least" example:"\"1\""`
	Regular string   `toml:"regular" example:"\"40\""`
	Extra   string   `toml:"extra" example:"\"$callout_hours\""`
	Weeks   string   `toml:"weeks" example:"\"$weeks\""`
	Report  []string `toml:"report" example:"[\"avg_week_hours\"]"`
	As      string   `toml:"as" example:"\"violation\""`
}
