package smtp

import "errors"

// login is the client of LOGIN (draft-murchison-sasl-login-00): two questions, whose
// words servers choose as they like, and two answers. The one in go-sasl insists on
// words, and sends the user before it is asked.
type login struct {
	answers []string
}

// Start begins without an answer.
func (*login) Start() (mech string, ir []byte, err error) { return "LOGIN", nil, nil }

// Next answers whatever is asked, twice.
func (l *login) Next([]byte) ([]byte, error) {
	if len(l.answers) == 0 {
		return nil, errors.New("it asks for more than user and password")
	}
	answer := l.answers[0]
	l.answers = l.answers[1:]
	return []byte(answer), nil
}
