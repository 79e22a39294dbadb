package expr

import (
	"errors"
	"slices"
)

// Scope is what an expression sees. It is read, never changed, and is asked for
// a step only when the expression names it. A nil *Scope is an empty one. Its values
// are such as [Decode] gives; an [Object] goes through [Plain] first.
type Scope struct {
	// Steps are the names of the steps that can be seen, for the expressions
	// that look at all of them.
	Steps []string
	// Step gives what context.steps.NAME is: an object with output, status,
	// response and error, and for Start each input.
	Step func(name string) (any, bool)

	Run    map[string]any // context.run
	Config map[string]any // config
	Item   any            // currentItem
	Index  int            // index
	InLoop bool           // without it currentItem and index are errors

	// Fields are what {% context NAME %} reads.
	Fields map[string]any
	// Extra are the values of the names given by [WithNames].
	Extra map[string]any
}

// The names every expression may begin with.
const (
	rootContext = "context"
	rootConfig  = "config"
	rootItem    = "currentItem"
	rootIndex   = "index"
	rootDot     = "."
)

var roots = []string{rootContext, rootConfig, rootItem, rootIndex}

var errNoLoop = errors.New("currentItem and index are known only inside a loop")

func (s *Scope) step(name string) (any, bool) {
	if s.Step == nil {
		return nil, false
	}
	return s.Step(name)
}

// context builds the value of context with only what need names.
func (s *Scope) context(need *needs) map[string]any {
	names := need.steps
	if need.all {
		names = s.Steps
	}
	steps := make(map[string]any, len(names))
	for _, name := range names {
		if v, ok := s.step(name); ok {
			steps[name] = v
		}
	}
	context := make(map[string]any, 2)
	context["steps"] = steps
	if need.run || need.all {
		context["run"] = s.run()
	}
	return context
}

func (s *Scope) run() map[string]any {
	if s.Run == nil {
		return map[string]any{}
	}
	return s.Run
}

// root gives the value of a name an expression may begin with.
func (s *Scope) root(name string, need *needs) (any, error) {
	switch name {
	case rootContext:
		return s.context(need), nil
	case rootConfig:
		if s.Config == nil {
			return map[string]any{}, nil
		}
		return s.Config, nil
	case rootItem:
		if !s.InLoop {
			return nil, errNoLoop
		}
		return s.Item, nil
	case rootIndex:
		if !s.InLoop {
			return nil, errNoLoop
		}
		return s.Index, nil
	default:
		return s.Extra[name], nil
	}
}

// needs is how much of the context an expression touches.
type needs struct {
	all   bool // cannot be told: everything
	run   bool
	steps []string
}

func (n *needs) addStep(name string) {
	if !slices.Contains(n.steps, name) {
		n.steps = append(n.steps, name)
	}
}
