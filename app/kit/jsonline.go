package kit

import (
	"bytes"
	"fmt"
	"image/color"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/canvas/draw"
)

const codeSize = 11.5

// A jsonLine is one line of a tree: the key, and the value or how much is inside.
type jsonLine struct {
	widget.BaseWidget
	key, value, note *fynecanvas.Text
	node             *jsonNode
}

func newJSONLine() *jsonLine {
	l := &jsonLine{key: fynecanvas.NewText("", nil), value: fynecanvas.NewText("", nil), note: fynecanvas.NewText("", nil), node: &jsonNode{}}
	for _, t := range []*fynecanvas.Text{l.key, l.value, l.note} {
		t.TextSize, t.TextStyle.Monospace = codeSize, true
	}
	l.note.TextStyle.Monospace = false
	l.ExtendBaseWidget(l)
	return l
}

func (l *jsonLine) set(n *jsonNode) {
	l.node = n
	l.Refresh()
}

// CreateRenderer implements [fyne.Widget].
func (l *jsonLine) CreateRenderer() fyne.WidgetRenderer { return &jsonLineRenderer{l} }

type jsonLineRenderer struct{ l *jsonLine }

func (r *jsonLineRenderer) Destroy()           {}
func (r *jsonLineRenderer) MinSize() fyne.Size { return fyne.NewSize(40, 17) }
func (r *jsonLineRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.key, r.l.value, r.l.note}
}

func (r *jsonLineRenderer) Layout(s fyne.Size) {
	l := r.l
	k := l.key.MinSize()
	y := (s.Height - k.Height) / 2
	l.key.Resize(k)
	l.key.Move(fyne.NewPos(0, y))
	x := float32(0)
	if l.key.Text != "" {
		x = k.Width + 14
	}
	n := l.note.MinSize()
	room := s.Width - x - 4
	if l.note.Text != "" {
		room -= n.Width + 12
	}
	text, _ := l.node.look()
	l.value.Text = Elide(text, room, codeSize, l.value.TextStyle)
	v := l.value.MinSize()
	l.value.Resize(v)
	l.value.Move(fyne.NewPos(x, y))
	l.note.Resize(n)
	l.note.Move(fyne.NewPos(x+v.Width+12, (s.Height-n.Height)/2))
}

func (r *jsonLineRenderer) Refresh() {
	c, l := Colors(), r.l
	l.key.Text, l.key.Color = l.node.name, c.CodeKey
	l.value.Text, l.value.Color = l.node.look()
	l.note.Text, l.note.Color = l.node.note, c.Faint
	l.key.Refresh()
	r.Layout(l.Size())
	l.value.Refresh()
	l.note.Refresh()
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
		return c.CodeString, cut(string(v), 2000)
	}
	return c.CodeNumber, string(v)
}

func inkOf(v jsontext.Value, c *draw.Theme) color.Color {
	switch {
	case len(v) == 0:
		return c.Faint
	case isContainer(v):
		return c.Muted
	case v[0] == '"':
		return c.CodeString
	}
	return c.CodeNumber
}

// cut shortens a text to a number of bytes, between characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
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
