//go:build unix

package hook

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// running reports whether a process is there and is more than a remainder that
// nobody has collected yet.
func running(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err != nil || !strings.Contains(string(stat), ") Z ")
}
