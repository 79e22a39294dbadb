package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/look"
	"flowbench/canvas/draw"
)

// A Pick is an entry of a list to pick one from.
type Pick struct {
	Text, Note string
	Group      string // the head it stands under
	Tip        string
	Code       bool       // in the monospace face
	Sign       *draw.Sign // a tile before it
}

// Picks is a list in groups to pick one from: by a click, or by arrows and Enter, which
// whoever has the focus may hand to Key.
type Picks struct {
	widget.BaseWidget
	OnPick   func(i int) // in the list as it was given
	OnEscape func()
	Empty    string // said where nothing is left

	all     []Pick
	lines   []int  // what stands on each line: an index of all, or -1-index for the head above it
	at      int    // the chosen line
	typed   string // to find a line by, since a moment ago
	typedAt time.Time
	rows    *Rows
	none    *Prose
}

const pickHeight = 28

// NewPicks makes a list; the one at chosen is marked, or the first.
func NewPicks(all []Pick, chosen int, on func(i int)) *Picks {
	p := &Picks{all: all, OnPick: on, none: NewProse("", Muted, 0)}
	p.rows = NewRows(pickHeight, func() fyne.CanvasObject { return newPickLine(p) }, func(i int, o fyne.CanvasObject) { o.(*pickLine).set(i) })
	p.ExtendBaseWidget(p)
	p.Filter("")
	for line, i := range p.lines {
		if i == chosen {
			p.at = line
		}
	}
	return p
}

// Filter leaves the entries that have every word of a query in their text or group.
func (p *Picks) Filter(query string) {
	p.lines = p.lines[:0]
	words := strings.Fields(strings.ToLower(query))
	group := ""
	for i, it := range p.all {
		text := strings.ToLower(it.Group + " " + it.Text + " " + it.Tip)
		fits := true
		for _, w := range words {
			fits = fits && strings.Contains(text, w)
		}
		if !fits {
			continue
		}
		if it.Group != group {
			group = it.Group
			p.lines = append(p.lines, -1-i)
		}
		p.lines = append(p.lines, i)
	}
	p.none.Set(p.Empty)
	if query != "" {
		p.none.Set("Nothing is called so.")
	}
	show(p.none, len(p.lines) == 0)
	p.at = -1
	p.step(1)
	p.rows.SetCount(len(p.lines))
	if len(p.lines) > 0 {
		p.rows.Reveal(0)
	}
}

// Count is how many entries are left.
func (p *Picks) Count() int {
	n := 0
	for _, i := range p.lines {
		if i >= 0 {
			n++
		}
	}
	return n
}

// Tall is the height that the whole list takes.
func (p *Picks) Tall() float32 { return max(2, float32(len(p.lines))) * pickHeight }

func (p *Picks) step(by int) {
	for at := p.at + by; at >= 0 && at < len(p.lines); at += by {
		if p.lines[at] >= 0 {
			p.at = at
			break
		}
	}
}

// Key moves the choice or picks it; it reports whether the key was one of the list's.
func (p *Picks) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyUp:
		p.step(-1)
	case fyne.KeyDown:
		p.step(1)
	case fyne.KeyPageUp, fyne.KeyPageDown:
		for range 8 {
			p.step(map[fyne.KeyName]int{fyne.KeyPageUp: -1, fyne.KeyPageDown: 1}[k])
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		p.pick(p.at)
		return true
	case fyne.KeyEscape:
		if p.OnEscape != nil {
			p.OnEscape()
		}
		return true
	default:
		return false
	}
	p.rows.Reveal(max(0, p.at))
	if p.at == 1 {
		p.rows.Reveal(0) // with its head
	}
	p.rows.Update()
	return true
}

func (p *Picks) pick(line int) {
	if line >= 0 && line < len(p.lines) && p.lines[line] >= 0 && p.OnPick != nil {
		p.OnPick(p.lines[line])
	}
}

// FocusGained implements [fyne.Focusable].
func (p *Picks) FocusGained() {}

// FocusLost implements [fyne.Focusable].
func (p *Picks) FocusLost() {}

// typingRest is how long after a letter the next one still belongs to it.
const typingRest = time.Second

func (p *Picks) typing() bool { return p.typed != "" && time.Since(p.typedAt) < typingRest }

// TypedRune implements [fyne.Focusable]: letters lead to the entry that begins so; a
// single one, typed again, to the next that does.
func (p *Picks) TypedRune(r rune) {
	if !p.typing() {
		p.typed = ""
	}
	p.typedAt = time.Now()
	from := p.at
	if p.typed != string(r) {
		p.typed += string(r)
	}
	if p.typed == string(r) {
		from++
	}
	for n := range p.lines {
		line := (from + n) % len(p.lines)
		if i := p.lines[line]; i >= 0 && strings.HasPrefix(strings.ToLower(p.all[i].Text), strings.ToLower(p.typed)) {
			p.at = line
			p.rows.Reveal(line)
			p.rows.Update()
			return
		}
	}
}

// TypedKey implements [fyne.Focusable].
func (p *Picks) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace && p.typing() {
		return // a space in what is being typed
	}
	if e.Name == fyne.KeySpace {
		p.pick(p.at)
	} else if !p.Key(e.Name) {
		PassKey(p, e)
	}
}

// CreateRenderer implements [fyne.Widget].
func (p *Picks) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(p.rows, Inset(p.none, 8, 10, 8, 10)))
}

// A pickLine is one line of the list: an entry or a head.
type pickLine struct {
	widget.BaseWidget
	hover
	list   *Picks
	line   int
	ground *fynecanvas.Rectangle
	tile   *look.Tile
	text   *Label
	note   *Label
	head   *Label
	root   fyne.CanvasObject
}

func newPickLine(p *Picks) *pickLine {
	l := &pickLine{list: p, ground: box(Clear, Clear, 0, 4), tile: look.NewTile(20, draw.Sign{}), text: NewLabel("", Body), note: NewLabel("", CodeDim), head: NewLabel("", Head)}
	l.note.Align = fyne.TextAlignTrailing
	l.root = container.NewStack(l.ground, Inset(container.New(pickLayout{l}, l.tile, l.text, l.note), 0, 8, 0, 8), Inset(l.head, 6, 8, 0, 8))
	l.ExtendBaseWidget(l)
	return l
}

func (l *pickLine) set(line int) {
	l.line = line
	i := l.list.lines[line]
	isHead := i < 0
	show(l.head, isHead)
	for _, o := range []fyne.CanvasObject{l.text, l.note} {
		show(o, !isHead)
	}
	l.ground.FillColor = Clear
	if isHead {
		show(l.tile, false)
		l.head.Set(l.list.all[-1-i].Group)
	} else {
		it := l.list.all[i]
		l.tip = it.Tip
		l.text.SetRole(map[bool]Role{false: Body, true: Code}[it.Code])
		l.text.Set(it.Text)
		l.note.Set(it.Note)
		show(l.tile, it.Sign != nil)
		if it.Sign != nil {
			l.tile.SetSign(*it.Sign)
		}
		if line == l.list.at {
			l.ground.FillColor = Colors().Chosen
		} else if l.over {
			l.ground.FillColor = Colors().Hover
		}
	}
	l.ground.Refresh()
	l.root.Refresh()
}

// Tapped implements [fyne.Tappable].
func (l *pickLine) Tapped(*fyne.PointEvent) { TipOut(l); l.list.pick(l.line) }

// MouseIn implements [desktop.Hoverable].
func (l *pickLine) MouseIn(e *desktop.MouseEvent) {
	l.over = true
	TipIn(l, withCut(l.root, l.tip), e.AbsolutePosition)
	l.set(l.line)
}

// MouseMoved implements [desktop.Hoverable].
func (l *pickLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (l *pickLine) MouseOut() {
	l.over = false
	TipOut(l)
	if l.line < len(l.list.lines) {
		l.set(l.line)
	}
}

// CreateRenderer implements [fyne.Widget].
func (l *pickLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.root) }

// pickLayout gives the text what it needs, and the note what is left of the line.
type pickLayout struct{ l *pickLine }

func (p pickLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, pickHeight) }

func (p pickLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	l, x := p.l, float32(0)
	if l.tile.Visible() {
		l.tile.Resize(fyne.NewSquareSize(20))
		l.tile.Move(fyne.NewPos(0, (s.Height-20)/2))
		x = 28
	}
	size, style, _ := l.text.Role.look()
	w := min(fyne.MeasureText(l.text.Text, size, style).Width+1, s.Width-x)
	if l.note.Text != "" {
		w = min(w, (s.Width-x)*0.7)
	}
	l.text.Resize(fyne.NewSize(w, s.Height))
	l.text.Move(fyne.NewPos(x, 0))
	l.note.Resize(fyne.NewSize(max(0, s.Width-x-w-12), s.Height))
	l.note.Move(fyne.NewPos(x+w+12, 0))
}
