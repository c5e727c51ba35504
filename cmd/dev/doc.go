// Command dev is what a contributor types: it installs what the machine lacks,
// builds, runs, tests, checks, measures and packages Standby.
//
//	go run ./cmd/dev run       start Standby with its sample team
//	go run ./cmd/dev test      everything that CI runs
//	go run ./cmd/dev explore   other drawn cases, and fuzzing of every parser
//	go run ./cmd/dev check     format, vet, lint
//	go run ./cmd/dev bench     figures, side by side with their limits
//	go run ./cmd/dev conform   agreement with other implementations' cases
//	go run ./cmd/dev package   archives for a release
//	go run ./cmd/dev icons     draw the icons of assets anew
//	go run ./cmd/dev sounds    make the sounds of assets anew
//
// It must not import the agent, the store or a toolkit: it runs programs, and
// looks at them from outside.
package main
