package config

import (
	"fmt"

	"standby/rotation/tomlfile"
)

// AddMail adds a folder of a mailbox. Zero fields are left out, so that the defaults
// hold.
func AddMail(path string, m Mail) error {
	fields := []tomlfile.Field{text("name", m.Name), text("server", m.Server)}
	for _, f := range []tomlfile.Field{text("tls", string(m.TLS)), text("user", m.User), text("folder", m.Folder), text("title", m.Title)} {
		if f.Value != `""` {
			fields = append(fields, f)
		}
	}
	if m.Poll != 0 {
		fields = append(fields, text("poll", tomlfile.DurationText(m.Poll)))
	}
	if len(m.From) > 0 {
		fields = append(fields, tomlfile.Field{Key: "from", Value: tomlfile.List(m.From)})
	}
	if len(m.Resolved) > 0 {
		fields = append(fields, tomlfile.Field{Key: "resolved", Value: tomlfile.List(m.Resolved)})
	}
	return edit(path, fmt.Sprintf("add mail %q", m.Name), func(data []byte) ([]byte, error) {
		return tomlfile.Append(data, "mail", fields...), nil
	})
}
