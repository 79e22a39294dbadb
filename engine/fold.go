package engine

import (
	"slices"
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
	case event.StepCall:
		if e.Call != nil {
			s := v.step(e.Step, e.Kind)
			s.Calls = append(s.Calls, *e.Call)
		}
	case event.StepLog:
		s := v.step(e.Step, e.Kind)
		s.Logs = append(s.Logs, LogView{e.At, e.Label, e.Value})
	case event.StepFinished:
		s := v.step(e.Step, e.Kind)
		s.Running, s.Status, s.Port, s.Output, s.Records = false, e.Status, e.Port, e.Output, e.Records
		s.Error, s.Warnings, s.MS = e.Error, e.Warnings, e.MS
	case event.StepSkipped:
		s := v.step(e.Step, e.Kind)
		s.Status, s.Port = event.Skipped, e.Port
	}
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
