package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"standby/rotation"
)

// Tone names a rule of wording.
type Tone string

// The rules. They find English phrases that point at people or at what they might
// have done, where a post-mortem asks what made it possible.
const (
	// HumanError is a mistake given as the cause.
	HumanError Tone = "human-error"
	// Hindsight measures people by what is known only now.
	Hindsight Tone = "hindsight"
	// Counterfactual tells what did not happen instead of what did.
	Counterfactual Tone = "counterfactual"
	// Fault is a word that faults somebody.
	Fault Tone = "fault"
	// Person is a person as the subject of a fault.
	Person Tone = "person"
	// Overstated is "outage" where the service was only worse than it should be.
	Overstated Tone = "overstated"
)

// Hint is a phrase that may be read as blame. It is a hint, not an error: the
// writer knows what was meant.
type Hint struct {
	Tone Tone `json:"tone"`
	// Start and End are the bytes of the phrase in the text; Line and Column are
	// where it begins, in lines and characters from 1.
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Quote  string `json:"quote"`
	// Why says what is wrong with it, Instead proposes something gentler.
	Why     string `json:"why"`
	Instead string `json:"instead"`
}

// Setting is what the hints turn on besides the text.
type Setting struct {
	// People are those who took part; their names and first names are known.
	People []rotation.Person
	// DegradedOnly says that the service was never gone altogether.
	DegradedOnly bool
}

// rule finds phrases of folded text.
type rule struct {
	tone         Tone
	pattern      *regexp.Regexp
	why, instead string
	// spared are what follows a match that makes it mean something else.
	spared *regexp.Regexp
}

// Wording finds phrases that may be read as blame. It never changes, so that any
// number of goroutines may use it; making one takes some milliseconds.
type Wording struct{ rules []rule }

// NewWording makes the rules for a setting.
func NewWording(s Setting) *Wording {
	rules := phrases()
	if s.DegradedOnly {
		rules = append(rules, overstated())
	}
	return &Wording{append(rules, about(s.People)...)}
}

// Hints finds phrases in a text, in order and without overlap. Code between
// backticks and addresses are left alone.
func (w *Wording) Hints(text string) []Hint {
	folded := fold(mask(text))
	var found []Hint
	for _, r := range w.rules {
		found = append(found, r.find(text, folded)...)
	}
	slices.SortStableFunc(found, func(a, b Hint) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	kept := found[:0]
	for _, h := range found {
		if len(kept) == 0 || h.Start >= kept[len(kept)-1].End {
			kept = append(kept, h)
		}
	}
	place(text, kept)
	return kept
}

func (r rule) find(text, folded string) []Hint {
	var found []Hint
	for _, m := range r.pattern.FindAllStringIndex(folded, -1) {
		start, end := m[0], m[1]
		rest := folded[end:min(len(folded), end+40)]
		before, _ := utf8.DecodeLastRuneInString(folded[:start])
		after, _ := utf8.DecodeRuneInString(rest)
		if partOfWord(before) || before == '-' || partOfWord(after) || r.spared != nil && r.spared.MatchString(rest) {
			continue
		}
		found = append(found, Hint{Tone: r.tone, Start: start, End: end, Quote: text[start:end], Why: r.why, Instead: r.instead})
	}
	return found
}

// fold makes ASCII letters lower-case, and leaves every byte in its place.
func fold(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func partOfWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// longest makes a pattern that takes the longest phrase where several begin at one
// place: "forgotten" rather than "forgot".
func longest(pattern string) *regexp.Regexp {
	p := regexp.MustCompile(pattern)
	p.Longest()
	return p
}

// place counts the lines and columns of hints that are in order.
func place(text string, hints []Hint) {
	line, begin, at := 1, 0, 0
	for n := range hints {
		for ; at < hints[n].Start; at++ {
			if text[at] == '\n' {
				line, begin = line+1, at+1
			}
		}
		hints[n].Line, hints[n].Column = line, utf8.RuneCountInString(text[begin:hints[n].Start])+1
	}
}

// quoted are the parts of a text that are not the writer's own words.
const quoted = "`[^`\n]*`|https?://[^\\s<>\"]+|(?i:git\\s+blame|(?:no|without)\\s+blame|blames?\\s+(?:nobody|no\\s+one))"

// mask puts as many other bytes in the place of what is not to be read.
func mask(text string) string {
	return regexp.MustCompile(quoted).ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("\x00", len(s)) })
}

// longestName bounds the names that are looked for; what is longer is no name.
const longestName = 60

// about are the rules for people: a name, or what stands for one, as the subject of
// a fault, or named as its cause.
func about(people []rotation.Person) []rule {
	who := []string{`(?:the\s+)?(?:on-?call\s+|release\s+|junior\s+|senior\s+|site\s+)?(?:engineer|operator|developer|admin(?:istrator)?|sysadmin|responder|programmer|contractor|intern|new\s+hire)`, `he`, `she`, `somebody`, `someone`}
	for _, name := range names(people) {
		who = append(who, regexp.QuoteMeta(fold(name)))
	}
	anyone := `(?:` + strings.Join(who, "|") + `)`
	instead := "Tell what the system showed and let happen, in the order of time: what was known, what was done, what came of it."
	return []rule{
		{
			tone: Person, why: "It makes a person the subject of a fault.", instead: instead,
			pattern: longest(anyone + `\s+(?:(?:has|have|had|then|also|again|once|who|simply|just|clearly|again|[a-z]+ly)\s+){0,3}(?:` + faults + `)`),
		},
		{
			tone: Person, why: "It names a person as the cause.", instead: instead,
			pattern: longest(`(?:caused\s+by|because\s+of|due\s+to|thanks\s+to|fault\s+of|mistake\s+by|error\s+by|mistake\s+of)\s+` + anyone),
			spared:  regexp.MustCompile(`^['’]s\s+(?:report|call|note|work|quick|help|question|message|observation|analysis)`),
		},
		{
			tone: Person, why: "It names a person as the cause.", instead: instead,
			pattern: longest(anyone + `['’]s?\s+(?:[^\s.,;:()!?]+\s+)?(?:fault|mistake|error|negligence|carelessness|failure|oversight|blunder)`),
		},
	}
}

// faults are verbs that fault their subject.
const faults = `broke|caused|crashed|failed\s+to|forgot|forgets|missed|ignored|overlooked|neglected|misconfigured|mis-?typed|mis-?read|misunderstood|mishandled|deleted|dropped|wiped|destroyed|took\s+(?:[^\s.,;:()!?]+\s+){0,2}down|brought\s+(?:[^\s.,;:()!?]+\s+){0,2}down|knocked|messed\s+up|screwed\s+up|botched|blundered|violated|skipped|rushed|panicked|did\s+not\s+(?:check|test|read|notice|look|follow|bother|verify|think)|didn['’]t\s+(?:check|test|read|notice|look|follow|bother|verify|think)|should(?:n['’]t|\s+not)?\s+have|should['’]ve|could['’]ve|ought\s+to|was\s+(?:careless|negligent|wrong|at\s+fault|to\s+blame|sloppy)|is\s+(?:to\s+blame|at\s+fault)|made\s+(?:a|the)\s+(?:mistake|error)`

// names are the full names of people and the first of their parts. Names of fewer
// than three letters would be found in too much.
func names(people []rotation.Person) []string {
	var all []string
	for _, p := range people {
		parts := strings.Fields(p.Name)
		for _, name := range append([]string{strings.Join(parts, " ")}, parts[:min(1, len(parts))]...) {
			if n := utf8.RuneCountInString(name); n >= 3 && n <= longestName && utf8.ValidString(name) && !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return all[:min(len(all), 2*maxPeople)]
}
