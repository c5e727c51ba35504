package statement

// cleanAll cleans texts, leaves out the empty ones, and is never nil.
func cleanAll(texts []string, clean func(string) string) []string {
	out := make([]string, 0, len(texts))
	for _, t := range texts {
		if t = clean(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}
