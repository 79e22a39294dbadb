package connect

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// An editor is the form of one connection.
type editor struct {
	card     *Card
	provider Provider
	base     auth.Record // as it is kept; without an id it is new
	fresh    bool        // the card opened for this one: it closes when it is saved
	origin   string      // where a secret is that the form does not show: "stored"
	found    bool        // it is filled in with a key from a flow
	broken   bool        // what is kept cannot be read: all of it is entered again

	scheme string
	values map[string]spec.Values // by scheme, so that going back and forth loses nothing
	hosts  []string

	form     *form
	group    *group
	name     *kit.Entry
	named    *kit.Field
	methods  *kit.Select
	about    *kit.Prose
	hostBox  *hosts
	address  *address
	above    *fyne.Container // problems of no field, and what the connection is told of
	fields   *fyne.Container
	extra    extra // what a scheme has besides its fields
	sent     *sentLine
	trial    *trial
	trialAt  *fyne.Container
	testing  *kit.Button
	save     *kit.Button
	scroller *container.Scroll

	touched map[string]bool // fields that were edited: what is missing there is said
	judged  bool            // Save was pressed: all is said
	asking  bool            // the question about what is not saved was asked
	saving  bool            // it is being saved
}

// add opens the form of a new connection of the chosen provider.
func (k *Card) add(d *Draft) {
	p := k.provider(k.chosen)
	r := auth.Record{Scheme: "api-key"}
	if len(p.Methods) > 0 {
		r.Scheme = p.Methods[0].Scheme
	}
	if p.ID != own {
		r.Name, r.Provider, r.Hosts = k.freeName(p.Title), p.ID, p.Hosts
	}
	e := newEditor(k, p, r)
	if d != nil {
		e.take(d)
	}
	e.fresh = k.options.Then != nil
	k.show(e, false)
	e.judge()
	k.focus(e.start())
}

// edit opens the form of a stored connection.
func (k *Card) edit(c Connection) {
	if t := k.trials[c.ID]; t != nil && t.running() {
		t.stop()
		delete(k.trials, c.ID)
	}
	e := newEditor(k, k.provider(k.home(c)), c.Record)
	e.broken = c.Fault != ""
	k.show(e, false)
	if c.Fault != "" {
		e.tell("warning", kit.Bad, spec.Sentence(c.Fault)+" Enter its settings again and save it: the flows that use it go on using it.")
	}
	e.judge()
	k.focus(e.name)
}

// freeName is a name like this one that no connection of the provider has.
func (k *Card) freeName(like string) string {
	name := like
	for n := 2; slices.ContainsFunc(k.list, func(c Connection) bool { return strings.EqualFold(c.Name, name) }); n++ {
		name = like + " " + strconv.Itoa(n)
	}
	return name
}

func newEditor(k *Card, p Provider, r auth.Record) *editor {
	e := &editor{card: k, provider: p, base: r, origin: "stored", scheme: r.Scheme, hosts: slices.Clone(r.Hosts),
		values: map[string]spec.Values{r.Scheme: r.Settings.Reveal()}, touched: map[string]bool{}}
	e.form = &form{focus: k.focus, submit: func() { e.keep(nil) }, follow: func(o ...fyne.CanvasObject) { kit.Follow(e.scroller, o...) }, changed: e.relayout, section: e.section, note: e.note}
	e.scroller = container.NewVScroll(kit.Gap(0, 0))
	e.above, e.fields, e.trialAt = kit.Column(8), kit.Column(12), kit.Column(0)
	e.above.Hide()

	e.name = kit.NewEntry(1)
	e.name.Put(r.Name)
	e.name.OnChanged = func(string) { e.touched["name"] = true; e.changed() }
	e.name.OnSubmitted = func(string) { e.form.submit() }
	e.named = kit.NewField("Connection name", "Visible only in lists here: where a node chooses its connection.", true, e.name)

	e.about = kit.NewProse("", kit.Muted, 0)
	if len(e.choices()) > 1 {
		e.methods = kit.NewSelect(e.choices(), e.scheme, func(id string) {
			e.scheme = id
			e.touched = map[string]bool{"name": e.touched["name"]}
			e.judged = false
			e.build()
			e.changed()
			e.relayout()
		})
	}
	if p.ID == own {
		e.hostBox, e.address = newHosts(e), newAddress(e, r.TestAt)
	}
	e.save = kit.NewButton("Save", "", kit.Primary, kit.Tip("Keep it", "Enter"), e.form.submit)
	e.testing = kit.NewButton("Test Connection", "", kit.Plain, "Make the cheapest call there is with these settings, in "+k.host.Environment(), e.test)
	e.form.follow(e.name)
	if e.methods != nil {
		e.form.follow(e.methods)
	}
	e.build()
	return e
}

// take fills the form in with what is known: the hosts that a node calls, and the key that
// was found in it, if there was one.
func (e *editor) take(d *Draft) {
	if len(d.Hosts) > 0 {
		e.hosts = slices.Clone(d.Hosts)
	}
	name := d.Name
	if name == "" && len(d.Hosts) > 0 {
		name = strings.TrimPrefix(d.Hosts[0], "https://")
	}
	if name != "" {
		e.name.Put(e.card.freeName(name))
	}
	if e.hostBox != nil {
		if !spec.HasTemplate(d.TestAt) {
			e.address.entry.Put(d.TestAt)
		}
		e.hostBox.fill()
	}
	if d.Secret.Empty() {
		e.build()
		return
	}
	e.origin, e.found = "taken from the node", true
	if d.Key == "" { // of a service: the secret that it asks for
		e.values[e.scheme] = spec.Values{firstSecret(e.scheme): d.Secret.Reveal()}
		e.build()
		return
	}
	here, other := "headers", "params"
	if d.In == auth.Query {
		here, other = other, here
	}
	e.scheme = "api-key"
	e.values[e.scheme] = spec.Values{"secret": d.Secret.Reveal(), other: []any{},
		here: []any{map[string]any{"name": d.Key, "value": d.Value}}}
	if e.methods != nil {
		e.methods.Put(e.scheme)
	}
	e.build()
}

// firstSecret is the first field of a scheme that is secret.
func firstSecret(scheme string) string {
	s, ok := auth.Find(scheme)
	if !ok {
		return ""
	}
	for _, f := range s.New().Fields() {
		if f.Secret {
			return f.Name
		}
	}
	return ""
}

// choices are the ways to authenticate that can be chosen.
func (e *editor) choices() []kit.Option {
	var out []kit.Option
	if e.provider.ID != own && len(e.provider.Methods) > 0 {
		for _, m := range e.provider.Methods {
			out = append(out, kit.Option{Value: m.Scheme, Text: schemeTitle(m.Scheme, e.provider), Doc: plain(m.Doc)})
		}
		return out
	}
	for _, s := range auth.All {
		out = append(out, kit.Option{Value: s.ID, Text: s.Title, Doc: s.Summary})
	}
	return out
}

// method is the provider's own word about the scheme.
func (e *editor) method() Method {
	for _, m := range e.provider.Methods {
		if m.Scheme == e.scheme {
			return m
		}
	}
	return Method{Scheme: e.scheme}
}

// build makes the fields of the scheme.
func (e *editor) build() {
	e.stop()
	s, known := auth.Find(e.scheme)
	m := e.method()
	e.extra, e.trial = nil, nil
	e.fields.Objects = nil
	text := plain(m.Doc)
	if text == "" && known {
		text = s.Summary + "."
	}
	e.about.Set(text)
	var fields []spec.Field
	if known {
		for _, f := range s.New().Fields() {
			if _, given := m.Preset[f.Name]; !given {
				fields = append(fields, f)
			}
		}
	} else {
		e.fields.Add(kit.NewNotice("warning", kit.Bad, "This Flowbench does not know how the connection authenticates ("+e.scheme+"). Update Flowbench, or choose another way.", "", nil))
	}
	e.extra = newExtra(e, s)
	e.group = e.form.newGroup(fields, false, e.set)
	e.fields.Add(e.group.box)
	if e.extra != nil {
		if o := e.extra.below(); o != nil {
			e.fields.Add(o)
		}
	}
	e.sent = newSentLine(e)
	e.fields.Add(e.sent.object)
	e.group.put(e.values[e.scheme])
	for _, p := range e.group.seen {
		if s, ok := p.control.(*secret); ok {
			s.origin = e.origin
			s.lay()
		}
	}
	e.fields.Refresh()
	e.showTrial()
}

// set takes over a value of the scheme's settings.
func (e *editor) set(name string, v any) {
	e.touched[name] = true
	e.values[e.scheme] = with(e.values[e.scheme], name, v)
	e.group.put(e.values[e.scheme])
	e.changed()
}

// changed judges what is typed, and says anew what it comes to.
func (e *editor) changed() {
	e.judge()
	e.sent.renew()
	if e.extra != nil {
		e.extra.changed()
	}
}

// record is the connection as it stands in the form.
func (e *editor) record() auth.Record {
	r := e.base
	r.Name, r.Scheme = strings.TrimSpace(e.name.Text), e.scheme
	r.Settings = auth.HideSettings(e.values[e.scheme])
	if e.provider.ID == own {
		r.Hosts, r.TestAt = e.origins(), e.address.value()
	}
	return r
}

// origins are the hosts as they are kept: those that are hosts, each once.
func (e *editor) origins() []string {
	var out []string
	for _, h := range e.hosts {
		if h = strings.TrimSpace(h); h == "" {
			continue
		}
		if o, err := e.card.host.Origin(h); err == nil {
			h = o
		}
		if !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// object lays the form out.
func (e *editor) object() (body, foot fyne.CanvasObject) {
	title := "Add Connection"
	if e.base.ID != "" {
		title = "Edit Connection"
	}
	back := kit.NewButton("", "chevron-left", kit.Quiet, kit.Tip("Back to the list", "Esc"), func() { e.leave(e.gone) })
	head := kit.Inset(kit.LineGrow(10, 2, back, look.NewTile(28, e.provider.Sign), kit.Column(0, kit.NewLabel(title, kit.Strong), kit.NewLabel(e.provider.Title, kit.Caption))), 12, 20, 12, 14)

	col := kit.Column(14, e.above, e.named)
	if e.methods != nil {
		col.Add(kit.Column(4, kit.NewField("Authentication method", "How the service wants to know who calls.", false, e.methods, e.help()), e.about))
	} else {
		col.Add(kit.Column(2, kit.NewLabel("Authentication method", kit.Caption), kit.LineGrow(4, 0, kit.NewLabel(schemeTitle(e.scheme, e.provider), kit.Body), e.help()), e.about))
	}
	if e.hostBox != nil {
		col.Add(e.hostBox.object)
		col.Add(e.address.field)
	}
	col.Add(e.fields)
	if e.provider.ID != own {
		col.Add(e.trust())
	}
	col.Add(e.trialAt)
	e.scroller.Content = kit.Inset(col, 14, 24, 16, 24)
	cancel := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Back to the list", "Esc"), func() { e.leave(e.gone) })
	return container.NewBorder(kit.Column(0, head, kit.Rule(false)), nil, nil, nil, e.scroller),
		kit.LineGrow(8, 1, e.testing, kit.Gap(0, 0), cancel, e.save)
}

// trust says where the secret may go.
func (e *editor) trust() fyne.CanvasObject {
	var hosts []string
	for _, h := range e.provider.Hosts {
		hosts = append(hosts, strings.TrimPrefix(h, "https://"))
	}
	return kit.Beside(7, kit.Inset(kit.NewIcon("lock", 14), 1, 0, 1, 0), kit.NewProse("Kept encrypted on this computer, and sent only to "+strings.Join(hosts, ", ")+".", kit.Caption, 0))
}

// help opens the page about the scheme.
func (e *editor) help() fyne.CanvasObject {
	b := kit.NewButton("How this works", "", kit.Link, "Read about this way to authenticate", func() {
		if s, ok := auth.Find(e.scheme); ok {
			dialogs.Help(e.card.canvas(), s.Title, s.Doc, nil)
		}
	})
	b.Small = true
	return b
}

func (e *editor) scroll() *container.Scroll { return e.scroller }

func (e *editor) relayout() {
	e.scroller.Content.Refresh()
	e.scroller.Refresh()
}
