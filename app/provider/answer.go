package provider

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds what a server may ask for: longer than this without a
// try and nobody would learn that it is back.
const maxRetryAfter = time.Hour

// StatusError is an answer whose status says that we were not served. It wraps
// ErrUnauthorized (401, 403) or ErrService (any other from 400 on).
type StatusError struct {
	// Status is the HTTP status code.
	Status int
	// Message is what the server says, cleaned, free of our secrets, at most 200
	// runes; empty when it says nothing readable.
	Message string
	// RetryAfter is how long the server asks us to wait, at most an hour; zero
	// when it does not ask (RFC 9110, 10.2.3).
	RetryAfter time.Duration

	kind error
}

// Error names the kind, the status and the server's words.
func (e *StatusError) Error() string {
	text := fmt.Sprintf("%v: status %d", e.kind, e.Status)
	if name := http.StatusText(e.Status); name != "" {
		text += " " + name
	}
	if e.Message != "" {
		text += fmt.Sprintf(", it says %q", e.Message)
	}
	if e.RetryAfter > 0 {
		text += fmt.Sprintf(", try again in %v", e.RetryAfter)
	}
	return text
}

// Unwrap returns ErrUnauthorized or ErrService.
func (e *StatusError) Unwrap() error { return e.kind }

func (r Request) judge(res *Response, secrets []string) error {
	switch s := res.Status; {
	case s >= 200 && s <= 299:
		return r.Want.check(res)
	case s == http.StatusNotModified && r.conditional():
		return nil
	case s >= 400:
		return r.statusError(res, secrets)
	}
	return fmt.Errorf("%w: unexpected status %d", ErrNotTheService, res.Status)
}

func (r Request) statusError(res *Response, secrets []string) error {
	e := &StatusError{Status: res.Status, RetryAfter: retryAfter(res.Header), kind: ErrService}
	if res.Status == http.StatusUnauthorized || res.Status == http.StatusForbidden {
		e.kind = ErrUnauthorized
	}
	if !r.SecretURL {
		e.Message = clean(without(message(res), secrets))
	}
	return e
}

// check refuses a body of another kind. A server that means its answer labels
// it; one that sends no Content-Type is judged by the first byte.
func (w Want) check(res *Response) error {
	body := bytes.TrimSpace(res.Body)
	switch {
	case w == Anything:
		return nil
	case looksLikePage(res.Header, body):
		return fmt.Errorf("%w: a web page answered, perhaps a login page", ErrNotTheService)
	case w == Nothing && len(body) > 0:
		return fmt.Errorf("%w: a body where none was expected", ErrNotTheService)
	case w == JSON && len(body) == 0:
		return fmt.Errorf("%w: an empty answer", ErrNotTheService)
	case w == JSON && !labelledJSON(res.Header):
		return fmt.Errorf("%w: %q instead of JSON", ErrNotTheService, clean(res.Header.Get("Content-Type")))
	}
	return nil
}

func looksLikePage(h http.Header, body []byte) bool {
	switch mediaType(h) {
	case "text/html", "application/xhtml+xml":
		return len(body) > 0
	}
	return bytes.HasPrefix(body, []byte("<"))
}

func labelledJSON(h http.Header) bool {
	t := mediaType(h)
	return t == "" || t == "application/json" || strings.HasSuffix(t, "+json")
}

func mediaType(h http.Header) string {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		t, _, _ = strings.Cut(strings.ToLower(h.Get("Content-Type")), ";")
	}
	return strings.TrimSpace(t)
}

// message finds the server's own words: a JSON string, the usual member of a
// JSON object, or plain text. Web pages have nothing to say in one line.
func message(res *Response) string {
	body := bytes.TrimSpace(res.Body)
	if looksLikePage(res.Header, body) {
		return ""
	}
	var text string
	if json.Unmarshal(body, &text) == nil {
		return text
	}
	var object map[string]any
	if json.Unmarshal(body, &object) == nil {
		return messageIn(object)
	}
	if t := mediaType(res.Header); t == "" || strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "json") {
		return string(body)
	}
	return ""
}

// messageIn looks one level down as well: {"error": {"message": "..."}}.
func messageIn(object map[string]any) string {
	for _, member := range []string{"message", "error", "detail", "msg"} {
		if text, ok := object[member].(string); ok {
			return text
		}
	}
	inner, ok := object["error"].(map[string]any)
	if !ok {
		return ""
	}
	parts := []string{}
	if text, ok := inner["message"].(string); ok {
		parts = append(parts, text)
	}
	details, _ := inner["errors"].([]any) //nolint:errcheck // no details are none
	for _, d := range details {
		if text, ok := d.(string); ok {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "; ")
}

// retryAfter reads both forms, seconds and a date; the date counts from the
// server's own clock, so that ours does not matter.
func retryAfter(h http.Header) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, maxRetryAfter)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}
