package incident

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func somePerson(name string) rotation.Person {
	return rotation.Person{Name: name, Email: strings.ToLower(name) + "@example.org"}
}

var (
	ada, ben, cleo = somePerson("Ada"), somePerson("Ben"), somePerson("Cleo")
	nobody         rotation.Person
)

func anyPerson() *rapid.Generator[rotation.Person] {
	return rapid.SampledFrom([]rotation.Person{nobody, ada, ben, cleo, {Name: "Ada"}, {Email: "BEN@example.org"}})
}

func anyText() *rapid.Generator[string] {
	return rapid.OneOf(rapid.Just(""), rapid.StringN(0, 30, -1), rapid.SampledFrom([]string{"one", "two words"}), rapid.SampledFrom([]string{"TODO: call Ada\nTODO", "- todo write", "a\x00b\u202Ec\r\nd", "\xff", strings.Repeat("long ", 70)}))
}

// fill sets a value to something drawn, small enough that values meet again.
func fill(t *rapid.T, v reflect.Value, now time.Time) {
	switch x := v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(rapid.SampledFrom([]time.Time{{}, now, now.Add(-time.Hour), now.Add(-time.Minute), now.Add(30 * time.Second), now.Add(time.Hour)}).Draw(t, "time")))
		return
	case rotation.Person:
		v.Set(reflect.ValueOf(anyPerson().Draw(t, "person")))
		return
	case Severity:
		v.SetInt(rapid.Int64Range(-1, 5).Draw(t, "severity"))
		return
	default:
		if words := wordsOf(x); words != nil {
			v.SetString(rapid.SampledFrom(words).Draw(t, "word"))
			return
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		for n := range v.NumField() {
			fill(t, v.Field(n), now)
		}
	case reflect.String:
		v.SetString(anyText().Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64Range(-1, 60).Draw(t, "number"))
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(t, "length")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for k := range n {
			fill(t, v.Index(k), now)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(t, key, now)
			fill(t, value, now)
			v.SetMapIndex(key, value)
		}
	default:
		t.Fatalf("no way to draw a %s", v.Type())
	}
}

func words[T ~string](all ...T) []string {
	list := []string{"", "nonsense"}
	for len(list) < 40 {
		for _, a := range all {
			list = append(list, string(a))
		}
	}
	return list
}

// wordsOf are the words that a string type may hold; nil for any other type.
func wordsOf(v any) []string {
	switch v.(type) {
	case Role:
		return words(Roles()...)
	case Stage:
		return words(Stages()...)
	case Field:
		return words(Fields()...)
	case Milestone:
		return words(Milestones()...)
	case Reply:
		return words(Yes, No, Unsure)
	case Verdict:
		return words(Now, Now, Now, LowPriority, Bug)
	case Detector:
		return words(Detectors()...)
	case NoteSort:
		return words(Remark, Technical, Action, Resolve)
	case TodoSort:
		return words(Task, BugFiled, FollowUp)
	case Audience:
		return words(Internal, External)
	case Phase:
		return words(Investigating, Scope, Ongoing, Monitoring, AllClear)
	case Means:
		return words(Divert, Drop, NoMeans)
	case Confidence:
		return words(Guessed, Probable, Confirmed)
	case Ask:
		return words(AskWhat, AskWhere, AskWhy)
	case Outcome:
		return words(RuledOut, Proved)
	case Method:
		return words(Linear, Bisection)
	case Probe:
		return words(Good, Bad, Skipped)
	case Code:
		return words(Codes()...)
	case ReviewState:
		return words(NotNeeded, Draft, Reviewed)
	}
	return nil
}

// anyCommand draws a command: mostly of the kinds that depend on one another.
func anyCommand(t *rapid.T, i Incident, now time.Time) Command {
	kinds := append(Kinds(), Assign{}.Kind(), Assign{}.Kind(), Release{}.Kind(), OfferHandOff{}.Kind(), OfferHandOff{}.Kind(), ReadBack{}.Kind(), ReadBack{}.Kind(), TakeCommand{}.Kind(), TakeCommand{}.Kind(), Edit{}.Kind(), Move{}.Kind())
	v := reflect.ValueOf(known()[rapid.SampledFrom(kinds).Draw(t, "kind")]())
	fill(t, v.Elem(), now)
	if a, ok := v.Interface().(*Attach); ok && rapid.Bool().Draw(t, "a right hash") {
		a.SHA256 = strings.Repeat("ab", 32)
	}
	if p, ok := v.Interface().(*LinkPage); ok {
		p.ID = rapid.SampledFrom([]string{"p1", "p2"}).Draw(t, "page")
	}
	if p, ok := v.Interface().(*PageEvent); ok {
		p.PageID, p.What = "p1", rapid.SampledFrom([]string{"triggered", "acknowledged", "seen", "resolved"}).Draw(t, "what")
	}
	if e, ok := v.Interface().(*Edit); ok && rapid.Bool().Draw(t, "on what is there") {
		e.On = i.Texts[e.Field].Rev
	}
	if h, open := i.PendingHandOff(); open && rapid.Bool().Draw(t, "the hand-off goes on") {
		if h.State == Briefed {
			return ReadBack{Text: "All of it."}
		}
		return TakeCommand{}
	}
	return v.Interface().(interface{ value() any }).value().(Command)
}

// anyActor is mostly somebody who may do what the hand-off waits for.
func anyActor(t *rapid.T, i Incident) rotation.Person {
	if h, open := i.PendingHandOff(); open && rapid.Bool().Draw(t, "the next commander") {
		return h.To
	}
	if h, led := i.Commander(); led && rapid.Bool().Draw(t, "the commander") {
		return h.Person
	}
	return anyPerson().Draw(t, "by")
}

func TestAnyCommandsKeepTheRecordWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := noon
		var events []Event
		var i Incident
		led, released := false, false
		steps := rapid.IntRange(1, 60).Draw(t, "steps")
		for n := range steps {
			now = now.Add(time.Duration(rapid.IntRange(-60, 1200).Draw(t, "seconds")) * time.Second)
			c := anyCommand(t, i, now)
			if n == 0 {
				c = Open{ID: "x", Title: "Trouble", Drill: rapid.Bool().Draw(t, "drill")}
			}
			before := mustJSON(t, i)
			added, err := Apply(i, anyActor(t, i), c, now)
			if err != nil && len(added) > 0 {
				t.Fatalf("%v, and %d events", err, len(added))
			}
			next, err := i.With(added...)
			if err != nil {
				t.Fatal(err)
			}
			if after := mustJSON(t, i); after != before {
				t.Fatalf("the snapshot before it was changed by %T:\n%s\n%s", c, before, after)
			}
			for _, e := range added {
				switch f := e.Fact.(type) {
				case Release:
					released = released || f.Role == Commanding
				case Assign:
					released = released && f.Role != Commanding
				}
			}
			checkCommand(t, next, &led, released)
			checkTimeline(t, i, next)
			events, i = append(events, added...), next
		}
		checkRecord(t, i, events)
		checkReading(t, i, now)
	})
}

func mustJSON(t *rapid.T, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func checkCommand(t *rapid.T, i Incident, led *bool, released bool) {
	held := i.Holders(Commanding)
	*led = *led || len(held) > 0
	if len(held) > 1 {
		t.Fatalf("%d people are in command", len(held))
	}
	if *led && len(held) == 0 && !released {
		t.Fatal("nobody is in command, and nobody released it")
	}
}

// checkTimeline sees that no entry vanishes: one may only be gone on with.
func checkTimeline(t *rapid.T, before, after Incident) {
	for n, e := range before.Entries {
		held := after.Entries[n]
		if held.Last == e.Last && held != e || held.Seq != e.Seq || !held.At.Equal(e.At) || held.Last != e.Last && held.Field == "" {
			t.Fatalf("entry %+v became %+v", e, held)
		}
	}
	if all := after.Timeline(true); len(all) != len(after.Entries) {
		t.Fatalf("%d entries, %d shown", len(after.Entries), len(all))
	}
}

func checkRecord(t *rapid.T, i Incident, events []Event) {
	again, err := Fold(events)
	if err != nil || !reflect.DeepEqual(again, i) {
		t.Fatalf("folded anew it is another incident (%v):\n%s\n%s", err, mustJSON(t, i), mustJSON(t, again))
	}
	var read []Event
	if err := json.Unmarshal([]byte(mustJSON(t, events)), &read); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(read, events) {
		t.Fatalf("the events came back as\n%+v, not\n%+v", read, events)
	}
	var snapshot Incident
	if err := json.Unmarshal([]byte(mustJSON(t, i)), &snapshot); err != nil {
		t.Fatal(err)
	}
	if got, want := mustJSON(t, snapshot), mustJSON(t, i); got != want {
		t.Fatalf("the snapshot came back as\n%s, not\n%s", got, want)
	}
}

// checkReading sees that whatever can be asked has an answer.
func checkReading(t *rapid.T, i Incident, now time.Time) {
	for _, at := range []time.Time{now, now.Add(8 * time.Hour), now.AddDate(400, 0, 0)} {
		standing, next := i.Warnings(at, Watch{Me: ada, ShiftEnds: now.Add(2 * time.Hour)})
		if !next.IsZero() && !next.After(at) {
			t.Fatalf("at %v the next look is at %v", at, next)
		}
		for _, w := range standing {
			if !w.Again.After(at) || w.Since.After(at) || w.Sentence == "" || w.Remedy == "" {
				t.Fatalf("at %v: %+v", at, w)
			}
		}
	}
	doc := i.Document(now)
	if strings.Contains(doc, "DRILL") != i.Drill && !strings.Contains(doc, "TODO") {
		t.Fatalf("drill is %v:\n%s", i.Drill, doc)
	}
	_ = i.Brief(Rules{}, time.UTC) + i.TicketText() + i.Announcement(time.UTC)
	_ = i.Responders()
	if d := i.Durations(now); d.Total.Of < 0 || d.ToAcknowledge.Of < 0 {
		t.Fatalf("%+v", d)
	}
	if name, err := i.Channel(DefaultChannel, now); err != nil || len(name) > MaxChannel {
		t.Fatalf("%q, %v", name, err)
	}
	for _, s := range Stages() {
		_ = i.Exit(s)
	}
	_ = i.Offers()
}
