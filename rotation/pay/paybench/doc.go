// Package paybench is what the pay engine is measured with: a year on call that is
// the same in every run, and pay that is worked out minute by minute, as the
// baseline.
//
// It is for benchmarks and tests alone; no program that people run imports it. It
// must not import package pay, so that the baseline owes it nothing.
package paybench
