//go:build !race

package store

const scarce = 1
