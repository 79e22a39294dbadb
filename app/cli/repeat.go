package cli

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"flowbench/engine"
	"flowbench/engine/event"
)

// repeat runs a flow many times in this process, prints the last output, and tells how
// it went in figures.
func (c *command) repeat(ctx context.Context, compiled *engine.Flow, start engine.Start, f runFlags) error {
	var (
		mu     sync.Mutex
		taken  int
		last   = engine.Outcome{Status: event.Cancelled}
		lastAt int
		broken int
		times  []float64 // of each run, in ms
	)
	take := func() int {
		mu.Lock()
		defer mu.Unlock()
		taken++
		return taken
	}
	began := time.Now()
	var all sync.WaitGroup
	for range min(f.parallel, f.repeat) {
		all.Go(func() {
			for i := take(); i <= f.repeat && ctx.Err() == nil; i = take() {
				one := start
				one.Run = fmt.Sprintf("%s-%d", start.Run, i)
				o := compiled.Run(ctx, one, engine.Discard)
				mu.Lock()
				times = append(times, o.MS)
				if o.Status != event.Succeeded {
					broken++
				}
				if i > lastAt {
					last, lastAt = o, i
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	took := time.Since(began).Seconds()
	err := c.result(last, f)
	fmt.Fprintf(c.err, "%s, %.1f a second, p50 %.1f ms, p99 %.1f ms, %d failed\n", plural(len(times), "run"),
		float64(len(times))/took, quantile(times, 0.5), quantile(times, 0.99), broken)
	if err == nil && broken > 0 {
		return failed("%d of %s failed", broken, plural(len(times), "run"))
	}
	return err
}

// quantile is the time within which that part of the runs ended. It sorts them.
func quantile(times []float64, part float64) float64 {
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	return times[min(len(times)-1, int(part*float64(len(times))))]
}
