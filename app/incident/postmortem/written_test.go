package postmortem_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/app/incident/publish"
	"standby/rotation"
)

func TestTwoWhoEditOverwriteNothing(t *testing.T) {
	w := wrote(t, postmortem.Written{}, postmortem.Edit{Part: postmortem.Lucky, Text: "It was a Sunday."})
	rev := w.Parts[postmortem.Lucky].Rev
	w = wrote(t, w, postmortem.Edit{Part: postmortem.Lucky, On: rev, Text: "It was a Sunday morning."})
	after, err := w.With(postmortem.Edit{Part: postmortem.Lucky, On: rev, Text: "Nobody was awake."}, engineer("C"), at(12, 0))
	var stale *incident.StaleError
	if !errors.As(err, &stale) || stale.Theirs != "It was a Sunday morning." || stale.Yours != "Nobody was awake." || !stale.By.Same(engineer("B")) {
		t.Fatalf("%v", err)
	}
	if after.Parts[postmortem.Lucky].Text != "It was a Sunday morning." || after.Rev != w.Rev {
		t.Error("something was overwritten")
	}
	if _, err := w.With(postmortem.Edit{Part: postmortem.Lucky, On: stale.Rev, Text: "Both."}, engineer("C"), at(12, 1)); err != nil {
		t.Error(err)
	}
}

func TestAWrongChangeIsNamed(t *testing.T) {
	w := wrote(t, postmortem.Written{}, postmortem.PutWhy{Question: "Why?"})
	w = wrote(t, w, postmortem.PutWhy{Parent: w.Whys[0].ID, Question: "Why that?"})
	root := w.Whys[0]
	for name, c := range map[string]struct {
		change postmortem.Change
		want   error
	}{
		"a part that is none":             {postmortem.Edit{Part: "verdict"}, postmortem.ErrUnknown},
		"a text of a megabyte":            {postmortem.Edit{Part: postmortem.Lucky, Text: strings.Repeat("x", 1<<20)}, postmortem.ErrTooLong},
		"a question that is none":         {postmortem.Reply{Question: "who"}, postmortem.ErrUnknown},
		"a reply that is none":            {postmortem.Reply{Question: postmortem.WasDown, Reply: "maybe"}, postmortem.ErrUnknown},
		"a check that is none":            {postmortem.Tick{Check: "x"}, postmortem.ErrUnknown},
		"a hundred authors":               {postmortem.Authors{Authors: make([]rotation.Person, 100)}, postmortem.ErrTooLong},
		"a why without a question":        {postmortem.PutWhy{Answer: "Because."}, postmortem.ErrEmpty},
		"a why below one that is none":    {postmortem.PutWhy{Parent: 99, Question: "Why?"}, postmortem.ErrBranch},
		"a why that is none":              {postmortem.PutWhy{ID: 99, Question: "Why?"}, postmortem.ErrUnknown},
		"a why with others below it":      {postmortem.PutWhy{ID: root.ID, On: root.Rev, Gone: true}, postmortem.ErrBranch},
		"a why that was changed meantime": {postmortem.PutWhy{ID: root.ID, On: root.Rev + 7, Question: "Why?"}, incident.ErrStale},
		"a why with a hundred links":      {postmortem.PutWhy{Question: "Why?", Evidence: make([]publish.Link, 100)}, postmortem.ErrTooLong},
	} {
		after, err := w.With(c.change, engineer("A"), at(9, 0))
		if !errors.Is(err, c.want) || after.Rev != w.Rev {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEachLeafLeadsToAnAction(t *testing.T) {
	s := diskFull(t, false)
	w := complete(t, s)
	if lacks := postmortem.Lacks(w.Whys, s.i.Todos); len(lacks) != 0 {
		t.Fatalf("%+v", lacks)
	}
	root, leaf := w.Whys[0], w.Whys[1]
	put := func(y postmortem.Why) postmortem.PutWhy {
		return postmortem.PutWhy{ID: y.ID, On: y.Rev, Question: y.Question, Answer: y.Answer, Evidence: y.Evidence, FollowUp: y.FollowUp, NoAction: y.NoAction}
	}
	check := func(name string, y postmortem.Why, want string) {
		t.Helper()
		changed := wrote(t, w, put(y))
		lacks := postmortem.Lacks(changed.Whys, s.i.Todos)
		switch {
		case want == "" && len(lacks) == 0:
		case len(lacks) != 1 || lacks[0].ID != y.ID || lacks[0].What != want:
			t.Errorf("%s: %+v, want %q", name, lacks, want)
		}
	}
	none := leaf
	none.FollowUp = 0
	check("a leaf without an action", none, "leads to no action")
	none.NoAction = "The machine is replaced next week."
	check("a leaf of which it is said why", none, "")
	blank := leaf
	blank.Answer = " "
	check("no answer", blank, "has no answer")
	unseen := root
	unseen.Evidence = nil
	check("no evidence", unseen, "has no evidence for its answer")
	row := s.todoRow("Rotate the logs of every database")
	s.do(at(14, 0), "A", incident.Put[incident.Todo]{ID: row, On: row, Gone: true, Value: incident.Todo{Sort: incident.FollowUp, Text: "Rotate the logs of every database"}})
	check("an action that was dropped", leaf, "leads to an action that was taken off the list")
}

func TestATreeStaysATree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := postmortem.Written{}
		for range rapid.IntRange(0, 40).Draw(t, "changes") {
			c := postmortem.PutWhy{Question: "Why?", Answer: rapid.SampledFrom([]string{"", "Because."}).Draw(t, "answer"), Parent: rapid.IntRange(0, w.Rev).Draw(t, "parent")}
			if len(w.Whys) > 0 && rapid.Bool().Draw(t, "changes one") {
				y := rapid.SampledFrom(w.Whys).Draw(t, "which")
				c.ID, c.On, c.Gone = y.ID, y.Rev, rapid.Bool().Draw(t, "gone")
			}
			before := w
			var err error
			if w, err = w.With(c, rotation.Person{}, at(9, 0)); err != nil && w.Rev != before.Rev {
				t.Fatalf("%v changed something", err)
			}
		}
		seen := map[int]bool{}
		var walk func(parent int)
		walk = func(parent int) {
			for _, y := range postmortem.Below(w.Whys, parent) {
				if seen[y.ID] {
					t.Fatalf("why %d is there twice", y.ID)
				}
				seen[y.ID] = true
				walk(y.ID)
			}
		}
		walk(0)
		if len(seen) != len(w.Whys) {
			t.Fatalf("%d of %d whys are in the tree", len(seen), len(w.Whys))
		}
		data, err := json.Marshal(w)
		var back postmortem.Written
		if err == nil {
			err = json.Unmarshal(data, &back)
		}
		again, _ := json.Marshal(back)
		if err != nil || string(again) != string(data) {
			t.Fatalf("%v: %s is not %s", err, again, data)
		}
	})
}

// TestADamagedTreeHasAnEnd: what was kept may come back in any shape.
func TestADamagedTreeHasAnEnd(t *testing.T) {
	s := diskFull(t, false)
	w := postmortem.Written{Whys: []postmortem.Why{{ID: 1, Parent: 2, Question: "a"}, {ID: 2, Parent: 1, Question: "b"}, {ID: 3, Parent: 3, Question: "c"}, {ID: 4, Parent: 9, Question: "d"}}}
	d, err := postmortem.Draft(s.i, w, settings(), at(10, 0)).Document()
	if err != nil {
		t.Fatal(err)
	}
	text := publish.Markdown(d)
	for _, q := range []string{"- a (", "- b (", "- c (", "- d ("} {
		if strings.Count(text, q) != 1 {
			t.Errorf("%q is there %d times", q, strings.Count(text, q))
		}
	}
}

func TestChangesAreReadFromTheirJSON(t *testing.T) {
	for kind, fields := range map[string]string{
		"edit": `{"part":"lucky","text":"x"}`, "reply": `{"question":"down","reply":"no"}`, "authors": `{"authors":[{"name":"Engineer A"}]}`,
		"why": `{"question":"Why?","evidence":[{"text":"a","url":"https://x.example"}]}`, "check": `{"check":"shared","reply":"yes"}`,
	} {
		c, err := postmortem.DecodeChange(kind, []byte(fields))
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if _, err := (postmortem.Written{}).With(c, engineer("A"), at(9, 0)); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	for kind, fields := range map[string]string{"edit": `{"part":"lucky","txt":"x"}`, "verdict": `{}`, "why": `{} {}`, "check": ``} {
		if _, err := postmortem.DecodeChange(kind, []byte(fields)); err == nil {
			t.Errorf("%s %s is read", kind, fields)
		}
	}
}

func FuzzDecodeChange(f *testing.F) {
	f.Add("edit", `{"part":"lucky","text":"x"}`)
	f.Add("why", `{"question":"Why?","parent":3,"evidence":[{"text":"a","url":"https://x.example"}]}`)
	f.Fuzz(func(t *testing.T, kind, fields string) {
		c, err := postmortem.DecodeChange(kind, []byte(fields))
		if err != nil {
			return
		}
		w := postmortem.Written{}
		if next, err := w.With(c, rotation.Person{}, time.Unix(0, 0)); err == nil {
			s := diskFull(t, false)
			if _, err := postmortem.Draft(s.i, next, settings(), at(10, 0)).Document(); err != nil {
				t.Error(err)
			}
		}
	})
}
