package draw

import (
	"strings"
	"sync"

	"flowbench/canvas/geom"
)

// A column is text set into a width: what stands where, from its upper left
// corner, in no colour yet.
type column struct {
	width, height float64
	runs          []run
	grounds       []panel
}

// A run is text of one look on one line. At is where it begins on its baseline.
type run struct {
	text  string
	at    geom.Point
	width float64
	look
}

// A panel is what is no text.
type panel struct {
	geom.Rect
	sort panelSort
}

type panelSort uint8

const (
	codeGround panelSort = iota // behind code
	quoteBar                    // left of what is quoted
	thinRule                    // a rule across
	openBox                     // of a task
	doneBox                     // of a task that is done
)

func lineHeight(size float64) float64 { return size * 1.44 }

func (c *column) skip(gap float64) { c.height += gap }

// set adds running text, broken into lines.
func (c *column) set(spans []span, indent float64) {
	line := line{col: c, indent: indent}
	for _, s := range spans {
		if s.text == "\n" {
			line.word()
			line.end(s.size)
			continue
		}
		if s.code { // its ground needs room on both sides
			line.pad()
		}
		for i, word := range strings.Split(s.text, " ") {
			if i > 0 {
				line.word()
				line.space = true
			}
			if word != "" {
				line.pending = append(line.pending, span{word, s.look})
			}
		}
		if s.code {
			line.pad()
		}
	}
	line.word()
	if len(line.runs) > 0 {
		line.end(0)
	}
}

// A line is the one that is being filled.
type line struct {
	col     *column
	indent  float64
	runs    []run
	x       float64 // how far it reaches
	pending []span  // the word that is being read, which may have several looks
	space   bool    // before it
}

func (l *line) room() float64 { return l.col.width - l.indent }

// pad leaves a little room within the word that is being read.
func (l *line) pad() { l.pending = append(l.pending, span{}) }

const padWidth = 3.0

// word puts what is pending onto the line, or onto the next.
func (l *line) word() {
	width := 0.0
	for _, s := range l.pending {
		width += max(Measure(s.text, s.face, s.size), padWidth)
	}
	if l.x > 0 && l.space && l.x+space(l.pending)+width > l.room() {
		l.end(0)
	}
	for _, s := range l.pending {
		l.put(s)
	}
	if len(l.pending) > 0 {
		l.space = false
	}
	l.pending = l.pending[:0]
}

// space is how wide the space before a word is.
func space(word []span) float64 {
	size := noteSize
	for _, s := range word {
		size = max(size, s.size)
	}
	return 0.28 * size
}

// put adds a piece of a word; one that is too long for any line is broken.
func (l *line) put(s span) {
	if n := len(l.runs); n > 0 && l.runs[n-1].look == s.look {
		joined := l.runs[n-1].text + s.text
		if l.space {
			joined = l.runs[n-1].text + " " + s.text
		}
		if w := Measure(joined, s.face, s.size); l.runs[n-1].at.X+w <= l.room() {
			l.runs[n-1].text, l.runs[n-1].width = joined, w
			l.x = l.runs[n-1].at.X + w
			l.space = false
			return
		}
	}
	if l.space && l.x > 0 {
		l.x += space(l.pending)
	}
	l.space = false
	if s.text == "" {
		l.x += padWidth
	}
	for s.text != "" {
		rest := ""
		w := Measure(s.text, s.face, s.size)
		if l.x+w > l.room() {
			n := fitting(s, l.room()-l.x)
			if n == 0 && l.x > 0 {
				l.end(0)
				continue
			}
			n = max(n, 1)
			runes := []rune(s.text)
			s.text, rest = string(runes[:n]), string(runes[n:])
			w = Measure(s.text, s.face, s.size)
		}
		l.runs = append(l.runs, run{s.text, geom.Pt(l.x, 0), w, s.look})
		l.x += w
		if rest != "" {
			l.end(0)
		}
		s.text = rest
	}
}

// fitting is how many of the span's characters fit into width.
func fitting(s span, width float64) int {
	runes := []rune(s.text)
	lo, hi := 0, len(runes)
	for lo < hi {
		n := (lo + hi + 1) / 2
		if Measure(string(runes[:n]), s.face, s.size) <= width {
			lo = n
		} else {
			hi = n - 1
		}
	}
	return lo
}

// end ends the line; one without words is as high as size says.
func (l *line) end(size float64) {
	for _, r := range l.runs {
		if r.face == Mono {
			r.size = noteSize // code is no reason for a line to be lower
		}
		size = max(size, r.size)
	}
	height := lineHeight(size)
	for _, r := range l.runs {
		r.at = geom.Pt(l.indent+r.at.X, l.col.height+height*0.72)
		if r.code {
			l.col.grounds = append(l.col.grounds, panel{geom.Rect{
				Min: geom.Pt(r.at.X-2.5, r.at.Y-r.size), Max: geom.Pt(r.at.X+r.width+2.5, r.at.Y+0.36*r.size),
			}, codeGround})
		}
		l.col.runs = append(l.col.runs, r)
	}
	l.col.height += height
	l.runs, l.x, l.space = l.runs[:0], 0, false
}

// bullet stands left of the line that comes next.
func (c *column) bullet(text string, indent float64, as look) {
	c.runs = append(c.runs, run{text, geom.Pt(indent, c.height+lineHeight(as.size)*0.72), Measure(text, as.face, as.size), as})
}

// box is a bullet that can be ticked.
func (c *column) box(done bool, indent float64) {
	p := panel{geom.XYWH(indent, c.height+3, 11, 11), openBox}
	if done {
		p.sort = doneBox
	}
	c.grounds = append(c.grounds, p)
}

// code adds lines that are kept as they are.
func (c *column) code(body string, indent float64) {
	const pad = 6.0
	as := look{face: Mono, size: noteCode}
	top := c.height
	c.height += pad
	for _, text := range strings.Split(strings.ReplaceAll(body, "\t", "    "), "\n") {
		text = Cut(text, Mono, noteCode, c.width-indent-2*pad)
		c.runs = append(c.runs, run{text, geom.Pt(indent+pad, c.height+lineHeight(noteCode)*0.72), Measure(text, Mono, noteCode), as})
		c.height += lineHeight(noteCode)
	}
	c.height += pad
	c.grounds = append(c.grounds, panel{geom.Rect{Min: geom.Pt(indent, top), Max: geom.Pt(c.width, c.height)}, codeGround})
}

// bar marks what was set since top as quoted.
func (c *column) bar(indent, top float64) {
	c.grounds = append(c.grounds, panel{geom.XYWH(indent, top, 3, c.height-top), quoteBar})
}

func (c *column) rule(indent float64) {
	c.grounds = append(c.grounds, panel{geom.XYWH(indent, c.height+5, c.width-indent, 1), thinRule})
	c.height += 11
}

type columnKey struct {
	body  string
	width float64
}

// columns are those set last: a note is painted again and again, by each tile it lies on.
var columns = struct {
	mu sync.Mutex
	of map[columnKey]*column
}{of: map[columnKey]*column{}}

const mostColumns = 256

func columnOf(body string, width float64) *column {
	key := columnKey{body, width}
	columns.mu.Lock()
	c := columns.of[key]
	columns.mu.Unlock()
	if c != nil {
		return c
	}
	c = readNote(body, width)
	columns.mu.Lock()
	defer columns.mu.Unlock()
	if len(columns.of) >= mostColumns {
		clear(columns.of)
	}
	columns.of[key] = c
	return c
}
