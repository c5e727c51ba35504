package judge

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// ErrAbsent says that the reference material is not next to the repository.
var ErrAbsent = errors.New("the reference material ../shared/contracts is not here")

// Contract is a published contract, as far as it was cut to what we use.
type Contract struct{ router routers.Router }

// Load reads a contract by the name of its file, in OpenAPI 3 or Swagger 2. amend,
// when not nil, changes it first: whoever does says why. The error is ErrAbsent where
// the folder is not above the one that the test runs in, beside that of go.mod.
func Load(file string, amend func(*openapi3.T)) (*Contract, error) {
	path, err := find(file)
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	doc, err := parse(raw)
	if err != nil {
		return nil, fmt.Errorf("read the contract %s: %w", file, err)
	}
	doc.Servers = openapi3.Servers{{URL: "/"}}
	for _, p := range doc.Paths.Map() {
		p.Servers = nil
		for _, o := range p.Operations() {
			o.Servers = nil
		}
	}
	if amend != nil {
		amend(doc)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("route the contract %s: %w", file, err)
	}
	return &Contract{router}, nil
}

func parse(raw []byte) (*openapi3.T, error) {
	var version struct{ Swagger string }
	if err := json.Unmarshal(raw, &version); err != nil {
		return nil, err
	}
	if version.Swagger == "" {
		return openapi3.NewLoader().LoadFromData(raw)
	}
	var old openapi2.T
	if err := json.Unmarshal(raw, &old); err != nil {
		return nil, err
	}
	doc, err := openapi2conv.ToV3(&old)
	if err != nil {
		return nil, err
	}
	return doc, openapi3.NewLoader().ResolveRefsIn(doc, nil)
}

func find(file string) (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			return "", errors.New("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(filepath.Dir(dir), "shared", "contracts", file)
	if _, err := os.Stat(path); err != nil {
		return "", ErrAbsent
	}
	return path, nil
}

// Exchange is one request that is being judged.
type Exchange struct {
	in *openapi3filter.RequestValidationInput
	// Operation is the request's method and path in the contract.
	Operation string
}

// Request judges a request. Its body may be read afterwards.
func (c *Contract) Request(r *http.Request) (*Exchange, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	defer func() { r.Body = io.NopCloser(bytes.NewReader(body)) }()
	r.Body = io.NopCloser(bytes.NewReader(body))
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		return nil, fmt.Errorf("%s %s is not in the contract: %w", r.Method, r.URL.Path, err)
	}
	x := &Exchange{Operation: r.Method + " " + route.Path, in: &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	}}
	if err := openapi3filter.ValidateRequest(r.Context(), x.in); err != nil {
		return x, fmt.Errorf("the request %s: %w", x.Operation, err)
	}
	return x, nil
}

// Answer judges the answer to a request.
func (x *Exchange) Answer(status int, h http.Header, body []byte) error {
	err := openapi3filter.ValidateResponse(x.in.Request.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: x.in, Status: status, Header: h,
		Body:    io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		return fmt.Errorf("the answer %d to %s: %w", status, x.Operation, err)
	}
	return nil
}
