package window

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"flowbench/app/kit"
)

// A findBar is the search on the board, at its upper right. It shows one hit after the
// other: selected, and brought into view.
type findBar struct {
	w      *Window
	search *kit.Entry
	count  *kit.Label
	where  *kit.Label
	root   *fyne.Container
	hits   []hit
	at     int
}

func newFindBar(w *Window) *findBar {
	f := &findBar{w: w, count: kit.NewText("", kit.Caption), where: kit.NewLabel("", kit.Caption)}
	f.search = kit.NewSearch("Find in this flow", func(string) { f.find(0) })
	f.search.OnKey = f.key
	small := func(icon, tip, key string, do func()) *kit.Button {
		b := kit.NewButton("", icon, kit.Quiet, kit.Tip(tip, key), do)
		b.Small = true
		return b
	}
	previous, next := w.command("find-previous"), w.command("find-next")
	line := kit.LineGrow(4, 0, f.search, kit.Inset(f.count, 0, 4, 0, 4),
		small("chevron-up", previous.title, previous.key(), func() { f.step(-1) }),
		small("chevron-down", next.title, next.key(), func() { f.step(1) }),
		small("close", "Close", "Esc", f.close))
	ground := kit.NewCard(kit.Surface)
	ground.Radius = 10
	f.root = container.NewStack(ground, kit.Inset(kit.Column(4, line, kit.Inset(f.where, 0, 4, 0, 4)), 8, 8, 8, 8))
	f.root.Hide()
	return f
}

// open shows the bar, or leads back to it.
func (f *findBar) open() {
	if !f.root.Visible() {
		f.root.Show()
		f.find(0)
	}
	f.w.win.Canvas().Focus(f.search)
	f.search.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func (f *findBar) close() {
	f.root.Hide()
	f.w.win.Canvas().Focus(f.w.board)
}

func (f *findBar) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		f.close()
	case fyne.KeyReturn, fyne.KeyEnter:
		by := 1
		if d, ok := f.w.app.Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
			by = -1
		}
		f.step(by)
	case fyne.KeyDown:
		f.step(1)
	case fyne.KeyUp:
		f.step(-1)
	default:
		return false
	}
	return true
}

// step shows the hit so many further; after the last comes the first.
func (f *findBar) step(by int) {
	if !f.root.Visible() {
		f.open()
		return
	}
	f.again()
	if n := len(f.hits); n > 0 {
		f.at = (f.at + by + n) % n
		f.reveal()
	}
}

// find searches and shows the hit of that number.
func (f *findBar) find(at int) {
	f.hits, f.at = f.w.search(f.w.shown(), f.search.Text), at
	f.reveal()
}

// again searches in the flow as it is now, and stays at the hit that was shown.
func (f *findBar) again() {
	if !f.root.Visible() {
		return
	}
	var now hit
	if f.at < len(f.hits) {
		now = f.hits[f.at]
	}
	f.hits = f.w.search(f.w.shown(), f.search.Text)
	f.at = max(0, slices.Index(f.hits, now))
	f.say()
}

func (f *findBar) reveal() {
	f.say()
	if f.at >= len(f.hits) {
		return
	}
	h, w := f.hits[f.at], f.w
	if h.note >= 0 {
		at := w.shown().Notes[h.note]
		w.board.ShowBody(0)
		w.board.SelectNote(h.note)
		w.board.RevealAt(at.At, at.Size)
		return
	}
	w.board.Select(h.node)
	w.board.Reveal(h.node)
}

// say shows which hit it is and where, or that there is none.
func (f *findBar) say() {
	switch {
	case f.search.Text == "":
		f.count.Set("")
		f.where.Set("Names, kinds, services, settings and notes")
	case len(f.hits) == 0:
		f.count.Set("0 of 0")
		f.where.Set("Nothing in this flow has this text.")
	default:
		f.count.Set(fmt.Sprintf("%d of %d", f.at+1, len(f.hits)))
		f.where.Set("in " + f.hits[f.at].where)
	}
	f.root.Refresh()
}

// corner puts the first object over all, and the second at its upper right.
type corner struct{}

const findWidth = 380

func (corner) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (corner) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	w := min(findWidth, s.Width-24)
	o[1].Resize(fyne.NewSize(w, o[1].MinSize().Height))
	o[1].Move(fyne.NewPos(s.Width-w-12, 12))
}
