// Package plan decides what runs next, and nothing else.
//
// A [Plan] is a flow read once: its steps, their wires, their containers. It never
// changes and may be used by any number of runs at once. A [State] is how far one run
// has come. [Plan.Take] hands out the tasks that can be done now; [Plan.Apply] says how
// a task ended; the run is over when [Plan.Done] says so.
//
// The package is pure: no goroutine, clock, chance, input, output, order of a map, or
// float, and no data: outputs belong to the driver. State is small plain JSON, and
// a run that goes on from a state written and read again takes the same tasks. Retries,
// timeouts and delays are the driver's too: the planner is told final outcomes.
//
// Guarantees. Every step at the top of the flow comes out of Take once: to be done, or
// as a [Skip]; a step of a container's body once for each item. A container that was
// opened comes out once more, as a [Gather]. Tasks of one Take stand in document order.
package plan
