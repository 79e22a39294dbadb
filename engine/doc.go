// Package engine drives a plan with the kinds it is given, and tells what happens as
// events.
//
// A [Job] is what a run needs to know: an integration as it was when Run was pressed, the
// flow's name, kinds, catalogue and environment. [Compile] reads it once into a [Flow]:
// the plan, and each node's settings with their templates parsed; [Flow.Run] runs it, any
// number of times and many at once. [Run] does both.
//
// The driver takes, runs and applies, and nothing else. All that wraps a step is a
// function from [Step] to Step in one list (see layers); a new mode is a file and a line
// there. What a run tells goes to its [Sink] as the guarantees of package event say.
// [Collect] folds those events to what a window or a test wants to know: a [View].
//
// Guarantees. Parallel branches run in parallel, up to Limits.Parallel. When the context
// ends, so does the run, within Limits.Grace: a step that does not stop is left behind and
// its later words are not heard. A panic of a kind fails its step. The outputs of steps
// are decoded once, shared and never changed.
package engine
