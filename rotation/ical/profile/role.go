package profile

import (
	"strings"

	"standby/rotation"
)

// roleWord is the role that a word means, empty when it is none that is known.
// L1 is who is paged first.
func roleWord(word string) rotation.Role {
	w := strings.ToLower(strings.TrimSpace(word))
	w = strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(w, "-", " "), "on call"))
	switch w {
	case "primary", "l1", "level 1":
		return rotation.Primary
	case "secondary", "l2", "level 2", "backup":
		return rotation.Secondary
	case "shadow":
		return rotation.Shadow
	case "tertiary", "manager", "escalation", "lead", "l3", "l4", "l5":
		return rotation.Role(w)
	}
	return ""
}

// anyRole is the role that a word means where it must be one: a name of its own
// when it is none that is known.
func anyRole(word string) rotation.Role {
	if role := roleWord(word); role != "" {
		return role
	}
	return rotation.Role(strings.ToLower(strings.TrimSpace(word)))
}

// isAway reports whether a role says that its holder is not on call.
func isAway(role rotation.Role) bool { return role == "vacation" || role == "unavailable" }
