package postmortem_test

import (
	"strings"
	"testing"

	"standby/app/incident/postmortem"
)

func BenchmarkHints(b *testing.B) {
	text := strings.Repeat("Robin noticed that the disk was full and moved the logs away. ", 300)
	w := postmortem.NewWording(took("Robin Example", "Mary Example"))
	for b.Loop() {
		w.Hints(text)
	}
}

func BenchmarkNewWording(b *testing.B) {
	for b.Loop() {
		postmortem.NewWording(took("Robin Example", "Mary Example"))
	}
}
