package desktop

// native speaks D-Bus. Where no session bus is announced every note fails with
// the reason, and the bus is used as soon as it appears. The plain back end is
// no help there: what it would ask needs the bus too, and would start a stray one.
func native(o Options) backend { return newBus(o) }
