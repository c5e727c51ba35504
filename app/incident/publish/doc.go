// Package publish writes a document about incidents as Markdown, HTML and PDF: the
// same words in each form, so that nobody has to ask which of them is right.
//
// It owns the form of a document: headings, paragraphs, what is left blank for
// people, lists that branch, and tables. What stands in them is decided by who
// makes a [Document]; app/incident/postmortem and app/incident/report do. All texts
// are taken for hostile: they stay texts in every form, and only links to the web
// or to a mailbox become links.
//
// It is pure but for the writer that it is given, and the same document always
// gives the same bytes. It may import app/incident and app/paper. It must not
// import anything else under app, nor a toolkit.
package publish
