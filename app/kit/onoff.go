package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// onOff is what a [Check] and a [Switch] share: all but how they look.
type onOff struct {
	widget.DisableableWidget
	hover
	focusing
	On        bool
	OnChanged func(bool)
	focused   bool
	self      fyne.Widget
}

func (o *onOff) begin(self fyne.Widget, on bool, tip string, changed func(bool)) {
	o.self, o.On, o.OnChanged, o.tip = self, on, changed, tip
	o.ExtendBaseWidget(self)
}

// Tapped implements [fyne.Tappable].
func (o *onOff) Tapped(*fyne.PointEvent) {
	if o.Disabled() {
		return
	}
	o.On = !o.On
	o.Refresh()
	if o.OnChanged != nil {
		o.OnChanged(o.On)
	}
}

// Put sets it without telling.
func (o *onOff) Put(on bool) {
	if o.On != on {
		o.On = on
		o.Refresh()
	}
}

// MouseIn implements [desktop.Hoverable].
func (o *onOff) MouseIn(e *desktop.MouseEvent) { o.in(o.self, e) }

// MouseMoved implements [desktop.Hoverable].
func (o *onOff) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (o *onOff) MouseOut() { o.out(o.self) }

// FocusGained implements [fyne.Focusable].
func (o *onOff) FocusGained() { o.focused = true; o.Refresh(); o.came() }

// FocusLost implements [fyne.Focusable].
func (o *onOff) FocusLost() { o.focused = false; o.Refresh() }

// TypedRune implements [fyne.Focusable].
func (o *onOff) TypedRune(r rune) { PassRune(o.self, r) }
