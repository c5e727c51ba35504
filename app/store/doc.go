// Package store keeps what must outlive the process: pages and their timeline,
// the records of incidents, the evidence of every calendar version, and the shifts
// that were read from them. It owns one folder: the SQLite database standby.db, its backups, and
// whatever was moved aside because it was damaged.
//
// A write that returned nil is on the disk (WAL, synchronous=FULL): it survives
// the end of the process and of the power. Nothing that was ever accepted is
// deleted; the exceptions are the recorded shifts that a newer version of their
// calendar replaces, whose old version stays in the kept copy, notes about changes
// 90 days after they were told, and backups beyond the newest seven.
//
// Times are kept as nanoseconds of Unix time in UTC, the zero time as 0.
// 1970-01-01T00:00:00Z itself comes back one nanosecond later; instants outside
// 1677-09-21 to 2262-04-11 are kept as the nearer of these bounds.
//
// It knows the value types of notify, rotation, app/provider and app/incident. It must not
// import anything else under app, nor a toolkit, and it never calls time.Now:
// the clock is an argument of Open.
package store
