package account_test

import (
	"fmt"
	"testing"

	"standby/rotation/pay/account"
)

// BenchmarkAccount is ten years with 300 call-outs and 24 days off in each.
func BenchmarkAccount(b *testing.B) {
	var entries []account.Entry
	for i := range 3000 {
		entries = append(entries, account.Entry{ID: fmt.Sprint("e", i), Kind: account.Earned, On: onDay(i * 365 / 300), Seconds: 3600})
	}
	for i := range 240 {
		entries = append(entries, account.Entry{ID: fmt.Sprint("t", i), Kind: account.Taken, On: onDay(30 + i*15), Seconds: 8 * 3600})
	}
	rules := account.Rules{Expiry: account.Expiry{Months: 6}, Cap: 100 * 3600}
	a, err := account.New(rules, entries)
	if err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]func(){
		"new": func() {
			if _, err := account.New(rules, entries); err != nil {
				b.Fatal(err)
			}
		},
		"at":   func() { a.At(onDay(3650)) },
		"free": func() { a.Free(onDay(3650)) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
		})
	}
}
