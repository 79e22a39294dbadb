package debug

import (
	"strconv"

	"flowbench/engine/event"
)

// A line of the flow log is a step, a value that the step above it logged, or an item of
// a container, under which its steps stand.
type line struct {
	step  *Step // the container's, of an item
	item  *Item
	log   int // -1: the step itself, or the item
	depth int
}

// key is what the line is called when it is chosen.
func (l line) key() string {
	if l.item != nil {
		return l.item.key()
	}
	return l.step.Path
}

// opens reports whether lines can stand under it.
func (l line) opens() bool { return l.log < 0 && (l.item != nil || len(l.step.Rounds) > 0) }

func (l line) isOpen() bool {
	if l.item != nil {
		return l.item.open
	}
	return l.step.open
}

func (l line) setOpen(open bool) {
	if l.item != nil {
		l.item.open = open
		return
	}
	l.step.open = open
}

// shows is the step whose detail is shown for it.
func (l line) shows() *Step {
	if l.item != nil {
		return l.item.about()
	}
	return l.step
}

// title is what the line is called: a step by its name, which stands under its item.
func (l line) title() string {
	if l.item != nil {
		return "Item " + strconv.Itoa(l.item.Index)
	}
	return nameOf(l.step.Path)
}

func (l line) status() event.Status {
	if l.item != nil {
		return l.item.status()
	}
	return l.step.Status
}

func (l line) offset() float64 {
	if l.item != nil {
		return l.item.offset()
	}
	return l.step.Offset
}
