package assets

import (
	"encoding/json"
	"fmt"
)

// Facts are the facts of a person that the example of a policy gives, and their
// values there: without them it cannot pay.
func (p Policy) Facts() map[string]string {
	var e struct {
		Inputs struct {
			Hourly any            `json:"hourly_pay"`
			Salary map[string]any `json:"salary"`
			Params map[string]any `json:"params"`
		} `json:"inputs"`
	}
	facts := map[string]string{}
	if json.Unmarshal(p.Example, &e) != nil {
		return facts // our own; a test holds that it can be read
	}
	if e.Inputs.Hourly != nil {
		facts["hourly"] = fmt.Sprint(e.Inputs.Hourly)
	}
	for _, m := range []map[string]any{e.Inputs.Salary, e.Inputs.Params} {
		for name, value := range m {
			facts[name] = fmt.Sprint(value)
		}
	}
	return facts
}
