package holiday

import (
	"fmt"
	"strings"
)

// Sentences explains the Config back, one plain sentence for each thing that it
// says; it is meant for one without mistakes.
func (c Config) Sentences() []string {
	class := c.Class
	if class == "" {
		class = "holiday"
	}
	var out []string
	for _, code := range c.Region {
		if t, ok := findTerritory(strings.ToLower(strings.TrimSpace(code))); ok {
			out = append(out, fmt.Sprintf("The holidays of %s (%s) are of the class %s.", t.name, t.code, class))
		}
	}
	if len(c.Region) > 0 {
		out = append(out, c.substituteSentence())
	}
	if c.Customary != "" {
		out = append(out, fmt.Sprintf("Days that are free by custom there are of the class %s.", c.Customary))
	}
	for _, d := range c.Day {
		out = append(out, d.sentence(class))
	}
	for _, f := range c.File {
		out = append(out, fmt.Sprintf("The all-day events of %s are holidays of the class %s.", f.Path, orElse(f.Class, class)))
	}
	if len(c.Except) > 0 {
		out = append(out, "No holiday is: "+strings.Join(c.Except, ", ")+".")
	}
	for _, a := range c.Around {
		out = append(out, a.sentence())
	}
	if len(c.Weekend) > 0 {
		out = append(out, "The weekend is "+strings.Join(c.Weekend, ", ")+".")
	}
	return out
}

func (c Config) substituteSentence() string {
	switch substitution(c.Substitute) {
	case actual:
		return "A holiday that the law moves from the weekend counts on its own date."
	case both:
		return "A holiday that the law moves from the weekend counts on its own date and on the day that stands in for it."
	}
	return "A holiday that the law moves from the weekend counts on the day that stands in for it."
}

func (d DayRule) sentence(class string) string {
	text := fmt.Sprintf("%s (%s) is a holiday of the class %s", d.Name, d.On, orElse(d.Class, class))
	if d.Days > 1 {
		text += fmt.Sprintf(", %d days on end", d.Days)
	}
	if d.From != "" || d.To != "" {
		text += fmt.Sprintf(", from %s to %s", orElse(d.From, "00:00"), orElse(d.To, "24:00"))
	}
	if d.Since > 0 {
		text += fmt.Sprintf(", since %d", d.Since)
	}
	if d.Until > 0 {
		text += fmt.Sprintf(", until %d", d.Until)
	}
	switch d.Moved {
	case movedMonday:
		text += ", on the Monday after when it falls on a weekend"
	case movedNearest:
		text += ", on the nearest weekday when it falls on a weekend"
	case movedBefore:
		text += ", on the Friday before when it falls on a weekend"
	}
	return text + "."
}

func (a AroundRule) sentence() string {
	of := "every holiday"
	if len(a.Of) > 0 {
		of = strings.Join(a.Of, ", ")
	}
	return fmt.Sprintf("Around %s, the time from %s until %s is of the class %s.", of, a.From, a.Until, a.Class)
}

func orElse(text, standard string) string {
	if text == "" {
		return standard
	}
	return text
}
