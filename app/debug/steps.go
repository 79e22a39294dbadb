package debug

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// columns are what the rows of the flow log share.
type columns struct {
	name  float32 // its width
	tree  float32 // room for the arrows of containers, where there are any
	total float64 // ms from the run's beginning to its end, or to now
}

// A stepList is the flow log: the steps in order of starting. A container is closed at
// first; a click, or Right and Left, opens it to its items and these to their steps. Up and
// Down choose, Ctrl+C copies the chosen line.
type stepList struct {
	keyList
	trace    *Trace
	lines    []line
	columns  columns
	chosen   string // a step's path, or an item's key
	lit      string // the line that shows it: its own, or the closed one that it lies in
	hidden   bool   // it was chosen, and what it lies in is not opened yet
	longest  int    // of the names that were measured
	measured map[measure]bool
	onChoose func(l line)
	onCopy   func(text string)
}

func newStepList(onChoose func(line), onCopy func(string)) *stepList {
	l := &stepList{trace: &Trace{}, measured: map[measure]bool{}, onChoose: onChoose, onCopy: onCopy}
	l.Length = func() int { return len(l.lines) }
	l.CreateItem = func() fyne.CanvasObject { return newStepRow(l) }
	l.UpdateItem = func(i int, o fyne.CanvasObject) {
		if i < len(l.lines) {
			o.(*stepRow).set(l.lines[i])
		}
	}
	l.onMove, l.onKeyCopy, l.onOpen = l.move, l.copyChosen, l.unfold
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

const nameLeast, nameMost = 76, 190

// put shows the trace as it is now; elapsed is how long the run takes or took.
func (l *stepList) put(t *Trace, elapsed float64) {
	if t != l.trace {
		l.trace, l.columns = t, columns{name: nameLeast}
	}
	l.columns.total = elapsed
	before := len(l.lines)
	atEnd := l.GetScrollOffset()+l.Size().Height >= float32(before-1)*pitch
	if s := l.expose(); s != nil {
		t.stale = min(t.stale, s.top().index)
	}
	l.relist()
	l.List.Refresh()
	if atEnd && len(l.lines) > before && t.Running() { // who reads further up is left there
		l.ScrollTo(len(l.lines) - 1)
	}
}

// relist makes the lines again from the first that has changed: a long run grows at its
// end, and a batch must not cost what came before it.
func (l *stepList) relist() {
	t := l.trace
	from := min(t.stale, len(t.Steps))
	switch {
	case from == 0:
		clear(l.lines)
		clear(l.measured)
		l.lines, l.longest = l.lines[:0], 0
	case from < len(t.Steps) && t.Steps[from].line > 0: // it has a line, which may have more logs
		l.lines = l.lines[:t.Steps[from].line]
	}
	for _, s := range t.Steps[from:] {
		l.add(s, 0)
	}
	t.stale = len(t.Steps)
	l.light()
}

// add makes the lines of a step, of what it logged, and where it is open of what is in it.
func (l *stepList) add(s *Step, depth int) {
	s.line = len(l.lines)
	l.lines = append(l.lines, line{step: s, log: -1, depth: depth})
	for i := range s.Logs {
		l.lines = append(l.lines, line{step: s, log: i, depth: depth})
	}
	l.widen(nameOf(s.Path), depth)
	if len(s.Rounds) > 0 {
		l.columns.tree = treeWide
	}
	if !s.open {
		return
	}
	if n := len(s.Rounds); n > 0 {
		l.widen(line{step: s, item: s.Rounds[n-1]}.title(), depth+1)
	}
	for _, it := range s.Rounds {
		l.lines = append(l.lines, line{step: s, item: it, log: -1, depth: depth + 1})
		if it.open {
			for _, inner := range it.Steps {
				l.add(inner, depth+2)
			}
		}
	}
}

// A measure is a name at a depth.
type measure struct {
	name  string
	depth int
}

// widen makes room for a name. Measuring one costs more than all else of a line, so it is
// done once, and only for names that may be the widest by their letters.
func (l *stepList) widen(name string, depth int) {
	const slack = 3 // letters: they are not all of a width
	n := len(name) + 2*depth
	if m := (measure{name, depth}); n > l.longest-slack && l.columns.name < nameMost && !l.measured[m] {
		l.measured[m], l.longest = true, max(n, l.longest)
		w := fyne.MeasureText(name, kit.BodySize, fyne.TextStyle{Bold: true}).Width + float32(depth)*indent
		l.columns.name = max(l.columns.name, min(w, nameMost))
	}
}

// tick moves what depends on the time alone.
func (l *stepList) tick(elapsed float64) {
	l.columns.total = elapsed
	l.List.Refresh()
}

// choose marks a step or an item, opens what it lies in, and brings it into view; it tells
// nobody.
func (l *stepList) choose(chosen string) {
	l.chosen, l.hidden = chosen, true
	if s := l.expose(); s != nil {
		l.again(s)
	}
	l.reveal()
}

// expose opens what the chosen step lies in, if it is still hidden there, and gives it.
func (l *stepList) expose() *Step {
	s := l.trace.Find(l.chosen)
	if s == nil || !l.hidden {
		return nil
	}
	l.hidden = false
	for in := s.in; in != nil; in = in.Of.in {
		in.Of.open = true
		in.open = in.open || in.key() != l.chosen
	}
	return s
}

// reveal brings the chosen line into view.
func (l *stepList) reveal() {
	l.light()
	if i := l.at(); i >= 0 {
		l.ScrollTo(i)
	}
	l.List.Refresh()
}

// again makes the lines again from those of a step on.
func (l *stepList) again(s *Step) {
	l.trace.stale = min(l.trace.stale, s.top().index)
	l.relist()
}

// light finds the line that shows what is chosen.
func (l *stepList) light() {
	l.lit = l.chosen
	s := l.trace.Step(l.chosen)
	var in *Item
	if s != nil {
		in = s.in
	} else if it := l.trace.item(l.chosen); it != nil {
		if s = it.Of; !s.open {
			l.lit = s.Path
		}
		in = s.in
	}
	for ; in != nil; in = in.Of.in {
		if !in.open {
			l.lit = in.key()
		}
		if !in.Of.open {
			l.lit = in.Of.Path
		}
	}
}

func (l *stepList) at() int {
	s, it := l.trace.Step(l.lit), l.trace.item(l.lit)
	for i, ln := range l.lines {
		if s != nil && ln.step == s && ln.item == nil || it != nil && ln.item == it {
			return i
		}
	}
	return -1
}

// pick chooses a line as a click does.
func (l *stepList) pick(ln line) {
	l.chosen = ln.key()
	l.light()
	l.List.Refresh()
	l.onChoose(ln)
}

// tap is a click on a line: it also opens or closes one that other lines stand under.
func (l *stepList) tap(ln line) {
	if ln.opens() {
		ln.setOpen(!ln.isOpen())
		l.again(ln.step)
	}
	l.pick(ln)
}

// unfold opens the chosen line, or closes it; one that is closed leads to what it lies in.
func (l *stepList) unfold(open bool) {
	i := l.at()
	if i < 0 {
		return
	}
	switch ln := l.lines[i]; {
	case ln.opens() && ln.isOpen() != open:
		l.tap(ln)
	case open && ln.opens():
		l.move(1)
	case !open && ln.item != nil:
		l.goTo(ln.item.Of.Path)
	case !open && ln.step.in != nil:
		l.goTo(ln.step.in.key())
	}
}

// goTo chooses another line by its key.
func (l *stepList) goTo(key string) {
	l.chosen = key
	l.light()
	if i := l.at(); i >= 0 {
		l.ScrollTo(i)
		l.pick(l.lines[i])
	}
}

// move chooses the step before or after; by is how far, in steps.
func (l *stepList) move(by int) {
	way := 1
	if by < 0 {
		way = -1
	}
	to := -1
	for i := l.at() + way; i >= 0 && i < len(l.lines) && by != 0; i += way {
		if l.lines[i].log < 0 {
			to, by = i, by-way
		}
	}
	if to >= 0 {
		l.ScrollTo(to)
		l.pick(l.lines[to])
	}
}

func (l *stepList) copyChosen() {
	s := l.trace.Step(l.chosen)
	if s == nil {
		if it := l.trace.item(l.chosen); it != nil {
			l.onCopy(it.key() + "\t" + it.summary())
		}
		return
	}
	words := []string{s.Path}
	if label, _ := outcome(s); label != "" {
		words = append(words, label)
	}
	l.onCopy(strings.Join(append(words, Duration(s.MS), s.Summary), "\t"))
}
