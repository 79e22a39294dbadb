package window

import (
	"errors"
	"strings"

	"flowbench/app/look"
	"flowbench/app/palette"
	"flowbench/canvas"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/refactor"
	"flowbench/engine/spec"
)

// selection is what is selected on the board.
func (w *Window) selection() refactor.Selection {
	return refactor.Selection{Nodes: w.namesOf(w.board.Selected()), Notes: w.board.SelectedNotes()}
}

// copy puts what is selected on the clipboard, as text.
func (w *Window) copy() {
	if text, ok := w.copied(); ok {
		w.app.Clipboard().SetContent(text)
		w.toast("Copied as text: paste it here, in another flow or window, or into a message.")
	}
}

// cut puts what is selected on the clipboard and takes it away.
func (w *Window) cut() {
	text, ok := w.copied()
	if !ok {
		return
	}
	e, err := refactor.Cut(w.s.Integration(), w.flow, w.selection())
	w.app.Clipboard().SetContent(text)
	w.doOrSay(e, err)
}

// copied is the text of what is selected.
func (w *Window) copied() (text string, ok bool) {
	p, err := refactor.Copy(w.s.Integration(), w.flow, w.selection(), func(n *flow.Node) *flow.Point {
		if frame, shown := w.board.Frame(n.Key); shown {
			return show.Place(frame.Min)
		}
		return n.At
	})
	if err != nil {
		w.toast(spec.Sentence(err.Error()))
		return "", false
	}
	part := &flow.Flow{Name: w.flow, Nodes: p.Nodes, Notes: p.Notes, Groups: p.Groups}
	if w.refused("Nothing was copied", &flow.Integration{Flows: []*flow.Flow{part}}) {
		return "", false
	}
	return string(flow.WritePart(p)), true
}

// paste puts what the clipboard holds at the pointer.
func (w *Window) paste() {
	if w.shown() == nil {
		w.importClipboard()
		return
	}
	w.pasteAt(w.board.Pointer())
}

func (w *Window) pasteAt(s canvas.Spot) {
	c, err := w.readClip(w.app.Clipboard().Content())
	if err != nil {
		w.fail("Nothing was pasted", err)
		return
	}
	w.put(c, s)
}

// A clip is what a clipboard holds: a part of a flow, and what is to be said of it.
type clip struct {
	part  flow.Part
	notes []string
}

var errNoClip = errors.New(`the clipboard holds no nodes. Copy some on a board first, or a curl command, or a request such as {"url": "https://…", "method": "POST", "body": {…}}`)

// readClip reads what can be pasted: nodes, a whole flow, a request, a curl command.
func (w *Window) readClip(text string) (clip, error) {
	p, err := flow.ReadPart([]byte(text))
	if !errors.Is(err, flow.ErrNoPart) {
		return clip{part: p}, err
	}
	config, ok := kinds.FromRequest([]byte(strings.TrimSpace(text)))
	var notes []string
	switch {
	case ok:
	case kinds.IsCurl(text):
		if config, notes, err = kinds.FromCurl(text); err != nil {
			return clip{}, err
		}
	default:
		return clip{}, errNoClip
	}
	n := w.newNode(palette.Item{Kind: "api"})
	n.Config = config
	return clip{part: flow.Part{Nodes: []*flow.Node{n}}, notes: notes}, nil
}

// put puts a clip at a spot, in one step, and selects it.
func (w *Window) put(c clip, s canvas.Spot) {
	things := w.layOut(&c.part)
	t := refactor.Target{Flow: w.flow}
	if around := w.shown().ByKey(s.In); around != nil {
		t.In = around.Name
	}
	if len(things) > 0 {
		t.By = w.board.Landing(things, s)
	}
	got, err := refactor.Paste(w.s.Integration(), c.part, t, w.textsOf())
	if err != nil {
		w.fail("Nothing was pasted", err)
		return
	}
	if w.Do(w.board.InRoom(got.Edit, s.In)) != nil {
		return
	}
	w.board.SelectAlso(w.keysOf(got.Nodes), len(got.Notes))
	w.win.Canvas().Focus(w.board)
	var said []string
	for _, left := range got.Left {
		said = append(said, spec.Sentence(left))
	}
	switch said = append(said, c.notes...); len(said) {
	case 0:
	case 1:
		w.toast(said[0])
	default:
		w.tell("Please note", strings.Join(said, "\n"))
	}
}

// layOut gives the nodes of a part places, where one has none, and returns where all of
// the part lies.
func (w *Window) layOut(p *flow.Part) []geom.Rect {
	f := &flow.Flow{Name: "Part", Nodes: p.Nodes}
	in := &flow.Integration{Flows: []*flow.Flow{f}}
	flow.Open(in, nil) // gives the nodes keys, by which they are drawn
	describe, placed := w.faces.Describe(f, look.Colours()), true
	for n := range f.All {
		placed = placed && n.At != nil
	}
	if !placed {
		_, _ = show.Arrange(f, describe).Apply(in) // it moves nodes that are there
	}
	var things []geom.Rect
	pic := show.Flow(f, describe, nil)
	for i := range pic.Nodes {
		things = append(things, pic.Nodes[i].Frame())
	}
	for _, n := range p.Notes {
		things = append(things, geom.XYWH(float64(n.At.X), float64(n.At.Y), float64(n.Size.X), float64(n.Size.Y)))
	}
	return things
}
