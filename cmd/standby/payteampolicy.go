package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"standby/rotation"
	"standby/rotation/pay"
)

// teamPolicies are the rules that a team is paid by.
type teamPolicies struct {
	general *pay.Policy
	own     []ownPolicy
}

// ownPolicy is the one of a person who is not paid by the general one.
type ownPolicy struct {
	name   string // as it was written
	person rotation.Person
	policy *pay.Policy
}

func readPolicies(cmd *cobra.Command, texts []string) (*teamPolicies, error) {
	all := &teamPolicies{}
	for _, text := range texts {
		name, file := ofPerson(text)
		p, err := readPolicy(cmd, file)
		if err != nil {
			return nil, err
		}
		who := personNamed(name)
		switch {
		case name == "" && all.general != nil:
			return nil, usageError{errors.New("there are two --policy for everybody; write whom one of them is for, such as --policy \"Engineer A=policy.toml\"")}
		case name == "":
			all.general = &p
		case all.ownOf(who) != nil:
			return nil, usageError{fmt.Errorf("--policy: %q has two policies; leave one out", name)}
		default:
			all.own = append(all.own, ownPolicy{name, who, &p})
		}
	}
	return all, nil
}

func (t *teamPolicies) first() *pay.Policy {
	if t.general != nil {
		return t.general
	}
	return t.own[0].policy
}

func (t *teamPolicies) ownOf(p rotation.Person) *pay.Policy {
	for _, o := range t.own {
		if o.person.Same(p) {
			return o.policy
		}
	}
	return nil
}

// of is the policy that a person is paid by.
func (t *teamPolicies) of(p rotation.Person) (*pay.Policy, error) {
	if own := t.ownOf(p); own != nil {
		return own, nil
	}
	if t.general == nil {
		return nil, usageError{fmt.Errorf("--policy: there is none for %s; write one for everybody else, such as --policy policy.toml", p)}
	}
	return t.general, nil
}

// known refuses a policy for somebody who is not in the team.
func (t *teamPolicies) known(people []rotation.Person) error {
	for _, o := range t.own {
		found := false
		var words []string
		for _, p := range people {
			found = found || o.person.Same(p)
			words = append(words, p.Name, p.Email)
		}
		if !found {
			return usageError{errors.New(unknown("--policy", o.name, "is nobody in the team", words))}
		}
	}
	return nil
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
