// Package paper sets documents that leave the program: texts cleaned of what no
// page shows, instants as readers tell them, and PDF pages of texts and tables.
//
// It owns type, measures and line breaks, and knows nothing of what a document
// says. The same calls always give the same bytes: nothing here reads a clock or
// draws a number.
//
// It may import rotation for its value types. It must not import anything under
// app, nor a toolkit.
package paper
