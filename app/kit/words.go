package kit

import (
	"image/color"
	"math"
	"net/url"
	"slices"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Words are running text with bold words, code and links in it. It wraps at words, in
// lines of one height. Like Prose it needs as much height as the width it was last given
// asks for.
type Words struct {
	widget.BaseWidget
	role  Role
	spans []Span
	links map[*url.URL]*link

	width float32
	lines [][]bit
}

// NewWords makes running text; only a link to an https address is one, which open is told.
func NewWords(role Role, open func(*url.URL), spans ...Span) *Words {
	w := &Words{role: role, spans: slices.Clone(spans), links: map[*url.URL]*link{}}
	for i, s := range w.spans {
		switch {
		case s.To == nil:
		case open == nil || s.To.Scheme != "https" || s.To.Host == "":
			w.spans[i].To = nil
		case w.links[s.To] == nil:
			w.links[s.To] = newLink(s.To, open)
		}
	}
	w.ExtendBaseWidget(w)
	return w
}

// LineHeight is from one line of words to the next: half as much again as the letters, on
// whole pixels, so that the grounds of code stay apart.
func LineHeight(r Role) float32 {
	size, _, _ := r.look()
	return whole(size * 1.54)
}

// CreateRenderer implements [fyne.Widget].
func (w *Words) CreateRenderer() fyne.WidgetRenderer {
	r := &wordsRenderer{words: w}
	r.Refresh()
	return r
}

// Lines are the words as they stand, line by line.
func (w *Words) Lines() []string {
	out := make([]string, len(w.lines))
	for i, line := range w.lines {
		for _, b := range line {
			if b.apart {
				out[i] += " "
			}
			out[i] += b.text
		}
	}
	return out
}

const (
	codePad    = 4 // beside code, on its ground
	codeGround = 17
)

// look is the look of a span, apart from its colour.
func (w *Words) look(s Span) (size float32, style fyne.TextStyle) {
	size, style, _ = w.role.look()
	switch {
	case s.Code && style.Bold:
		return size - 1, fyne.TextStyle{Monospace: true}
	case s.Code:
		return size - 1.5, fyne.TextStyle{Monospace: true}
	case s.Bold:
		style.Bold = true
	}
	return size, style
}

func (w *Words) measure(text string, s Span) float32 {
	size, style := w.look(s)
	return fyne.MeasureText(text, size, style).Width
}

type wordsRenderer struct {
	words   *Words
	objects []fyne.CanvasObject
}

func (r *wordsRenderer) Destroy()                     {}
func (r *wordsRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *wordsRenderer) MinSize() fyne.Size {
	return fyne.NewSize(40, float32(len(r.words.lines))*LineHeight(r.words.role))
}

func (r *wordsRenderer) Layout(s fyne.Size) {
	if r.words.width != s.Width {
		r.words.width = s.Width
		r.Refresh()
	}
}

func (r *wordsRenderer) Refresh() {
	w := r.words
	size, style, ink := w.role.look()
	set := setter{spans: w.spans, width: w.width, pad: codePad, measure: w.measure, space: whole(fyne.MeasureText(" ", size, style).Width)}
	if set.width <= 0 {
		set.width = 320 // not placed yet
	}
	w.lines, r.objects = set.set(), nil
	letter, base := rendered("x", size, style)
	pitch, parts := LineHeight(w.role), map[*link]int{}
	for i, line := range w.lines {
		top := float32(i) * pitch
		for _, b := range line {
			span := w.spans[b.span]
			if span.Code {
				r.objects = append(r.objects, ground(b, top+up((pitch-codeGround)/2)))
			}
			text := w.text(b, ink)
			_, own := rendered(b.text, text.TextSize, text.TextStyle)
			y := whole((pitch-letter.Height)/2) + up(base) - up(own) // all on one base, where Fyne puts it
			if l := w.links[span.To]; l != nil {
				part := l.part(parts[l])
				parts[l]++
				part.hold(text, y, fyne.NewPos(b.x, top), fyne.NewSize(b.width, pitch))
				r.objects = append(r.objects, part.object())
				continue
			}
			text.Move(text.Position().AddXY(b.x, top+y))
			r.objects = append(r.objects, text)
		}
	}
	for l, n := range parts {
		l.parts = l.parts[:n]
	}
	fynecanvas.Refresh(w)
}

// text is a bit as it is painted, at its own place from the bit's left.
func (w *Words) text(b bit, ink color.Color) *fynecanvas.Text {
	span := w.spans[b.span]
	if span.To != nil {
		ink = Colors().Primary
	}
	t := fynecanvas.NewText(b.text, ink)
	t.TextSize, t.TextStyle = w.look(span)
	t.Resize(t.MinSize())
	if span.Code {
		t.Move(fyne.NewPos(codePad, 0))
	}
	return t
}

func up(x float32) float32    { return float32(math.Ceil(float64(x))) }
func whole(x float32) float32 { return float32(math.Round(float64(x))) }

func ground(b bit, y float32) fyne.CanvasObject {
	g := box(Colors().Code, Colors().Border, 1, 4)
	g.Move(fyne.NewPos(b.x, y))
	g.Resize(fyne.NewSize(b.width, codeGround))
	return g
}

func rendered(text string, size float32, style fyne.TextStyle) (fyne.Size, float32) {
	return fyne.CurrentApp().Driver().RenderedTextSize(text, size, style, nil)
}
