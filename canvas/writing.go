package canvas

import (
	"slices"
	"strings"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// mostNote is how long a note can be that is written on the board: the entry is slow
// beyond it.
const mostNote = 8000

// A writing is a text that is being written on the board: a name, a title or a note.
type writing struct {
	b     *Board
	entry *field
	where func() (geom.Rect, bool) // on the screen
	check func(text string) string // what is wrong with it, or ""
	keep  func(text string)
	old   string
	over  bool
}

// A field is an entry that says when a key or the loss of the focus ends it.
type field struct {
	widget.Entry
	onKey  func(*fyne.KeyEvent) bool
	onBlur func()
}

// TypedKey implements fyne.Focusable.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	if !f.onKey(e) {
		f.Entry.TypedKey(e)
	}
}

// FocusLost implements fyne.Focusable.
func (f *field) FocusLost() {
	f.Entry.FocusLost()
	f.onBlur()
}

// write opens an entry on the board. Enter and a click elsewhere keep what was written;
// Escape keeps a note and forgets a name.
func (b *Board) write(text string, lines bool, w *writing) {
	b.stopWriting(true)
	b.cancel()
	w.b, w.old = b, text
	w.entry = &field{}
	w.entry.ExtendBaseWidget(w.entry)
	w.entry.MultiLine = lines
	w.entry.Wrapping = fyne.TextWrapOff
	if lines {
		w.entry.Wrapping = fyne.TextWrapWord
	}
	w.entry.SetText(text)
	w.entry.OnChanged = func(string) { w.judge() }
	w.entry.onKey = func(e *fyne.KeyEvent) bool {
		switch {
		case e.Name == fyne.KeyEscape:
			b.stopWriting(lines)
		case !lines && (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter):
			if w.check(w.entry.Text) == "" {
				b.stopWriting(true)
			}
		default:
			return false
		}
		return true
	}
	w.entry.onBlur = func() {
		if b.writing == w {
			b.stopWriting(true)
		}
	}
	b.writing = w
	b.place()
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(w.entry)
		if !lines {
			w.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
		}
	}
}

// judge says below the entry what is wrong with what is written.
func (w *writing) judge() {
	at, _ := w.where()
	w.b.live.say(w.check(w.entry.Text), geom.Pt(at.Min.X-14, at.Max.Y-12), true)
	w.b.place()
}

// stopWriting closes the entry, if one is open, and keeps what was written in it.
func (b *Board) stopWriting(keep bool) {
	w := b.writing
	if w == nil || w.over {
		return
	}
	w.over = true
	text := w.entry.Text
	wrong := w.check(text)
	b.writing = nil
	b.live.say("", geom.Point{}, false)
	c := fyne.CurrentApp().Driver().CanvasForObject(b)
	if c != nil && c.Focused() == fyne.Focusable(w.entry) {
		c.Focus(b)
	}
	b.place()
	switch {
	case !keep || text == w.old:
	case wrong != "":
		b.refuse(wrong)
	default:
		w.keep(text)
	}
}

// place puts the entry where it belongs; its writing is over where that is gone.
func (w *writing) place(objects []fyne.CanvasObject) []fyne.CanvasObject {
	at, ok := w.where()
	if !ok {
		return objects
	}
	w.entry.Move(pos(at.Min))
	w.entry.Resize(fyne.NewSize(float32(at.W()), float32(at.H())))
	return append(objects, w.entry)
}

// RenameNode lets a person write another name on a node's card.
func (b *Board) RenameNode(k flow.Key) {
	n := b.nodes[k]
	if n == nil || b.OnRename == nil || b.scene.Node(show.Key(k)) == nil {
		return
	}
	b.Reveal(k)
	b.write(n.Name, false, &writing{
		where: func() (geom.Rect, bool) {
			d := b.scene.Node(show.Key(k))
			if d == nil {
				return geom.Rect{}, false
			}
			card := b.view.ScreenRect(d.Card())
			r := geom.XYWH(card.Min.X+(geom.TilePad+geom.Tile+4)*b.view.Zoom, card.Center().Y-18, 0, 36)
			r.Max.X = max(card.Max.X-4, r.Min.X+168)
			if over := r.Max.X - float64(b.Size().Width) + 8; over > 0 {
				r = r.Add(geom.Pt(-over, 0))
			}
			return r, true
		},
		check: func(text string) string {
			if b.nodes[k] == nil {
				return ""
			}
			return refusal(b.flow.CanRename(b.nodes[k].Name, text))
		},
		keep: func(text string) {
			if b.nodes[k] != nil {
				b.OnRename(k, text)
			}
		},
	})
}

// RenameGroup lets a person write the title of a group.
func (b *Board) RenameGroup(i int) {
	if i < 0 || i >= len(b.flow.Groups) {
		return
	}
	b.write(b.flow.Groups[i].Title, false, &writing{
		where: func() (geom.Rect, bool) {
			item := b.scene.Item(draw.GroupID(i))
			if item == nil {
				return geom.Rect{}, false
			}
			at := b.view.ScreenRect(item.Bounds())
			return geom.XYWH(at.Min.X+6, at.Min.Y+2, max(min(at.W()-12, 280), 160), 34), true
		},
		check: func(text string) string {
			if len([]rune(text)) > 80 {
				return "A title has at most 80 characters."
			}
			return ""
		},
		keep: func(text string) {
			b.changeGroup(i, func(g *flow.Group) string {
				g.Title = strings.TrimSpace(text)
				return "Rename group"
			})
		},
	})
}

// EditNote lets a person write in a note.
func (b *Board) EditNote(i int) {
	if i < 0 || i >= len(b.flow.Notes) {
		return
	}
	b.write(b.flow.Notes[i].Text, true, &writing{
		where: func() (geom.Rect, bool) {
			n, ok := b.scene.Item(draw.NoteID(i)).(*draw.Note)
			if !ok {
				return geom.Rect{}, false
			}
			r := b.view.ScreenRect(n.Rect)
			r.Max = geom.Pt(max(r.Max.X, r.Min.X+200), max(r.Max.Y, r.Min.Y+96))
			return r, true
		},
		check: func(text string) string {
			if len(text) > mostNote {
				return "A note has at most 8,000 characters. Longer texts belong in the documentation of the integration."
			}
			return ""
		},
		keep: func(text string) {
			if i >= len(b.flow.Notes) {
				return
			}
			notes := slices.Clone(b.flow.Notes)
			notes[i].Text = strings.TrimRight(text, " \n\t")
			b.emit(flow.Batch{Name: "Write note", Edits: []flow.Edit{flow.SetNotes{Flow: b.flow.Name, Notes: notes}}})
		},
	})
}

// Rename lets a person write the name of what is selected: a node, a group or a note.
func (b *Board) Rename() {
	keys := b.sel.keys()
	switch {
	case len(keys) == 1:
		b.RenameNode(keys[0])
	case b.SelectedGroup() >= 0:
		b.RenameGroup(b.SelectedGroup())
	case len(b.sel.notes) == 1:
		for i := range b.sel.notes {
			b.EditNote(i)
		}
	default:
		b.refuse("Select one node to rename it.")
	}
}
