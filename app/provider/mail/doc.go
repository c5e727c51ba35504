// Package mail reads pages out of a folder of a mailbox, by IMAP4rev1 (RFC 3501),
// for whatever system can tell its troubles by e-mail alone. It opens the folder
// read-only and marks no mail as read.
//
// It owns what a mail means: which trouble it reports, whether it begins or ends it,
// and under which names other systems know the same trouble. A mail box forgets
// nothing and ends nothing by itself, so that the package remembers the open troubles
// itself: a trouble stays until a later mail of the same sender ends it, or a human.
//
// Mails are written by strangers. What a server may make us read is bounded, and no
// text is trusted.
//
// It may import provider and notify. It must not import the agent, the store, a
// toolkit or another provider.
package mail
