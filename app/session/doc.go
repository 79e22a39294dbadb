// Package session is an open integration and the library it comes from, without a window.
//
// A [Library] keeps entries in the store; an [Entry] has a random id and may be linked to
// a file. [Library.Open] gives a [Session]: the document with its undo, its draft, its
// problems and its current [Run]; an [Environment] is what a run has besides the document.
// All but the run's own goroutine belongs to one goroutine, the window's.
//
// Guarantees. Nothing typed is lost: each change goes to the draft 300 ms after the last
// one, and within two seconds; the next Open brings it back with its undo. A saved file
// is whole or untouched. A linked file that another program changed is never overwritten
// unasked: that is a [Conflict]. A run is a snapshot: changes made meanwhile do not
// reach it.
package session
