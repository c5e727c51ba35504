package pay

import (
	"maps"
	"slices"
	"strings"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/assets"
)

// offer is a ready policy as it is offered.
type offer struct {
	name, title, region string
	summary             string
	facts               []model.Fact
}

// offersOf are the ready policies that say all of the words, in any order.
func offersOf(all []assets.Policy, search string) []offer {
	var out []offer
	for _, p := range all {
		text := strings.ToLower(strings.Join([]string{p.Name, p.Title, p.Region, p.Summary}, " "))
		fits := true
		for word := range strings.FieldsSeq(strings.ToLower(search)) {
			fits = fits && strings.Contains(text, word)
		}
		if !fits {
			continue
		}
		region := p.Region
		if region == "any" {
			region = "anywhere"
		}
		out = append(out, offer{name: p.Name, title: p.Title, region: region, summary: p.Summary,
			facts: []model.Fact{{Name: "Source", Value: p.Source}, {Name: "Look at", Value: p.Change}}})
	}
	return out
}

// saidOf is a policy in plain sentences, one to a line.
func saidOf(w api.PolicyWords) string {
	var lines []string
	for _, s := range w.Sentences {
		lines = append(lines, "•  "+s)
	}
	return strings.Join(lines, "\n")
}

// needsOf says what a policy has to know, and where its file stands.
func needsOf(w api.PolicyWords) string {
	var parts []string
	if len(w.Facts) > 0 {
		var facts []string
		for _, name := range slices.Sorted(maps.Keys(w.Facts)) {
			facts = append(facts, name+" (such as "+w.Facts[name]+")")
		}
		parts = append(parts, "It has to know of you: "+strings.Join(facts, ", ")+". What is the same for everybody may stand in the file, under [given].")
	}
	if w.Kept {
		parts = append(parts, "A copy of it that was edited stands in "+w.Path+"; that is what is explained here, and used.")
	}
	return strings.Join(parts, " ")
}

// used says what has been done.
func used(w api.PolicyWords) string {
	return "The pay policy is “" + w.Name + "” now. It stands in " + w.Path + ": change its figures there, they count at once."
}
