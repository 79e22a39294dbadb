package kinds

import (
	"context"
	"time"

	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// delay waits.
type delay struct{ wait time.Duration }

func (n *delay) Fields() []spec.Field {
	return []spec.Field{spec.DurationVar(&n.wait, spec.Field{Name: "for", Label: "Wait for", Required: true, Template: true, Placeholder: "2s", Source: "R94",
		Min: spec.Limit(0), Max: spec.Limit(24 * 60 * 60), Doc: "How long to wait."})}
}

func (n *delay) Run(ctx context.Context, _ node.Env) (node.Result, error) {
	t := time.NewTimer(n.wait)
	defer t.Stop()
	select {
	case <-t.C:
		return node.Result{}, nil
	case <-ctx.Done():
		return node.Result{}, context.Cause(ctx)
	}
}

func delayKind() node.Kind {
	return node.Kind{
		Kind: spec.Kind{
			ID: "delay", Title: "Delay", Group: spec.Logic, Icon: "delay",
			Summary: "Waits before the flow goes on",
			Doc:     "Use it to keep within an API's rate limit. Other branches go on meanwhile. Stopping the run ends the wait at once. It has no output.",
			Search:  []string{"wait", "sleep", "pause", "timer", "rate limit"},
			New:     map[string]any{"for": "2s"},
			Fields:  func(spec.Around) []spec.Field { return new(delay).Fields() },
			Ports:   func(spec.Values) []spec.Port { return []spec.Port{spec.OnSuccess} },
			Line:    func(a spec.Around) string { return "Wait " + brief(a.Values["for"]) },
		},
		New: func() node.Runner { return new(delay) },
		Examples: []node.Example{
			{Title: "Half an hour", Config: map[string]any{"for": "30m"}},
			{Title: "Seconds from an input", Config: map[string]any{"for": "{{context.steps.Start.seconds}}"},
				Context: map[string]any{"Start": map[string]any{"seconds": "90"}}},
			{Title: "Longer than a day", Config: map[string]any{"for": "{{context.steps.Start.seconds}}"},
				Context: map[string]any{"Start": map[string]any{"seconds": 100000}}, Fails: "Wait for: 27h46m40s is too much: at most 24h"},
		},
	}
}
