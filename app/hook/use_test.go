package hook

import (
	"slices"
	"sync"
	"testing"
	"time"
)

func TestOtherCommandsAreRunOnceTheyAreInUse(t *testing.T) {
	var mu sync.Mutex
	var told []string
	note := make(chan struct{}, 8)
	r := New(Options{Now: time.Now, Report: func(name string, err error) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, name+map[bool]string{true: " fails", false: " is well"}[err != nil])
		note <- struct{}{}
	}, Commands: []Command{{Name: "first", On: []string{"page"}, Run: []string{"/nowhere/at all"}, Timeout: time.Minute}}})
	defer r.Close()
	r.Run("page", nil, nil)
	<-note
	r.Use([]Command{{Name: "second", On: []string{"page"}, Run: []string{"/nowhere/else"}, Timeout: time.Minute}})
	<-note
	r.Run("page", nil, nil)
	<-note
	mu.Lock()
	defer mu.Unlock()
	if want := []string{"first fails", "first is well", "second fails"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}
