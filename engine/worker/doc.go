// Package worker runs jobs in a child process of the same binary, so that a runaway
// program, a memory bomb or a crash costs a run and never unsaved work.
//
// The parent speaks to a [Worker] over two pipes in frames: four bytes of length, most
// significant first, and JSON, at most [MaxFrame]. A job is a run or an evaluation. The
// child is [Serve], which answers until its input ends; how an [Order] becomes a job,
// with kinds, catalogue and network, is up to the program that calls it. A [Pool] keeps
// one worker started and idle, so that a run begins at once.
//
// Guarantees. Whatever becomes of the child, a run's events end as package event says:
// what the child could no longer tell is added by the parent, each step finished or
// skipped, run.finished last. A cancelled run is over [Patience] after its context ended,
// if need be by ending the process, which is done by its id. A child has no environment
// and watches its own memory: over its limit it says whose program it was, and exits.
package worker
