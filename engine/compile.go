package engine

import (
	"fmt"
	"slices"
	"sync"

	"flowbench/engine/event"
	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/node"
	"flowbench/engine/plan"
	"flowbench/engine/spec"
)

// A Flow is a job read once, ready to be run any number of times, many at once.
type Flow struct {
	job    Job
	flow   *flow.Flow
	plan   *plan.Plan
	steps  []compiled // by the plan's numbers
	listed []event.Step
	start  spec.Values // the settings of the Start node
	inputs []variable
	output []variable
	config map[string]any
	runner Step

	programs sync.Map // programKey -> *expr.Program
	texts    sync.Map // string -> *expr.Template
}

// compiled is a node, ready to run. One that is disabled never does, and has no more
// than its names.
type compiled struct {
	node      *flow.Node
	kind      *node.Kind
	settings  *settings
	raw       spec.Values // as typed
	ancestors []string
}

type programKey struct {
	source    string
	onContext bool
}

// Compile reads a job. Its error says what must be changed before anything can run.
func Compile(job Job) (*Flow, error) {
	if len(job.Integration.Flows) == 0 {
		return nil, fmt.Errorf("the integration %q has no flow", job.Integration.Name)
	}
	f := job.Integration.Flows[0]
	if job.Flow != "" {
		if f = job.Integration.Flow(job.Flow); f == nil {
			return nil, fmt.Errorf("there is no flow %q", job.Flow)
		}
	}
	job.Limits = job.Limits.withDefaults()
	p, err := plan.Compile(f)
	if err != nil {
		return nil, err
	}
	c := &Flow{job: job, flow: f, plan: p, start: f.Start().Config.Map()}
	if c.inputs, err = variables(c.start["inputs"]); err != nil {
		return nil, fmt.Errorf("the inputs of %s: %w", f.Start().Name, err)
	}
	if c.output, err = variables(c.start["outputs"]); err != nil {
		return nil, fmt.Errorf("the outputs of %s: %w", f.Start().Name, err)
	}
	if c.config, err = configValues(job.Integration.Config, job.Env); err != nil {
		return nil, err
	}
	c.steps = make([]compiled, p.Len())
	for i := range c.steps {
		if err := c.compile(i); err != nil {
			return nil, err
		}
	}
	c.runner = stack()
	return c, nil
}

func (c *Flow) compile(i int) error {
	n := c.plan.Node(i)
	s := &c.steps[i]
	s.node = n
	if c.plan.Container(i) < 0 {
		c.listed = append(c.listed, event.Step{Name: n.Name, Kind: n.Kind})
	}
	if n.Disabled {
		return nil
	}
	k := slices.IndexFunc(c.job.Kinds, func(k node.Kind) bool { return k.ID == n.Kind })
	if k < 0 {
		return fmt.Errorf("%s is of the kind %q, which is not known here: replace it, or update Flowbench", n.Name, n.Kind)
	}
	s.kind = &c.job.Kinds[k]
	if len(n.Body) > 0 && !s.kind.Body {
		return fmt.Errorf("%s has nodes inside, but nothing stands in a node of the kind %s: move them out of it", n.Name, s.kind.Title)
	}
	s.raw = n.Config.Map()
	around := spec.Around{Name: n.Name, Values: s.raw, Start: c.start}
	var err error
	if s.settings, err = compileSettings(fieldsOf(s.kind, around), n.Config, around, c.templateOptions()); err != nil {
		return fmt.Errorf("%s: %w", n.Name, err)
	}
	for _, a := range c.plan.Ancestors(i) {
		s.ancestors = append(s.ancestors, c.plan.Node(a).Name)
	}
	return nil
}

// fieldsOf returns the declaration of a kind's settings. Where it depends on what is
// around the node the kind's own function knows more than its runner.
func fieldsOf(k *node.Kind, around spec.Around) []spec.Field {
	if k.Fields != nil {
		return k.Fields(around)
	}
	return k.New().Fields()
}

func (c *Flow) templateOptions() []expr.Option {
	if t := c.job.Limits.Template; t > 0 {
		return []expr.Option{expr.WithTime(t)}
	}
	return nil
}

// program compiles a jq program once, whoever asks for it.
func (c *Flow) program(source string, onContext bool) (*expr.Program, error) {
	key := programKey{source, onContext}
	if p, ok := c.programs.Load(key); ok {
		return p.(*expr.Program), nil
	}
	var opts []expr.Option
	if onContext {
		opts = append(opts, expr.WithContextDot())
	}
	if t := c.job.Limits.Program; t > 0 {
		opts = append(opts, expr.WithTime(t))
	}
	p, err := expr.Compile(source, opts...)
	if err != nil {
		return nil, err
	}
	c.programs.Store(key, p)
	return p, nil
}

// text parses a template once, whoever asks for it. Templates stand in the settings, so
// there are no more of them than the flow has.
func (c *Flow) text(source string) (*expr.Template, error) {
	if t, ok := c.texts.Load(source); ok {
		return t.(*expr.Template), nil
	}
	t, err := expr.Parse(source, c.templateOptions()...)
	if err != nil {
		return nil, err
	}
	c.texts.Store(source, t)
	return t, nil
}
