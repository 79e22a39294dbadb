// Package spec is the vocabulary in which node kinds and catalogue actions describe
// themselves. A [Kind] is what a node is, a [Field] one of its settings, a [Port] where
// its wires leave. The properties panel, the checks, completion, the help pages and the
// JSON schema are all read from these declarations, and from nothing else.
//
// A kind's fields are bound to its own Go struct as in the standard library's flag:
// [TextVar] and its like take a pointer and a Field; [Load] stores values through them.
//
// A [Problem] is what is wrong with a flow, said to its author, with the mend.
package spec
