package calendar

import "bytes"

// Same reports whether two calendars say the same: their bytes are equal but for
// DTSTAMP lines, which some servers set anew for every download (RFC 5545
// 3.8.7.2). It takes time linear in their length, allocates nothing and compares
// in large steps, because most refreshes end here.
func Same(a, b []byte) bool {
	for {
		n := common(a, b)
		switch {
		case n == len(a) && n == len(b):
			return true
		case n == len(a), n == len(b):
			return false
		}
		// The line that differs begins at one place in both, being equal up to n.
		start := bytes.LastIndexByte(a[:n], '\n') + 1
		if !isStamp(a[start:]) || !isStamp(b[start:]) {
			return false
		}
		a, b = a[lineEnd(a, start):], b[lineEnd(b, start):]
	}
}

// common is the length of the longest common prefix.
func common(a, b []byte) int {
	most := min(len(a), len(b))
	n := 0
	for step := 64; n < most; {
		end := min(n+step, most)
		switch {
		case bytes.Equal(a[n:end], b[n:end]):
			n = end
			step = min(2*step, 64<<10)
		case step > 64:
			step = 64
		default:
			for a[n] == b[n] {
				n++
			}
			return n
		}
	}
	return n
}

// lineEnd is where the line that begins at start ends, with what is folded onto
// it (RFC 5545 3.1).
func lineEnd(text []byte, start int) int {
	for {
		i := bytes.IndexByte(text[start:], '\n')
		if i < 0 {
			return len(text)
		}
		start += i + 1
		if start == len(text) || text[start] != ' ' && text[start] != '\t' {
			return start
		}
	}
}

func isStamp(line []byte) bool {
	const name = "DTSTAMP"
	return hasFold(line, name) && len(line) > len(name) && (line[len(name)] == ':' || line[len(name)] == ';')
}
