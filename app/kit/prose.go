package kit

import (
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Prose is a text that wraps at words. It needs as much height as the width it was last
// given asks for, so what holds it lays it out before it asks.
type Prose struct {
	widget.BaseWidget
	Text  string
	Role  Role
	Color func() color.Color // in place of the role's colour
	Max   int                // lines; the rest is cut with an ellipsis. 0 is all
	Min   int                // lines of room, also for a shorter text

	width float32
}

// Say shows a text, after others that are shown there.
func (p *Prose) Say(text string, r Role) {
	p.Role = r
	switch {
	case p.Text == "":
		p.Set(text)
	case !strings.Contains(p.Text, text):
		p.Set(p.Text + "\n" + text)
	}
	p.Show()
}

// NewProse makes a text that wraps; with max lines, unless that is 0.
func NewProse(text string, role Role, max int) *Prose {
	p := &Prose{Text: text, Role: role, Max: max}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes the text.
func (p *Prose) Set(text string) {
	if p.Text != text {
		p.Text = text
		p.Refresh()
	}
}

// CreateRenderer implements [fyne.Widget].
func (p *Prose) CreateRenderer() fyne.WidgetRenderer {
	r := &proseRenderer{prose: p}
	r.Refresh()
	return r
}

type proseRenderer struct {
	prose *Prose
	lines []fyne.CanvasObject
}

func (r *proseRenderer) Destroy()                     {}
func (r *proseRenderer) Objects() []fyne.CanvasObject { return r.lines }

// pitch is from one line to the next: 1.4 times the letters, on whole pixels.
func (r *proseRenderer) pitch() float32 {
	size, _, _ := r.prose.Role.look()
	return float32(math.Round(float64(size) * 1.42))
}

func (r *proseRenderer) MinSize() fyne.Size {
	n := max(len(r.lines), r.prose.Min, 1)
	return fyne.NewSize(40, float32(n)*r.pitch())
}

func (r *proseRenderer) Layout(s fyne.Size) {
	if r.prose.width != s.Width {
		r.prose.width = s.Width
		r.Refresh()
	}
	r.place()
}

func (r *proseRenderer) place() {
	for i, o := range r.lines {
		h := o.MinSize().Height
		o.Resize(fyne.NewSize(r.prose.width, h))
		o.Move(fyne.NewPos(0, float32(i)*r.pitch()+(r.pitch()-h)/2))
	}
}

func (r *proseRenderer) Refresh() {
	p := r.prose
	size, style, c := p.Role.look()
	if p.Color != nil {
		c = p.Color()
	}
	width := p.width
	if width == 0 {
		width = 320
	}
	texts := Wrap(p.Text, width, size, style)
	if p.Max > 0 && len(texts) > p.Max {
		rest := texts[p.Max-1] + " " + texts[p.Max]
		texts = append(texts[:p.Max-1:p.Max-1], Elide(rest, width, size, style))
	}
	r.lines = r.lines[:min(len(r.lines), len(texts))]
	for i, text := range texts {
		if i == len(r.lines) {
			r.lines = append(r.lines, fynecanvas.NewText("", nil))
		}
		t := r.lines[i].(*fynecanvas.Text)
		t.Text, t.TextSize, t.TextStyle, t.Color = text, size, style, c
		t.Refresh()
	}
	r.place()
}

// Wrap breaks a text at words, and at line breaks, so that no line is wider; a word that
// is wider than a line is broken too.
func Wrap(text string, width, size float32, style fyne.TextStyle) []string {
	wide := func(s string) bool { return fyne.MeasureText(s, size, style).Width > width }
	var lines []string
	var line, word []rune
	flush := func() { lines = append(lines, string(line)); line = nil }
	put := func() {
		if len(word) == 0 {
			return
		}
		if len(line) > 0 {
			if next := string(line) + " " + string(word); !wide(next) {
				line, word = []rune(next), nil
				return
			}
			flush()
		}
		for len(word) > 1 && wide(string(word)) {
			n := len(word) - 1
			for n > 1 && wide(string(word[:n])) {
				n--
			}
			line = word[:n]
			word = word[n:]
			flush()
		}
		line, word = word, nil
	}
	indent := true // spaces that begin a line stay, as in code
	for _, c := range text {
		switch {
		case c == '\n':
			put()
			flush()
			indent = true
		case c == ' ' && !indent:
			put()
		default:
			word = append(word, c)
			indent = indent && c == ' '
		}
	}
	put()
	if len(line) > 0 || len(lines) == 0 {
		flush()
	}
	return lines
}
