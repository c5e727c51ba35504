package assets

import (
	"embed"
	"path"
	"strings"
)

//go:embed policies/*.toml policies/*.example.json
var policyFiles embed.FS

// Policy is a ready pay policy: the rule of a real employer, agreement or law, for
// people to use as it is or to start from.
type Policy struct {
	// Name is short and stable, such as "tvod"; small letters, digits and hyphens.
	Name string
	// Title is the policy's own name, one line.
	Title string
	// Summary says in a few sentences what it pays and whom it fits.
	Summary string
	// Source is the public text that it renders, with the year.
	Source string
	// Region is the country that it is from; "any" where it is from none.
	Region string
	// Change says what people have to look at before they use it.
	Change string
	// Text is the policy, a file as rotation/pay.Parse takes it.
	Text []byte
	// Example is JSON with "inputs", a log as rotation/pay.ReadLog takes it, and
	// "expected", what the policy makes of it; "note" works it out by hand.
	Example []byte
}

// Policies are the ready pay policies in order of their names. The caller owns
// them.
func Policies() []Policy {
	// What is read below is embedded, which a test holds.
	files, _ := policyFiles.ReadDir("policies")
	var all []Policy
	for _, f := range files {
		name, isPolicy := strings.CutSuffix(f.Name(), ".toml")
		if !isPolicy {
			continue
		}
		text, _ := policyFiles.ReadFile(path.Join("policies", f.Name()))
		example, _ := policyFiles.ReadFile(path.Join("policies", name+".example.json"))
		p := described(string(text))
		p.Name, p.Text, p.Example = name, text, example
		all = append(all, p)
	}
	return all
}

// PolicyNamed is the ready pay policy with that name; false where there is none.
func PolicyNamed(name string) (Policy, bool) {
	for _, p := range Policies() {
		if p.Name == name {
			return p, true
		}
	}
	return Policy{}, false
}

// described reads what the comment at the top of a policy says, and its name and
// source. The comment is a paragraph of summary, then "Region:" and "Change:".
func described(text string) Policy {
	var p Policy
	into, said := &p.Summary, map[string]*string{"Region:": &p.Region, "Change:": &p.Change}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		comment, isComment := strings.CutPrefix(line, "#")
		if !isComment {
			break
		}
		comment = strings.TrimSpace(comment)
		if word, rest, _ := strings.Cut(comment, " "); said[word] != nil {
			into, comment = said[word], rest
		}
		*into = strings.TrimSpace(*into + " " + comment)
	}
	p.Title, p.Source = quotedAt(text, "name"), quotedAt(text, "source")
	return p
}

// quotedAt is the text behind a key at the top of a policy. Ours have neither a
// backslash nor a quotation mark in them, which a test holds.
func quotedAt(text, key string) string {
	_, rest, _ := strings.Cut(text, "\n"+key+` = "`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}
