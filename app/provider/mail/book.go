package mail

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"standby/app/provider"
	"standby/notify"
)

const (
	// mostOpen is how many troubles are open at most; a mailbox that reports more is
	// refused, and nothing of what is open is forgotten.
	mostOpen = 10_000
	// mostNames is how many names a trouble has, mostKnown how many of them other
	// systems are told of (provider.Alert.Dedup).
	mostNames = 64
	mostKnown = 8
	// mostTaken and takenFor are how many mails, and for how long, are remembered, so
	// that a folder which was made anew does not bring them again.
	mostTaken = 5_000
	takenFor  = 8 * 24 * time.Hour
	// How much of a trouble's texts is kept, in runes: what a page shows.
	keptBody, keptLines, keptField = 600, 12, 200
)

// trouble is one open alert.
type trouble struct {
	Key  string `json:"key"`
	At   int    `json:"at"` // its place in the order of all
	From string `json:"from"`
	// Exact and Loose are the names in its sender's mails: see report.
	Exact    string         `json:"exact,omitempty"`
	Loose    []string       `json:"loose,omitempty"`
	Known    []string       `json:"known,omitempty"`
	Title    string         `json:"title"`
	Body     string         `json:"body,omitempty"`
	Service  string         `json:"service,omitempty"`
	Severity string         `json:"severity,omitempty"`
	URL      string         `json:"url,omitempty"`
	Urgency  notify.Urgency `json:"urgency"`
	Began    time.Time      `json:"began"`
	// Mails counts those that reported it.
	Mails int `json:"mails"`
}

// book is what the source knows: where in the folder it is, and what is open. It is
// what lies in the Memory.
type book struct {
	// Place, which is server, user and folder, and Validity say of which folder Last is
	// the newest mail that was read (RFC 3501, 2.3.1.1); zero before the first.
	Place    string `json:"place"`
	Validity uint32 `json:"validity"`
	Last     uint32 `json:"last"`
	// Count is how many troubles there have been, which tells their order.
	Count int `json:"count"`
	// Open are the troubles, by key.
	Open map[string]*trouble `json:"open"`
	// Taken are the mails that were read of late: when they arrived, by their names.
	Taken map[string]time.Time `json:"taken"`

	names index
}

func newBook() *book {
	return &book{Open: map[string]*trouble{}, Taken: map[string]time.Time{}, names: index{}}
}

var errBook = errors.New("it is not what was kept")

func parseBook(data []byte) (*book, error) {
	b := newBook()
	if err := json.Unmarshal(data, b); err != nil {
		return nil, fmt.Errorf("%w: %w", errBook, err)
	}
	if b.Open == nil || b.Taken == nil {
		return nil, errBook
	}
	for key, t := range b.Open {
		if t == nil || t.Key != key || key == "" {
			return nil, errBook
		}
		b.names.add(t)
	}
	return b, nil
}

func (b *book) bytes() ([]byte, error) { return json.Marshal(b) }

// identity is what a mail is known by whatever folder it lies in.
func (m message) identity() string {
	name := m.id
	if name == "" {
		name = strings.Join([]string{m.from, m.subject, m.arrived.UTC().Format(time.RFC3339Nano)}, "\x00")
	}
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:8])
}

// take reads one mail that is new in the folder. One that was taken before is the same
// mail again.
func (b *book) take(m message, r reading) error {
	id := m.identity()
	if _, again := b.Taken[id]; again {
		return nil
	}
	reports := r.reports(m)
	if len(b.Open)+len(reports) > mostOpen {
		return fmt.Errorf("%w: more than %d open troubles; resolve what is over, or let fewer mails into the folder", provider.ErrTooLarge, mostOpen)
	}
	for i, rep := range reports {
		b.note(m, rep, id+"."+strconv.Itoa(i))
	}
	b.Taken[id] = m.arrived
	return nil
}

func (b *book) note(m message, r report, key string) {
	same := b.same(m.from, r)
	switch r.turn {
	case ends:
		for _, t := range same {
			b.end(t)
		}
	case begins:
		if len(same) > 0 {
			same[0].again(r)
			b.names.add(same[0])
			return
		}
		b.Count++
		t := &trouble{Key: key, At: b.Count, From: m.from, Exact: r.exact, Began: m.arrived}
		t.again(r)
		b.Open[key] = t
		b.names.add(t)
	}
}

// same are the open troubles that a report of that sender is about, the oldest first:
// by its exact name, else by a loose one. Where both have exact names, these decide.
func (b *book) same(from string, r report) []*trouble {
	var out []*trouble
	add := func(name string, fits func(*trouble) bool) {
		for key := range b.names[name] {
			if t := b.Open[key]; t != nil && fits(t) && !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	if r.exact != "" {
		add(exactly(from, r.exact), func(*trouble) bool { return true })
	}
	for _, n := range r.loose {
		add(loosely(from, n), func(t *trouble) bool { return r.exact == "" || t.Exact == "" })
	}
	slices.SortFunc(out, compare)
	return out
}

// index finds the keys of open troubles by the names that mails have for them.
type index map[string]map[string]bool

func exactly(from, name string) string { return "exact\x00" + from + "\x00" + name }
func loosely(from, name string) string { return "loose\x00" + from + "\x00" + name }

func (t *trouble) names() []string {
	var out []string
	if t.Exact != "" {
		out = append(out, exactly(t.From, t.Exact))
	}
	for _, n := range t.Loose {
		out = append(out, loosely(t.From, n))
	}
	return out
}

func (i index) add(t *trouble) {
	for _, n := range t.names() {
		if i[n] == nil {
			i[n] = map[string]bool{}
		}
		i[n][t.Key] = true
	}
}

func (i index) drop(t *trouble) {
	for _, n := range t.names() {
		if delete(i[n], t.Key); len(i[n]) == 0 {
			delete(i, n)
		}
	}
}

// end takes a trouble out.
func (b *book) end(t *trouble) {
	delete(b.Open, t.Key)
	b.names.drop(t)
}

func compare(a, b *trouble) int {
	return cmp.Or(a.At-b.At, strings.Compare(a.Key, b.Key))
}

// again takes what one more mail says of the trouble. Its title stays as it was first.
func (t *trouble) again(r report) {
	t.Mails++
	t.Exact = cmp.Or(t.Exact, r.exact)
	t.Loose = union(t.Loose, r.loose, mostNames)
	t.Known = union(t.Known, r.known, mostKnown)
	if t.Title == "" {
		t.Title = notify.Clean(r.title, notify.MaxTitle)
	}
	t.Body = notify.CleanBody(r.body, keptBody, keptLines)
	t.Service, t.Severity = notify.Clean(r.service, keptField), notify.Clean(r.severity, keptField)
	t.URL, t.Urgency = link(r.url), r.urgency
}

func union(old, more []string, most int) []string {
	for _, n := range more {
		if n != "" && len(n) <= maxID+len("mail ") && len(old) < most && !slices.Contains(old, n) {
			old = append(old, n)
		}
	}
	return old
}

// alerts are the open troubles, the oldest first.
func (b *book) alerts() []provider.Alert {
	list := make([]*trouble, 0, len(b.Open))
	for _, t := range b.Open {
		list = append(list, t)
	}
	slices.SortFunc(list, compare)
	out := make([]provider.Alert, 0, len(list))
	for _, t := range list {
		out = append(out, provider.Alert{
			Key: t.Key, Ref: t.Key, Title: t.Title, Body: t.Body, Service: t.Service, Severity: t.Severity,
			URL: t.URL, Urgency: t.Urgency, StartedAt: t.Began, Dedup: slices.Clone(t.Known),
		})
	}
	return out
}

// forget drops the names of mails that are so old that they cannot come again.
func (b *book) forget(now time.Time) {
	for id, at := range b.Taken {
		if now.Sub(at) > takenFor {
			delete(b.Taken, id)
		}
	}
	if len(b.Taken) <= mostTaken {
		return
	}
	ids := make([]string, 0, len(b.Taken))
	for id := range b.Taken {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(x, y string) int { return cmp.Or(b.Taken[x].Compare(b.Taken[y]), strings.Compare(x, y)) })
	for _, id := range ids[:len(ids)-mostTaken] {
		delete(b.Taken, id)
	}
}
