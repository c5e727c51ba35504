package store

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
)

func hash(body []byte) []byte {
	sum := sha256.Sum256(body)
	return sum[:]
}

// digest is the hash of a calendar file without its DTSTAMP lines, by which two
// downloads of an unchanged calendar are known to be the same.
func digest(body []byte) []byte {
	h := sha256.New()
	skipping := false
	for line := range bytes.Lines(body) {
		folded := line[0] == ' ' || line[0] == '\t' // RFC 5545 3.1
		if !folded {
			skipping = isStamp(line)
		}
		if !skipping {
			h.Write(line)
		}
	}
	return h.Sum(nil)
}

func isStamp(line []byte) bool {
	const name = "DTSTAMP"
	return len(line) > len(name) && bytes.EqualFold(line[:len(name)], []byte(name)) &&
		(line[len(name)] == ':' || line[len(name)] == ';')
}

func pack(body []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// unpack reads no more than the size that was kept, whatever the packed bytes
// would grow to, and vouches for the result by its hash.
func unpack(packed []byte, size int64, sha []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	body, err := io.ReadAll(io.LimitReader(r, size+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if !bytes.Equal(hash(body), sha) {
		return nil, fmt.Errorf("%w: a kept calendar file has another content than its hash says", ErrDamaged)
	}
	return body, nil
}
