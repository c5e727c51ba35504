package pay_test

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain wants that nothing goes on once the tests are over.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
