package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/geom"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A gesture is what the pointer does from the first move after a press to the
// release. The board holds at most one. Only End may make an edit, and one only.
type gesture interface {
	Move(at geom.Point) // on the screen
	End()
	Cancel()
}

// A press is a button held down, and what lay under it.
type press struct {
	down   bool
	dead   bool // cancelled: the rest of the drag is nothing
	at     geom.Point
	button desktop.MouseButton
	mods   fyne.KeyModifier
	hit    draw.Hit
	on     bool // hit holds something
	narrow bool // released without a drag, it selects this one alone
}

func (p press) has(m fyne.KeyModifier) bool { return p.mods&m != 0 }

// begin is the gesture that a press becomes when the pointer moves.
func (b *Board) begin(p press) gesture {
	ctrl, shift := p.has(fyne.KeyModifierShortcutDefault), p.has(fyne.KeyModifierShift)
	switch {
	case p.button == desktop.MouseButtonTertiary || b.space:
		return newPan(b, p)
	case p.on && p.hit.Part == draw.Output:
		return newWiring(b, p)
	case p.on && p.hit.Part == draw.Resize:
		return newResize(b, p)
	case p.on && p.hit.ID.Sort != draw.WireItem:
		if w, ok := b.wireInto(p); ok {
			return newRewiring(b, w, false)
		}
		if p.hit.Part == draw.Input {
			return newBackward(b, p)
		}
		return newDrag(b, p, ctrl)
	case p.on && (p.hit.Part == draw.FromEnd || p.hit.Part == draw.ToEnd):
		return newRewiring(b, wireOf(p.hit.ID), p.hit.Part == draw.FromEnd)
	case shift || ctrl:
		return newBox(b, p, ctrl)
	}
	return newPan(b, p)
}

// cancel gives up the gesture that is under way, if any.
func (b *Board) cancel() bool {
	if b.gesture == nil {
		return false
	}
	g := b.gesture
	b.gesture = nil
	b.press.dead = true
	g.Cancel()
	b.place()
	return true
}

func (b *Board) reach() float64 { return 6 / b.view.Zoom }

// at is what lies under a point of the screen.
func (b *Board) at(screen geom.Point) (draw.Hit, bool) {
	return b.scene.At(b.view.World(screen), b.reach())
}

// MouseDown implements desktop.Mouseable. Selecting waits for no release.
func (b *Board) MouseDown(e *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
	b.walking, b.live.pending = false, nil
	b.fitted = false
	b.peek.hide(b)
	b.quiet = b.gesture != nil
	if b.quiet {
		b.cancel() // a second button while the first drags gives the gesture up
		return
	}
	p := press{down: true, at: point(e.Position), button: e.Button, mods: e.Modifier}
	p.hit, p.on = b.at(p.at)
	if p.on && p.hit.Part == draw.Fold && p.button == desktop.MouseButtonPrimary {
		b.press = press{}
		b.fold(p.hit.ID)
		return
	}
	if p.button != desktop.MouseButtonTertiary && !b.space {
		p.narrow = b.pick(p)
	}
	b.press = p
}

// MouseUp implements desktop.Mouseable.
func (b *Board) MouseUp(*desktop.MouseEvent) {
	p := b.press
	if b.gesture != nil || !p.down {
		return // DragEnd comes too
	}
	b.press.down = false
	switch {
	case p.button != desktop.MouseButtonPrimary || p.dead:
	case p.on && p.hit.Part == draw.Output && !b.space && b.scene.Item(p.hit.ID) != nil:
		b.pickOnly(p)
		b.tiles.do(func() { b.addAfter(p) }) // later: the release takes the focus away from what opens
	case p.narrow:
		b.pickOnly(p)
	}
}

// Dragged implements fyne.Draggable.
func (b *Board) Dragged(e *fyne.DragEvent) {
	if !b.press.down || b.press.dead {
		return
	}
	if b.gesture == nil {
		b.live.clear() // of a drag that has only just landed too
		b.gesture = b.begin(b.press)
	}
	b.pointer = point(e.Position)
	b.gesture.Move(b.pointer)
	b.atEdge()
	b.place()
}

// DragEnd implements fyne.Draggable.
func (b *Board) DragEnd() {
	b.press.down, b.press.dead = false, false
	if g := b.gesture; g != nil {
		b.gesture = nil
		g.End()
		b.place()
	}
}
