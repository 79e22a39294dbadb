package worker

import (
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"flowbench/engine/event"
)

// DefaultMemory is how much memory a worker may use.
const DefaultMemory = 512 << 20

// maxStack is how deep a program may call itself: beyond it Go ends the process.
const maxStack = 64 << 20

// Watch calls over, once, when the process uses more memory than the limit. The garbage
// collector works harder from half of it on. It returns a function that ends the watch.
func Watch(limit uint64, over func(used uint64)) (stop func()) {
	debug.SetMemoryLimit(int64(limit / 4 * 3))
	debug.SetMaxStack(maxStack)
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(3 * time.Millisecond)
		defer tick.Stop()
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			metrics.Read(sample)
			if used := sample[0].Value.Uint64() - sample[1].Value.Uint64(); used > limit {
				over(used)
				return
			}
		}
	}()
	return func() { close(done) }
}

// MemoryFault says that a step's program asked for too much. The step may be unknown
// (""), and the limit too (0).
func MemoryFault(step string, limit uint64) event.Fault {
	who, much := "the run", "memory than a run may have"
	if step != "" {
		who = "the program of " + step
	}
	if limit > 0 {
		much = fmt.Sprintf("than %d MB of memory", limit>>20)
	}
	return event.Fault{Type: "memory", Step: step, Message: who + " needed more " + much + ", and was stopped",
		Help: "Take less at once: filter early, or ask for fewer records."}
}
