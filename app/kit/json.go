package kit

import (
	"bytes"
	"fmt"
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/canvas/draw"
)

// A JSONTree shows a value as a tree that opens; children are made when they are opened,
// so that a large value costs what is seen of it.
type JSONTree struct {
	widget.Tree
	nodes map[string]*jsonNode
}

type jsonNode struct {
	name string
	raw  jsontext.Value
	kids []string // nil until asked
	done bool
}

// NewJSONTree makes a tree of a value; its first level is open.
func NewJSONTree(v jsontext.Value) *JSONTree {
	t := &JSONTree{nodes: map[string]*jsonNode{"": {raw: v}}}
	t.Tree.ChildUIDs = func(id widget.TreeNodeID) []widget.TreeNodeID { return t.kids(id) }
	t.Tree.IsBranch = func(id widget.TreeNodeID) bool {
		n := t.nodes[id]
		return n != nil && isContainer(n.raw) && len(n.raw) > 2
	}
	t.Tree.CreateNode = func(bool) fyne.CanvasObject { return newJSONLine() }
	t.Tree.UpdateNode = func(id widget.TreeNodeID, branch bool, o fyne.CanvasObject) {
		if n := t.nodes[id]; n != nil {
			o.(*jsonLine).set(n.name, n.raw, branch)
		}
	}
	t.HideSeparators = true
	t.ExtendBaseWidget(t)
	if kids := t.kids(""); len(kids) == 1 || len(kids) > 0 && len(kids) <= 3 {
		t.OpenBranch(kids[0])
	}
	return t
}

func isContainer(v jsontext.Value) bool { return len(v) > 0 && (v[0] == '{' || v[0] == '[') }

// most is how many children of one value are listed.
const most = 10000

func (t *JSONTree) kids(id string) []string {
	n := t.nodes[id]
	if n == nil {
		return nil
	}
	if n.done {
		return n.kids
	}
	n.done = true
	if !isContainer(n.raw) {
		if id == "" && len(n.raw) > 0 {
			t.nodes["/"] = &jsonNode{raw: n.raw}
			n.kids = []string{"/"}
		}
		return n.kids
	}
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
			t.nodes[uid] = &jsonNode{name: "…", raw: jsontext.Value(`"more than 10,000 entries: copy the value to see them all"`)}
			n.kids = append(n.kids, uid)
			break
		}
		t.nodes[uid] = &jsonNode{name: name, raw: v.Clone()}
		n.kids = append(n.kids, uid)
	}
	return n.kids
}

// A jsonLine is one line of the tree: the key and the value, or how much is inside.
type jsonLine struct {
	widget.BaseWidget
	key, value *fynecanvas.Text
	name       string
	raw        jsontext.Value
	branch     bool
}

func newJSONLine() *jsonLine {
	l := &jsonLine{key: fynecanvas.NewText("", nil), value: fynecanvas.NewText("", nil)}
	for _, t := range []*fynecanvas.Text{l.key, l.value} {
		t.TextSize, t.TextStyle.Monospace = 11.5, true
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *jsonLine) set(name string, raw jsontext.Value, branch bool) {
	l.name, l.raw, l.branch = name, raw, branch
	l.Refresh()
}

// CreateRenderer implements [fyne.Widget].
func (l *jsonLine) CreateRenderer() fyne.WidgetRenderer { return &jsonLineRenderer{l} }

type jsonLineRenderer struct{ l *jsonLine }

func (r *jsonLineRenderer) Destroy()           {}
func (r *jsonLineRenderer) MinSize() fyne.Size { return fyne.NewSize(40, 20) }
func (r *jsonLineRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.key, r.l.value}
}

func (r *jsonLineRenderer) Layout(s fyne.Size) {
	k := r.l.key.MinSize()
	y := (s.Height - k.Height) / 2
	r.l.key.Resize(k)
	r.l.key.Move(fyne.NewPos(0, y))
	x := float32(0)
	if r.l.key.Text != "" {
		x = k.Width + 14
	}
	_, text := Shown(r.l.raw, Colors())
	r.l.value.Text = Elide(text, s.Width-x-4, 11.5, fyne.TextStyle{Monospace: true})
	r.l.value.Resize(r.l.value.MinSize())
	r.l.value.Move(fyne.NewPos(x, y))
}

func (r *jsonLineRenderer) Refresh() {
	c := Colors()
	r.l.key.Text, r.l.key.Color = r.l.name, c.CodeKey
	ink, text := Shown(r.l.raw, c)
	r.l.value.Text, r.l.value.Color = text, ink
	r.l.key.Refresh()
	r.Layout(r.l.Size())
	r.l.value.Refresh()
}

// Shown is how a value looks on one line, and in which colour.
func Shown(v jsontext.Value, c *draw.Theme) (color.Color, string) {
	if len(v) == 0 {
		return c.Faint, ""
	}
	switch v[0] {
	case '{':
		return c.Muted, count(v, "field")
	case '[':
		return c.Muted, count(v, "item")
	case '"':
		s := string(v)
		if len(s) > 2000 {
			s = s[:2000] + "…"
		}
		return c.CodeString, s
	case 't', 'f', 'n':
		return c.CodeNumber, string(v)
	}
	return c.CodeNumber, string(v)
}

func count(v jsontext.Value, noun string) string {
	d := jsontext.NewDecoder(bytes.NewReader(v), jsontext.AllowDuplicateNames(true))
	d.ReadToken()
	n := 0
	for d.PeekKind() != '}' && d.PeekKind() != ']' && d.PeekKind() != 0 {
		if d.SkipValue() != nil {
			break
		}
		n++
	}
	if v[0] == '{' {
		n /= 2
		if n == 0 {
			return "{}"
		}
	} else if n == 0 {
		return "[]"
	}
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// A CodeView shows text in the monospace face, JSON in its colours; it can be selected
// line by line and scrolls by itself.
type CodeView struct {
	widget.TextGrid
}

// NewCodeView makes an empty view.
func NewCodeView() *CodeView {
	v := &CodeView{}
	v.ExtendBaseWidget(v)
	v.Scroll = fyne.ScrollBoth
	return v
}

// SetJSON shows a value, laid out and coloured.
func (v *CodeView) SetJSON(raw jsontext.Value) {
	raw = raw.Clone()
	if raw.Indent(jsontext.WithIndent("  ")) != nil {
		v.SetPlain(string(raw))
		return
	}
	v.SetPlain(string(raw))
	c := Colors()
	style := func(ink color.Color) *widget.CustomTextGridStyle { return &widget.CustomTextGridStyle{FGColor: ink} }
	key, str, num := style(c.CodeKey), style(c.CodeString), style(c.CodeNumber)
	for i, line := range strings.Split(string(raw), "\n") {
		v.color(i, line, key, str, num)
	}
	v.Refresh()
}

func (v *CodeView) color(row int, line string, key, str, num widget.TextGridStyle) {
	runes := []rune(line)
	i := 0
	for i < len(runes) && runes[i] == ' ' {
		i++
	}
	paint := func(from, to int, s widget.TextGridStyle) {
		if to > from {
			v.SetStyleRange(row, from, row, to-1, s)
		}
	}
	if i < len(runes) && runes[i] == '"' {
		end := stringEnd(runes, i)
		if end < len(runes) && runes[end] == ':' {
			paint(i, end, key)
			i = end + 1
			for i < len(runes) && runes[i] == ' ' {
				i++
			}
		}
	}
	if i >= len(runes) {
		return
	}
	switch {
	case runes[i] == '"':
		paint(i, stringEnd(runes, i), str)
	case !strings.ContainsRune("{}[],", runes[i]):
		end := len(runes)
		if runes[end-1] == ',' {
			end--
		}
		paint(i, end, num)
	}
}

func stringEnd(r []rune, from int) int {
	for i := from + 1; i < len(r); i++ {
		if r[i] == '\\' {
			i++
		} else if r[i] == '"' {
			return i + 1
		}
	}
	return len(r)
}

// SetPlain shows text.
func (v *CodeView) SetPlain(text string) {
	v.SetText(text)
}
