package kit

import (
	"bytes"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
	"github.com/go-json-experiment/json/jsontext"
)

// A Part is what a tree shows on its first level: a text or a value under a name, or more
// parts that open. A container without a name stands there by its own members.
type Part struct {
	Name  string
	Text  string // in place of a value: shown as it is
	Note  string // after it, faint
	Bad   bool   // the text in the failure colour
	Value jsontext.Value
	Parts []Part
	Open  bool
}

// A JSONTree shows values as a tree that opens; children are made when they are opened,
// so that a large value costs what is seen of it. A click anywhere on a line opens it,
// and chooses it for Copy.
type JSONTree struct {
	widget.Tree
	OnCopy func(text string) // told of Ctrl+C

	nodes  map[string]*jsonNode
	chosen string
}

// A jsonNode is one line of a tree.
type jsonNode struct {
	name  string
	text  string // of a value: what is shown of it, made when it is first seen
	note  string
	role  Role // of a text
	raw   jsontext.Value
	kids  []string // nil until asked
	done  bool
	shown bool
}

// NewJSONTree makes a tree of a value; where its first level is short, its first line is open.
func NewJSONTree(v jsontext.Value) *JSONTree {
	t := NewTree(Part{Value: v})
	if kids := t.kids(""); len(kids) > 0 && len(kids) <= 3 {
		t.OpenBranch(kids[0])
	}
	return t
}

// NewTree makes a tree of parts.
func NewTree(parts ...Part) *JSONTree {
	t := &JSONTree{nodes: map[string]*jsonNode{}}
	root := &jsonNode{done: true}
	t.nodes[""] = root
	t.Tree.ChildUIDs = func(id widget.TreeNodeID) []widget.TreeNodeID { return t.kids(id) }
	t.Tree.IsBranch = func(id widget.TreeNodeID) bool {
		n := t.nodes[id]
		return n != nil && (len(n.kids) > 0 || isContainer(n.raw) && len(n.raw) > 2)
	}
	t.Tree.CreateNode = func(bool) fyne.CanvasObject { return newJSONLine() }
	t.Tree.UpdateNode = func(id widget.TreeNodeID, _ bool, o fyne.CanvasObject) {
		if n := t.nodes[id]; n != nil {
			o.(*jsonLine).set(n)
		}
	}
	t.HideSeparators = true
	t.Tree.OnSelected = func(id widget.TreeNodeID) {
		t.chosen = id
		t.Unselect(id) // so that the next click is heard as well
		if t.IsBranch(id) {
			t.ToggleBranch(id)
		}
	}
	t.ExtendBaseWidget(t)
	for i, p := range parts {
		t.add(root, "", i, p)
	}
	return t
}

func (t *JSONTree) add(parent *jsonNode, under string, i int, p Part) {
	id := under + "/" + strconv.Itoa(i)
	n := &jsonNode{name: p.Name, note: p.Note, raw: p.Value, done: p.Parts != nil}
	if len(p.Value) == 0 {
		n.raw = nil
		n.text, n.role, n.shown = p.Text, Code, true
		if p.Bad {
			n.role = Bad
		}
	}
	t.nodes[id] = n
	for k, kid := range p.Parts {
		t.add(n, id, k, kid)
	}
	if p.Name == "" && isContainer(p.Value) {
		if kids := t.kids(id); len(kids) > 0 {
			parent.kids = append(parent.kids, kids...)
			return
		}
	}
	parent.kids = append(parent.kids, id)
	if p.Open {
		t.OpenBranch(id)
	}
}

// Chosen is the text of the line that was last clicked: a value as its JSON, a text as it is.
func (t *JSONTree) Chosen() string {
	n := t.nodes[t.chosen]
	switch {
	case n == nil:
		return ""
	case n.raw == nil:
		return n.text
	case n.raw[0] == '"':
		if b, err := jsontext.AppendUnquote(nil, n.raw); err == nil {
			return string(b)
		}
	}
	return string(n.raw)
}

// TypedShortcut implements [fyne.Shortcutable].
func (t *JSONTree) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); ok && t.OnCopy != nil {
		if text := t.Chosen(); text != "" {
			t.OnCopy(text)
		}
	}
}

func isContainer(v jsontext.Value) bool { return len(v) > 0 && (v[0] == '{' || v[0] == '[') }

// most is how many children of one value are listed.
const most = 10000

func (t *JSONTree) kids(id string) []string {
	n := t.nodes[id]
	if n == nil {
		return nil
	}
	if n.done || !isContainer(n.raw) {
		return n.kids
	}
	n.done = true
	d := jsontext.NewDecoder(bytes.NewReader(n.raw), jsontext.AllowDuplicateNames(true))
	open, err := d.ReadToken()
	if err != nil {
		return nil
	}
	for i := 0; d.PeekKind() != '}' && d.PeekKind() != ']' && d.PeekKind() != 0; i++ {
		name := strconv.Itoa(i)
		if open.Kind() == '{' {
			tok, err := d.ReadToken()
			if err != nil {
				break
			}
			name = tok.String()
		}
		v, err := d.ReadValue()
		if err != nil {
			break
		}
		uid := id + "/" + strconv.Itoa(i)
		if i == most {
			t.nodes[uid] = &jsonNode{name: "…", text: "more than 10,000 entries: copy the value to see them all", role: Muted, shown: true}
			n.kids = append(n.kids, uid)
			break
		}
		t.nodes[uid] = &jsonNode{name: name, raw: v.Clone()}
		n.kids = append(n.kids, uid)
	}
	return n.kids
}

// look is the text of a line and its colour. What a container holds is counted once.
func (n *jsonNode) look() (string, color.Color) {
	c := Colors()
	if n.raw == nil {
		switch n.role {
		case Bad:
			return n.text, c.Failure
		case Muted:
			return n.text, c.Muted
		}
		return n.text, c.Text
	}
	if !n.shown {
		_, n.text = Shown(n.raw, c)
		n.shown = true
	}
	return n.text, inkOf(n.raw, c)
}

// Unfold opens the first line, and within it the first, as far as there is little to see.
func (t *JSONTree) Unfold() {
	for id := ""; ; {
		kids := t.kids(id)
		if len(kids) == 0 || len(kids) > 3 || !t.IsBranch(kids[0]) {
			return
		}
		id = kids[0]
		t.OpenBranch(id)
	}
}

// Lines is how many lines there are to see.
func (t *JSONTree) Lines() int { return t.linesIn("") }

func (t *JSONTree) linesIn(id string) int {
	n := 0
	for _, kid := range t.kids(id) {
		n++
		if t.IsBranchOpen(kid) {
			n += t.linesIn(kid)
		}
	}
	return n
}

// Name is what a line of the tree is called.
func (t *JSONTree) Name(id string) string {
	if n := t.nodes[id]; n != nil {
		return n.name
	}
	return ""
}
