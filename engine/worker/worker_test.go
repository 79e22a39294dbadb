package worker

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// The test's own binary is the worker, as the product's binary is its own.
func TestMain(m *testing.M) {
	switch os.Getenv("FLOWBENCH_TEST_WORKER") {
	case "serve":
		if err := Serve(os.Stdin, os.Stdout, Options{Job: testJob, Try: testTry, Memory: 256 << 20}); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	case "garbage":
		fmt.Println("hello, I am no worker")
		time.Sleep(time.Minute)
	case "huge":
		binary.Write(os.Stdout, binary.BigEndian, uint32(MaxFrame+1))
		time.Sleep(time.Minute)
	}
	os.Exit(m.Run())
}

func command(mode string) Command {
	return Command{Path: os.Args[0], Args: []string{"-test.run=^$"}, Env: []string{"FLOWBENCH_TEST_WORKER=" + mode}}
}

// step is a kind with one setting, a program.
type step struct {
	program string
	do      func(ctx context.Context, env node.Env, program string) (node.Result, error)
}

func (s *step) Fields() []spec.Field {
	return []spec.Field{spec.ProgramVar(&s.program, spec.Field{Name: "program"})}
}
func (s *step) Run(ctx context.Context, env node.Env) (node.Result, error) {
	return s.do(ctx, env, s.program)
}

func testJob(o Order, _ auth.Tokens) (engine.Job, error) {
	in, err := flow.Read(o.Integration)
	if err != nil {
		return engine.Job{}, err
	}
	kind := func(id string, do func(ctx context.Context, env node.Env, program string) (node.Result, error)) node.Kind {
		return node.Kind{Kind: spec.Kind{ID: id}, New: func() node.Runner { return &step{do: do} }}
	}
	nothing := func(context.Context, node.Env, string) (node.Result, error) { return node.Result{}, nil }
	return engine.Job{Integration: in, Env: engine.Environment{Name: o.Env.Name}, Start: engine.Start{Run: o.Run}, Kinds: []node.Kind{
		kind("start", nothing),
		kind("jq", func(ctx context.Context, env node.Env, program string) (node.Result, error) {
			v, err := env.Program(ctx, program, nil, false)
			return node.Result{Output: v}, err
		}),
		kind("end", func(ctx context.Context, env node.Env, program string) (node.Result, error) {
			v, err := env.Program(ctx, program, nil, true)
			return node.Result{Output: v}, err
		}),
		kind("hang", func(context.Context, node.Env, string) (node.Result, error) { select {} }),
		kind("exit", func(context.Context, node.Env, string) (node.Result, error) { os.Exit(3); return node.Result{}, nil }),
		kind("crash", func(_ context.Context, _ node.Env, program string) (node.Result, error) {
			go panic("out of nowhere " + program)
			select {}
		}),
	}}, nil
}

// order makes a flow of one step between Start and End.
func order(kind, program string) Order {
	f := &flow.Flow{Name: "Test", Nodes: []*flow.Node{
		{Name: "Start", Kind: "start", Wires: []flow.Leg{{Port: "success", To: []string{"Do"}}}},
		{Name: "Do", Kind: kind, Config: flow.ConfigOf("program", program), Wires: []flow.Leg{{Port: "success", To: []string{"End"}}}},
		{Name: "End", Kind: "end", Config: flow.ConfigOf("program", "{x: .steps.Do.output}")},
	}}
	return Order{Integration: flow.Write(&flow.Integration{Flows: []*flow.Flow{f}}), Flow: "Test", Run: "r1", Env: Environment{Name: "Sandbox"}}
}

type tape struct {
	events []event.Event
	blobs  map[string][]byte
}

func (t *tape) Event(e event.Event) { t.events = append(t.events, e) }
func (t *tape) Blob(hash string, data []byte) {
	if t.blobs == nil {
		t.blobs = map[string][]byte{}
	}
	t.blobs[hash] = data
}

// check says what the events lack of what package event guarantees.
func (t *tape) check(tb testing.TB) *engine.View {
	tb.Helper()
	begun, over := map[string]int{}, map[string]int{}
	for i, e := range t.events {
		if e.Seq != i+1 {
			tb.Errorf("event %d has seq %d", i+1, e.Seq)
		}
		switch e.Type {
		case event.StepStarted:
			begun[e.Step]++
		case event.StepFinished, event.StepSkipped:
			over[e.Step]++
		}
		if (e.Type == event.RunFinished) != (i == len(t.events)-1) || (e.Type == event.RunStarted) != (i == 0) {
			tb.Errorf("%s stands at %d of %d", e.Type, i+1, len(t.events))
		}
	}
	for step, n := range begun {
		if n != 1 || over[step] != 1 {
			tb.Errorf("%s began %d times and ended %d times", step, n, over[step])
		}
	}
	if len(t.events) > 0 {
		for _, s := range t.events[0].Steps {
			if over[s.Name] != 1 {
				tb.Errorf("%s ended %d times", s.Name, over[s.Name])
			}
		}
	}
	return engine.Collect(t.events)
}

func start(t *testing.T, mode string) *Worker {
	t.Helper()
	w, err := Start(command(mode))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func TestARunInAWorkerTellsTheSameAsAtHome(t *testing.T) {
	w := start(t, "serve")
	for range 3 { // one worker, one run after the other
		s := &tape{}
		out, healthy := w.Run(t.Context(), order("jq", `{n: 41} | .n + 1`), s)
		v := s.check(t)
		if !healthy || out.Status != event.Succeeded || string(out.Output) != `{"x":42}` || string(v.Step("Do").Output.Value) != "42" {
			t.Fatalf("%+v, %v", out, v.Error)
		}
	}
}

func TestALargeOutputCrossesByItsHash(t *testing.T) {
	s := &tape{}
	out, _ := start(t, "serve").Run(t.Context(), order("jq", `"x" * 100000`), s)
	ref := s.check(t).Step("Do").Output.Ref
	if out.Status != event.Succeeded || len(s.blobs[ref]) != 100_002 {
		t.Errorf("%+v: %d bytes", out.Error, len(s.blobs[ref]))
	}
}

// soon is generous: what is tested is that the bound exists.
const soon = 5 * time.Second

func TestWhatEndsAWorkerCostsItsRunOnly(t *testing.T) {
	cases := []struct {
		name, kind, program string
		fault, says         string
	}{
		{"a memory bomb", "jq", `[range(1e9)]`, "memory", "the program of Do needed more"},
		{"one huge index", "jq", `.[536870911] = 1`, "memory", "the program of Do"},
		{"an exit", "exit", "", "crash", "stopped unexpectedly"},
		{"a panic beside the step", "crash", "", "crash", "out of nowhere"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := &tape{}
			out, healthy := start(t, "serve").Run(t.Context(), order(c.kind, c.program), s)
			v := s.check(t)
			if c.name == "one huge index" && out.Error != nil && out.Error.Type == "program" {
				return // a machine with room for it may come to the end: the result is refused then
			}
			if healthy || out.Status != event.Failed || out.Error.Type != c.fault || !strings.Contains(out.Error.Message, c.says) || out.Error.Step != "Do" {
				t.Fatalf("healthy %v, %+v", healthy, out.Error)
			}
			if v.Step("Start").Status != event.Succeeded || v.Step("Do").Status != event.Failed || v.Step("End").Status != event.Skipped {
				t.Errorf("Start %s, Do %s, End %s", v.Step("Start").Status, v.Step("Do").Status, v.Step("End").Status)
			}
		})
	}
}

func TestCancelEndsAWorkerThatDoesNotListen(t *testing.T) {
	for _, c := range [][2]string{{"hang", ""}, {"jq", `def f: f; f`}, {"jq", `[limit(300000; repeat("a"))] - [range(300000)]`}} {
		t.Run(c[0], func(t *testing.T) {
			w := start(t, "serve")
			ctx, cancel := context.WithCancel(t.Context())
			began := make(chan struct{})
			s := &tape{}
			go func() {
				<-began
				cancel()
			}()
			at := time.Now()
			out, healthy := w.Run(ctx, order(c[0], c[1]), watcher{s, began})
			if took := time.Since(at); took > soon {
				t.Errorf("the cancelled run ended after %v", took)
			}
			v := s.check(t)
			if healthy || out.Status != event.Cancelled || v.Step("Do").Status != event.Cancelled || v.Step("End").Status != event.Skipped {
				t.Errorf("healthy %v, %s, Do %s", healthy, out.Status, v.Step("Do").Status)
			}
		})
	}
}

// watcher closes began when the step Do has begun.
type watcher struct {
	*tape
	began chan struct{}
}

func (w watcher) Event(e event.Event) {
	w.tape.Event(e)
	if e.Type == event.StepStarted && e.Step == "Do" {
		close(w.began)
	}
}

func TestNonsenseFromAWorkerIsACrash(t *testing.T) {
	for mode, says := range map[string]string{"garbage": "larger than the 64 MB", "huge": "larger than the 64 MB"} {
		s := &tape{}
		out, healthy := start(t, mode).Run(t.Context(), order("jq", "1"), s)
		s.check(t)
		if healthy || out.Error == nil || out.Error.Type != "crash" || !strings.Contains(out.Error.Message, says) {
			t.Errorf("%s: %+v", mode, out.Error)
		}
	}
}

func TestAWorkerThatCannotBeStartedFailsTheRun(t *testing.T) {
	p := NewPool(Command{Path: "/nowhere/flowbench"})
	defer p.Close()
	s := &tape{}
	if out := p.Run(t.Context(), order("jq", "1"), s); out.Status != event.Failed || !strings.Contains(out.Error.Message, "starting the worker") {
		t.Errorf("%+v", out)
	}
	s.check(t)
}

func TestAPoolGoesOnAfterACrash(t *testing.T) {
	p := NewPool(command("serve"))
	defer p.Close()
	for i, kind := range []string{"exit", "jq", "exit", "jq"} {
		s := &tape{}
		out := p.Run(t.Context(), order(kind, "1"), s)
		s.check(t)
		if (out.Status == event.Succeeded) != (kind == "jq") {
			t.Errorf("run %d of %s: %s", i, kind, out.Status)
		}
	}
}

func TestEvaluatingInAWorker(t *testing.T) {
	w := start(t, "serve")
	text := func(s string) *string { return &s }
	for _, c := range []struct {
		q    Question
		want string
	}{
		{Question{Template: text("{{context.steps.A.output.n}}"), Steps: jsontext.Value(`{"A":{"output":{"n":[1]}}}`)}, `[1]`},
		{Question{Template: text("n = {{config.n}}"), Config: jsontext.Value(`{"n":2}`)}, `"n = 2"`},
		{Question{Program: text(".a + 1"), Dot: jsontext.Value(`{"a":1}`)}, `2`},
		{Question{Program: text(".steps | keys"), OnScope: true, Steps: jsontext.Value(`{"A":1,"B":2}`)}, `["A","B"]`},
		{Question{Program: text(".a."), Dot: jsontext.Value(`{}`)}, "line 1"},
		{Question{Program: text("def f: f; f"), Millis: 50}, "took longer"},
		{Question{}, "nothing to evaluate"},
	} {
		a, healthy, err := w.Eval(t.Context(), c.q)
		got := string(a.Value) + a.Error
		if err != nil || !healthy || !strings.Contains(got, c.want) {
			t.Errorf("%s %v, want %s", got, err, c.want)
		}
	}
	if a, _, err := w.Eval(t.Context(), Question{Program: text("[range(1e9)]")}); err == nil || !strings.Contains(err.Error(), "memory") {
		t.Errorf("%+v %v", a, err)
	}
}

func TestFrames(t *testing.T) {
	var b bytes.Buffer
	if err := writeFrame(&b, reply{ID: 7, Answer: &Answer{Value: jsontext.Value(`[]`)}}); err != nil {
		t.Fatal(err)
	}
	whole := b.String()
	var r reply
	if err := readFrame(&b, &r); err != nil || r.ID != 7 || string(r.Answer.Value) != `[]` {
		t.Errorf("%+v %v", r, err)
	}
	if err := readFrame(&b, &r); err != io.EOF {
		t.Errorf("the end is %v", err)
	}
	for _, bad := range []string{whole[:3], whole[:len(whole)-1], "\x00\x00\x00\x02[]", "\x00\x00\x00\x01{", "\xff\xff\xff\xff", "\x03\x00\x00\x00short"} {
		if err := readFrame(strings.NewReader(bad), &r); err == nil || err == io.EOF {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if err := writeFrame(io.Discard, strings.Repeat("x", MaxFrame)); err == nil {
		t.Error("a frame that is too large was written")
	}
}

func TestAWorkerHasNoEnvironment(t *testing.T) {
	t.Setenv("FLOWBENCH_TEST_SECRET", "x")
	w := start(t, "serve")
	for _, v := range w.cmd.Env {
		if strings.Contains(v, "SECRET") || strings.HasPrefix(v, "HOME=") {
			t.Errorf("the worker is given %s", v)
		}
	}
}
