package kit

import "fyne.io/fyne/v2"

// PassKey gives a key that a control has no use for to the window it is on: without it a
// focused control would swallow F1 and Escape.
func PassKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	if on := c.OnTypedKey(); on != nil {
		on(e)
	}
}

// PassRune gives the characters that ask for something, ? and /, to the window that a
// control is on. All others stay here: who meant to write must change nothing elsewhere.
func PassRune(o fyne.CanvasObject, r rune) {
	if r != '?' && r != '/' {
		return
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	if on := c.OnTypedRune(); on != nil {
		on(r)
	}
}

// foreign reports whether a key means nothing in a field for text.
func foreign(k fyne.KeyName) bool {
	return k == fyne.KeyEscape || len(k) > 1 && k[0] == 'F' && k[1] >= '1' && k[1] <= '9'
}
