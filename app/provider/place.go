package provider

import (
	"net/netip"
	"slices"
)

// place is where an address lies, as seen from this machine.
type place int

const (
	internet place = iota
	// network is a private network: RFC 1918, RFC 4193, what carriers and some
	// clouds use inside (RFC 6598), what is set apart for tests (RFC 2544).
	network
	// machine is this one: loopback.
	machine
	// link is the link itself (RFC 3927, RFC 4291), where clouds answer for their
	// metadata, and the other addresses at which they do.
	link
	// nowhere is what no service answers at: unspecified, multicast, reserved.
	nowhere
)

// String is the place in words, to follow "which is".
func (p place) String() string {
	switch p {
	case internet:
		return "in the internet"
	case network:
		return "in a private network"
	case machine:
		return "this machine itself"
	case link:
		return "on the link, where metadata services are"
	}
	return "no address of a service"
}

// ranges are looked through in order; what is in none is in the internet. The
// registries are IANA's of special-purpose addresses (RFC 6890).
func ranges() []struct {
	place    place
	prefixes []netip.Prefix
} {
	return []struct {
		place    place
		prefixes []netip.Prefix
	}{
		{link, prefixes("169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.0/24", "fe80::/10", "fd00:ec2::/32", "fd20:ce::/32")},
		{machine, prefixes("127.0.0.0/8", "::1/128")},
		{network, prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15", "fc00::/7", "fec0::/10", "64:ff9b:1::/48")},
		{nowhere, prefixes("0.0.0.0/8", "224.0.0.0/3", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",
			"::/128", "100::/64", "2001::/32", "2001:db8::/32", "ff00::/8")},
	}
}

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, p := range list {
		out[i] = netip.MustParsePrefix(p)
	}
	return out
}

// placeOf looks through what carries an IPv4 address inside an IPv6 one, so that
// a translator does not lead where the address itself may not.
func placeOf(a netip.Addr) place {
	a = inner(a.Unmap().WithZone(""))
	for _, r := range ranges() {
		if slices.ContainsFunc(r.prefixes, func(p netip.Prefix) bool { return p.Contains(a) }) {
			return r.place
		}
	}
	return internet
}

// inner is the IPv4 address in one of NAT64 (RFC 6052), 6to4 (RFC 3056) or the
// old IPv4-compatible form (RFC 4291, 2.5.5.1); any other address is itself.
func inner(a netip.Addr) netip.Addr {
	if !a.Is6() {
		return a
	}
	b := a.As16()
	switch {
	case netip.MustParsePrefix("64:ff9b::/96").Contains(a):
		return netip.AddrFrom4([4]byte(b[12:]))
	case netip.MustParsePrefix("2002::/16").Contains(a):
		return netip.AddrFrom4([4]byte(b[2:6]))
	case netip.MustParsePrefix("::/96").Contains(a) && !a.IsUnspecified() && !a.IsLoopback():
		return netip.AddrFrom4([4]byte(b[12:]))
	}
	return a
}
