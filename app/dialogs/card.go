package dialogs

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// A Card is a dialog that others fill.
type Card struct {
	Title, Subtitle string
	Text            string // a paragraph above the body
	Body            fyne.CanvasObject
	Fill            bool // the body takes all the height there is and scrolls by itself
	Aside           fyne.CanvasObject
	Buttons         []*kit.Button     // at the lower right; the last is the main one
	Foot            fyne.CanvasObject // in place of Aside and Buttons

	Width, Height float32 // never more than the window has; a height of 0 is as much as needed

	First  fyne.Focusable
	Enter  func()                    // Enter where no control wants it
	OnKey  func(*fyne.KeyEvent) bool // before anything else; true: taken
	Leave  func() bool               // asked before Escape or its cross close the card; false: it stays
	Closed func()                    // told when it was closed without a decision
}

// Show shows a card over the middle of the dimmed window.
func Show(c fyne.Canvas, k Card) *Dialog {
	return show(c, frame{title: k.Title, subtitle: k.Subtitle, text: k.Text, body: k.Body, fill: k.Fill,
		aside: k.Aside, buttons: k.Buttons, foot: k.Foot, ruled: k.Fill, width: k.Width, height: k.Height,
		first: k.First, enter: k.Enter, onKey: k.OnKey, leave: k.Leave, cancel: k.Closed})
}

// Cancel closes the dialog as Escape does.
func (d *Dialog) Cancel() { d.cancel() }

// SetTitle changes what stands above the body.
func (d *Dialog) SetTitle(title, subtitle string) {
	d.title.Set(title)
	d.setSubtitle(subtitle)
}

// Relayout fits the card to a body that has changed.
func (d *Dialog) Relayout() { d.relayout() }

// Canvas is where the dialog is shown.
func (d *Dialog) Canvas() fyne.Canvas { return d.canvas }

// Done reports whether the dialog is closed.
func (d *Dialog) Done() bool { return d.closed }
