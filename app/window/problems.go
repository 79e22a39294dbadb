package window

import (
	"net"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/dialogs"
	"flowbench/app/panel"
	"flowbench/app/session"
	"flowbench/canvas"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// sortProblems asks for the problems of the document and sorts them by node.
func (w *Window) sortProblems() {
	w.prob = map[string][]spec.Problem{}
	for _, p := range w.s.Problems() {
		at := p.Path.Flow
		if p.Path.Node != "" {
			at += "/" + p.Path.Node
		}
		w.prob[at] = append(w.prob[at], p)
	}
}

// countProblems counts those of a flow.
func (w *Window) countProblems(flowName string) (errors, warnings int) {
	for _, p := range w.flowProblems(flowName) {
		if p.Severity == spec.Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

func (w *Window) flowProblems(flowName string) []spec.Problem {
	var out []spec.Problem
	for _, p := range w.s.Problems() {
		if p.Path.Flow == flowName {
			out = append(out, p)
		}
	}
	return out
}

// boardProblems are the counts on the nodes' badges.
func (w *Window) boardProblems(fl *flow.Flow) map[flow.Key]canvas.Problems {
	out := map[flow.Key]canvas.Problems{}
	for n := range fl.All {
		var c canvas.Problems
		for _, p := range w.prob[fl.Name+"/"+n.Name] {
			if p.Severity == spec.Error {
				c.Errors++
			} else {
				c.Warnings++
			}
		}
		if c != (canvas.Problems{}) {
			out[n.Key] = c
		}
	}
	return out
}

// showProblems lists the problems of the flow that is shown; a click goes to the node.
func (w *Window) showProblems(at fyne.Position) {
	if w.s == nil {
		return
	}
	w.list = dialogs.Problems(w.win.Canvas(), at.AddXY(w.bar.warning.Size().Width, 0), w.flowProblems(w.flow), w.goToPath, w.fix)
}

// problemsByKey lists them under their button.
func (w *Window) problemsByKey() {
	at := w.app.Driver().AbsolutePositionForObject(w.bar.warning).AddXY(0, w.bar.warning.Size().Height+2)
	w.showProblems(at)
}

// goTo shows where a problem lies.
func (w *Window) goTo(p spec.Problem) { w.goToPath(p.Path) }

func (w *Window) goToPath(p spec.Path) {
	if p.Flow != "" && p.Flow != w.flow {
		w.flow = p.Flow
		w.refresh()
	}
	if n := w.shown().Node(p.Node); n != nil {
		w.board.Select(n.Key)
		w.board.Reveal(n.Key)
		w.openPanel()
		w.panel.OpenField(p.Field)
	}
}

// fix makes the mend that a problem carries, or opens what it takes.
func (w *Window) fix(p spec.Problem) {
	if p.Fix == nil {
		return
	}
	if e, ok := p.Fix.Edit.(flow.Edit); ok {
		w.Do(e)
		return
	}
	w.goTo(p)
	switch p.Fix.Ask {
	case "output":
		w.askOutput(p)
	case "map-host":
		w.askMapping(p.Fix.Value, p)
	case "add-action":
		w.panel.AddAction()
	case "open-connection":
		w.openConnection(p.Fix.Value)
	case "move-to-connection":
		w.moveToConnection(p)
	case "provider":
		w.chooseProvider(p)
	case "environment":
		w.editEnvironments(p.Fix.Value)
	default:
		w.openPanel()
	}
}

// askOutput lets the person choose the value of an output variable of End.
func (w *Window) askOutput(p spec.Problem) {
	n := w.shown().Node(p.Path.Node)
	if n == nil {
		return
	}
	choices := w.outputChoices(n.Name)
	if len(choices) == 0 {
		w.toast("No node leads to " + n.Name + " yet. Wire one to it first.")
		return
	}
	variable := strings.TrimPrefix(p.Path.Field, "outputs.")
	(*host)(w).Choose("Use an output", "Search outputs", choices, func(c panel.Choice) {
		next := flow.Object(flow.Members(n.Config.Get("outputs")).With(variable, flow.Of(c.ID)))
		w.Do(flow.SetField{Flow: w.flow, Node: n.Name, Field: "outputs", Value: next})
	})
}

// chooseProvider gives an Integration node its service.
func (w *Window) chooseProvider(p spec.Problem) {
	w.pickService(func(id string) {
		w.Do(flow.SetField{Flow: p.Path.Flow, Node: p.Path.Node, Field: "provider", Value: flow.Of(id)})
	})
}

// askMapping offers to send a host elsewhere in Sandbox. What the flow says is an http
// address or an IP; the host that it shall name instead is asked.
func (w *Window) askMapping(target string, p spec.Problem) {
	if host, ok := strings.CutPrefix(target, "https://"); ok { // a host that the sandbox does not have
		w.editMappings(&dialogs.Mapping{Host: host, To: dialogs.DefaultTarget})
		return
	}
	n := w.shown().Node(p.Path.Node)
	suggestion := "api.example.com"
	check := func(host string) string {
		if err := transport.CheckMapping(host, target, true); err != nil {
			return spec.Sentence(err.Error())
		}
		return ""
	}
	in := w.env() // Live has no mapping to this machine unless it is made there
	if !in.Sandbox {
		in.Name = session.Sandbox
	}
	title := "A flow names https hosts only. In " + in.Name + ", send what host to " + target + "?"
	dialogs.Prompt(w.win.Canvas(), "Map host", title, suggestion, "Map host", check, func(host string) {
		if err := w.s.MapHost(in.Name, host, target); err != nil {
			w.fail("The host was not mapped", err)
			return
		}
		if n != nil {
			if e, ok := rehost(n, p.Path, host); ok {
				w.Do(e)
			}
		}
		w.s.Recheck()
		w.toast("In " + in.Name + ", " + host + " now goes to " + target + ".")
	})
}

// rehost is the edit by which a node's URL names a host in place of an address.
func rehost(n *flow.Node, at spec.Path, host string) (flow.Edit, bool) {
	field := at.Field
	if field == "" {
		field = "url"
	}
	text := n.Config.Text(field)
	u, err := url.Parse(strings.ReplaceAll(strings.ReplaceAll(text, "{{", "%7B%7B"), "}}", "%7D%7D"))
	if err != nil || u.Host == "" {
		return nil, false
	}
	rest := text[strings.Index(text, u.Host)+len(u.Host):]
	return flow.SetField{Flow: at.Flow, Node: n.Name, Field: field, Value: flow.Of("https://" + host + rest)}, true
}

// mapped returns what reports whether these mappings send a host elsewhere.
func mapped(hosts map[string]string) func(host string) bool {
	return func(host string) bool {
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		_, ok := hosts[strings.ToLower(host)]
		return ok
	}
}
