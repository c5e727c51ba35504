package pay_test

import (
	"errors"
	"testing"

	"standby/rotation/tomlfile"
)

func checkFault(t testing.TB, err error) {
	t.Helper()
	var e *tomlfile.Error
	if !errors.As(err, &e) || e.Problem == "" || e.Remedy == "" {
		t.Errorf("error is %#v", err)
	}
}
