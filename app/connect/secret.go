package connect

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// A secret edits a value that nobody sees. One that is stored is not put into the field:
// it stands there as dots, until another takes its place.
type secret struct {
	labelled
	form    *form
	on      set
	bare    bool
	entry   *kit.Secret
	kept    auth.Secret // what is stored, to go back to
	origin  string      // where it is: "stored"
	typing  bool        // the field is open
	box     *fyne.Container
	closed  *kit.Entry // the dots
	replace *kit.Button
	keep    *kit.Button
}

func newSecret(f *form, fd spec.Field, bare bool, on set) control {
	s := &secret{form: f, on: on, bare: bare, origin: "stored", typing: true}
	s.entry = kit.NewSecret(max(1, fd.Lines))
	s.entry.PlaceHolder = fd.Placeholder
	label, tip := captions(fd, bare)
	if bare && fd.Placeholder == "" {
		s.entry.PlaceHolder = fd.Title()
	}
	s.closed = kit.NewEntry(1)
	s.closed.Disable()
	s.replace = kit.NewButton("Replace", "", kit.Plain, "Enter another in its place; the stored one is not shown to anybody", s.open)
	s.keep = kit.NewButton("Keep the stored one", "", kit.Link, "Close the field and leave the secret as it is", s.restore)
	s.keep.Small = true
	f.follow(s.entry, s.replace, s.keep)
	s.box = kit.Column(2)
	s.field = kit.NewField(label, tip, fd.Required, s.box)
	if bare {
		s.field = kit.NewField("", "", false, s.box)
		s.entry.SetTip(tip)
	}
	s.entry.OnChanged = func(text string) {
		s.field.SetNote("")
		if text == "" {
			on(nil)
			return
		}
		on(text)
	}
	s.entry.OnSubmitted = func(string) { f.submit() }
	s.entry.OnClean = func() {
		s.field.SetNote("White space and line ends around the pasted text were taken away.")
		f.changed()
	}
	s.lay()
	return s
}

// lay shows the dots, or the field.
func (s *secret) lay() {
	s.closed.Put(dots + ", " + s.origin)
	switch {
	case !s.typing:
		s.box.Objects = []fyne.CanvasObject{kit.LineGrow(8, 0, s.closed, s.replace)}
	case !s.kept.Empty():
		s.box.Objects = []fyne.CanvasObject{s.entry, kit.Line(0, s.keep)}
	default:
		s.box.Objects = []fyne.CanvasObject{s.entry}
	}
	s.box.Refresh()
}

// open takes another secret in place of the stored one.
func (s *secret) open() {
	s.typing = true
	s.lay()
	s.on(nil)
	s.form.changed()
	s.form.focus(s.entry)
}

// restore goes back to the stored one.
func (s *secret) restore() {
	s.typing = false
	s.entry.Put("")
	s.field.SetNote("")
	s.lay()
	s.on(s.kept.Reveal())
	s.form.changed()
	s.form.focus(s.replace)
}

func (s *secret) first() fyne.Focusable {
	if !s.typing {
		return s.replace
	}
	return s.entry
}

// put is told of what is stored, and of what was typed here.
func (s *secret) put(v any) {
	text := spec.ToText(v)
	if text == "" || s.typing && text == s.entry.Text {
		return
	}
	if text != s.kept.Reveal() || s.typing {
		s.kept, s.typing = auth.Hide(text), false
		s.entry.Put("")
		s.lay()
	}
}
