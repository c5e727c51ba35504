package provider

import (
	"context"
	"encoding/base64"
	"strings"
)

// Credentials returns the value of the Authorization header, empty for none. It
// is asked before every request, so that the keyring is read late and a changed
// password counts at once; whoever needs to spare the keyring caches behind it.
// Its error is handed to the caller of the request, wrapped.
type Credentials func(ctx context.Context) (header string, err error)

// Basic is the header value for a user and password (RFC 7617, UTF-8).
func Basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// Bearer is the header value for a token (RFC 6750).
func Bearer(token string) string { return "Bearer " + token }

// secretsIn lists what of a header value must never be repeated: the value,
// the part after the scheme, and the password that Basic merely encodes.
func secretsIn(header string) []string {
	if header == "" {
		return nil
	}
	secrets := []string{header}
	scheme, rest, found := strings.Cut(header, " ")
	if !found || rest == "" {
		return secrets
	}
	secrets = append(secrets, rest)
	if _, key, named := strings.Cut(rest, "token="); named && key != "" {
		secrets = append(secrets, key)
	}
	if !strings.EqualFold(scheme, "Basic") {
		return secrets
	}
	plain, err := base64.StdEncoding.DecodeString(rest)
	if err != nil {
		return secrets
	}
	secrets = append(secrets, string(plain))
	if _, password, _ := strings.Cut(string(plain), ":"); password != "" {
		secrets = append(secrets, password)
	}
	return secrets
}
