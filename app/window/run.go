package window

import (
	"encoding/json"
	"fmt"
	"strings"

	"flowbench/app/debug"
	"flowbench/app/dialogs"
	"flowbench/app/face"
	"flowbench/app/library"
	"flowbench/app/look"
	"flowbench/app/session"
	"flowbench/canvas/draw"
	"flowbench/engine/flow"
)

func (w *Window) running() bool { return w.s != nil && w.s.Current() != nil && w.s.Current().Running() }

// run asks for the inputs and runs the flow that is shown. Errors hold it back.
func (w *Window) run() {
	fl := w.shown()
	if fl == nil || w.running() {
		return
	}
	w.s.Check()
	if errors, _ := w.countProblems(w.flow); errors > 0 {
		w.problemsByKey()
		w.toast(count(errors, "error") + " in the flow: mend " + them(errors) + " first.")
		return
	}
	if w.needsAccounts(fl) && w.locked() {
		w.withVault(w.run)
		return
	}
	var inputs flow.Value
	if s := fl.Start(); s != nil {
		inputs = s.Config.Get("inputs")
	}
	if len(flow.Elements(inputs)) == 0 {
		w.begin(nil)
		return
	}
	dialogs.Inputs(w.win.Canvas(), dialogs.Run{
		Flow: w.flow, Environment: w.env().Name, Live: !w.env().Sandbox, Inputs: declared(inputs), Last: rawValues(w.s.Inputs(w.flow)),
		Start: func(v dialogs.Values) { w.begin(decoded(v)) },
	})
}

// needsAccounts reports whether a run takes stored connections: in a sandbox those at hosts
// of one's own, which get made-up secrets where these belong.
func (w *Window) needsAccounts(fl *flow.Flow) bool {
	e := w.env()
	bound, _ := e.Bound(fl)
	for name := range bound {
		if c := declaredAs(w.s.Integration(), name); !e.Sandbox || c == nil || c.Provider == "" {
			return true
		}
	}
	return false
}

// declared are the input variables of a Start node, as the dialog wants them.
func declared(inputs flow.Value) []dialogs.Input {
	var out []dialogs.Input
	for _, v := range flow.Elements(inputs) {
		m := flow.Members(v)
		required, _ := flow.Decode(m.Get("required")).(bool)
		in := dialogs.Input{Name: m.Text("name"), Type: m.Text("type"), Required: required, Default: json.RawMessage(m.Get("default")), Doc: m.Text("doc")}
		for _, o := range flow.Elements(m.Get("options")) {
			if s, ok := flow.Decode(o).(string); ok {
				in.Options = append(in.Options, s)
			}
		}
		out = append(out, in)
	}
	return out
}

func rawValues(m map[string]any) dialogs.Values {
	out := dialogs.Values{}
	for k, v := range m {
		out[k] = json.RawMessage(flow.Of(v))
	}
	return out
}

func decoded(v dialogs.Values) map[string]any {
	out := map[string]any{}
	for k, raw := range v {
		out[k] = flow.Decode(flow.Value(raw))
	}
	return out
}

func them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// begin starts the run.
func (w *Window) begin(inputs map[string]any) {
	env := session.Env{Name: w.env().Name, SandboxAt: w.sandbox.URL()}
	r, err := w.s.Run(w.flow, inputs, env)
	if err != nil {
		w.fail("The flow was not run", err)
		return
	}
	w.view.Runs++
	w.last, w.seen = r, 0
	w.ran = names(w.shown())
	w.tick(library.StepRun)
	w.debugger().Begin(debug.Run{Name: fmt.Sprintf("Run %d", w.view.Runs), Defaults: defaults(w.shown(), inputs)})
	w.debugger().OpenTab(debug.FlowLogTab)
	if w.dock.HideBelow {
		w.toggle(&w.dock.HideBelow)
	}
	w.saveView()
	w.refresh()
}

// defaults are the inputs that were left to their default.
func defaults(fl *flow.Flow, given map[string]any) []string {
	var out []string
	for _, v := range flow.Elements(fl.Start().Config.Get("inputs")) {
		name := flow.Members(v).Text("name")
		if _, ok := given[name]; !ok {
			out = append(out, name)
		}
	}
	return out
}

// onRun takes a batch of events of the current run.
func (w *Window) onRun(r *session.Run) {
	if r != w.last {
		return
	}
	events := r.Events()
	w.debugger().Put(events[w.seen:])
	w.seen = len(events)
	w.showMarks()
	w.setTitle()
	if r.Running() {
		return
	}
	w.debugger().Ended()
	w.refreshJournal()
	w.refresh()
	if w.writing(anyField) == nil {
		w.panel.Renew() // with the outputs of this run
	}
	if c := w.debugger().Trace().Culprit(); c != nil {
		w.chooseStep(c.Path)
	}
}

// names are the nodes of a flow by key.
func names(fl *flow.Flow) map[flow.Key]string {
	out := map[flow.Key]string{}
	for n := range fl.All {
		out[n.Key] = n.Name
	}
	return out
}

// nodeOf is the node that a step's path is of: Each[17]/Post is of Post.
func nodeOf(path string) string {
	path = path[strings.LastIndexByte(path, '/')+1:]
	name, _, _ := strings.Cut(path, "[")
	return name
}

// showStep shows the node of a step of the flow log.
func (w *Window) showStep(path string) {
	w.tick(library.StepLog)
	w.chooseStep(path)
}

// chooseStep chooses the node of a step on the board, whatever it is called by now.
func (w *Window) chooseStep(path string) {
	for k, name := range w.ran {
		if name == nodeOf(path) && w.shown().ByKey(k) != nil {
			w.board.Select(k)
			w.board.Reveal(k)
		}
	}
}

// refreshJournal shows what the sandbox received.
func (w *Window) refreshJournal() {
	if w.debug == nil {
		return
	}
	var out []debug.Entry
	entries := w.sandbox.Journal().Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		line := e.Said
		if line == "" {
			line = strings.TrimSpace(e.Title + " " + e.Method + " " + e.Path)
		}
		d := debug.Entry{At: e.At, Line: line, Method: e.Method, Path: e.Path, Status: e.Status, Sent: []byte(e.Request), Got: []byte(e.Response)}
		d.Sign = draw.Sign{Icon: "globe", Tint: draw.ConnectTint}
		if p := w.catalog.Provider(e.Provider); p != nil && !p.Hidden {
			d.Sign = face.ProviderSign(p, look.Colours())
		}
		out = append(out, d)
	}
	w.debug.SetJournal(out)
}
