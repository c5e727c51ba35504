package main

import (
	"io"
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
