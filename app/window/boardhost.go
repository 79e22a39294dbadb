package window

import (
	"bytes"
	"slices"
	"strings"

	"flowbench/app/look"
	"flowbench/canvas"
	"flowbench/canvas/show"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/refactor"
	"flowbench/engine/spec"
)

// onBoard has the window see to what the board asks for.
func (w *Window) onBoard() {
	b := w.board
	b.OnEdit = func(e flow.Edit) { w.Do(e) }
	b.OnSelect = func([]flow.Key) { w.selected() }
	b.OnOpen = func(flow.Key) { w.openNode() }
	b.OnRefuse = func(why string) { w.toast(spec.Sentence(why)) }
	b.OnRename = w.renamed
	b.OnDuplicate = w.duplicateBy
	b.OnBody = func(flow.Key) { w.showNode() }
	b.Menu = w.boardMenu
	b.Peek = w.peek
}

// renamed gives a node the name that was written on its card.
func (w *Window) renamed(k flow.Key, name string) {
	if n := w.shown().ByKey(k); n != nil {
		if err := (*host)(w).Rename(w.flow, n.Name, name); err != nil {
			w.toast(spec.Sentence(err.Error()))
		}
	}
}

// namesOf are the names of nodes.
func (w *Window) namesOf(keys []flow.Key) []string {
	var names []string
	for _, k := range keys {
		if n := w.shown().ByKey(k); n != nil {
			names = append(names, n.Name)
		}
	}
	return names
}

// duplicate puts a copy of what is selected beside it.
func (w *Window) duplicate() {
	w.duplicateBy(w.board.Selected(), w.board.SelectedNotes(), refactor.Beside)
}

// duplicateBy puts a copy of nodes and notes that far from them.
func (w *Window) duplicateBy(keys []flow.Key, notes []int, by flow.Point) {
	fl := w.shown()
	batch := flow.Batch{Name: "Duplicate " + count(len(notes), "note")}
	var copies []string
	if len(keys) > 0 {
		e, names, err := refactor.DuplicateBy(w.s.Integration(), w.flow, w.namesOf(keys), by, w.textsOf())
		if err != nil {
			w.toast(spec.Sentence(err.Error()))
			return
		}
		copies, batch.Name = names, e.Label()
		batch.Edits = append(batch.Edits, e)
	}
	if len(notes) > 0 {
		all := slices.Clone(fl.Notes)
		for _, i := range notes {
			note := all[i]
			note.At.X += by.X
			note.At.Y += by.Y
			all = append(all, note)
		}
		batch.Edits = append(batch.Edits, flow.SetNotes{Flow: w.flow, Notes: all})
	}
	if len(batch.Edits) > 0 && w.Do(batch) == nil {
		w.board.SelectAlso(w.keysOf(copies), len(notes))
	}
}

// keysOf are the keys of nodes.
func (w *Window) keysOf(names []string) []flow.Key {
	var keys []flow.Key
	for _, name := range names {
		if n := w.shown().Node(name); n != nil {
			keys = append(keys, n.Key)
		}
	}
	return keys
}

const (
	peekLines = 10
	peekWidth = 72
	peekMost  = 64 << 10 // bytes of a value that are laid out for it
)

// peek says what there is to know about a place of the board: the value that went
// through a wire in the last run, what is wrong with a node and how its step ended.
func (w *Window) peek(s canvas.Spot) []string {
	fl := w.shown()
	switch {
	case fl == nil:
		return nil
	case s.Wire != nil:
		from, to := fl.ByKey(s.Wire.From), fl.ByKey(s.Wire.To)
		if from == nil || to == nil {
			return nil
		}
		v := w.lastOutput(from.Name)
		if v == nil || !w.took(from, s.Wire.Port) {
			return nil
		}
		return append([]string{from.Name + " → " + to.Name + w.portLabel(from, s.Wire.Port)}, firstLines(v)...)
	}
	n := fl.ByKey(s.Node)
	if n == nil {
		return nil
	}
	var lines []string
	for _, p := range w.prob[fl.Name+"/"+n.Name] {
		lines = append(lines, wrapped(p.Text)...)
	}
	if st := w.lastStep(w.ran[n.Key]); st != nil && st.Status == event.Failed && st.Error != nil {
		lines = append(lines, wrapped("The last run failed here: "+st.Error.Message)...)
	}
	if n.Disabled {
		lines = append(lines, "Disabled: a run passes over it.")
	}
	lines = append(lines, wrapped(n.Note)...)
	if lines == nil {
		return nil
	}
	return append([]string{n.Name}, lines...)
}

// took reports whether the last run went on from a node by that port.
func (w *Window) took(n *flow.Node, port string) bool {
	if w.last == nil || w.last.Flow != w.flow {
		return false
	}
	v := w.last.View().Node(w.ran[n.Key])
	return v != nil && v.Taken[port] > 0
}

// portLabel says by which port a wire leaves, where that is not plain.
func (w *Window) portLabel(n *flow.Node, port string) string {
	for _, p := range w.faces.Describe(w.shown(), look.Colours())(n).Ports {
		if p.Name == port && p.Label != "" {
			return " · " + p.Label
		}
	}
	if port == "failure" {
		return " · On Failure"
	}
	return ""
}

// firstLines are the first lines of a value as it is laid out for reading.
func firstLines(v flow.Value) []string {
	text := ""
	if len(v) <= peekMost {
		text = flow.Pretty(v)
	} else {
		text = string(bytes.ToValidUTF8(v[:peekMost/8], nil))
	}
	lines := strings.SplitN(text, "\n", peekLines+1)
	if len(lines) > peekLines {
		lines[peekLines] = "…"
	}
	for i, l := range lines {
		if r := []rune(l); len(r) > peekWidth {
			lines[i] = string(r[:peekWidth]) + "…"
		}
	}
	return lines
}

// wrapped breaks a text into lines at spaces.
func wrapped(text string) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > peekWidth {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// arrange places all nodes anew, in the order of the flow.
func (w *Window) arrange() {
	fl := w.shown()
	w.board.Glide()
	w.Do(flow.Batch{Name: "Auto Arrange", Edits: []flow.Edit{show.Arrange(fl, w.faces.Describe(fl, look.Colours()))}})
	w.board.Fit()
}
