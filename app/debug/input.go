package debug

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/engine/event"
)

// An inputPage shows what was given to the run.
type inputPage struct {
	content fyne.CanvasObject
	view    *viewer
	stack   *fyne.Container
	shown   *event.Value
	begun   bool
}

func newInputPage(host Host) *inputPage {
	p := &inputPage{view: newViewer(host), stack: container.NewStack()}
	p.content = p.stack
	p.clear()
	return p
}

func (p *inputPage) clear() {
	p.begun, p.shown = false, nil
	p.say(empty("start", "Press Run Flow to see what went into the run."))
}

func (p *inputPage) say(o fyne.CanvasObject) {
	p.stack.Objects = []fyne.CanvasObject{o}
	p.stack.Refresh()
}

func (p *inputPage) put(t *Trace, defaults []string) {
	if t.Began.IsZero() || p.begun && p.shown == t.Input {
		return
	}
	p.begun, p.shown = true, t.Input
	if t.Input == nil || string(t.Input.Value) == "{}" || string(t.Input.Value) == "null" {
		p.say(empty("start", "This run had no inputs. Start declares them: Input, Add Input Variable."))
		return
	}
	pg := page{body: t.Input, file: "input"}
	if t.Input.Ref == "" {
		pg.body = nil
		for name, v := range members(t.Input.Value) {
			part := kit.Part{Name: name, Value: v, Open: len(v) < 2000}
			if slices.Contains(defaults, name) {
				part.Note = "default"
			}
			pg.lead = append(pg.lead, part)
		}
	}
	p.view.put(pg)
	p.say(kit.Inset(p.view.content, 12, 16, 12, 16))
}
