package main

import (
	"io"
	"slices"
	"strings"
	"testing"
)

func TestASkipIsCountedAndNamed(t *testing.T) {
	events := `{"Action":"skip","Package":"p","Test":"TestHidden"}
{"Action":"pass","Package":"p","Test":"TestSeen"}
{"Action":"skip","Package":"without-tests"}
{"Action":"fail","Package":"p","Test":"TestBroken"}
`
	var got tally
	(&dev{out: io.Discard}).follow(strings.NewReader(events), &got)
	if got.passed != 1 || got.failed != 1 || got.skipped != 1 || strings.Join(got.skips, " ") != "p.TestHidden" {
		t.Errorf("counted %+v", got)
	}
}

func TestEachParserIsFuzzedInItsPackage(t *testing.T) {
	list := "FuzzRead\nFuzzExpand\nok  \texample/ical\t0.1s\n?   \texample/none\t[no test files]\nok  \texample/plain\t0.2s\nFuzzParse\nok  \texample/pay\t0.1s\n"
	got := readTargets(list)
	want := []fuzzTarget{{"example/ical", "FuzzRead"}, {"example/ical", "FuzzExpand"}, {"example/pay", "FuzzParse"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
