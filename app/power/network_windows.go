package power

import (
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// windowsWay reads the routes that lead through a gateway. Those of this machine
// and its own networks do not count, so that a virtual machine which starts is no
// new network.
func windowsWay() (way, error) {
	var table *windows.MibIpForwardTable2
	if err := windows.GetIpForwardTable2(windows.AF_UNSPEC, &table); err != nil {
		return way{}, fmt.Errorf("read the routes of Windows: %w", err)
	}
	defer windows.FreeMibTable(unsafe.Pointer(table))
	var w way
	var lines []string
	for _, row := range table.Rows() {
		everywhere := row.DestinationPrefix.PrefixLength == 0
		if row.Loopback != 0 || !everywhere && row.NextHop.Data == [6]uint32{} {
			continue
		}
		w.out = w.out || everywhere
		lines = append(lines, fmt.Sprintf("%x/%d via %x link %d",
			row.DestinationPrefix.Prefix.Data, row.DestinationPrefix.PrefixLength, row.NextHop.Data, row.InterfaceIndex))
	}
	slices.Sort(lines)
	w.route = strings.Join(lines, "\n")
	return w, nil
}
