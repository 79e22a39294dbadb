package connect

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// A shelf is the connections of one provider.
type shelf struct {
	card     *Card
	rows     []*shelfRow
	box      *fyne.Container
	add      *kit.Button
	start    *kit.Button // where there is none yet
	unlock   *kit.Button
	scroller *container.Scroll
}

func newShelf(k *Card) *shelf {
	s := &shelf{card: k, box: kit.Column(10)}
	s.add = kit.NewButton("+ Add Connection", "", kit.Primary, "Enter an account at "+k.provider(k.chosen).Title, func() { k.add(nil) })
	s.scroller = container.NewVScroll(kit.Inset(s.box, 2, 20, 16, 20))
	return s
}

func (s *shelf) leave(then func())         { then() }
func (s *shelf) back() bool                { return false }
func (s *shelf) scroll() *container.Scroll { return s.scroller }

func (s *shelf) object() (body, foot fyne.CanvasObject) {
	k := s.card
	p := k.provider(k.chosen)
	titles := kit.Column(1, kit.NewLabel(p.Title, kit.Title), kit.NewHint(kit.NewLabel(p.Summary, kit.Caption), ""))
	s.fill()
	head := kit.Inset(kit.LineGrow(12, 1, look.NewTile(36, p.Sign), titles, s.add), 14, 20, 14, 20)
	security := kit.NewButton("Security…", "lock", kit.Plain, "How the accounts are protected: passphrase, recovery code, backups", k.security)
	shut := kit.NewButton("Close", "", kit.Plain, kit.Tip("Close", "Esc"), func() { k.dialog.Cancel() })
	return container.NewBorder(head, nil, nil, nil, s.scroller), kit.LineGrow(8, 1, security, kit.Gap(0, 0), shut)
}

// firstAction is where the focus goes from the list.
func (s *shelf) firstAction() fyne.Focusable {
	switch {
	case s.unlock != nil:
		return s.unlock
	case len(s.rows) > 0:
		return s.rows[0].first()
	case s.start != nil:
		return s.start
	}
	return s.add
}

// fill lists the connections as they are.
func (s *shelf) fill() {
	k := s.card
	had := s.focused()
	all := k.of(k.chosen)
	s.rows, s.unlock, s.start, s.box.Objects = nil, nil, nil, nil
	switch {
	case k.locked():
		s.unlock = kit.NewButton("Unlock…", "lock", kit.Primary, "", k.unlock)
		s.box.Add(s.hollow("lock", "Your accounts are locked", "They are kept encrypted. Unlock them to see them; flows that run are not disturbed.", s.unlock))
	case k.fault != nil:
		s.box.Add(kit.NewNotice("warning", kit.Bad, spec.Sentence(k.fault.Error())+" Nothing was changed.", "Try again", k.Renew))
	case len(all) == 0:
		s.box.Add(s.empty())
	}
	if k.fault != nil || len(all) == 0 {
		s.add.Hide()
	} else {
		s.add.Show()
	}
	ticking := false
	for _, c := range all {
		r := newShelfRow(s, c)
		s.rows = append(s.rows, r)
		s.box.Add(r.object)
		ticking = ticking || r.token != nil
	}
	s.box.Refresh()
	s.scroller.Refresh()
	for _, r := range s.rows {
		if b := r.buttons[had.action]; b != nil && r.c.ID == had.id {
			k.focus(b)
		}
	}
	if ticking {
		k.count(s, s.second)
	}
}

// second renews what counts down.
func (s *shelf) second() bool {
	more := false
	for _, r := range s.rows {
		more = r.second() || more
	}
	return more
}

// what is the button that has the focus.
type what struct{ id, action string }

func (s *shelf) focused() what {
	if s.card.dialog == nil {
		return what{}
	}
	f := s.card.canvas().Focused()
	for _, r := range s.rows {
		for name, b := range r.buttons {
			if f == fyne.Focusable(b) {
				return what{r.c.ID, name}
			}
		}
	}
	return what{}
}

// empty says what to do where there is no connection.
func (s *shelf) empty() fyne.CanvasObject {
	k := s.card
	p := k.provider(k.chosen)
	title, text := "No connection to "+p.Title+" yet", "A connection is an account that nodes use to call "+p.Title+"."
	switch {
	case p.ID == own:
		title, text = "No connection to an API of your own yet", "For a service that is not in the list: enter the hosts it may be sent to, and how it authenticates."
	case len(p.Methods) > 0 && p.Methods[0].Doc != "":
		text += " " + takes(p)
	}
	b := kit.NewButton("+ Add Connection", "", kit.Primary, "Enter an account at "+p.Title, func() { k.add(nil) })
	s.start = b
	return s.hollow("key", title, text, b)
}

// takes says what a service wants of who has an account there: the catalogue's words about
// its first method, which go on from that one's title.
func takes(p Provider) string {
	m := p.Methods[0]
	if m.Title == "" {
		return plain(m.Doc)
	}
	title := within(m.Title, p)
	article := "a "
	if strings.ContainsRune("aeiouAEIOU", rune(title[0])) {
		article = "an "
	}
	return p.Title + " takes " + article + title + ": " + within(plain(m.Doc), p)
}

// within is a text as it stands within a sentence: a name or an abbreviation at its
// beginning stays as it is.
func within(text string, p Provider) string {
	word, _, _ := strings.Cut(text, " ")
	if word == strings.ToUpper(word) || strings.Contains(p.Title, word) {
		return text
	}
	return lower(text)
}

// hollow fills the room where nothing is listed.
func (s *shelf) hollow(icon, title, text string, b *kit.Button) fyne.CanvasObject {
	words := kit.NewProse(text, kit.Muted, 0)
	col := kit.Column(10, container.NewCenter(kit.NewIcon(icon, 28)), container.NewCenter(kit.NewText(title, kit.Strong)), words, kit.Gap(0, 2), container.NewCenter(b))
	return container.New(narrowed{420, 64}, col)
}

// narrowed keeps an object in the middle, no wider than asked.
type narrowed struct{ width, top float32 }

func (l narrowed) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(80, o[0].MinSize().Height+l.top)
}

func (l narrowed) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(l.width, s.Width)
	o[0].Resize(fyne.NewSize(w, o[0].Size().Height))
	o[0].Resize(fyne.NewSize(w, o[0].MinSize().Height))
	o[0].Move(fyne.NewPos((s.Width-w)/2, l.top))
}

// duplicate makes a second connection of the same settings.
func (k *Card) duplicate(c Connection) {
	r, err := k.host.Duplicate(c.ID)
	if err != nil {
		k.say("The connection was not duplicated", err)
		return
	}
	k.Renew()
	k.point(r.ID, "edit")
}

// point puts the focus on a button of a connection, and the connection into sight.
func (k *Card) point(id, action string) {
	s, ok := k.page.(*shelf)
	if !ok {
		return
	}
	for _, r := range s.rows {
		if r.c.ID == id && r.buttons[action] != nil {
			k.focus(r.buttons[action])
			s.reveal(r.object)
		}
	}
}

func (s *shelf) reveal(o fyne.CanvasObject) {
	top, bottom := o.Position().Y, o.Position().Y+o.Size().Height+8
	switch at := s.scroller.Offset.Y; {
	case top < at:
		s.scroller.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > at+s.scroller.Size().Height:
		s.scroller.ScrollToOffset(fyne.NewPos(0, bottom-s.scroller.Size().Height))
	}
}

func (k *Card) setDisabled(c Connection, on bool) {
	if err := k.host.SetDisabled(c.ID, on); err != nil {
		k.say("The connection was not changed", err)
		return
	}
	k.Renew()
	k.point(c.ID, "disable")
}

// remove asks before a connection goes, and says who uses it.
func (k *Card) remove(c Connection) {
	flows := k.host.UsedBy(c.ID)
	text := "No flow uses it. It cannot be brought back."
	if len(flows) > 0 {
		stops := "They stop working until they are given another connection."
		if len(flows) == 1 {
			stops = "It stops working until it is given another connection."
		}
		text = usedBy(flows) + ". " + stops + " A deleted connection cannot be brought back; Disable keeps it."
	}
	dialogs.Confirm(k.canvas(), "Delete “"+c.Name+"”?", text, "Delete", true, func() {
		if err := k.host.Delete(c.ID); err != nil {
			k.say("The connection was not deleted", err)
			return
		}
		if t := k.trials[c.ID]; t != nil {
			t.stop()
			delete(k.trials, c.ID)
		}
		at := k.place(c.ID)
		k.Renew()
		if s, ok := k.page.(*shelf); ok { // to what is in its place
			k.focus(s.nearest(at))
		}
	})
}

// place is where a connection stands in the list.
func (k *Card) place(id string) int {
	return slices.IndexFunc(k.of(k.chosen), func(c Connection) bool { return c.ID == id })
}

// nearest is the first thing to do with the connection at a place, or with the last.
func (s *shelf) nearest(at int) fyne.Focusable {
	if n := len(s.rows); n > 0 {
		return s.rows[max(0, min(at, n-1))].first()
	}
	return s.firstAction()
}

// schemeTitle is what a way to authenticate is called.
func schemeTitle(id string, p Provider) string {
	for _, m := range p.Methods {
		if m.Scheme == id && m.Title != "" {
			return m.Title
		}
	}
	if s, ok := auth.Find(id); ok {
		return s.Title
	}
	return id
}
