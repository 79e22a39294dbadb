package dialogs

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// Confirm asks before something is done. Where it is dangerous, the button is in the
// failure colour and Enter cancels: the focus is on Cancel.
func Confirm(c fyne.Canvas, title, text, verb string, danger bool, then func()) *Dialog {
	var d *Dialog
	yes := kit.NewButton(verb, "", kit.Primary, "", func() { d.Close(); then() })
	no := kit.NewButton("Cancel", "", kit.Plain, "", func() { d.cancel() })
	f := frame{title: title, text: text, buttons: []*kit.Button{no, yes}, width: 440, first: yes, enter: yes.OnTapped}
	if danger {
		yes.Style = kit.Danger
		f.first, f.enter = no, nil
	}
	d = show(c, f)
	return d
}

// Unsaved asks what to do with something that would be lost: save it, throw it away, or
// go on as before.
func Unsaved(c fyne.Canvas, title, text, save, discard string, saved, discarded func()) *Dialog {
	var d *Dialog
	yes := kit.NewButton(save, "", kit.Primary, "", func() { d.Close(); saved() })
	away := kit.NewButton(discard, "", kit.Plain, "", func() { d.Close(); discarded() })
	no := kit.NewButton("Cancel", "", kit.Plain, "", func() { d.cancel() })
	d = show(c, frame{title: title, text: text, aside: away, buttons: []*kit.Button{no, yes}, width: 460, first: yes, enter: yes.OnTapped})
	return d
}

// A Fault is something that went wrong, told to a person.
type Fault struct {
	Title   string
	What    string // what happened
	Do      string // what to do about it
	Details string // for who wants to know more, such as the whole answer of a server
	Verb    string // of a button that mends it, if anything does
	Mend    func()
}

// Message tells what went wrong. Its text can be copied.
func Message(c fyne.Canvas, m Fault) *Dialog {
	var d *Dialog
	words := kit.Column(6, kit.NewProse(m.What, kit.Body, 0))
	if m.Do != "" {
		words.Add(kit.NewProse(m.Do, kit.Muted, 0))
	}
	body := kit.Column(14, kit.Beside(14, mark("warning", 36, failureColor), words))
	f := frame{title: m.Title, body: body, width: 500}
	if m.Details != "" {
		body.Add(well(m.Details, 9))
		var copied *kit.Button
		copied = kit.NewButton("Copy details", "copy", kit.Quiet, "Copy all of this message", func() {
			fyne.CurrentApp().Clipboard().SetContent(m.text())
			copied.Set("Copied", "check")
		})
		f.aside = copied
	}
	ok := kit.NewButton("Close", "", kit.Primary, kit.Tip("Close", "Esc"), func() { d.Close() })
	f.buttons = []*kit.Button{ok}
	if m.Verb != "" {
		ok.Style = kit.Plain
		mend := kit.NewButton(m.Verb, "", kit.Primary, "", func() { d.Close(); m.Mend() })
		f.buttons = append(f.buttons, mend)
		ok = mend
	}
	f.first, f.enter = ok, ok.OnTapped
	d = show(c, f)
	return d
}

func (m Fault) text() string {
	parts := []string{m.Title, m.What, m.Do, m.Details}
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n\n")
}

// Prompt asks for a name. check says what is wrong with one while it is typed, or "".
func Prompt(c fyne.Canvas, title, label, value, verb string, check func(string) string, then func(string)) *Dialog {
	var d *Dialog
	entry := kit.NewEntry(1)
	entry.Put(value)
	field := kit.NewField(label, "", false, entry)
	var yes *kit.Button
	fault := func() string {
		text := strings.TrimSpace(entry.Text)
		if text == "" {
			return "A name is needed."
		}
		if check != nil {
			return check(text)
		}
		return ""
	}
	done := func() {
		if f := fault(); f != "" {
			field.SetProblem(f, kit.Bad)
			d.relayout()
			return
		}
		text := strings.TrimSpace(entry.Text)
		d.Close()
		then(text)
	}
	yes = kit.NewButton(verb, "", kit.Primary, "", done)
	no := kit.NewButton("Cancel", "", kit.Plain, "", func() { d.cancel() })
	entry.OnChanged = func(string) {
		f := fault()
		if entry.Text == "" {
			f = ""
		}
		field.SetProblem(f, kit.Bad)
		d.relayout()
	}
	entry.OnSubmitted = func(string) { done() }
	d = show(c, frame{title: title, body: field, buttons: []*kit.Button{no, yes}, width: 400, first: entry, enter: done})
	entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	return d
}
