package now

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/notify"
)

func TestTheFirstScreenLeadsToOnePageInFull(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	b, _ := open(t, &s)
	test.Tap(b.Button("Details"))
	if len(b.Opened) != 1 || b.Opened[0] != "p" {
		t.Errorf("opened %q", b.Opened)
	}
}

func TestTheStepsOfTheFirstRunLeadToTheSettings(t *testing.T) {
	b, _ := open(t, &api.Snapshot{Seq: 1, Zone: "Europe/Berlin"})
	test.Tap(b.Button("Add a source"))
	if len(b.Went) != 1 || b.Went[0] != model.Settings {
		t.Errorf("went to %v", b.Went)
	}
	b.Agent.Err = api.ErrNotRunning
	test.Tap(b.Button("Send a test page"))
	b.Reads("Standby's agent is not running")
	b.Asked("test-page")
}

func TestTheKeysOfTheFirstScreenWorkWithoutAPointer(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	s.Pages[0].State, s.Pages[0].Due, s.Pages[0].UndoUntil = notify.Acknowledged, time.Time{}, night.Now(t).Add(time.Second)
	s.MutedUntil = night.Now(t).Add(time.Hour)
	b, _ := open(t, &s)
	b.Typed("zm")
	b.Asked("undo p", "mute 01:12")
}

func TestNothingOnTheFirstScreenPassesForCurrentWithoutAnAgent(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Now = b.Now.Add(time.Minute)
	b.Lost()
	b.Reads("Not current", "At 02:12 it was: Primary until Fri 09:00")
	b.DoesNotRead("2 d 6 h of your shift left")
}
