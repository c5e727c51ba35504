package power

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	networkName = "org.freedesktop.NetworkManager"
	// networkSite is NM_STATE_CONNECTED_SITE: there is a default route. The next
	// higher one has seen the internet, past any captive portal.
	networkSite = 60
	networkWord = "NetworkManager" // for people
	kernelWord  = "rtnetlink"
)

func (w *systemWatch) meetNetworkManager(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, w.p.o.Timeout)
	defer cancel()
	if owned(ctx, w.conn, networkName) {
		w.p.note(func(c *Capabilities) { c.Link = listed(c.Link, networkWord, true) })
	}
}

// listed is the list, "one and another", with the name or without it.
func listed(list, name string, with bool) string {
	const and = " and "
	names := slices.DeleteFunc(strings.Split(list, and), func(n string) bool { return n == name || n == "" })
	if with {
		names = append(names, name)
	}
	return strings.Join(names, and)
}

// listenToKernel hints at each change of links, addresses and routes,
// rtnetlink(7). The kernel alone decides whether there is a way out, because it
// also knows networks that NetworkManager does not run; what NetworkManager adds
// is that the way out has become good.
func (p *Power) listenToKernel(ctx context.Context, hint func(fresh bool)) {
	again(ctx, func() {
		if err := p.serveKernel(ctx, hint); err != nil && ctx.Err() == nil {
			p.o.Log.Debug("waiting for the kernel's routes", "cause", err)
		}
	})
}

func (p *Power) serveKernel(ctx context.Context, hint func(fresh bool)) error {
	const groups = unix.RTMGRP_LINK | unix.RTMGRP_IPV4_IFADDR | unix.RTMGRP_IPV4_ROUTE | unix.RTMGRP_IPV6_IFADDR | unix.RTMGRP_IPV6_ROUTE
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
	if err != nil {
		return fmt.Errorf("open a netlink socket: %w", err)
	}
	socket := os.NewFile(uintptr(fd), "rtnetlink")
	defer func() { _ = socket.Close() }()
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: groups}); err != nil {
		return fmt.Errorf("listen for changes of the network: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = socket.Close() })
	defer stop()
	hint(false) // it may have changed before we listened
	p.note(func(c *Capabilities) { c.Link = listed(c.Link, kernelWord, true) })
	defer p.note(func(c *Capabilities) { c.Link = listed(c.Link, kernelWord, false) })
	buffer := make([]byte, 1<<16)
	for {
		// What is in the message does not matter: the routes are read afresh. So it
		// does not matter either when the kernel had to drop some.
		if _, err := socket.Read(buffer); err != nil && !errors.Is(err, unix.ENOBUFS) {
			return fmt.Errorf("listen for changes of the network: %w", err)
		}
		hint(false)
	}
}

// kernelWay reads the routes of the kernel.
func kernelWay() (way, error) {
	data, err := syscall.NetlinkRIB(syscall.RTM_GETROUTE, syscall.AF_UNSPEC)
	if err != nil {
		return way{}, fmt.Errorf("read the kernel's routes: %w", err)
	}
	return routes(data)
}

// routes reads an answer to RTM_GETROUTE. What the kernel adds by itself for each
// address does not count, so that a container which starts is no new network;
// what leads everywhere, or was set by a VPN, does.
func routes(data []byte) (way, error) {
	messages, err := syscall.ParseNetlinkMessage(data)
	if err != nil {
		return way{}, fmt.Errorf("parse the kernel's routes: %w", err)
	}
	var w way
	var lines []string
	for _, m := range messages {
		if m.Header.Type != unix.RTM_NEWROUTE || len(m.Data) < unix.SizeofRtMsg {
			continue
		}
		length, table, protocol, kind := m.Data[1], m.Data[4], m.Data[5], m.Data[7]
		everywhere := length == 0
		if table == unix.RT_TABLE_LOCAL || kind != unix.RTN_UNICAST || protocol == unix.RTPROT_KERNEL && !everywhere {
			continue
		}
		w.out = w.out || everywhere
		lines = append(lines, line(m.Data[0], length, m.Data[unix.SizeofRtMsg:]))
	}
	// The kernel lists them in no promised order.
	slices.Sort(lines)
	w.route = strings.Join(slices.Compact(lines), "\n")
	return w, nil
}

// line is a route without what changes by itself, such as how long it is valid.
// The attributes are walked by hand: the standard library's way panics where the
// last one is cut short.
func line(family, length byte, attributes []byte) string {
	var to, via, from, link []byte
	for len(attributes) >= unix.SizeofRtAttr {
		size := int(binary.NativeEndian.Uint16(attributes))
		if size < unix.SizeofRtAttr || size > len(attributes) {
			break
		}
		value := attributes[unix.SizeofRtAttr:size]
		switch binary.NativeEndian.Uint16(attributes[2:]) {
		case unix.RTA_DST:
			to = value
		case unix.RTA_GATEWAY:
			via = value
		case unix.RTA_PREFSRC:
			from = value
		case unix.RTA_OIF:
			link = value
		}
		const align = unix.RTA_ALIGNTO
		attributes = attributes[min((size+align-1)/align*align, len(attributes)):]
	}
	return fmt.Sprintf("%d %x/%d via %x from %x link %x", family, to, length, via, from, link)
}
