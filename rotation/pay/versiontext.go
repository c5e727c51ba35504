package pay

import (
	"bytes"
	"fmt"

	"standby/rotation/pay/holiday"
)

// nextVersion is the line between the texts of two versions, to TOML a comment.
const nextVersion = "\n#: the next version of this policy\n"

// JoinTexts puts the texts of the versions of a policy into one, in this order.
// SplitTexts gives them back, byte for byte.
func JoinTexts(texts ...[]byte) []byte { return bytes.Join(texts, []byte(nextVersion)) }

// SplitTexts are the texts that JoinTexts has put together; a text of a single
// version is itself.
func SplitTexts(text []byte) [][]byte { return bytes.Split(text, []byte(nextVersion)) }

// maxVersions is more than a policy has.
const maxVersions = 100

// ParseVersions reads a policy of one text, or of several that JoinTexts has put
// together, with holidays that stand in other files. The errors are those of Parse,
// with the line in the whole text, and of Join.
func ParseVersions(file string, text []byte, src holiday.Sources) (Policy, error) {
	parts := SplitTexts(text)
	if len(parts) > maxVersions {
		return Policy{}, fmt.Errorf("%w: %s has more than %d", ErrVersions, file, maxVersions)
	}
	versions, before := make([]Policy, len(parts)), 0
	for i, part := range parts {
		// Empty lines ahead keep the numbers of the lines.
		p, err := ParseWith(file, append(bytes.Repeat([]byte("\n"), before), part...), src)
		if err != nil {
			return Policy{}, err
		}
		versions[i] = p
		before += bytes.Count(part, []byte("\n")) + 2
	}
	return Join(versions...)
}
