package provider

import (
	"bufio"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// hostsFile is the path of the machine's own list of names (hosts(5)). Who may
// write there may do anything, so that what it says is what the user means.
type hostsFile string

// mostHosts is how much of the file is read, in bytes.
const mostHosts = 4 << 20

func systemHosts() hostsFile {
	if runtime.GOOS == "windows" {
		return hostsFile(filepath.Join(os.Getenv("SystemRoot"), "System32", "drivers", "etc", "hosts"))
	}
	return "/etc/hosts"
}

// says reports whether the file gives the name that address. It is read afresh:
// it is asked only where the answer would otherwise be no.
func (f hostsFile) says(name string, to netip.Addr) bool {
	file, err := os.Open(string(f))
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(io.LimitReader(file, mostHosts))
	for lines.Scan() {
		text, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(text)
		if len(words) < 2 {
			continue
		}
		a, err := netip.ParseAddr(words[0])
		if err == nil && a.Unmap() == to.Unmap() &&
			slices.ContainsFunc(words[1:], func(w string) bool { return strings.EqualFold(strings.TrimSuffix(w, "."), name) }) {
			return true
		}
	}
	return false
}
