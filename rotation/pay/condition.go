package pay

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// condition is one on a fact: it is one of the values, or it is within all bounds;
// and it is none of the values that are ruled out.
type condition struct {
	fact    string
	is, not []string
	bounds  []bound
}

// bound compares a number: op is ">=", "<=", ">" or "<".
type bound struct {
	op   string
	than ratio
}

// when reads { woke = true, level = ["C", "D"], grade = "!7", tenure_months = [">= 12", "< 60"] }.
func (r *reader) when(key string, value any) []condition {
	if value == nil {
		return nil
	}
	facts, ok := value.(map[string]any)
	if !ok {
		r.fault(key, "must name facts and their values", `write when = { woke = true }`)
		return nil
	}
	var out []condition
	for _, name := range sortedKeys(facts) {
		list, isList := facts[name].([]any)
		if !isList {
			list = []any{facts[name]}
		}
		if len(out) > maxTexts || len(list) > maxTexts {
			r.fault(key, "are more than anybody asks", "keep at most 100")
			return nil
		}
		c := condition{fact: name}
		for _, v := range list {
			r.clause(key+"."+name, v, &c)
		}
		out = append(out, c)
	}
	return out
}

// clause adds one value of a condition.
func (r *reader) clause(key string, v any, c *condition) {
	text, ok := scalar(v)
	if !ok {
		r.fault(key, "must be a text, a whole number, true or false, or a list of these", `write it like woke = true or level = ["C", "D"]`)
		return
	}
	for _, op := range []string{">=", "<=", ">", "<"} {
		rest, ok := strings.CutPrefix(strings.TrimSpace(text), op)
		if !ok {
			continue
		}
		n, isNumber := factNumber(rest)
		if !isNumber {
			r.fault(key, "compares with what is no number", `write it like ">= 12"`)
		}
		c.bounds = append(c.bounds, bound{op, n})
		return
	}
	if not, ruledOut := strings.CutPrefix(text, "!"); ruledOut {
		c.not = append(c.not, strings.TrimSpace(not))
		return
	}
	c.is = append(c.is, text)
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case int64:
		return strconv.FormatInt(v, 10), true
	}
	return "", false
}

// comparable reports whether a fact is absent, a number, or named by itself.
func (c *condition) comparable(have string) bool {
	_, ok := factNumber(have)
	return ok || have == "" || isOne(c.is, have) || isOne(c.not, have)
}

// isOne reports whether a fact is one of some values; an absent one is "false".
func isOne(values []string, have string) bool {
	if have == "" {
		have = "false"
	}
	return slices.ContainsFunc(values, func(is string) bool { return strings.EqualFold(is, have) || is == "" && have == "false" })
}

func (c *condition) holds(have string) bool {
	switch {
	case isOne(c.not, have):
		return false
	case len(c.is)+len(c.bounds) == 0, isOne(c.is, have):
		return true
	case len(c.bounds) == 0:
		return false
	}
	n, ok := factNumber(have)
	return ok && !slices.ContainsFunc(c.bounds, func(b bound) bool { return !b.holds(n) })
}

func (b bound) holds(n ratio) bool {
	d := n.compare(b.than)
	return d > 0 && b.op[0] == '>' || d < 0 && b.op[0] == '<' || d == 0 && len(b.op) == 2
}

// said is the condition in words.
func (c *condition) said() string {
	var out []string
	if len(c.is) > 0 {
		out = append(out, listed(c.is, "or"))
	}
	if len(c.bounds) > 0 {
		within := make([]string, len(c.bounds))
		for i, b := range c.bounds {
			within[i] = b.op + " " + b.than.text()
		}
		out = append(out, listed(within, "and"))
	}
	text := listed(out, "or")
	if len(c.not) > 0 {
		if text != "" {
			text += " and "
		}
		text += "not " + listed(c.not, "or")
	}
	return fmt.Sprintf("where %s is %s", c.fact, text)
}

// saidWords are words that are asked for, and those that are ruled out.
func saidWords(how string, words []string, say func(string) string) string {
	var yes, no []string
	for _, w := range words {
		if not, ruledOut := strings.CutPrefix(w, "!"); ruledOut {
			no = append(no, say(not))
		} else {
			yes = append(yes, say(w))
		}
	}
	var out []string
	if len(yes) > 0 {
		out = append(out, how+listed(yes, "or"))
	}
	if len(no) > 0 {
		out = append(out, "not "+how+listed(no, "or"))
	}
	return strings.Join(out, ", ")
}

// byMode is how a call-out was done, in words.
func byMode(mode string) string {
	switch mode {
	case "onsite":
		return "on site"
	case "phone":
		return "by phone"
	case "remote":
		return "from afar"
	}
	return "by " + mode
}

func asIs(word string) string { return word }
