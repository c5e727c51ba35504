package provider

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnErrorWithinAnObjectIsQuotedAndAKeyThatStandsAloneIsNot(t *testing.T) {
	srv := httptest.NewServer(answer(400, asJSON, `{"error":{"message":"Invalid Input","code":2001,"errors":["Level is bad","key `+canary+`"]}}`))
	defer srv.Close()
	var seen int
	_, err := NewClient(0).Do(t.Context(), Request{URL: parse(t, srv.URL), Credentials: fixed("Token token=" + canary), Want: JSON,
		Observe: func(status int, h http.Header) {
			if h.Get("Date") != "" {
				seen = status
			}
		}})
	if !errors.Is(err, ErrService) || !strings.Contains(err.Error(), "Invalid Input; Level is bad; key ***") || strings.Contains(err.Error(), canary) {
		t.Errorf("got %v", err)
	}
	if seen != 400 {
		t.Errorf("the answer that was refused was not observed: %d", seen)
	}
}
