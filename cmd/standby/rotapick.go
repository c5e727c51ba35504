package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"standby/rotation"
	"standby/rotation/rotafile"
	"standby/rotation/tomlfile"
)

// people are all whom a rota file names, once each: those it lists, and those
// who have a turn or a part in an override or swap.
func (r *rotaRead) people() []rotation.Person {
	seen := map[rotation.Person]bool{{}: true}
	var list []rotation.Person
	add := func(p rotation.Person) {
		// Parse writes the same person the same way, but for case.
		key := rotation.Person{Name: strings.ToLower(p.Name), Email: strings.ToLower(p.Email)}
		if !seen[key] {
			seen[key] = true
			list = append(list, p)
		}
	}
	for _, m := range r.Members {
		add(m.Person)
	}
	for _, l := range r.Rota.Layers {
		for _, v := range l.Versions {
			for _, g := range v.Rotation.Groups {
				for _, p := range g {
					add(p)
				}
			}
		}
	}
	for _, o := range r.Rota.Overrides {
		add(o.In)
		add(o.Out)
	}
	for _, s := range r.Rota.Swaps {
		add(s.A.Person)
		add(s.B.Person)
	}
	return list
}

// person is the one whom --person means: by e-mail if there is an @ in it, else
// by name.
func (r *rotaRead) person(text string) (rotation.Person, error) {
	var who rotation.Person
	if strings.Contains(text, "@") {
		who.Email = text
	} else {
		who.Name = text
	}
	var found []rotation.Person
	var words []string
	for _, p := range r.people() {
		if p.Same(who) {
			found = append(found, p)
		}
		words = append(words, p.Name, p.Email)
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return who, usageError{fmt.Errorf("--person %q is the name of %d people in the rota; write the e-mail address", text, len(found))}
	}
	return who, usageError{errors.New(unknown("--person", text, "is nobody in the rota", words))}
}

// roles are those of the rota, or the one that --role means.
func (r *rotaRead) roles(text string) ([]rotation.Role, error) {
	all := r.plan.Roles()
	if text == "" {
		return all, nil
	}
	var words []string
	for _, role := range all {
		if strings.EqualFold(string(role), strings.TrimSpace(text)) {
			return []rotation.Role{role}, nil
		}
		words = append(words, string(role))
	}
	return nil, usageError{errors.New(unknown("--role", text, "is no role of the rota", words))}
}

// unknown says that a word is not one of those, and which it may be.
func unknown(flag, text, what string, words []string) string {
	const few = 10
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
	said := fmt.Sprintf("%s %.100q %s", flag, text, what)
	if near := tomlfile.Nearest(text, words); near != "" && len(text) <= rotafile.MaxEmail {
		return said + "; did you mean " + near + "?"
	}
	if n := len(words); n > few {
		return said + "; it has " + strings.Join(words[:few], ", ") + fmt.Sprintf(" and %d others", n-few)
	}
	return said + "; it has " + strings.Join(words, ", ")
}

// completeFiles offers TOML files for as many arguments as there may be; below
// zero means any number.
func completeFiles(most int) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if most >= 0 && len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return []string{"toml"}, cobra.ShellCompDirectiveFilterFileExt
	}
}

// completeFrom offers the words of the rota file that the command line names.
func completeFrom(words func(*rotaRead) []string) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		// A pipe must not be read before its time.
		if info, err := os.Stat(args[0]); err != nil || !info.Mode().IsRegular() {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		r, err := readRota(cmd, args[0])
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return words(&r), cobra.ShellCompDirectiveNoFileComp
	}
}

// roleFlag is --role, with the rota's roles to choose from.
func roleFlag(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, "role", "", "this role alone")
	_ = cmd.RegisterFlagCompletionFunc("role", completeFrom(func(r *rotaRead) []string {
		var words []string
		for _, role := range r.plan.Roles() {
			words = append(words, string(role))
		}
		return words
	}))
}

// personFlag is --person, with the rota's people to choose from.
func personFlag(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, "person", "", "this person's shifts alone, by name or e-mail address")
	_ = cmd.RegisterFlagCompletionFunc("person", completeFrom(func(r *rotaRead) []string {
		var words []string
		for _, p := range r.people() {
			word := p.String()
			if p.Email != "" && p.Name != "" {
				word = p.Email + "\t" + p.Name
			}
			words = append(words, word)
		}
		return words
	}))
}
