// Package report is what is looked back on: the report at the end of a shift, which
// the next person signs, what comes back again and again, and who took which role
// how often.
//
// A report is drafted from what Standby knows; how the shift felt, and what to
// watch, only the person who had it can say, so that stays blank until they do. A
// signature holds the hash of the text that was signed.
//
// It is pure: now is an argument, nothing is read, written or sent. It may import
// app/incident, its packages postmortem and publish, and the value types of
// rotation and notify. It must not import anything else under app, nor a toolkit.
package report
