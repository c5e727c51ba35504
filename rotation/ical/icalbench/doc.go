// Package icalbench is what reading calendars is measured with: a large calendar
// that is the same in every run, and the plain use of the libraries that package
// ical stands on, as the baseline.
//
// It is for benchmarks alone; no program that people run imports it. It must not
// import package ical, so that the baseline owes it nothing.
package icalbench
