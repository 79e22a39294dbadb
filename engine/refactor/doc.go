// Package refactor makes edits that need understanding of a flow: what a gesture or a
// menu entry means, as one batch. It changes nothing itself: each function returns the
// edit, or says in words for a person why there is none.
package refactor
