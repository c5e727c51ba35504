package sound

import "os/exec"

func ways() []way {
	return []way{output{}, programs{[]program{{"afplay", nil}}}, beep{}}
}

// speaker reports whether the library has the system's beep. Without it, it writes
// the bell character to standard output, and calls that a success.
func speaker() bool {
	_, err := exec.LookPath("osascript")
	return err == nil
}

// outputs is how many outputs the system has; a Mac always has one to name.
func outputs() int { return 1 }
