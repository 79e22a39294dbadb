package connect

import (
	"context"
	"errors"
	"net/url"
	"reflect"
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
	r := auth.Record{Name: k.freeName(p), Scheme: "api-key"}
	if len(p.Methods) > 0 {
		r.Scheme = p.Methods[0].Scheme
	}
	if p.ID != own {
		r.Provider, r.Hosts = p.ID, p.Hosts
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
		e.tell("warning", kit.Bad, sentence(c.Fault)+" Enter its settings again and save it: the flows that use it go on using it.")
	}
	e.judge()
	k.focus(e.name)
}

// freeName is a name that no connection of the provider has.
func (k *Card) freeName(p Provider) string {
	name := p.Title
	if p.ID == own {
		return ""
	}
	for n := 2; slices.ContainsFunc(k.list, func(c Connection) bool { return strings.EqualFold(c.Name, name) }); n++ {
		name = p.Title + " " + strconv.Itoa(n)
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
		e.hostBox = newHosts(e)
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
		e.name.Put(name)
	}
	if e.hostBox != nil {
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
		r.Hosts = e.origins()
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

// dirty reports whether the form has something to lose.
func (e *editor) dirty() bool {
	now := e.record()
	return now.Name != e.base.Name || e.settingsChanged(now)
}

func (e *editor) settingsChanged(now auth.Record) bool {
	return now.Scheme != e.base.Scheme || !slices.Equal(now.Hosts, e.base.Hosts) || !sameValues(now.Settings.Reveal(), e.base.Settings.Reveal())
}

func sameValues(a, b spec.Values) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

// judge shows what is wrong: at its field, what is missing only once that was edited or
// Save was pressed. It returns where the cursor goes for the first error.
func (e *editor) judge() (first fyne.Focusable, ok bool) {
	ok = true
	wrong := func(at fyne.Focusable) {
		if ok {
			first, ok = at, false
		}
	}
	text := ""
	switch name := strings.TrimSpace(e.name.Text); {
	case name == "":
		wrong(e.name)
		if e.judged || e.touched["name"] {
			text = "A name is needed."
		}
	case slices.ContainsFunc(e.card.list, func(c Connection) bool {
		return c.ID != e.base.ID && c.Provider == e.base.Provider && strings.EqualFold(c.Name, name)
	}):
		wrong(e.name)
		text = "Another connection is called so. Choose a name that tells them apart."
	}
	e.named.SetProblem(text, kit.Bad)
	if e.hostBox != nil {
		if at := e.hostBox.judge(e.judged); at != nil {
			wrong(at)
		}
	}
	e.group.unmark()
	var loose []spec.Problem
	for _, pr := range e.card.host.Problems(e.record()) {
		field, _ := cutPath(pr.Path.Field)
		if pr.Severity != spec.Warning {
			wrong(e.group.at(pr.Path.Field))
		}
		if !e.judged && !e.touched[field] {
			continue
		}
		pr.Text = plain(pr.Text)
		if pr.Path.Field == "" || !e.group.mark(pr.Path.Field, pr) {
			loose = append(loose, pr)
		}
	}
	e.above.Objects = nil
	for _, pr := range loose {
		e.above.Add(kit.NewNotice("warning", role(pr), pr.Text, "", nil))
	}
	e.above.Hidden = len(e.above.Objects) == 0
	e.relayout()
	return first, ok
}

// tell says something above all fields.
func (e *editor) tell(icon string, r kit.Role, text string) {
	e.fields.Objects = append([]fyne.CanvasObject{kit.NewNotice(icon, r, text, "", nil)}, e.fields.Objects...)
	e.fields.Refresh()
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
			dialogs.Help(e.card.canvas(), s.Title, s.Doc, func(*url.URL) {})
		}
	})
	b.Small = true
	return b
}

// start is where the cursor goes in a form for a new connection: to the first thing that
// only the person knows.
func (e *editor) start() fyne.Focusable {
	if first, ok := e.judge(); !ok && first != nil {
		return first
	}
	return e.name
}

func (e *editor) scroll() *container.Scroll { return e.scroller }

func (e *editor) relayout() {
	e.scroller.Content.Refresh()
	e.scroller.Refresh()
}

// keep saves the connection, and goes on; nil goes back to the list. One that is as it
// was is not saved again.
func (e *editor) keep(then func()) {
	e.judged = true
	if first, ok := e.judge(); !ok {
		e.reveal(first)
		return
	}
	if then == nil {
		then = e.done
	}
	now := e.record()
	if e.base.ID != "" && !e.dirty() && !e.broken {
		then()
		return
	}
	more := widened(e.base, now, e.provider)
	if e.base.ID == "" || e.broken || len(more) == 0 {
		e.store(now, then)
		return
	}
	Widen(e.card.canvas(), now.Name, more, func() { e.store(now, then) })
}

func (e *editor) store(now auth.Record, then func()) {
	if e.provider.ID != own && len(e.provider.Hosts) > 0 {
		now.Hosts = slices.Clone(e.provider.Hosts)
	}
	if e.settingsChanged(now) {
		now.Tested = auth.Tested{}
	}
	if e.saving { // once is enough, however long it takes
		return
	}
	e.saving = true
	e.save.Disable()
	e.card.host.Save(now, func(kept auth.Record, err error) {
		e.saving = false
		if e.save.Enable(); e.card.dialog.Done() {
			return
		}
		if errors.Is(err, context.Canceled) {
			return // the person thought better of it
		}
		if errors.Is(err, ErrLocked) { // it was left alone for a while
			Unlock(e.card.canvas(), e.card.host, func() { e.store(now, then) })
			return
		}
		if err != nil {
			e.card.say("The connection was not saved", err)
			return
		}
		e.base = kept
		then()
	})
}

// done leaves the form once the connection is saved.
func (e *editor) done() {
	k := e.card
	e.stop()
	if e.fresh {
		k.page = calm{}
		k.Close()
		k.options.Then(e.base.ID)
		return
	}
	delete(k.trials, e.base.ID)
	if t := e.trial; t != nil && t.result != nil {
		k.trials[e.base.ID] = t
	}
	k.load()
	k.choose(k.chosen)
	k.point(e.base.ID, "test")
}

// gone leaves the form without saving.
func (e *editor) gone() {
	k := e.card
	e.stop()
	if e.fresh {
		k.page = calm{}
		k.dialog.Cancel()
		return
	}
	k.choose(k.chosen)
	if e.base.ID != "" {
		k.point(e.base.ID, "edit")
		return
	}
	k.focus(k.side.search)
}

// leave asks what to do with what is not saved.
func (e *editor) leave(then func()) {
	e.asking = false
	if !e.dirty() || e.blank() {
		e.stop()
		then()
		return
	}
	e.asking = true
	dialogs.Unsaved(e.card.canvas(), "Save the connection?", "What was entered has not been saved.", "Save", "Discard",
		func() {
			if e.fresh {
				e.keep(nil)
				return
			}
			e.keep(func() { e.stop(); e.card.load(); then() })
		},
		func() { e.stop(); then() })
}

// blank reports a new form in which nothing was entered.
func (e *editor) blank() bool {
	return e.base.ID == "" && len(e.touched) == 0 && e.scheme == e.base.Scheme && !e.found
}

func (e *editor) back() bool {
	e.leave(e.gone)
	return true
}

// stop ends what is under way.
func (e *editor) stop() {
	if e.trial != nil {
		e.trial.stop()
	}
	if e.extra != nil {
		e.extra.stop()
	}
	if e.sent != nil {
		e.sent.stop()
	}
}

// test tries the settings as they stand.
func (e *editor) test() { e.testAt(e.card.at[e.base.ID]) }

func (e *editor) testAt(at string) {
	e.judged = true
	if first, ok := e.judge(); !ok {
		e.reveal(first)
		return
	}
	if e.trial != nil {
		e.trial.stop()
	}
	now := e.record()
	if e.base.ID != "" && e.dirty() {
		now.ID = "" // what it comes to is not that of the stored one
	}
	t := e.card.try(now, at, e.testAt, func() { e.showTrial(); e.reveal(nil) })
	e.trial = t
	t.back = func() { e.form.focus(e.testing) }
	e.showTrial()
	e.reveal(nil)
	if t.button != nil {
		e.form.focus(t.button)
	}
}

func (e *editor) showTrial() {
	e.trialAt.Objects = nil
	if e.trial != nil {
		e.trialAt.Add(e.trial.object(e.showTrial))
	}
	e.trialAt.Hidden = e.trial == nil
	if e.trial == nil || !e.trial.running() {
		e.testing.Enable()
	} else {
		e.testing.Disable()
	}
	e.trialAt.Refresh()
	e.relayout()
}

// reveal scrolls to what takes the focus; nil is the end of the form.
func (e *editor) reveal(at fyne.Focusable) {
	e.relayout()
	o, ok := at.(fyne.CanvasObject)
	if !ok {
		e.scroller.ScrollToBottom()
		return
	}
	e.form.focus(at)
	drv := fyne.CurrentApp().Driver()
	y := drv.AbsolutePositionForObject(o).Y - drv.AbsolutePositionForObject(e.scroller).Y
	if y < 40 || y > e.scroller.Size().Height-60 {
		most := max(0, e.scroller.Content.MinSize().Height-e.scroller.Size().Height)
		e.scroller.ScrollToOffset(fyne.NewPos(0, max(0, min(e.scroller.Offset.Y+y-60, most))))
	}
}
