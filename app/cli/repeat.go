package cli

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"flowbench/engine"
	"flowbench/engine/event"
)

// repeat runs a flow many times in this process, and tells how it went in figures.
func (c *command) repeat(ctx context.Context, compiled *engine.Flow, start engine.Start, f runFlags) error {
	var (
		next     atomic.Int64
		failures atomic.Int64
		mu       sync.Mutex
		last     engine.Outcome
		lastAt   int64
		times    = make([]float64, 0, f.repeat)
		wg       sync.WaitGroup
	)
	began := time.Now()
	for range min(f.parallel, f.repeat) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := next.Add(1)
				if i > int64(f.repeat) {
					return
				}
				one := start
				one.Run = fmt.Sprintf("%s-%d", start.Run, i)
				o := compiled.Run(ctx, one, engine.Discard)
				if o.Status != event.Succeeded {
					failures.Add(1)
				}
				mu.Lock()
				times = append(times, o.MS)
				if i > lastAt {
					last, lastAt = o, i
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	took := time.Since(began).Seconds()
	err := c.result(last, f)
	slices.Sort(times)
	at := func(q float64) float64 {
		if len(times) == 0 {
			return 0
		}
		return times[min(len(times)-1, int(q*float64(len(times))))]
	}
	fmt.Fprintf(c.err, "%d runs, %.1f a second, p50 %.1f ms, p99 %.1f ms, %d failed\n", len(times), float64(len(times))/took, at(0.5), at(0.99), failures.Load())
	if err == nil && failures.Load() > 0 {
		return fault{code: Failed}
	}
	return err
}
