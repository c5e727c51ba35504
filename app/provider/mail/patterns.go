package mail

import (
	"errors"
	"regexp"
	"strings"
)

// patterns say whose mails count: addresses in which * stands for any text. No
// pattern lets all count.
type patterns []*regexp.Regexp

// ErrPattern says that a pattern for senders is none, and how to write one.
var ErrPattern = errors.New("a sender is an address in which * may stand for any text, such as alerts@example.org or *@example.org")

// CheckSender reports whether a pattern for senders can be used; else the error is
// ErrPattern.
func CheckSender(pattern string) error {
	if pattern = strings.TrimSpace(pattern); pattern == "" || len(pattern) > maxID || strings.ContainsAny(pattern, " \t\r\n<>\x00") || !strings.ContainsAny(pattern, "@*") {
		return ErrPattern
	}
	return nil
}

func newPatterns(list []string) (patterns, error) {
	var out patterns
	for _, p := range list {
		if err := CheckSender(p); err != nil {
			return nil, err
		}
		parts := strings.Split(strings.ToLower(strings.TrimSpace(p)), "*")
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		re, err := regexp.Compile("^" + strings.Join(parts, ".*") + "$")
		if err != nil {
			return nil, ErrPattern
		}
		out = append(out, re)
	}
	return out, nil
}

func (p patterns) match(address string) bool {
	for _, re := range p {
		if re.MatchString(address) {
			return true
		}
	}
	return len(p) == 0
}
