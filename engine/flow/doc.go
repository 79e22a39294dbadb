// Package flow is the document: what a person draws, saves, compares and undoes.
//
// An [Integration] holds one or more flows. A [Flow] holds nodes; a [Node] has a
// name, which is its identity in files, templates and events, a kind, the values
// typed into its fields, and wires: for each of its ports the nodes that follow.
// A container node has a body of further nodes.
//
// A [Document] is an open integration with its history. There is one way to change
// it: an [Edit], whose Apply returns the edit that undoes it.
// [Document.Listen] tells each change as a record; [Replay] makes the document again
// from a [Document.Checkpoint] and the records since, with the same undo and redo.
//
// [Read] and [Write] are the file format. Writing is canonical: the same integration
// always gives the same bytes, and reading a canonical file and writing it again
// changes nothing. Values are kept as they were typed, also when they are wrong;
// whether a flow can run is said by package check.
//
// In memory a node also has a [Key], a number that is never written and stays with
// the node through rename, undo and redo. Views go by Key; files, templates and
// events by name.
package flow
