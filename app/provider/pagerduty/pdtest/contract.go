package pdtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// ErrNoContract says that the reference material is not next to the repository.
var ErrNoContract = errors.New("the reference material ../shared/contracts/pagerduty.json is not here")

// Contract is the published contract, as far as it was cut to what we use.
type Contract struct{ router routers.Router }

// LoadContract looks for the contract beside the folder of go.mod, above the
// folder that the test runs in. Where it is absent the error is ErrNoContract.
//
// Three things are changed in it. The list of an incident's notes, which the vendor
// publishes and the cut leaves out, is added from the parts of the contract itself.
// And what a channel may be is "any of" instead of "one of", because the kinds of
// channel require nothing that would tell them apart, so that any real channel is
// of several kinds. And every operation may be refused in the ways in which most of
// them may, because the contract leaves some out that it describes elsewhere.
func LoadContract() (*Contract, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	doc.Servers = openapi3.Servers{{URL: "/"}}
	for _, p := range doc.Paths.Map() {
		p.Servers = nil
		for _, o := range p.Operations() {
			o.Servers = nil
		}
	}
	channel := doc.Components.Schemas["Channel"].Value
	channel.AnyOf, channel.OneOf = channel.OneOf, nil
	addNotes(doc)
	addRefusals(doc)
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("route the contract: %w", err)
	}
	return &Contract{router}, nil
}

func find() (string, error) {
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
	path := filepath.Join(filepath.Dir(dir), "shared", "contracts", "pagerduty.json")
	if _, err := os.Stat(path); err != nil {
		return "", ErrNoContract
	}
	return path, nil
}

// addNotes makes GET of POST /incidents/{id}/notes: the same parameters but From,
// a list of the same notes.
func addNotes(doc *openapi3.T) {
	item := doc.Paths.Value("/incidents/{id}/notes")
	list := openapi3.NewOperation()
	for _, p := range item.Post.Parameters {
		if p.Value.Name != "From" {
			list.Parameters = append(list.Parameters, p)
		}
	}
	notes := openapi3.NewArraySchema()
	notes.Items = doc.Components.Schemas["IncidentNote"]
	answer := openapi3.NewObjectSchema().WithProperty("notes", notes).WithRequired([]string{"notes"})
	list.Responses = openapi3.NewResponses(openapi3.WithStatus(http.StatusOK, &openapi3.ResponseRef{
		Value: openapi3.NewResponse().WithDescription("notes").WithJSONSchema(answer)}))
	item.Get = list
}

// addRefusals lets every operation answer with the errors that all have in common.
func addRefusals(doc *openapi3.T) {
	for status, name := range map[string]string{
		"400": "ArgumentError", "401": "Unauthorized", "403": "Forbidden", "404": "NotFound", "429": "TooManyRequests",
	} {
		for _, p := range doc.Paths.Map() {
			for _, o := range p.Operations() {
				if o.Responses.Value(status) == nil {
					o.Responses.Set(status, doc.Components.Responses[name])
				}
			}
		}
	}
}

// exchange is one request that is being judged.
type exchange struct {
	in *openapi3filter.RequestValidationInput
	// Operation is the request's method and path in the contract.
	operation string
}

// request judges a request. The body may be read afterwards.
func (c *Contract) request(r *http.Request) (*exchange, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	defer func() { r.Body = io.NopCloser(bytes.NewReader(body)) }()
	r.Body = io.NopCloser(bytes.NewReader(body))
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		return nil, fmt.Errorf("%s %s is not in the contract: %w", r.Method, r.URL, err)
	}
	x := &exchange{operation: r.Method + " " + route.Path, in: &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	}}
	if err := openapi3filter.ValidateRequest(r.Context(), x.in); err != nil {
		return x, fmt.Errorf("the request %s %s: %w", r.Method, r.URL, err)
	}
	return x, nil
}

// answer judges the answer to a request.
func (x *exchange) answer(status int, h http.Header, body []byte) error {
	err := openapi3filter.ValidateResponse(x.in.Request.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: x.in, Status: status, Header: h,
		Body:    io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		return fmt.Errorf("the answer %d to %s: %w", status, x.operation, err)
	}
	return nil
}
