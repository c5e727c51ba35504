package settings

// listening is what is said once a source was added.
func listening(name string) string {
	return "“" + name + "” was added. Above, among the sources, you see whether it answers."
}
