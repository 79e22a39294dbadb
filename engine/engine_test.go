package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// toy is a kind whose step is a function of its one setting.
type toy struct {
	v  any
	do func(ctx context.Context, env node.Env, v any) (node.Result, error)
}

func (t *toy) Fields() []spec.Field {
	return []spec.Field{spec.ValueVar(&t.v, spec.Field{Name: "v", Template: true})}
}
func (t *toy) Run(ctx context.Context, env node.Env) (node.Result, error) { return t.do(ctx, env, t.v) }

// rounds is a toy with a body: its value is the list of items.
type rounds struct{ toy }

func (r *rounds) Run(context.Context, node.Env) (node.Result, error) {
	items, _ := r.v.([]any)
	return node.Result{Items: items}, nil
}
func (r *rounds) Gather(each []any) any { return each }

func toys() []node.Kind {
	kind := func(id string, do func(ctx context.Context, env node.Env, v any) (node.Result, error)) node.Kind {
		return node.Kind{Kind: spec.Kind{ID: id}, New: func() node.Runner { return &toy{do: do} }}
	}
	give := func(_ context.Context, _ node.Env, v any) (node.Result, error) { return node.Result{Output: v}, nil }
	hang := make(chan struct{})
	return []node.Kind{
		kind("start", func(_ context.Context, env node.Env, _ any) (node.Result, error) {
			return node.Result{Output: env.Inputs()}, nil
		}),
		kind("give", give), kind("end", give),
		{Kind: spec.Kind{ID: "loop", Body: true}, New: func() node.Runner { return new(rounds) }},
		kind("go", func(_ context.Context, _ node.Env, v any) (node.Result, error) {
			return node.Result{Port: v.(string)}, nil
		}),
		kind("say", func(_ context.Context, env node.Env, v any) (node.Result, error) {
			env.Message(v.(string))
			return node.Result{}, nil
		}),
		kind("fail", func(_ context.Context, _ node.Env, v any) (node.Result, error) {
			return node.Result{}, errors.New(v.(string))
		}),
		kind("panic", func(context.Context, node.Env, any) (node.Result, error) { panic("a mistake") }),
		kind("wait", func(ctx context.Context, _ node.Env, v any) (node.Result, error) {
			d, _ := spec.ToDuration(v)
			select {
			case <-time.After(d):
				return node.Result{}, nil
			case <-ctx.Done():
				return node.Result{}, context.Cause(ctx)
			}
		}),
		kind("hang", func(context.Context, node.Env, any) (node.Result, error) {
			<-hang
			return node.Result{}, nil
		}),
	}
}

// drawn makes a flow from lines "Name kind value -> port>To,To"; indented lines are a body.
func drawn(text string) *flow.Integration {
	f := &flow.Flow{Name: "Test"}
	for line := range strings.Lines(text) {
		head, wires, _ := strings.Cut(strings.TrimSpace(line), "->")
		words := strings.SplitN(strings.TrimSpace(head), " ", 3)
		if len(words) < 2 {
			continue
		}
		n := &flow.Node{Name: words[0], Kind: words[1]}
		n.Kind, n.Disabled = strings.CutPrefix(n.Kind, "!")
		if len(words) > 2 {
			name := "v"
			if n.Kind == "start" {
				name = "inputs"
			}
			n.Config = flow.Config{{Name: name, Value: flow.Value(words[2])}}
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
	return &flow.Integration{Flows: []*flow.Flow{f}}
}

// tape is a sink that keeps all, and checks what package event guarantees.
type tape struct {
	t      testing.TB
	mu     sync.Mutex
	events []event.Event
	blobs  map[string][]byte
}

func (s *tape) Event(e event.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, e)
	if e.Seq != len(s.events) {
		s.t.Errorf("event %d has seq %d", len(s.events), e.Seq)
	}
}

func (s *tape) Blob(hash string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blobs == nil {
		s.blobs = map[string][]byte{}
	}
	if s.blobs[hash] != nil {
		s.t.Errorf("the blob %s came twice", hash)
	}
	s.blobs[hash] = data
}

func (s *tape) check() {
	s.t.Helper()
	if problem := complete(s.events); problem != "" {
		s.t.Errorf("%s\n%s", problem, strings.Join(s.lines(), "\n"))
	}
}

// complete says what a list of events lacks of what package event guarantees.
func complete(events []event.Event) string {
	if len(events) < 2 || events[0].Type != event.RunStarted || events[len(events)-1].Type != event.RunFinished {
		return "the events do not begin with run.started and end with run.finished"
	}
	started, over := map[string]int{}, map[string]int{}
	for i, e := range events {
		switch e.Type {
		case event.StepStarted:
			started[e.Step]++
		case event.StepFinished:
			over[e.Step]++
			if started[e.Step] != 1 {
				return e.Step + " finished without having started once"
			}
		case event.StepSkipped:
			over[e.Step]++
			started[e.Step]++
		case event.StepCall, event.StepLog:
			if started[e.Step] != 1 || over[e.Step] != 0 {
				return e.Step + ": " + string(e.Type) + " lies outside of its step"
			}
		case event.RunFinished:
			if i != len(events)-1 {
				return "run.finished is not the last"
			}
		}
	}
	for _, s := range events[0].Steps {
		if started[s.Name] != 1 || over[s.Name] != 1 {
			return fmt.Sprintf("%s began %d times and ended %d times", s.Name, started[s.Name], over[s.Name])
		}
	}
	for step := range started {
		if over[step] != 1 {
			return step + " never ended"
		}
	}
	return ""
}

func (s *tape) lines() []string {
	var out []string
	for _, e := range s.events {
		line := string(e.Type) + " " + e.Step + " " + string(e.Status)
		if e.Error != nil {
			line += " (" + e.Error.Message + ")"
		}
		out = append(out, line)
	}
	return out
}

func runToys(t *testing.T, ctx context.Context, text string, inputs map[string]any) (Outcome, *View) {
	t.Helper()
	s := &tape{t: t}
	out := Run(ctx, Job{Integration: drawn(text), Kinds: toys(), Start: Start{Run: "r1", Inputs: inputs}}, s)
	s.check()
	return out, Collect(s.events)
}

func TestWhatAFlowGives(t *testing.T) {
	cases := []struct {
		name, flow, output, fails string
		warns                     string
	}{
		{"outputs of all Ends are merged, a later one wins",
			"Start start -> success>B,A\nA end {\"x\":1,\"y\":1}\nB end {\"x\":2}", `{"x":2,"y":1}`, "", `"x" is set by A and by B`},
		{"a step's output, by its name",
			"Start start -> success>A\nA give {\"n\":[1,2]} -> success>End\nEnd end {\"x\":\"{{context.steps.A.output.n[1]}}\"}", `{"x":2}`, "", ""},
		{"status and error of a failed step",
			"Start start -> success>A\nA fail \"no\" -> failure>End\nEnd end {\"x\":\"{{context.steps.A.status}}: {{context.steps.A.error.message}}\"}", `{"x":"failed: no"}`, "", ""},
		{"a disabled step passes with null",
			"Start start -> success>A\nA !fail \"no\" -> success>End\nEnd end {\"x\":\"{{context.steps.A.status}}\",\"y\":\"{{context.steps.A.output}}\"}", `{"x":"skipped"}`, "", ""},
		{"a step sees only its ancestors",
			"Start start -> success>A,B\nA give 1\nB end {\"x\":\"{{context.steps.A.output}}\",\"y\":1}", `{"y":1}`, "", ""},
		{"a failure without a wire",
			"Start start -> success>A\nA fail \"no\" -> success>B\nB end {\"x\":1}", "", "A: no", ""},
		{"a panic fails the step",
			"Start start -> success>A\nA panic", "", "A: the panic node stopped: a mistake", ""},
		{"a template that fails",
			"Start start -> success>A\nA give \"{{1 + {}}}\"", "", "A: v: {{1 + {}}}", ""},
		{"a loop",
			"Start start -> success>Each\nEach loop [10,20] -> success>End\n  A give \"{{currentItem + index}}\" -> success>B\n  B give \"{{context.steps.A.output}}!\"\nEnd end {\"x\":\"{{context.steps.Each.output}}\"}",
			`{"x":["10!","21!"]}`, "", ""},
		{"a loop whose body fails",
			"Start start -> success>Each\nEach loop [1,2]\n  A fail \"no\"", "", "Each[0]/A: Item 0, A: no", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, view := runToys(t, t.Context(), c.flow, nil)
			failed := ""
			if out.Error != nil {
				failed = out.Error.Step + ": " + out.Error.Message
			}
			if c.fails != "" {
				if !strings.HasPrefix(failed, c.fails) || view.Status != event.Failed {
					t.Fatalf("failed with %q, want %q", failed, c.fails)
				}
				return
			}
			warns := strings.ReplaceAll(strings.Join(out.Warnings, "; "), ", but Start does not declare it", "")
			if string(out.Output) != c.output || failed != "" || !strings.Contains(warns, c.warns) {
				t.Errorf("gives %s %q, warnings %q; want %s", out.Output, failed, warns, c.output)
			}
		})
	}
}

func TestAnEndWithAMessageFailsTheRunAndLetsOthersFinish(t *testing.T) {
	out, _ := runToys(t, t.Context(), "Start start -> success>Bad,A\nBad say \"sorry\"\nA wait \"1ms\" -> success>End\nEnd end {\"x\":1}", nil)
	if out.Error != nil {
		t.Fatal("only an End may fail the run") // "say" is none
	}
	kinds := toys()
	i := slices.IndexFunc(kinds, func(k node.Kind) bool { return k.ID == "say" })
	kinds[slices.IndexFunc(kinds, func(k node.Kind) bool { return k.ID == "end" })].New = kinds[i].New
	s := &tape{t: t}
	out = Run(t.Context(), Job{Integration: drawn("Start start -> success>Bad,A\nBad end \"sorry\"\nA wait \"1ms\" -> success>B\nB give 1"), Kinds: kinds}, s)
	s.check()
	view := Collect(s.events)
	if out.Status != event.Failed || out.Error.Message != "sorry" || out.Error.Step != "Bad" || view.Step("B").Status != event.Succeeded {
		t.Errorf("%+v, B %s", out, view.Step("B").Status)
	}
}

func TestWrongInputsStopTheRunBeforeItBegins(t *testing.T) {
	const text = `Start start [{"name":"n","type":"Number","required":true},{"name":"size","type":"List","options":["s","l"],"default":"s"}] -> success>End` +
		"\n" + `End end {"n":"{{context.steps.Start.n}}","size":"{{context.steps.Start.output.size}}"}`
	for _, c := range []struct {
		inputs map[string]any
		want   string
	}{
		{map[string]any{"n": "12"}, `{"n":12,"size":"s"}`},
		{map[string]any{"n": 1.5, "size": "l"}, `{"n":1.5,"size":"l"}`},
		{nil, `the input "n" needs a value`},
		{map[string]any{"n": "many"}, `the input "n"`},
		{map[string]any{"n": 1, "size": "m"}, `"m" is none of its values: s, l`},
		{map[string]any{"n": 1, "N": 2}, `there is no input "N": the flow takes n, size`},
	} {
		out, view := runToys(t, t.Context(), text, c.inputs)
		got := string(out.Output)
		if out.Error != nil {
			got = out.Error.Message
			if s := view.Step("Start").Status; s != event.Skipped {
				t.Errorf("%v: Start %s", c.inputs, s)
			}
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%v: %s, want %s", c.inputs, got, c.want)
		}
	}
}

func TestCancelInTheMiddleOfALoopBeginsNoOtherItem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(90*time.Second, cancel)
		out, view := runToys(t, ctx, "Start start -> success>Each\nEach loop [1,2,3,4] -> success>End failure>End\n  A wait \"1m\" -> success>B\n  B give 1\nEnd end {\"x\":1}", nil)
		if out.Status != event.Cancelled {
			t.Errorf("the run %s", out.Status)
		}
		for path, want := range map[string]event.Status{"Each[0]/B": event.Succeeded, "Each[1]/A": event.Cancelled, "Each[1]/B": event.Skipped, "Each": event.Cancelled, "End": event.Skipped} {
			if s := view.Step(path); s == nil || s.Status != want {
				t.Errorf("%s: %+v, want %s", path, s, want)
			}
		}
		if view.Step("Each[2]/A") != nil {
			t.Errorf("another item began: %+v", view.Step("Each[2]/A"))
		}
		if each := view.Step("Each"); each.MS != 90_000 {
			t.Errorf("the loop took %v ms, want all of its items' time", each.MS)
		}
	})
}

func TestBranchesRunAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		runToys(t, t.Context(), "Start start -> success>A,B,C\nA wait \"1s\" -> success>J\nB wait \"1s\" -> success>J\nC wait \"1s\" -> success>J\nJ end {\"x\":1}", nil)
		if took := time.Since(began); took != time.Second {
			t.Errorf("three seconds of waiting side by side took %v", took)
		}
	})
}

func TestCancelEndsTheRunAlsoWhereAStepHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			time.Sleep(time.Second)
			cancel()
		}()
		began := time.Now()
		s := &tape{t: t}
		release := make(chan struct{})
		kinds := append(toys()[:len(toys())-1], node.Kind{Kind: spec.Kind{ID: "hang"}, New: func() node.Runner {
			return &toy{do: func(_ context.Context, env node.Env, _ any) (node.Result, error) {
				<-release
				env.Log("late", 1)
				return node.Result{}, nil
			}}
		}})
		out := Run(ctx, Job{Integration: drawn("Start start -> success>A,B\nA wait \"1h\" -> success>C\nB hang -> success>C\nC end {\"x\":1}"), Kinds: kinds}, s)
		if took := time.Since(began) - time.Second; took > 100*time.Millisecond {
			t.Errorf("the run ended %v after it was cancelled", took)
		}
		close(release)
		synctest.Wait()
		s.check()
		view := Collect(s.events)
		if out.Status != event.Cancelled || view.Step("A").Status != event.Cancelled || view.Step("B").Status != event.Cancelled || view.Step("C").Status != event.Skipped {
			t.Errorf("%+v: %s", out, strings.Join(s.lines(), "; "))
		}
	})
}

func TestAFailureCancelsWhatRunsBesideIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, view := runToys(t, t.Context(), "Start start -> success>A,B\nA wait \"1h\"\nB wait \"1s\" -> success>C\nC fail \"no\"", nil)
		if out.Status != event.Failed || out.Error.Step != "C" || view.Step("A").Status != event.Cancelled {
			t.Errorf("%+v, A %s", out, view.Step("A").Status)
		}
	})
}

func TestALargeValueGoesToTheBlobsOnce(t *testing.T) {
	s := &tape{t: t}
	big := strings.Repeat("ä", 40_000)
	out := Run(t.Context(), Job{Kinds: toys(), Integration: drawn(
		"Start start -> success>A\nA give \"" + big + "\" -> success>End\nEnd end {\"x\":\"{{context.steps.A.output}}\"}")}, s)
	s.check()
	if out.Status != event.Succeeded {
		t.Fatalf("%+v", out)
	}
	v := Collect(s.events).Step("A").Output
	if v.Ref == "" || v.Value != nil || v.Size != len(big)+2 || !strings.HasPrefix(`"`+big, v.Head) || string(s.blobs[v.Ref]) != `"`+big+`"` {
		t.Errorf("ref %q, size %d, head of %d bytes", v.Ref, v.Size, len(v.Head))
	}
}

func TestAJobThatCannotRunSaysSoInTheEvents(t *testing.T) {
	for text, want := range map[string]string{
		"A give 1":                          "no Start node",
		"Start start -> success>A\nA magic": "A is of the kind \"magic\"",
		"Start start -> success>A\nA give \"{{context.}}\"": "A: v:",
	} {
		out, view := runToys(t, t.Context(), text, nil)
		if out.Status != event.Failed || !strings.Contains(out.Error.Message, want) || view.Status != event.Failed {
			t.Errorf("%q: %+v", text, out.Error)
		}
	}
}
