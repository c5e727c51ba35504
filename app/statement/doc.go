// Package statement turns what a duty is worth into documents that leave the
// program: PDF, XLSX, CSV and JSON, for a person and a period, and for a team.
//
// It owns the form of these documents, their totals, which are the sums of
// their lines and nothing else, and the hash over their content. It computes no
// pay and knows no policy: a Document holds figures and sentences, and says
// where each comes from.
//
// A Document is sealed (Seal) before it is written. That cleans its texts,
// computes totals and hash, and refuses what no document can show. The writers
// take sealed documents alone, so that no figure is printed that the hash does
// not cover. The same document always gives the same bytes: nothing here reads
// a clock or draws a number.
//
// It may import rotation for its value types, rotation/pay for FromPay, which turns
// a computed statement into a Document, and app/paper for type and pages. It must
// not import the agent, a store, a provider or a toolkit.
package statement
