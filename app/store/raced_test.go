//go:build race

package store

// scarce is how many times fewer cases are drawn: SQLite in Go is some fifteen times
// slower with the race detector, which looks at goroutines and not at cases.
const scarce = 20
