package api

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain wants that nothing goes on once the tests are over.
func TestMain(m *testing.M) {
	// A request that is too large is answered before it was read, and net/http then
	// waits for half a second before it hangs up.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}
