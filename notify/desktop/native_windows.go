package desktop

// native is the plain fallback until the paging issue brings toasts with
// buttons, which need a registered AppUserModelID and a COM activator.
func native(o Options) backend { return newPlain(o) }
