//go:build !linux

package store

import "testing"

func smallDisk(t *testing.T) string {
	t.Helper()
	t.Skip("a small file system is mounted on Linux only; max_page_count stands in for it")
	return ""
}
