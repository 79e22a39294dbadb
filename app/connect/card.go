package connect

import (
	"errors"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// Options say how the card opens.
type Options struct {
	Provider string // the one that is chosen; "" is the first that has connections
	Own      bool   // "Your own API" is chosen
	Add      bool   // with the form for a new connection
	Edit     string // with the form of the connection of this id
	Draft    *Draft // with the form filled in: Add is meant, and Own without a provider
	// Then is told of the new connection that Add or Draft led to, after the card has closed.
	Then   func(id string)
	Closed func() // told when the card closed otherwise
}

// A Draft is what is known of a new connection: the hosts that a node calls, a key that
// was found in it.
type Draft struct {
	Name   string
	Hosts  []string
	TestAt string  // the address that the node calls: a test can call it too
	In     auth.In // [auth.Header] or [auth.Query]
	Key    string  // of the header or parameter
	Value  string  // with {{secret}} where the secret stood
	Secret auth.Secret
}

// A Card is Settings > Integrations, over the window.
type Card struct {
	host    Host
	options Options
	dialog  *dialogs.Dialog

	providers []Provider
	list      []Connection
	fault     error
	chosen    string // a provider's id; own for hosts of one's own
	trials    map[string]*trial

	side  *side
	body  *fyne.Container
	right *fyne.Container
	foot  *fyne.Container
	page  page
	tick  func()
}

// A page is what the card shows beside the list, or in place of it.
type page interface {
	// leave asks what to do with what is not saved, and then goes on.
	leave(then func())
	// back is what Escape does; false closes the card.
	back() bool
	scroll() *container.Scroll
}

const own = "\x00own"

// Open shows the card.
func Open(c fyne.Canvas, host Host, o Options) *Card {
	k := &Card{host: host, options: o, trials: map[string]*trial{}, right: container.NewStack(), foot: container.NewStack(), body: container.NewStack()}
	k.side = newSide(k)
	k.load()
	k.dialog = dialogs.Show(c, dialogs.Card{
		Title: "Integrations",
		Body:  k.body, Fill: true, Foot: k.foot, Width: 980, Height: 660,
		OnKey: k.key, Leave: k.mayLeave, Closed: func() {
			k.shut()
			if o.Closed != nil {
				o.Closed()
			}
		},
	})
	k.begin()
	return k
}

// begin shows what the card was opened for, or asks to unlock it.
func (k *Card) begin() {
	k.choose(k.first())
	switch o := k.options; {
	case k.locked():
		k.focus(k.page.(*shelf).firstAction())
		k.unlock()
	case o.Draft != nil, o.Add:
		k.add(o.Draft)
	case o.Edit != "":
		for _, x := range k.list {
			if x.ID == o.Edit {
				k.choose(k.home(x))
				k.edit(x)
			}
		}
	default:
		k.focus(k.side.search)
	}
}

// first is the provider that is chosen at first.
func (k *Card) first() string {
	switch o := k.options; {
	case o.Provider != "":
		return o.Provider
	case o.Draft != nil || o.Own:
		return own
	}
	if len(k.side.hits) > 0 {
		return k.side.hits[0].ID
	}
	return own
}

// load asks for everything anew.
func (k *Card) load() {
	k.list, k.fault = k.host.Connections()
	k.providers = slices.Clone(k.host.Providers())
	k.providers = append(k.providers, Provider{ID: own, Title: "Your own API", Summary: "An account at hosts of your own",
		Search: []string{"custom", "http", "own", "other", "api"}, Sign: draw.Sign{Icon: "globe", Tint: draw.ConnectTint}})
	known := map[string]bool{}
	for _, p := range k.providers {
		known[p.ID] = true
	}
	for _, c := range k.list { // of a service that is in the catalogue no longer
		if home := k.home(c); !known[home] {
			known[home] = true
			k.providers = append(k.providers, Provider{ID: home, Title: c.Provider, Summary: "This Flowbench does not know the service any more", Sign: draw.Sign{Icon: "help"}})
		}
	}
	k.side.filter()
}

// Renew shows what has changed elsewhere.
func (k *Card) Renew() {
	k.load()
	if s, ok := k.page.(*shelf); ok {
		s.fill()
	}
}

func (k *Card) locked() bool { return errors.Is(k.fault, ErrLocked) }

func (k *Card) home(c Connection) string {
	if c.Provider == "" {
		return own
	}
	return c.Provider
}

func (k *Card) provider(id string) Provider {
	for _, p := range k.providers {
		if p.ID == id {
			return p
		}
	}
	return Provider{ID: id, Title: strings.TrimPrefix(id, "\x00")}
}

// of are the connections of a provider by name, so that each keeps its place.
func (k *Card) of(provider string) []Connection {
	var out []Connection
	for _, c := range k.list {
		if k.home(c) == provider {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Connection) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return out
}

// stored is a connection as it is kept now.
func (k *Card) stored(id string) (Connection, bool) {
	for _, c := range k.list {
		if c.ID == id {
			return c, true
		}
	}
	return Connection{}, false
}

// choose shows the connections of a provider.
func (k *Card) choose(id string) {
	k.chosen = id
	k.side.mark()
	k.show(newShelf(k), false)
}

// show puts a page beside the list, or in place of it.
func (k *Card) show(p page, whole bool) {
	k.page = p
	o, foot := p.(interface {
		object() (body, foot fyne.CanvasObject)
	}).object()
	k.right.Objects = []fyne.CanvasObject{o}
	k.foot.Objects = []fyne.CanvasObject{foot}
	k.body.Objects = []fyne.CanvasObject{container.New(sides{260}, k.side.object, kit.Rule(true), k.right)}
	title, sub := "Integrations", "The accounts that your flows use. They are kept encrypted on this computer."
	if whole {
		k.body.Objects = []fyne.CanvasObject{k.right}
		title, sub = "Security", "What protects the accounts that your flows use."
	}
	k.dialog.SetTitle(title, sub)
	k.body.Refresh()
	k.foot.Refresh()
	k.dialog.Relayout()
}

func (k *Card) focus(o fyne.Focusable) {
	if o != nil && k.dialog != nil && !k.dialog.Done() {
		k.dialog.Canvas().Focus(o)
	}
}

func (k *Card) canvas() fyne.Canvas { return k.dialog.Canvas() }

// key is Escape, which leaves a page before it leaves the card, and what scrolls.
func (k *Card) key(e *fyne.KeyEvent) bool {
	if e.Name == fyne.KeyEscape {
		return k.page.back()
	}
	s := k.page.scroll()
	if s == nil {
		return false
	}
	page, all := s.Size().Height, s.Content.MinSize().Height
	step := map[fyne.KeyName]float32{
		fyne.KeyUp: -40, fyne.KeyDown: 40, fyne.KeyPageUp: 40 - page, fyne.KeyPageDown: page - 40, fyne.KeyHome: -all, fyne.KeyEnd: all,
	}[e.Name]
	if step == 0 {
		return false
	}
	s.ScrollToOffset(fyne.NewPos(0, max(0, min(s.Offset.Y+step, all-page))))
	return true
}

// mayLeave asks what is to be done with what is not saved.
func (k *Card) mayLeave() bool {
	gone := false
	k.page.leave(func() {
		gone = true
		if k.dialog != nil && asked(k.page) {
			k.page = calm{}
			k.dialog.Cancel()
		}
	})
	return gone
}

// asked reports whether a page had to ask before it was left.
func asked(p page) bool {
	e, ok := p.(*editor)
	return ok && e.asking
}

// calm is a page with nothing to lose.
type calm struct{}

func (calm) leave(then func())         { then() }
func (calm) back() bool                { return false }
func (calm) scroll() *container.Scroll { return nil }

// Close closes the card.
func (k *Card) Close() {
	k.shut()
	k.dialog.Close()
}

// shut ends what is under way.
func (k *Card) shut() {
	for _, t := range k.trials {
		t.stop()
	}
	if e, ok := k.page.(*editor); ok {
		e.stop()
	}
	if k.tick != nil {
		k.tick()
		k.tick = nil
	}
}

// count calls a function each second for as long as the page is shown and it says so.
func (k *Card) count(p page, each func() bool) {
	if k.tick != nil {
		k.tick()
	}
	var again func()
	again = func() {
		k.tick = k.host.After(time.Second, func() {
			if k.page == p && !k.dialog.Done() && each() {
				again()
			}
		})
	}
	again()
}

// say shows what went wrong with something that was asked for.
func (k *Card) say(title string, err error) {
	if errors.Is(err, ErrLocked) {
		k.Renew()
		return
	}
	dialogs.Message(k.canvas(), dialogs.Fault{Title: title, What: spec.Sentence(err.Error())})
}

// sides are a list of a fixed width, a line, and what takes the rest.
type sides struct{ left float32 }

func (l sides) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(l.left+320, 240) }

func (l sides) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(l.left, s.Height))
	o[1].Move(fyne.NewPos(l.left, 0))
	o[1].Resize(fyne.NewSize(1, s.Height))
	o[2].Move(fyne.NewPos(l.left+1, 0))
	o[2].Resize(fyne.NewSize(s.Width-l.left-1, s.Height))
}
