package window

import (
	"fmt"

	"flowbench/app/debug"
	"flowbench/canvas"
	"flowbench/canvas/draw"
	"flowbench/engine"
	"flowbench/engine/event"
	"flowbench/engine/flow"
)

var states = map[event.Status]draw.Mark{
	event.Succeeded: draw.Done, event.Failed: draw.Failed, event.Skipped: draw.Skipped, event.Cancelled: draw.Skipped,
}

// showMarks puts what the last run made of the flow on the board.
func (w *Window) showMarks() {
	fl := w.shown()
	if w.last == nil || fl == nil || w.last.Flow != fl.Name {
		w.board.SetMarks(canvas.Marks{})
		return
	}
	w.board.SetMarks(marksOf(fl, w.ran, w.last.View()))
}

// marksOf is what a run made of a flow; ran are the nodes' names as the run had them: one
// may have been renamed since, and another have taken its name.
func marksOf(fl *flow.Flow, ran map[flow.Key]string, view *engine.View) canvas.Marks {
	m := canvas.Marks{Nodes: map[flow.Key]canvas.NodeMark{}, Wires: map[canvas.Wire]canvas.WireMark{}}
	keys := map[string]flow.Key{}
	for n := range fl.All {
		keys[n.Name] = n.Key
	}
	for n, c := range fl.All {
		v := view.Node(ran[n.Key])
		if v == nil {
			continue
		}
		var around *engine.NodeView
		if c != nil {
			around = view.Node(ran[c.Key])
		}
		m.Nodes[n.Key] = nodeMark(v, around)
		if v.Last.Status == "" && c == nil {
			continue
		}
		for _, leg := range n.Wires {
			for _, to := range leg.To {
				if ran[keys[to]] == "" {
					continue // a node that came after the run
				}
				m.Wires[canvas.Wire{From: n.Key, Port: leg.Port, To: keys[to]}] = wireMark(v, leg.Port)
			}
		}
	}
	return m
}

// nodeMark is what stands at a node: how its last step ended, and for how long it ran. Of
// a node in a loop it counts the items, the loop being what is around it.
func nodeMark(v, around *engine.NodeView) canvas.NodeMark {
	last := v.Last
	m := canvas.NodeMark{State: states[last.Status]}
	switch {
	case v.Running > 0:
		m.State, m.Text = draw.Running, "running"
		if last.Items != nil {
			m.Text = fmt.Sprintf("%d of %d", last.Item, *last.Items)
		} else if v.Times > 0 {
			m.Text = times(v, around)
		}
		return m
	case last.Status == event.Skipped:
		m.Text = "skipped"
		return m
	case last.Status == event.Cancelled:
		m.Text = "stopped"
	default:
		m.Text = debug.Duration(v.MS)
	}
	switch {
	case around != nil:
		m.Text = times(v, around) + " · " + m.Text
		if v.Failed > 0 {
			m.Text += fmt.Sprintf(" · %d failed", v.Failed)
		}
	case last.Items != nil && last.Item < *last.Items:
		m.Text += fmt.Sprintf(" · %d of %d", last.Item, *last.Items)
	case last.Items != nil:
		m.Text += " · " + count(*last.Items, "item")
	case last.Records != nil && last.Status == event.Succeeded:
		m.Text += " · " + count(*last.Records, "row")
	}
	return m
}

// times is how often a node in a loop has run: "10 ×", or "3 of 10" where not with each item.
func times(v, around *engine.NodeView) string {
	if around != nil && v.Times < around.Items {
		return fmt.Sprintf("%d of %d", v.Times, around.Items)
	}
	return fmt.Sprintf("%d ×", v.Times)
}

// wireMark is what stands at a wire: whether the flow went on by it, and how many records
// went with it, or where it did so more than once how often.
func wireMark(v *engine.NodeView, port string) canvas.WireMark {
	n := v.Taken[port]
	m := canvas.WireMark{Taken: n > 0, Skipped: n == 0}
	switch {
	case n > 1:
		m.Records = fmt.Sprintf("%d ×", n)
	case n == 1 && v.Last.Records != nil && port != "failure":
		m.Records = fmt.Sprint(*v.Last.Records)
	}
	return m
}
