package plan

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"flowbench/engine/flow"
)

// draw makes a flow from lines such as "A: success>B,C failure>D"; a kind stands after
// the name as in "If(condition)", "!" before it disables the node, and lines that are
// indented are the body of the one before.
func draw(text string) *flow.Flow {
	f := &flow.Flow{Name: "Test"}
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		head, wires, _ := strings.Cut(strings.TrimSpace(line), ":")
		n := &flow.Node{Kind: "function"}
		head, n.Disabled = strings.CutPrefix(head, "!")
		n.Name = head
		if name, kind, ok := strings.Cut(strings.TrimSuffix(head, ")"), "("); ok {
			n.Name, n.Kind = name, kind
		}
		if n.Name == "Start" {
			n.Kind = "start"
		}
		for _, w := range strings.Fields(wires) {
			port, to, _ := strings.Cut(w, ">")
			n.Wires = append(n.Wires, flow.Leg{Port: port, To: strings.Split(to, ",")})
		}
		if strings.HasPrefix(line, "  ") {
			last := f.Nodes[len(f.Nodes)-1]
			last.Body = append(last.Body, n)
		} else {
			f.Nodes = append(f.Nodes, n)
		}
	}
	return f
}

func TestWhatRunsNext(t *testing.T) {
	cases := []struct {
		name, flow string
		outcomes   string // "A>failure B>If": what is not named succeeds; "Each*2" has two items
		want       string // tasks in order, each applied as soon as it is taken; ~ is a skip
		failed     string
	}{
		{"a line", "Start: success>A\nA: success>B\nB:", "", "Start A B", ""},
		{"a join waits for all legs", "Start: success>A,B\nJoin:\nA: success>Join\nB: success>Join", "", "Start A B Join", ""},
		{"a join runs with the legs taken", "Start: success>If\nIf: If>A Else>B\nA: success>Join\nB: success>Join\nJoin:", "If>If", "Start If A ~B Join", ""},
		{"a dead branch is skipped to its end", "Start: success>If\nIf: If>A\nA: success>B\nB:", "If>Else", "Start If ~A ~B", ""},
		{"a port without a wire ends its branch", "Start: success>A\nA: failure>B\nB:", "", "Start A ~B", ""},
		{"what nothing leads to is skipped", "Start:\nA: success>B\nB:", "", "Start ~A ~B", ""},
		{"a failure takes its wire", "Start: success>A\nA: success>B failure>C\nB:\nC:", "A>failure", "Start A ~B C", ""},
		{"a failure without a wire ends the run", "Start: success>A,B\nA:\nB: success>C\nC:", "A>failure", "Start A B ~C", "A"},
		{"of several failures the first in the document counts", "Start: success>B,A\nA:\nB:", "A>failure B>failure", "Start A B", "A"},
		{"a disabled node passes", "Start: success>A\n!A: success>B failure>C\nB:\nC:", "", "Start ~A+success B ~C", ""},
		{"a disabled condition goes to Else", "Start: success>A\n!A(condition): If>B Else>C\nB:\nC:", "", "Start ~A+Else ~B C", ""},
		{"a loop runs its body for each item", "Start: success>Each\nEach: success>End\n  A: success>B\n  B:\nEnd:", "Each*2",
			"Start Each Each[0]/A Each[0]/B Each[1]/A Each[1]/B Each. End", ""},
		{"a loop of nothing", "Start: success>Each\nEach: success>End\n  A:\nEnd:", "", "Start Each Each. End", ""},
		{"a disabled body", "Start: success>Each\nEach:\n  !A:", "Each*2", "Start Each ~Each[0]/A+success ~Each[1]/A+success Each.", ""},
		{"a failure in a body fails the loop", "Start: success>Each\nEach: success>B failure>C\n  A: success>D\n  D:\nB:\nC:", "Each*3 Each[1]/A>failure Each.>failure",
			"Start Each Each[0]/A Each[0]/D Each[1]/A ~Each[1]/D Each.!Each[1]/A ~B C", ""},
		{"a skipped loop has no items", "Start: failure>Each\nEach:\n  A:", "", "Start ~Each", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := Compile(draw(c.flow))
			if err != nil {
				t.Fatal(err)
			}
			s := p.New()
			var got []string
			for !p.Done(s) {
				tasks := p.Take(s, 100)
				if len(tasks) == 0 {
					t.Fatalf("stuck after %v: %v", got, s)
				}
				for _, task := range tasks {
					got = append(got, show(task))
					if task.Do != Skip {
						o := Outcome{}
						for _, w := range strings.Fields(c.outcomes) {
							if id, n, ok := strings.Cut(w, "*"); ok && id == task.ID && task.Do == Run {
								fmt.Sscan(n, &o.Items)
							}
							if id, port, ok := strings.Cut(w, ">"); ok && (id == task.ID && task.Do == Run || id == task.ID+"." && task.Do == Gather) {
								o = Outcome{Port: port, Failed: port == "failure"}
							}
						}
						if err := p.Apply(s, task.ID, o); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("got  %s\nwant %s", g, c.want)
			}
			if failed, _ := p.Failed(s); failed != c.failed {
				t.Errorf("the run failed at %q, want %q", failed, c.failed)
			}
		})
	}
}

func show(t Task) string {
	switch {
	case t.Do == Skip && t.Port != "":
		return "~" + t.ID + "+" + t.Port
	case t.Do == Skip:
		return "~" + t.ID
	case t.Do == Gather && t.Failed != "":
		return t.ID + ".!" + t.Failed
	case t.Do == Gather:
		return t.ID + "."
	}
	return t.ID
}

func TestAFlowThatCannotRunIsRefusedByName(t *testing.T) {
	cases := []struct{ flow, want string }{
		{"A:", "no Start node"},
		{"Start:\nBegin(start):", "Start and Begin are both Start nodes"},
		{"Start: success>Gone", `from Start to "Gone", but there is no such node`},
		{"Start: success>A\nA: success>B\nB: success>C\nC: success>A", "in a circle: A → B → C → A"},
		{"Start: success>A\nA: success>A", "in a circle: A → A"},
		{"Start: success>Each\nEach:\n  A: success>B\n  B: success>A", "in a circle: A → B → A"},
		{"Start: success>A\nA: success>Start", "from A leads back to Start"},
		{"Start: success>In\nEach:\n  In:", "across the border"},
		{"Start:\nA:\nA:", `two nodes have the name "A"`},
	}
	for _, c := range cases {
		if _, err := Compile(draw(c.flow)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.flow, err, c.want)
		}
	}
}

func TestAStepSeesItsAncestorsAndThoseOfItsContainer(t *testing.T) {
	p, err := Compile(draw("Start: success>A,B\nA: success>Each\nB:\nEach: success>End\n  X: success>Y\n  Y:\nEnd:"))
	if err != nil {
		t.Fatal(err)
	}
	sees := func(name string) string {
		var out []string
		for _, i := range p.Ancestors(p.index[name]) {
			out = append(out, p.name(i))
		}
		return strings.Join(out, " ")
	}
	for name, want := range map[string]string{"Start": "", "B": "Start", "Each": "Start A", "Y": "Start A X", "End": "Start A Each"} {
		if got := sees(name); got != want {
			t.Errorf("%s sees %q, want %q", name, got, want)
		}
	}
}

func TestAnOutcomeIsNeverCountedTwice(t *testing.T) {
	p, _ := Compile(draw("Start: success>Each\nEach:\n  A:"))
	s := p.New()
	for _, id := range []string{"Start", "Gone", "Each[0]/A", "Each[x]/A", "Each/A", "", "Each[0]/"} {
		if p.Apply(s, id, Outcome{}) == nil {
			t.Errorf("an outcome of %q was taken before it ran", id)
		}
	}
	p.Take(s, 1)
	if err := p.Apply(s, "Start", Outcome{}); err != nil {
		t.Fatal(err)
	}
	if p.Apply(s, "Start", Outcome{}) == nil {
		t.Error("an outcome was taken twice")
	}
}

func TestStopLetsNothingMoreBegin(t *testing.T) {
	p, _ := Compile(draw("Start: success>A,Each\nA: success>B\nB:\nEach:\n  X: success>Y\n  Y:"))
	s := p.New()
	p.Take(s, 1)
	p.Apply(s, "Start", Outcome{})
	p.Take(s, 9)
	p.Apply(s, "Each", Outcome{Items: 5})
	p.Take(s, 9)
	p.Stop(s)
	if got := p.Doomed(s); !slices.Equal(got, []string{"A", "Each[0]/X"}) {
		t.Fatalf("to be cancelled: %v", got)
	}
	var got []string
	for _, id := range p.Doomed(s) {
		p.Apply(s, id, Outcome{Cancelled: true})
	}
	for !p.Done(s) {
		for _, task := range p.Take(s, 9) {
			got = append(got, show(task))
			if task.Do == Gather {
				p.Apply(s, task.ID, Outcome{Cancelled: true})
			}
		}
	}
	if want := "~B ~Each[0]/Y Each."; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, failed := p.Failed(s); failed {
		t.Error("what was cancelled counts as a failure")
	}
}

func TestALoopBesideAFailureIsDoomed(t *testing.T) {
	f := draw("Start: success>Outer\nOuter:\n  X:\n  Inner:")
	inner := f.Node("Inner")
	inner.Body = []*flow.Node{{Name: "Y", Kind: "function"}}
	p, err := Compile(f)
	if err != nil {
		t.Fatal(err)
	}
	s := p.New()
	for _, step := range []struct {
		take string
		o    Outcome
	}{{"Start", Outcome{}}, {"Outer", Outcome{Items: 2}}, {"Outer[0]/Inner", Outcome{Items: 1}}, {"Outer[0]/X", Outcome{Failed: true}}} {
		p.Take(s, 9)
		if err := p.Apply(s, step.take, step.o); err != nil {
			t.Fatal(err)
		}
		if step.take == "Outer[0]/Inner" {
			p.Take(s, 9) // Y begins
		}
	}
	if got := p.Doomed(s); !slices.Equal(got, []string{"Outer[0]/Inner[0]/Y"}) {
		t.Fatalf("to be cancelled: %v", got)
	}
	p.Apply(s, "Outer[0]/Inner[0]/Y", Outcome{}) // it was quicker
	tasks := p.Take(s, 9)
	if len(tasks) != 1 || tasks[0].ID != "Outer[0]/Inner" || !tasks[0].Doomed {
		t.Errorf("got %+v, want the inner loop gathered as doomed", tasks)
	}
}

// randomFlow draws a flow whose wires go forward in a shuffled order.
func randomFlow(r *rand.Rand, handled bool) *flow.Flow {
	count := 0
	var list func(depth int) []*flow.Node
	list = func(depth int) []*flow.Node {
		nodes := make([]*flow.Node, 1+r.IntN(7))
		for i := range nodes {
			count++
			n := &flow.Node{Name: fmt.Sprintf("N%d", count), Kind: "function", Disabled: r.IntN(8) == 0}
			if r.IntN(4) == 0 {
				n.Kind = "condition"
			} else if depth < 2 && r.IntN(5) == 0 {
				n.Kind, n.Body = "loop", list(depth+1)
			}
			nodes[i] = n
		}
		for i, n := range nodes {
			for _, port := range []string{"Else", "If", "failure", "success"} {
				var to []string
				for j := i + 1; j < len(nodes); j++ {
					if r.IntN(3) == 0 {
						to = append(to, nodes[j].Name)
					}
				}
				if port == "failure" && !handled && r.IntN(2) == 0 {
					to = nil
				}
				if to != nil {
					n.Wires = append(n.Wires, flow.Leg{Port: port, To: to})
				}
			}
		}
		r.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
		return nodes
	}
	f := &flow.Flow{Name: "Random", Nodes: list(0)}
	start := &flow.Node{Name: "Start", Kind: "start"}
	for _, n := range f.Nodes {
		if r.IntN(2) == 0 {
			start.Wires = []flow.Leg{{Port: "success", To: append(start.To("success"), n.Name)}}
		}
	}
	f.Nodes = slices.Insert(f.Nodes, r.IntN(len(f.Nodes)+1), start)
	return f
}

// outcome is what a step gives, whatever the schedule: it depends only on its path.
func outcome(p *Plan, task Task) Outcome {
	h := fnv.New32a()
	fmt.Fprint(h, task.ID, task.Do)
	x := h.Sum32()
	n := p.Node(task.Step)
	switch {
	case task.Do == Gather:
		return Outcome{Failed: task.Failed != ""}
	case x%5 == 0:
		return Outcome{Failed: true}
	case n.Kind == "condition":
		return Outcome{Port: []string{"If", "Else"}[x/5%2]}
	}
	return Outcome{Items: int(x / 5 % 4)}
}

type result struct {
	tasks  []string
	failed string
}

// drive runs a plan by a schedule drawn from seed; the state goes through JSON after
// every event if it is asked to.
func drive(t *testing.T, p *Plan, seed uint64, throughJSON bool) (result, map[string]bool) {
	r := rand.New(rand.NewPCG(seed, 1))
	s := p.New()
	var res result
	var running []Task
	failed := map[string]bool{}
	for !p.Done(s) {
		doomed := p.Doomed(s)
		tasks := p.Take(s, 1+r.IntN(4))
		for _, task := range tasks {
			res.tasks = append(res.tasks, show(task))
			if task.Do != Skip {
				running = append(running, task)
			}
		}
		if len(tasks) == 0 && len(running) == 0 {
			b, _ := json.Marshal(s)
			t.Fatalf("stuck: %s", b)
		}
		if len(running) > 0 && (len(tasks) == 0 || r.IntN(2) == 0) {
			k := r.IntN(len(running))
			o := outcome(p, running[k])
			if slices.Contains(doomed, running[k].ID) && r.IntN(2) == 0 {
				o = Outcome{Cancelled: true}
			}
			if o.Failed {
				failed[running[k].ID] = true
			}
			if err := p.Apply(s, running[k].ID, o); err != nil {
				t.Fatal(err)
			}
			running = slices.Delete(running, k, k+1)
		}
		if throughJSON {
			b, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			s = &State{}
			if err := json.Unmarshal(b, s); err != nil {
				t.Fatal(err)
			}
		}
	}
	res.failed, _ = p.Failed(s)
	return res, failed
}

func TestEveryScheduleGivesTheSameTasksAndResult(t *testing.T) {
	const flows, schedules = 300, 8
	total := 0
	for n := range uint64(flows) {
		f := randomFlow(rand.New(rand.NewPCG(n, 7)), true)
		p, err := Compile(f)
		if err != nil {
			t.Fatal(err)
		}
		var first result
		for k := range uint64(schedules) {
			got, _ := drive(t, p, n*100+k, k%2 == 1)
			slices.Sort(got.tasks)
			total += len(got.tasks)
			if k == 0 {
				first = got
				expectOnce(t, p, got)
			}
			// A run that fails ends where the schedule had come: there the result may differ.
			if first.failed == "" && !reflect.DeepEqual(got, first) {
				t.Fatalf("flow %d, schedule %d:\ngot  %v\nwant %v\n%s", n, k, got, first, printed(f))
			}
		}
	}
	if total < 10_000 {
		t.Errorf("only %d tasks were taken: the flows are too small to show anything", total)
	}
}

func TestAStateWrittenAndReadGoesOnTheSame(t *testing.T) {
	failures := 0
	for n := range uint64(400) {
		f := randomFlow(rand.New(rand.NewPCG(n, 8)), n%2 == 0)
		p, err := Compile(f)
		if err != nil {
			t.Fatal(err)
		}
		a, failed := drive(t, p, n, false)
		b, _ := drive(t, p, n, true)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("flow %d:\nin memory %v\nby JSON   %v\n%s", n, a, b, printed(f))
		}
		expectOnce(t, p, a)
		// The run's failure is the first in document order of those that nobody handled.
		want := ""
		for _, i := range p.top.steps {
			if failed[p.name(i)] && !p.Wired(i, "failure") {
				want = p.name(i)
				break
			}
		}
		if a.failed != want {
			t.Fatalf("flow %d failed at %q, want %q\n%s", n, a.failed, want, printed(f))
		}
		if want != "" {
			failures++
		}
	}
	if failures < 50 {
		t.Errorf("only %d runs failed: too few to show anything", failures)
	}
}

// expectOnce checks the guarantee: each step once, taken or skipped.
func expectOnce(t *testing.T, p *Plan, r result) {
	t.Helper()
	seen := map[string]int{}
	for _, id := range r.tasks {
		id, _, _ = strings.Cut(strings.TrimPrefix(id, "~"), "+")
		seen[id]++
		if seen[id] > 1 {
			t.Fatalf("%s came out %d times: %v", id, seen[id], r.tasks)
		}
	}
	for _, i := range p.top.steps {
		if seen[p.name(i)] != 1 {
			t.Fatalf("%s came out %d times: %v", p.name(i), seen[p.name(i)], r.tasks)
		}
	}
}

func printed(f *flow.Flow) string {
	return string(flow.Write(&flow.Integration{Flows: []*flow.Flow{f}}))
}

func BenchmarkLineOf100(b *testing.B) {
	var text strings.Builder
	text.WriteString("Start: success>S1\n")
	for i := 1; i < 99; i++ {
		fmt.Fprintf(&text, "S%d: success>S%d\n", i, i+1)
	}
	text.WriteString("S99:\n")
	p, err := Compile(draw(text.String()))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s := p.New()
		for !p.Done(s) {
			for _, t := range p.Take(s, 4) {
				p.Apply(s, t.ID, Outcome{})
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/step")
}
