//go:build !failpoints

package main

func failpoint(string) {}
