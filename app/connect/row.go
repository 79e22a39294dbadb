package connect

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// A shelfRow is one connection: what it is, how it stands, who uses it, what can be done.
type shelfRow struct {
	shelf   *shelf
	c       Connection
	buttons map[string]*kit.Button
	token   *kit.Label // counts down
	object  fyne.CanvasObject
}

func newShelfRow(s *shelf, c Connection) *shelfRow {
	r := &shelfRow{shelf: s, c: c, buttons: map[string]*kit.Button{}}
	k := s.card
	name := kit.NewLabel(c.Name, kit.Strong)
	if c.Disabled {
		name.SetRole(kit.Muted)
	}
	head := kit.LineGrow(6, 0, kit.Lead(10, name, chip(use(c))), r.actions())
	col := kit.Column(6, head, kit.NewHint(kit.NewLabel(r.about(), kit.Caption), ""))
	t := k.trials[c.ID]
	if t == nil || t.result == nil { // else it says so below
		col.Add(line(tested(c, k.host.Now())))
	}
	if o := r.signIn(); o != nil {
		col.Add(o)
	}
	if o := r.tokenLine(); o != nil {
		col.Add(o)
	}
	flows := k.host.UsedBy(c.ID)
	col.Add(kit.NewHint(kit.NewLabel(usedBy(flows), kit.Caption), strings.Join(flows, "\n")))
	if t != nil {
		col.Add(t.object(func() { s.fill() }))
	}
	card := kit.NewCard(kit.Surface)
	card.Radius = 8
	for _, b := range r.buttons {
		kit.Follow(s.scroller, b)
	}
	r.object = container.NewStack(card, kit.Inset(col, 12, 12, 12, 14))
	return r
}

func (r *shelfRow) actions() fyne.CanvasObject {
	k, c := r.shelf.card, r.c
	add := func(name, text, icon string, style kit.Style, tip string, do func()) fyne.CanvasObject {
		b := kit.NewButton(text, icon, style, tip, do)
		b.Small = true
		r.buttons[name] = b
		return b
	}
	test := add("test", "Test Connection", "", kit.Plain, "Make the cheapest call there is, in "+k.host.Environment(), func() { k.test(c.Record) })
	if t := k.trials[c.ID]; c.Fault != "" || t != nil && t.running() {
		r.buttons["test"].Disable()
	}
	edit := add("edit", "Edit", "", kit.Plain, "Change its name or its settings", func() { k.edit(c) })
	copied := add("duplicate", "", "copy", kit.Quiet, "Duplicate: the same settings once more", func() { k.duplicate(c) })
	able := add("disable", "", "pause", kit.Quiet, "Disable: it is kept, and no flow can use it", func() { k.setDisabled(c, true) })
	if c.Disabled {
		able = add("disable", "", "start", kit.Quiet, "Enable: flows can use it again", func() { k.setDisabled(c, false) })
	}
	remove := add("delete", "", "trash", kit.Quiet, "Delete…", func() { k.remove(c) })
	return kit.Line(4, test, edit, copied, able, remove)
}

// first is the first button that can be pressed.
func (r *shelfRow) first() fyne.Focusable {
	if b := r.buttons["test"]; !b.Disabled() {
		return b
	}
	return r.buttons["edit"]
}

// about says how the connection authenticates, and as whom or where.
func (r *shelfRow) about() string {
	k := r.shelf.card
	parts := []string{schemeTitle(r.c.Scheme, k.provider(k.chosen))}
	if who := account(r.c.Record); who != "" {
		parts = append(parts, who)
	}
	if k.chosen == own {
		var hosts []string
		for _, h := range r.c.Hosts {
			hosts = append(hosts, strings.TrimPrefix(h, "https://"))
		}
		parts = append(parts, strings.Join(hosts, ", "))
	}
	return strings.Join(parts, " · ")
}

// account is what tells two accounts of one scheme apart: the first required text that is
// no secret.
func account(r auth.Record) string {
	s, ok := auth.Find(r.Scheme)
	if !ok {
		return ""
	}
	values := r.Settings.Reveal()
	for _, f := range s.New().Fields() {
		if f.Type == spec.Text && f.Required && !f.Secret && !f.Hidden && f.Lines < 2 {
			if text := spec.ToText(values[f.Name]); text != "" && !spec.HasTemplate(text) && len(text) < 80 {
				return text
			}
		}
	}
	return ""
}

// signIn is how a connection stands that a person signs in for.
func (r *shelfRow) signIn() fyne.CanvasObject {
	k := r.shelf.card
	if s, ok := auth.Find(r.c.Scheme); !ok || !s.SignsIn || r.c.Fault != "" {
		return nil
	}
	state, verb := signedIn(k.host.SignedIn(r.c.ID), k.host.Now())
	b := kit.NewButton(verb, "", kit.Plain, "Sign in, in the browser", func() { k.signIn(r.c) })
	b.Small = true
	r.buttons["sign-in"] = b
	return kit.LineGrow(8, 0, line(state), b)
}

// tokenLine says how long the token is good that is kept for the connection.
func (r *shelfRow) tokenLine() fyne.CanvasObject {
	k := r.shelf.card
	if _, held := k.host.Token(r.c.ID); !held {
		return nil
	}
	r.token = kit.NewLabel("", kit.Body)
	r.second()
	b := kit.NewButton("Forget token", "", kit.Link, "Drop it: the next call asks for another", func() {
		k.host.Forget(r.c.ID)
		r.shelf.fill()
		k.focus(r.shelf.row(r.c.ID).first())
	})
	b.Small = true
	r.buttons["forget"] = b
	icon := kit.NewColorIcon("delay", 14, func() color.Color { return kit.Colors().Muted })
	return kit.LineGrow(7, 1, icon, kit.Lead(6, r.token, b))
}

func (s *shelf) row(id string) *shelfRow {
	for _, r := range s.rows {
		if r.c.ID == id {
			return r
		}
	}
	return &shelfRow{buttons: map[string]*kit.Button{"test": s.add}}
}

// second counts down; false when there is nothing to count any more.
func (r *shelfRow) second() bool {
	if r.token == nil {
		return false
	}
	k := r.shelf.card
	until, held := k.host.Token(r.c.ID)
	switch {
	case !held:
		r.token.Set("The token is over. The next call asks for another.")
		return false
	case until.IsZero():
		r.token.Set("Token is good until it is refused")
		return false
	}
	r.token.Set("Token is good for " + left(until.Sub(k.host.Now())))
	return true
}

// chip is a state in a tinted pill.
func chip(s state) fyne.CanvasObject {
	ink := roleColor(s.role)
	g := kit.NewGround(func(t *draw.Theme) color.Color { return t.Tile(ink(t)) })
	g.Radius = 9
	text := kit.NewText(s.text, kit.Caption)
	text.Color = func() color.Color { return ink(kit.Colors()) }
	return container.NewStack(g, kit.Inset(kit.Line(5, shape(s, 12), text), 1, 8, 2, 7))
}

// line is a state as a line of words that wraps.
func line(s state) fyne.CanvasObject {
	p := kit.NewProse(s.text, kit.Body, 4)
	ink := roleColor(s.role)
	if s.role != kit.Muted {
		p.Color = func() color.Color { return ink(kit.Colors()) }
	}
	return kit.Beside(7, kit.Inset(shape(s, 14), 2, 0, 2, 0), p)
}

// shape is the icon of a state; a dot for one that is as it should be.
func shape(s state, side float32) fyne.CanvasObject {
	ink := roleColor(s.role)
	if s.icon != "dot" {
		return kit.NewColorIcon(s.icon, side, func() color.Color { return ink(kit.Colors()) })
	}
	dot := kit.NewGround(func(t *draw.Theme) color.Color { return ink(t) })
	dot.Radius, dot.Min = 3.5, fyne.NewSquareSize(7)
	return kit.Line(0, dot)
}

func roleColor(r kit.Role) func(*draw.Theme) color.NRGBA {
	return func(t *draw.Theme) color.NRGBA {
		switch r {
		case kit.Good:
			return t.Success
		case kit.Bad:
			return t.Failure
		case kit.Caution:
			return t.Warning
		}
		return t.Muted
	}
}
