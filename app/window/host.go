package window

import (
	"strings"

	"flowbench/app/dialogs"
	"flowbench/app/face"
	"flowbench/app/look"
	"flowbench/app/panel"
	"flowbench/engine/flow"
	"flowbench/engine/refactor"
	"flowbench/engine/spec"
)

// host is the window as the properties panel sees it.
type host Window

func (h *host) w() *Window { return (*Window)(h) }

// Do implements [panel.Host].
func (h *host) Do(e flow.Edit) error { return h.w().Do(e) }

// Rename implements [panel.Host]. Where a reference cannot be told surely, it asks first.
func (h *host) Rename(flowName, from, to string) error {
	w := h.w()
	e, unsure, err := refactor.Rename(w.s.Integration(), flowName, from, to, w.textsOf())
	if err != nil {
		return err
	}
	if len(unsure) == 0 {
		return w.s.Do(e)
	}
	text := "These settings choose a node while the flow runs, so a reference to " + from + " in them cannot be seen. Look at them after the renaming:\n"
	for _, at := range unsure {
		text += "\n" + at
	}
	h.Confirm("Rename "+from, text, "Rename", func() { w.Do(e) })
	return nil
}

// Kind implements [panel.Host].
func (h *host) Kind(id string) (spec.Kind, bool) { return h.faces.Kind(id) }

// Face implements [panel.Host].
func (h *host) Face(n *flow.Node) panel.Face {
	return panel.Face{Sign: h.faces.Sign(n, look.Colours()), What: h.faces.What(n)}
}

// Problems implements [panel.Host].
func (h *host) Problems(flowName, node string) []spec.Problem { return h.prob[flowName+"/"+node] }

// Fix implements [panel.Host].
func (h *host) Fix(p spec.Problem) { h.w().fix(p) }

// Paths implements [panel.Host].
func (h *host) Paths(flowName, node string) []panel.Path { return h.w().paths(flowName, node) }

// Sample implements [panel.Host].
func (h *host) Sample(flowName, node string) (flow.Value, string) {
	w := h.w()
	if v := w.lastOutput(node); v != nil {
		return v, "Output of the last run"
	}
	fl := w.s.Integration().Flow(flowName)
	n := fl.Node(node)
	if n == nil {
		return nil, ""
	}
	if v := w.sampleOf(fl, n); v != nil {
		return v, "Output sample"
	}
	return nil, ""
}

// Actions implements [panel.Host].
func (h *host) Actions(provider string) []panel.Choice {
	p := h.catalog.Provider(provider)
	if p == nil {
		return nil
	}
	var out []panel.Choice
	for _, a := range p.Actions {
		out = append(out, panel.Choice{ID: a.ID, Title: a.Title, Doc: a.Summary, Line: a.Method + " " + a.Path, Sign: face.ProviderSign(p, look.Colours())})
	}
	return out
}

// Confirm implements [panel.Host].
func (h *host) Confirm(title, text, yes string, then func()) {
	dialogs.Confirm(h.win.Canvas(), title, text, yes, false, then)
}

// Choose implements [panel.Host].
func (h *host) Choose(title, hint string, from []panel.Choice, then func(panel.Choice)) {
	by := map[string]panel.Choice{}
	q := dialogs.Question{Title: title, Hint: hint, Verb: title}
	for _, c := range from {
		by[c.ID] = c
		q.From = append(q.From, dialogs.Choice{ID: c.ID, Title: c.Title, Doc: c.Doc, Note: c.Line, Sign: c.Sign})
	}
	q.Then = func(c dialogs.Choice) { then(by[c.ID]) }
	dialogs.Choose(h.win.Canvas(), q)
}

// Copy implements [panel.Host].
func (h *host) Copy(text string) {
	h.app.Clipboard().SetContent(text)
	h.w().toast("Copied.")
}

// Deeds implements [panel.Host].
func (h *host) Deeds() []panel.Deeds {
	w := h.w()
	deeds := func(title string, ids ...string) panel.Deeds {
		g := panel.Deeds{Title: title}
		for _, id := range ids {
			c := w.command(id)
			g.List = append(g.List, panel.Deed{Title: strings.TrimPrefix(c.title, title+" "), Tip: c.hint(), Do: func() { w.perform(c) }})
		}
		return g
	}
	return []panel.Deeds{
		deeds("Align", "align-left", "align-top", "align-centre", "align-middle", "align-right", "align-bottom"),
		deeds("Distribute", "distribute", "distribute-down"),
		deeds("Nodes", "group", "duplicate", "disable", "copy", "delete", "delete-joined"),
	}
}
