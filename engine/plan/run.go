package plan

import (
	"fmt"
	"strconv"
	"strings"
)

// A Task is something to do now.
type Task struct {
	ID   string `json:"id"`   // its path: "Post", in a loop "Each[17]/Post"
	Step int    `json:"step"` // its number in the plan
	Do   Do     `json:"do"`
	Port string `json:"port,omitempty"` // of a Skip: the port by which the flow went on, if it did
	// Failed is, of a Gather, the path of the first step in document order that failed
	// in the body with nobody to handle it.
	Failed string `json:"failed,omitempty"`
	Items  int    `json:"items,omitempty"`  // of a Gather: how many items there were
	Doomed bool   `json:"doomed,omitempty"` // of a Gather: nobody waits for it any more
}

// Do is what a task asks for.
type Do string

// What a task asks for. A Skip needs no Apply: it only says that the step is passed
// over, because no wire that leads to it was taken or because it is disabled.
const (
	Run    Do = "run"
	Gather Do = "gather"
	Skip   Do = "skip"
)

// An Outcome is how a task ended.
type Outcome struct {
	Port   string `json:"port,omitempty"`   // "" is success
	Failed bool   `json:"failed,omitempty"` // it takes the failure port, or fails the run
	// Cancelled is a task that was doomed and gave up: it takes no port and fails nothing.
	Cancelled bool `json:"cancelled,omitempty"`
	Items     int  `json:"items,omitempty"` // of a container's first task: how often its body runs
}

// Take returns what can be done now, at most max tasks, and takes it as begun.
func (p *Plan) Take(s *State, max int) []Task {
	t := taker{p: p, max: max}
	t.scope(p.top, s, "", false)
	return t.out
}

type taker struct {
	p   *Plan
	max int
	out []Task
}

func (t *taker) add(task Task) { t.out = append(t.out, task) }
func (t *taker) full() bool    { return len(t.out) >= t.max }

// scope takes from one list. In one that is doomed nothing more begins.
func (t *taker) scope(sc *scope, s *State, prefix string, doomed bool) {
	doomed = doomed || s.Failed > 0 || s.Stopped
	for at := s.First; at < len(s.Marks) && !t.full(); at++ {
		m := &s.Marks[at]
		if doomed && (m.Phase == waiting || m.Phase == ready) {
			m.Phase = due
		}
		if m.Phase == waiting || m.Phase == running || m.Phase == gather || m.ended() {
			continue
		}
		i := sc.steps[at]
		id := prefix + t.p.steps[i].node.Name
		switch m.Phase {
		case ready:
			m.Phase = running
			t.add(Task{ID: id, Step: i, Do: Run})
		case due:
			m.Phase = skipped
			if m.Port != "" {
				m.Phase = passed
			}
			t.add(Task{ID: id, Step: i, Do: Skip, Port: m.Port})
		case open:
			t.body(i, m, id, doomed)
			if m.Phase == closed && !t.full() {
				t.gather(i, m, id, doomed)
			}
		case closed:
			t.gather(i, m, id, doomed)
		}
	}
}

// body takes from an open container, item after item.
func (t *taker) body(i int, m *Mark, id string, doomed bool) {
	body := t.p.steps[i].body
	for !t.full() {
		if m.Body == nil {
			if m.Item >= m.Items || doomed {
				m.Phase = closed
				return
			}
			m.Body = t.p.begin(body)
		}
		t.scope(body, m.Body, itemPrefix(id, m.Item), doomed)
		if !m.Body.ended() {
			return
		}
		if m.Body.Failed > 0 {
			m.Phase, m.Failed = closed, true
			return
		}
		m.Body = nil
		m.Item++
	}
}

func (t *taker) gather(i int, m *Mark, id string, doomed bool) {
	m.Phase = gather
	task := Task{ID: id, Step: i, Do: Gather, Items: m.Items, Doomed: doomed}
	if m.Failed {
		task.Failed = t.p.failed(t.p.steps[i].body, m.Body, itemPrefix(id, m.Item))
		m.Body = nil
	}
	t.add(task)
}

func itemPrefix(id string, item int) string { return id + "[" + strconv.Itoa(item) + "]/" }

// Apply says how a task that was taken ended. A task that is not running is an error:
// an outcome is never counted twice.
func (p *Plan) Apply(s *State, task string, o Outcome) error {
	sc, rest := p.top, task
	for {
		name, item, inner, err := cut(rest)
		if err != nil {
			return fmt.Errorf("%q is no path of a step: %w", task, err)
		}
		i, ok := p.index[name]
		if !ok || p.steps[i].home != sc {
			return fmt.Errorf("there is no step %q", task)
		}
		m := &s.Marks[p.steps[i].at]
		if inner == "" {
			if m.Phase != running && m.Phase != gather {
				return fmt.Errorf("step %q is not running", task)
			}
			p.apply(sc, s, p.steps[i].at, o)
			return nil
		}
		if m.Phase != open || m.Body == nil || m.Item != item {
			return fmt.Errorf("step %q is not running", task)
		}
		sc, s, rest = p.steps[i].body, m.Body, inner
	}
}

func (p *Plan) apply(sc *scope, s *State, at int, o Outcome) {
	m, i := &s.Marks[at], sc.steps[at]
	if m.Phase == running && p.steps[i].body != nil && !o.Failed && !o.Cancelled {
		m.Phase, m.Items = open, o.Items
		return
	}
	m.Phase, m.Port, m.Failed = done, o.Port, false
	switch {
	case o.Cancelled:
		m.Port = ""
	case o.Failed:
		m.Port = "failure"
		if !p.Wired(i, "failure") {
			s.fail(at)
		}
	case m.Port == "":
		m.Port = "success"
	}
	p.settle(sc, s, at)
}

// cut splits "Each[17]/Post" into its first step, the item, and what follows.
func cut(path string) (name string, item int, rest string, err error) {
	first, rest, nested := strings.Cut(path, "/")
	if !nested {
		return first, 0, "", nil
	}
	name, number, ok := strings.Cut(strings.TrimSuffix(first, "]"), "[")
	if !ok || rest == "" {
		return "", 0, "", fmt.Errorf("%q has no item", first)
	}
	item, err = strconv.Atoi(number)
	return name, item, rest, err
}

// Stop lets nothing more begin: what runs may end, the rest is skipped.
func (p *Plan) Stop(s *State) { s.Stopped = true }

// Done reports whether every step has settled and Take has told of it.
func (p *Plan) Done(s *State) bool { return s.ended() }

// Failed returns the path of the step that failed the run: of several the first in
// document order, in a container the container itself.
func (p *Plan) Failed(s *State) (path string, failed bool) {
	if s.Failed == 0 {
		return "", false
	}
	return p.failed(p.top, s, ""), true
}

func (p *Plan) failed(sc *scope, s *State, prefix string) string {
	return prefix + p.name(sc.steps[s.Failed-1])
}

// Doomed returns the running tasks that nobody waits for any more, since a step beside
// them, or beside a container around them, failed or the run was stopped: they are to
// be cancelled. Their outcome is still to be applied.
func (p *Plan) Doomed(s *State) []string {
	return p.runs(p.top, s, "", false, true, nil)
}

// Running returns the tasks that were taken and not applied, in document order.
func (p *Plan) Running(s *State) []string {
	return p.runs(p.top, s, "", false, false, nil)
}

func (p *Plan) runs(sc *scope, s *State, prefix string, doomed, only bool, out []string) []string {
	doomed = doomed || s.Failed > 0 || s.Stopped
	for at := s.First; at < len(s.Marks); at++ {
		m := &s.Marks[at]
		id := prefix + p.name(sc.steps[at])
		switch {
		case (m.Phase == running || m.Phase == gather) && (doomed || !only):
			out = append(out, id)
		case m.Phase == open && m.Body != nil:
			out = p.runs(p.steps[sc.steps[at]].body, m.Body, itemPrefix(id, m.Item), doomed, only, out)
		}
	}
	return out
}
