package plan

// A State is how far a run has come. It belongs to one run and one goroutine.
type State struct {
	Marks   []Mark `json:"marks"`            // one for each step of the list, in document order
	Failed  int    `json:"failed,omitempty"` // 1 + the place of the first step that failed unhandled
	Stopped bool   `json:"stopped,omitempty"`
	First   int    `json:"first,omitempty"` // all before this one have ended: nothing to look for there
}

// A Mark is how far one step has come.
type Mark struct {
	Phase  Phase  `json:"phase,omitempty"`
	Port   string `json:"port,omitempty"`   // by which it was left
	Failed bool   `json:"failed,omitempty"` // what it was gathered from failed

	// Of an open container: how many items there are, which one is at hand, its state.
	Items int    `json:"items,omitempty"`
	Item  int    `json:"item,omitempty"`
	Body  *State `json:"body,omitempty"`
}

// A Phase is what a step is doing.
type Phase string

// The phases. A step waits, is ready, runs and is done; a container is open between its
// own two tasks; a step that is passed over is first due, until Take has said so.
const (
	waiting Phase = ""
	ready   Phase = "ready"
	running Phase = "running"
	open    Phase = "open"    // its body runs
	closed  Phase = "closed"  // its body has run: it can be gathered
	gather  Phase = "gather"  // it is being gathered
	due     Phase = "due"     // skipped or passed, not yet said
	passed  Phase = "passed"  // said; it was disabled, and the flow went on
	skipped Phase = "skipped" // said
	done    Phase = "done"
)

// settled reports whether a step will never be left by another port any more.
func (m *Mark) settled() bool {
	return m.ended() || m.Phase == due
}

// New returns the state of a run that has not begun.
func (p *Plan) New() *State { return p.begin(p.top) }

func (p *Plan) begin(sc *scope) *State {
	s := &State{Marks: make([]Mark, len(sc.steps))}
	for at, i := range sc.steps {
		if i == sc.start || sc.start < 0 && len(p.steps[i].in) == 0 {
			p.wake(sc, s, at, true)
		} else if len(p.steps[i].in) == 0 {
			p.wake(sc, s, at, false)
		}
	}
	return s
}

// wake makes a step ready whose wires are settled, or passes it over.
func (p *Plan) wake(sc *scope, s *State, at int, reached bool) {
	m, st := &s.Marks[at], &p.steps[sc.steps[at]]
	if m.Phase != waiting {
		return
	}
	switch {
	case !reached:
		m.Phase = due
		p.settle(sc, s, at)
	case st.node.Disabled:
		m.Phase, m.Port = due, passing(st.node.Kind)
		p.settle(sc, s, at)
	default:
		m.Phase = ready
	}
}

// passing is the port by which a disabled node is left.
func passing(kind string) string {
	if kind == "condition" {
		return "Else"
	}
	return "success"
}

// settle looks at the steps that the wires of a settled step lead to.
func (p *Plan) settle(sc *scope, s *State, at int) {
	for _, to := range p.steps[sc.steps[at]].next {
		all, taken := true, false
		for _, w := range p.steps[to].in {
			m := &s.Marks[p.steps[w.from].at]
			if !m.settled() {
				all = false
				break
			}
			taken = taken || m.Port == w.port
		}
		if all {
			p.wake(sc, s, p.steps[to].at, taken)
		}
	}
}

// ended reports whether everything in the list has settled and been said.
func (s *State) ended() bool {
	for s.First < len(s.Marks) && s.Marks[s.First].ended() {
		s.First++
	}
	return s.First == len(s.Marks)
}

func (m *Mark) ended() bool { return m.Phase == done || m.Phase == skipped || m.Phase == passed }

// fail marks the step as failed with nobody to handle it.
func (s *State) fail(at int) {
	if s.Failed == 0 || at+1 < s.Failed {
		s.Failed = at + 1
	}
}
