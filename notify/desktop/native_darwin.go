package desktop

// native is the plain fallback until the paging issue brings notifications with
// buttons, which need a signed bundle and UNUserNotificationCenter.
func native(o Options) backend { return newPlain(o) }
