package caldav

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/emersion/go-webdav"
)

// bridge lets go-webdav send through our server, with its bounds. go-webdav keeps
// nothing of an address in an answer but its path, so answers that name another
// host end here.
type bridge struct {
	server server
	// at is where it begins. go-webdav drops the slash at its end, without which
	// some servers know nothing there.
	at *url.URL
}

var _ webdav.HTTPClient = bridge{}

// Do implements webdav.HTTPClient. A status from 400 on is an error, as the
// server's own errors are.
func (b bridge) Do(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	to := req.URL
	if to.Path == path.Clean(b.at.Path) {
		to = b.at
	}
	res, err := b.server.do(req.Context(), req.Method, to, req.Header, body)
	if err != nil {
		return nil, err
	}
	if res.Status != http.StatusMultiStatus {
		return nil, fmt.Errorf("%s: %w", show(req.URL.Host), notMultistatus(res))
	}
	answer, err := legal(res.Body)
	if err == nil {
		err = checkHrefs(req.URL, answer)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", show(req.URL.Host), err)
	}
	return &http.Response{
		StatusCode: res.Status, Status: http.StatusText(res.Status), Header: res.Header,
		Body: io.NopCloser(bytes.NewReader(answer)), ContentLength: int64(len(answer)), Request: req,
	}, nil
}

// checkHrefs reads the whole answer within the bounds and refuses one that names
// another host.
func checkHrefs(at *url.URL, answer []byte) error {
	d := xml.NewTokenDecoder(newGuard(answer))
	var text *strings.Builder
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return wrongXML(answer, err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			text = nil
			if tok.Name == (xml.Name{Space: "DAV:", Local: "href"}) {
				text = new(strings.Builder)
			}
		case xml.CharData:
			if text != nil {
				text.Write(tok)
			}
		case xml.EndElement:
			if text != nil {
				if err := checkHost(at, text.String()); err != nil {
					return err
				}
			}
			text = nil
		}
	}
}

func checkHost(at *url.URL, href string) error {
	_, err := resolve(at, href)
	if err == nil {
		return nil
	}
	u, bad := url.Parse(strings.TrimSpace(href))
	if bad != nil || u.Host == "" || strings.EqualFold(u.Hostname(), at.Hostname()) {
		return err
	}
	return elsewhere(u)
}

// elsewhere offers an address at another host, if it is one.
func elsewhere(u *url.URL) error {
	offer := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	if offer.Scheme != "https" && offer.Scheme != "http" {
		offer.Scheme = "https"
	}
	return &ElsewhereError{At: collection(&offer)}
}
