package servicenow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"standby/app/provider"
)

// most is the largest answer that is read, in bytes: a record with all its notes.
const most = 16 << 20

// Record is a record that updates are written into. It implements provider.Announcer
// and provider.Prober.
type Record struct {
	i      *Instance
	number string
	who    provider.Audience
	// field is the journal that the updates are added to.
	field string
	posts provider.Posts
}

// Name is the account's name in the configuration.
func (r *Record) Name() string { return r.i.name }

// Preview is the one note that Post adds: the title, the text, and a line that names
// the update, by which a second try is known.
func (r *Record) Preview(u provider.Update) ([]provider.Message, error) {
	u, err := u.For(r.who)
	if err != nil {
		return nil, fmt.Errorf("servicenow %s: %w", r.i.name, err)
	}
	m := provider.Message{To: []string{"ServiceNow " + r.number + ", work notes"}, Audience: r.who,
		Text: literal(u.Title+"\n"+u.Text) + "\n\n" + marker(u.ID)}
	if r.who == provider.Customers {
		m.To = []string{"ServiceNow " + r.number + ", comments"}
		m.Also = []string{"The customer of the record reads it, and may get a mail."}
	}
	return []provider.Message{m}, nil
}

// marker names an update for people and for us.
func marker(id string) string { return "(Standby update " + id + ")" }

// codeTag is where a journal would begin or end to read HTML.
var codeTag = regexp.MustCompile(`(?i)\[(/?code)\]`)

// literal takes from a text what a journal would take for markup.
func literal(text string) string { return codeTag.ReplaceAllString(text, "[ $1 ]") }

// Post adds the note. Where an earlier one may have arrived the record is read first;
// a journal that we may not read leaves it unknown.
func (r *Record) Post(ctx context.Context, u provider.Update) (provider.Ref, error) {
	what, err := r.Preview(u)
	if err != nil {
		return provider.Ref{}, err
	}
	ref, err := r.posts.Once(ctx, u, what, func(ctx context.Context, doubt bool) (provider.Ref, error) {
		return r.post(ctx, u.ID, what[0].Text, doubt)
	})
	if err != nil {
		return provider.Ref{}, fmt.Errorf("servicenow %s: %s: %w", r.i.name, r.number, err)
	}
	return ref, nil
}

func (r *Record) post(ctx context.Context, id, text string, doubt bool) (provider.Ref, error) {
	now, err := r.read(ctx)
	switch {
	case err != nil && doubt:
		return provider.Ref{}, fmt.Errorf("%w, and the record could not be read: %w", provider.ErrUnknown, err)
	case err != nil:
		return provider.Ref{}, fmt.Errorf("read the record: %w", err)
	case now.has(id):
		return r.ref(now), nil
	case doubt && now.journal == nil:
		return provider.Ref{}, fmt.Errorf("%w, and the account may not read the field %s", provider.ErrUnknown, r.field)
	}
	var answer struct {
		Result struct {
			SysID string `json:"sys_id"`
		} `json:"result"`
	}
	query := url.Values{"sysparm_fields": {"sys_id"}, "sysparm_exclude_reference_link": {"true"}}
	err = r.i.call(ctx, http.MethodPatch, []string{"incident", now.sysID}, query, map[string]string{r.field: text}, &answer)
	if err == nil && answer.Result.SysID != now.sysID {
		err = fmt.Errorf("%w: %w: it answers well, but not with the record", provider.ErrUnknown, provider.ErrNotTheService)
	}
	if err == nil {
		return r.ref(now), nil
	}
	if errors.Is(err, provider.ErrUnknown) && ctx.Err() == nil {
		if after, looked := r.read(ctx); looked == nil && after.has(id) {
			return r.ref(after), nil
		}
	}
	return provider.Ref{}, err
}

// state is a record as it is now.
type state struct {
	sysID, number string
	// journal is all of the notes, nil where we may not read them.
	journal *string
}

func (s state) has(id string) bool {
	return s.journal != nil && strings.Contains(*s.journal, marker(id))
}

// read finds the record. A table without it, and one that we may not see, answer
// alike: with an empty list.
func (r *Record) read(ctx context.Context) (state, error) {
	by := "number"
	if aSysID.MatchString(r.number) {
		by = "sys_id"
	}
	// A journal is empty unless its display value is asked for.
	query := url.Values{"sysparm_query": {by + "=" + r.number}, "sysparm_fields": {"sys_id,number," + r.field}, "sysparm_display_value": {"true"},
		"sysparm_exclude_reference_link": {"true"}, "sysparm_limit": {"2"}}
	var answer struct {
		Result []map[string]any `json:"result"`
	}
	if err := r.i.call(ctx, http.MethodGet, []string{"incident"}, query, nil, &answer); err != nil {
		return state{}, err
	}
	switch {
	case answer.Result == nil:
		return state{}, fmt.Errorf("%w: JSON, but not records", provider.ErrNotTheService)
	case len(answer.Result) == 0:
		return state{}, fmt.Errorf("%w: there is no such record, or the account may not see it", provider.ErrGone)
	case len(answer.Result) > 1:
		return state{}, fmt.Errorf("%w: more than one record of that number", provider.ErrService)
	}
	var s state
	s.sysID, _ = answer.Result[0]["sys_id"].(string)
	s.number, _ = answer.Result[0]["number"].(string)
	if text, ok := answer.Result[0][r.field].(string); ok {
		s.journal = &text
	}
	if !aSysID.MatchString(s.sysID) {
		return state{}, fmt.Errorf("%w: a record without its sys_id", provider.ErrNotTheService)
	}
	return s, nil
}

func (r *Record) ref(s state) provider.Ref {
	at := r.i.base.JoinPath("nav_to.do")
	at.RawQuery = url.Values{"uri": {"incident.do?sys_id=" + s.sysID}}.Encode()
	return provider.Ref{Place: r.number, ID: s.sysID, URL: at.String()}
}

// Probe says whether the account may see the record.
func (r *Record) Probe(ctx context.Context) (string, error) {
	s, err := r.read(ctx)
	if err != nil {
		return "", fmt.Errorf("servicenow %s: %s: %w", r.i.name, r.number, err)
	}
	return s.number + " at " + r.i.base.Hostname(), nil
}

// call sends one request in its turn. Where it changes something, an outcome that is
// not known wraps provider.ErrUnknown.
func (i *Instance) call(ctx context.Context, method string, path []string, query url.Values, send, into any) error {
	r := provider.Request{Method: method, URL: i.base.JoinPath(append([]string{"api", "now", "table"}, path...)...), MaxBody: most, Credentials: i.credentials}
	r.URL.RawQuery = query.Encode()
	if send != nil {
		body, err := json.Marshal(send)
		if err != nil {
			return fmt.Errorf("write the request: %w", err)
		}
		r.Body = body
	}
	return i.client.Call(ctx, i.limit, r, into)
}
