//go:build linux

package main

import (
	"os"
	"slices"
	"testing"

	"standby/app/api"
	"standby/rotation"
)

// badInputDuty is a file that has the user on call, and what it becomes while the
// agent does not run.
type badInputDuty struct {
	// source is its name, file where it lies, good what is in it, config the
	// configuration that has it read.
	source, file, good, config string
	// shifts is how many shifts of it lie ahead.
	shifts int
	// logs are in the agent's line about it, whatever it becomes.
	logs []string
	// quietlyGone says that the loss of the file is told by the doctor alone.
	quietlyGone bool
}

// badInputBecomes is what such a file becomes; a body of "-" that it is gone.
type badInputBecomes struct {
	name  string
	body  string
	words []string
	logs  string
}

// badInputGone is the body of a file that is not there.
const badInputGone = "-"

// badInputDutyRows checks that the last good copy is used, and what is said.
func badInputDutyRows(t *testing.T, bin string, of func(*badInputProfile) badInputDuty, rows []badInputBecomes) {
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newBadInputProfile(t, bin)
			duty := of(p)
			path := p.write(duty.file, duty.good)
			p.write("standby.toml", duty.config)
			p.start()
			before := p.await("the user is on call", func(s api.Snapshot) bool { return s.Standing == api.OnCall })
			p.stop()
			if row.body != badInputGone {
				p.write(duty.file, row.body)
			} else if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			p.start()
			src := p.awaitTrouble(duty.source)
			if row.body != badInputGone || !duty.quietlyGone {
				p.wantTrouble(*src.Trouble, row.words...)
				p.wantNotClear()
			}
			p.wantDoctor("source "+duty.source, append(slices.Clone(row.words), "as they were last read")...)
			p.wantLog(append(slices.Clone(duty.logs), "calendar="+duty.source, row.logs)...)
			p.wantLastCopy(before, duty.shifts)
		})
	}
}

// wantLastCopy checks that the user is on call as they were before, with as many
// shifts ahead.
func (p *badInputProfile) wantLastCopy(before api.Snapshot, ahead int) {
	p.t.Helper()
	after, err := p.client.Snapshot(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	if after.Duty.Current == nil || !after.Duty.Until.Equal(before.Duty.Until) {
		p.t.Errorf("the last good copy is not used: %+v", after.Duty)
	}
	var shifts []rotation.Shift
	p.json(&shifts, "shifts")
	if len(shifts) != ahead {
		p.t.Errorf("%d shifts ahead, want the %d of the last good copy: %+v", len(shifts), ahead, shifts)
	}
}
