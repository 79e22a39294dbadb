package engine

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"flowbench/engine/event"
)

// A View is what the events of a run say so far. The debug window, the marks on the
// board and the history are made from it.
type View struct {
	Run, Flow, Env string
	Began          time.Time
	Input          *event.Value
	Status         event.Status // "" while the run lasts
	Output         *event.Value
	Error          *event.Fault
	Warnings       []string
	MS             float64
	Steps          []*StepView // those of the plan in document order, then those of bodies as they came
	Seq            int         // of the last event

	index map[string]*StepView
	nodes map[string]*NodeView
}

// A StepView is one step of a run.
type StepView struct {
	Path     string
	Kind     string
	Listed   bool // it is a step of the plan, not of a body's item
	Began    time.Time
	Running  bool
	Status   event.Status // "" until it has ended
	Port     string
	Input    *event.Value
	Output   *event.Value
	Records  *int
	Error    *event.Fault
	Warnings []string
	MS       float64
	Calls    []event.Exchange
	Logs     []LogView
	Items    *int // of a container: how many it has, once its body begins
	Item     int  // of them: how many have begun
}

// A NodeView is what a run made of a node: of one that stands in a container, over all
// items.
type NodeView struct {
	Last    *StepView      // its step that began last; one that was skipped where no other is
	Running int            // how many of its steps run
	Times   int            // how often it has run
	Failed  int            // and failed
	MS      float64        // for how long, in all
	Taken   map[string]int // how often it was left, by port
	Items   int            // of a container: how many have begun, in all
}

// A LogView is a labelled value in the flow log.
type LogView struct {
	At    time.Time
	Label string
	Value *event.Value
}

// Collect folds a list of events.
func Collect(events []event.Event) *View {
	v := &View{}
	for _, e := range events {
		v.Fold(e)
	}
	return v
}

// Fold takes the next event of the run.
func (v *View) Fold(e event.Event) {
	v.Seq = e.Seq
	switch e.Type {
	case event.RunStarted:
		v.Run, v.Flow, v.Env, v.Began, v.Input = e.Run, e.Flow, e.Env, e.At, e.Input
		for _, s := range e.Steps {
			step := v.step(s.Name, s.Kind)
			step.Listed = true
		}
	case event.RunFinished:
		v.Status, v.Output, v.Error, v.Warnings, v.MS = e.Status, e.Output, e.Error, e.Warnings, e.MS
	case event.StepStarted:
		s := v.step(e.Step, e.Kind)
		s.Began, s.Running, s.Input = e.At, true, e.Input
		n := v.node(e.Step)
		n.Last = s
		n.Running++
		v.enter(e.Step)
	case event.StepOpened:
		v.step(e.Step, e.Kind).Items = e.Records
	case event.StepCall:
		if e.Call != nil {
			s := v.step(e.Step, e.Kind)
			s.Calls = append(s.Calls, *e.Call)
		}
	case event.StepLog:
		s := v.step(e.Step, e.Kind)
		s.Logs = append(s.Logs, LogView{e.At, e.Label, e.Value})
	case event.StepFinished:
		s, n := v.step(e.Step, e.Kind), v.node(e.Step)
		if s.Running {
			n.Running--
		}
		s.Running, s.Status, s.Port, s.Output, s.Records = false, e.Status, e.Port, e.Output, e.Records
		s.Error, s.Warnings, s.MS = e.Error, e.Warnings, e.MS
		n.Last = s
		n.Times++
		if e.Status == event.Failed {
			n.Failed++
		}
		n.MS += e.MS
		if n.Taken == nil {
			n.Taken = map[string]int{}
		}
		n.Taken[e.Port]++
	case event.StepSkipped:
		s := v.step(e.Step, e.Kind)
		s.Status, s.Port = event.Skipped, e.Port
		if n := v.node(e.Step); n.Last == nil || n.Last.Status == event.Skipped {
			n.Last = s
		}
		v.enter(e.Step)
	}
}

// enter counts the item that a step of a container's body is of.
func (v *View) enter(path string) {
	container, item, inside := InLoop(path)
	if !inside {
		return
	}
	if s := v.index[container]; s != nil && s.Item <= item {
		v.node(container).Items += item + 1 - s.Item
		s.Item = item + 1
	}
}

// InLoop says in which container a step's path lies, and in which of its items:
// Each[17]/Post in item 17 of Each.
func InLoop(path string) (container string, item int, inside bool) {
	end := strings.LastIndexByte(path, '/')
	open := strings.LastIndexByte(path[:max(end, 0)], '[')
	if open < 0 {
		return "", 0, false
	}
	item, err := strconv.Atoi(path[open+1 : end-1])
	return path[:open], item, err == nil
}

// Node returns what the run made of the node of that name so far; nil where none of its
// steps has begun or was skipped.
func (v *View) Node(name string) *NodeView { return v.nodes[name] }

// node finds the node that a step is of: Post, of Each[17]/Post.
func (v *View) node(path string) *NodeView {
	name := path[strings.LastIndexByte(path, '/')+1:]
	n := v.nodes[name]
	if n == nil {
		if v.nodes == nil {
			v.nodes = map[string]*NodeView{}
		}
		n = &NodeView{}
		v.nodes[name] = n
	}
	return n
}

// Step returns the step of that path, or nil.
func (v *View) Step(path string) *StepView { return v.index[path] }

// Failed returns the step to look at first: that of the run's failure, else the first
// that failed; nil where none did.
func (v *View) Failed() *StepView {
	if v.Error != nil && v.Error.Step != "" {
		if s := v.index[v.Error.Step]; s != nil {
			return s
		}
	}
	i := slices.IndexFunc(v.Steps, func(s *StepView) bool { return s.Status == event.Failed })
	if i < 0 {
		return nil
	}
	return v.Steps[i]
}

func (v *View) step(path, kind string) *StepView {
	if s := v.index[path]; s != nil {
		return s
	}
	if v.index == nil {
		v.index = map[string]*StepView{}
	}
	s := &StepView{Path: path, Kind: kind}
	v.index[path] = s
	v.Steps = append(v.Steps, s)
	return s
}
