package debug

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// A line of the flow log is a step, or a value that the step above it logged.
type line struct {
	step *Step
	log  int // -1: the step itself
}

// columns are what the rows of the flow log share.
type columns struct {
	name  float32 // its width
	total float64 // ms from the run's beginning to its end, or to now
}

// A stepList is the flow log: the steps in order of starting. Up and Down choose, Ctrl+C
// copies the chosen line.
type stepList struct {
	keyList
	trace    *Trace
	lines    []line
	columns  columns
	chosen   string
	longest  int // of the names that were measured
	onChoose func(l line)
	onCopy   func(text string)
}

func newStepList(onChoose func(line), onCopy func(string)) *stepList {
	l := &stepList{trace: &Trace{}, onChoose: onChoose, onCopy: onCopy}
	l.Length = func() int { return len(l.lines) }
	l.CreateItem = func() fyne.CanvasObject { return newStepRow(l) }
	l.UpdateItem = func(i int, o fyne.CanvasObject) {
		if i < len(l.lines) {
			o.(*stepRow).set(l.lines[i])
		}
	}
	l.onMove, l.onKeyCopy = l.move, l.copyChosen
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
		l.lines, l.longest = l.lines[:0], 0
	case from < len(t.Steps) && t.Steps[from].line > 0: // it has a line, which may have more logs
		l.lines = l.lines[:t.Steps[from].line]
	}
	for _, s := range t.Steps[from:] {
		s.line = len(l.lines)
		l.lines = append(l.lines, line{s, -1})
		for i := range s.Logs {
			l.lines = append(l.lines, line{s, i})
		}
		title, depth := titleOf(s.Path)
		if n := len(title) + 2*depth; n > l.longest && l.columns.name < nameMost {
			l.longest = n
			w := fyne.MeasureText(title, kit.BodySize, fyne.TextStyle{Bold: true}).Width + float32(depth)*indent
			l.columns.name = max(l.columns.name, min(w, nameMost))
		}
	}
	t.stale = len(t.Steps)
}

// tick moves what depends on the time alone.
func (l *stepList) tick(elapsed float64) {
	l.columns.total = elapsed
	l.List.Refresh()
}

// choose marks a step and brings it into view; it tells nobody.
func (l *stepList) choose(path string) {
	l.chosen = path
	if i := l.at(); i >= 0 {
		l.ScrollTo(i)
	}
	l.List.Refresh()
}

func (l *stepList) at() int {
	for i, ln := range l.lines {
		if ln.step.Path == l.chosen {
			return i
		}
	}
	return -1
}

// pick chooses a line as a click does.
func (l *stepList) pick(ln line) {
	l.chosen = ln.step.Path
	l.List.Refresh()
	l.onChoose(ln)
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
		return
	}
	words := []string{s.Path}
	if label, _ := outcome(s); label != "" {
		words = append(words, label)
	}
	l.onCopy(strings.Join(append(words, Duration(s.MS), s.Summary), "\t"))
}
