package postmortem

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"standby/app/incident"
	"standby/app/incident/publish"
	"standby/rotation"
)

// Row is a line of the post-mortem's timeline. Each has evidence: where it is
// found in the record, and links where there are any.
type Row struct {
	// Seq is the number of the event in the record of the incident.
	Seq      int             `json:"seq"`
	At       time.Time       `json:"at"`
	By       rotation.Person `json:"by,omitzero"`
	Text     string          `json:"text"`
	Remark   string          `json:"remark,omitempty"`
	Moved    bool            `json:"moved,omitempty"`
	Evidence []publish.Link  `json:"evidence"`
}

// timeline is the incident's as it was curated, with the evidence of each entry.
func timeline(i incident.Incident) []Row {
	linked := pageLinks(i)
	entries := i.Timeline(false)
	rows := make([]Row, 0, len(entries))
	for _, e := range entries {
		r := Row{Seq: e.Seq, At: e.At, By: e.By, Text: e.Text, Remark: e.Remark, Moved: e.Moved}
		r.Evidence = append(r.Evidence, publish.Link{Text: fmt.Sprintf("record %d", e.Seq)})
		r.Evidence = append(r.Evidence, linked[e.Seq]...)
		if e.What == (incident.SetRoom{}).Kind() && i.Room.URL != "" && strings.HasSuffix(e.Text, i.Room.Name) {
			r.Evidence = append(r.Evidence, publish.Link{Text: i.Room.Name, URL: i.Room.URL})
		}
		r.Evidence = append(r.Evidence, addresses(e.Text+" "+e.Remark)...)
		rows = append(rows, r)
	}
	return rows
}

// pageLinks are the links of the entries that tell of a page or of an attachment.
// The record has them in the order in which the incident has pages, events of pages
// and attachments.
func pageLinks(i incident.Incident) map[int][]publish.Link {
	links := map[int][]publish.Link{}
	pages, files := 0, 0
	for _, e := range slices.SortedFunc(slices.Values(i.Entries), func(a, b incident.Entry) int { return a.Seq - b.Seq }) {
		switch e.What {
		case (incident.LinkPage{}).Kind():
			if pages < len(i.Pages) {
				links[e.Seq] = ofPage(i.Pages[pages])
			}
			pages++
		case (incident.Attach{}).Kind():
			if files < len(i.Attachments) {
				a := i.Attachments[files]
				links[e.Seq] = []publish.Link{{Text: a.Name + ", SHA-256 " + a.SHA256}}
			}
			files++
		case (incident.PageEvent{}).Kind():
			if p, ok := pageOf(i, e); ok {
				links[e.Seq] = ofPage(p)
			}
		}
	}
	return links
}

// pageOf is the page that an entry tells of: the one with such an event.
func pageOf(i incident.Incident, e incident.Entry) (incident.PageFacts, bool) {
	for _, event := range i.PageEvents {
		if !event.At.Equal(e.At) || event.By != e.By.Name {
			continue
		}
		for _, p := range i.Pages {
			if p.ID == event.PageID && strings.HasPrefix(e.Text, fmt.Sprintf("Page %q: ", p.Title)) {
				return p, true
			}
		}
	}
	return incident.PageFacts{}, false
}

func ofPage(p incident.PageFacts) []publish.Link {
	if p.URL == "" {
		return []publish.Link{{Text: "page " + p.ID}}
	}
	return []publish.Link{{Text: "page " + p.ID, URL: p.URL}}
}

// addresses are those of the web in a text.
func addresses(s string) []publish.Link {
	var all []publish.Link
	for _, a := range regexp.MustCompile(`https?://[^\s<>"]+`).FindAllString(s, maxLinks) {
		a = strings.TrimRight(a, ".,;:!?)]}'’")
		if l := (publish.Link{Text: a, URL: a}); !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

// material is what else belongs to the incident.
func material(i incident.Incident) []publish.Link {
	var all []publish.Link
	for _, p := range i.Pages {
		all = append(all, publish.Link{Text: fmt.Sprintf("Page %s of %s: %s", p.ID, p.Source, p.Title), URL: p.URL})
	}
	if i.Room.Name != "" {
		all = append(all, publish.Link{Text: "Command post: " + i.Room.Name, URL: i.Room.URL})
	}
	for _, a := range i.Attachments {
		what := a.Name
		if a.What != "" {
			what += " (" + a.What + ")"
		}
		all = append(all, publish.Link{Text: fmt.Sprintf("Attached: %s, %d bytes, SHA-256 %s", what, a.Size, a.SHA256)})
	}
	for _, r := range i.LastChanges() {
		all = append(all, publish.Link{Text: strings.TrimSpace("Change before it: " + r.Value.What + " " + r.Value.Ref)})
	}
	for _, r := range i.HypothesesByLikelihood() {
		h := r.Value
		said := "Thought of as a cause: " + h.Cause
		if h.Outcome != "" {
			said += " (" + strings.ReplaceAll(string(h.Outcome), "-", " ") + ")"
		}
		all = append(all, publish.Link{Text: said})
	}
	return all
}
