package dialogs

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine/spec"
)

// An Environment is one as it is edited: what an integration's flows run in.
type Environment struct {
	Name     string
	Sandbox  bool                // nothing leaves the machine
	Own      bool                // the user's: it can be renamed and deleted
	Values   map[string]EnvValue // by config variable
	Bindings map[string]string   // the flows' connection name -> the ID of a Choice
	Hosts    []Mapping
}

// An EnvValue is the value of a config variable as JSON, or the OS variable that it is
// read from.
type EnvValue struct {
	Value []byte
	OS    string
}

// A Needed is a connection that the flows name.
type Needed struct {
	Name     string
	Provider string   // its id; "" for one that names its hosts
	Title    string   // of the provider
	Hosts    []string // that it may be sent to
}

// EnvironmentHost is the window as the editor of environments sees it.
type EnvironmentHost interface {
	// Connections are the stored ones that fit a provider, or these hosts.
	Connections(provider string, hosts []string) []Choice
	// OSVariable reports whether there is one of that name, and whether its value is long
	// enough to be found and hidden in what is shown.
	OSVariable(name string) (set, hidden bool)
	CheckMapping(m Mapping, sandbox bool) string
	CheckName(name string) string
	CheckOS(name string) string
	// Save keeps what was edited, or says why not. Was are the names as they were before,
	// "" of new ones; those of which the name is not among them any more are gone.
	Save(all []Environment, was []string) error
	Export(e Environment)
	// Declare opens the editor of the config variables.
	Declare()
}

// An EnvironmentList is what is to be edited.
type EnvironmentList struct {
	All       []Environment // Sandbox, Live, and the user's own
	On        string        // the one that runs use, which is shown at first
	Variables []Variable    // that the integration declares
	Needed    []Needed
	Locked    bool   // what is stored cannot be read now
	Focus     string // a config variable or a connection to begin with
	Host      EnvironmentHost
}

// Environments edits the environments of an integration. Nothing is kept until Save.
func Environments(c fyne.Canvas, l EnvironmentList) *Dialog {
	e := &envEditor{given: l, list: kit.Column(2), side: container.NewStack()}
	for _, env := range l.All {
		e.drafts = append(e.drafts, &envDraft{env: env, was: env.Name})
	}
	add := kit.NewButton("Add Environment", "plus", kit.Plain, "Add an environment of your own, such as Staging or one for a customer", e.add)
	left := container.NewBorder(nil, kit.Inset(kit.Line(0, add), 8, 0, 4, 0), nil, nil, container.NewVScroll(e.list))
	body := container.New(stacked{}, kit.Rule(false), container.New(sideBySide{envListWidth}, kit.Inset(left, 10, 12, 8, pad-8), kit.Rule(true), e.side), kit.Gap(0, 0))
	save := kit.NewButton("Save", "", kit.Primary, kit.Tip("Keep all environments as they are here", "Enter"), e.save)
	cancel := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Leave all as it was", "Esc"), func() { e.dialog.cancel() })
	e.dialog = show(c, frame{title: "Environments", subtitle: "What the flows of this integration run in", body: body, fill: true,
		buttons: []*kit.Button{cancel, save}, width: 940, height: 660, enter: e.save, leave: e.leave})
	e.fill()
	e.choose(max(0, slices.IndexFunc(e.drafts, func(d *envDraft) bool { return d.env.Name == l.On })))
	if l.Focus == "" || !e.drafts[e.at].page.focus(l.Focus) {
		c.Focus(e.drafts[e.at].row)
	}
	return e.dialog
}

const envListWidth = 236

type envEditor struct {
	given  EnvironmentList
	drafts []*envDraft
	at     int
	edited bool
	list   *fyne.Container
	side   *fyne.Container
	dialog *Dialog
}

// A draft is an environment while it is edited: its page, once it was shown, knows best.
type envDraft struct {
	env  Environment
	was  string
	page *envPage
	row  *kit.Row
}

// now is the environment as it is on its page.
func (d *envDraft) now() Environment {
	if d.page != nil {
		d.env, _ = d.page.read(false)
	}
	return d.env
}

// fill shows the environments in the list.
func (e *envEditor) fill() {
	e.list.Objects = nil
	for i, d := range e.drafts {
		name := kit.NewLabel(d.env.Name, kit.Body)
		about := "On this machine"
		if !d.env.Sandbox {
			about = "The real services"
		}
		tip, on := d.env.Tip(), kit.NewIcon("check", 16)
		if d.was != "" && d.was == e.given.On {
			tip += ". This one is on"
		} else {
			on.Hide()
		}
		words := kit.Column(1, name, kit.NewLabel(about, kit.Faint))
		d.row = kit.NewRow(kit.LineGrow(10, 1, envDot(d.env.Sandbox), words, on), tip, func() { e.choose(i) })
		d.row.Inset = fyne.NewSize(10, 7)
		d.row.OnKey = func(k *fyne.KeyEvent) bool { return e.key(k.Name, i) }
		d.row.Select(i == e.at)
		e.list.Add(d.row)
	}
	e.list.Refresh()
}

// key goes up and down the list.
func (e *envEditor) key(k fyne.KeyName, i int) bool {
	to := map[fyne.KeyName]int{fyne.KeyUp: i - 1, fyne.KeyDown: i + 1, fyne.KeyHome: 0, fyne.KeyEnd: len(e.drafts) - 1}
	next, is := to[k]
	switch {
	case k == fyne.KeyDelete && e.drafts[i].env.Own:
		e.choose(i)
		e.delete()
	case k == fyne.KeyF2 && e.drafts[i].env.Own:
		e.choose(i)
		e.rename()
	case is && next >= 0 && next < len(e.drafts):
		e.choose(next)
		e.dialog.canvas.Focus(e.drafts[next].row)
	default:
		return is
	}
	return true
}

// choose shows an environment's page.
func (e *envEditor) choose(i int) {
	e.at = i
	for j, d := range e.drafts {
		d.row.Select(j == i)
	}
	d := e.drafts[i]
	if d.page == nil {
		d.page = newEnvPage(e, d)
	}
	e.side.Objects = []fyne.CanvasObject{d.page.root}
	e.side.Refresh()
	e.dialog.relayout()
}

// changed is told after each change by hand.
func (e *envEditor) changed() {
	e.edited = true
	if e.dialog != nil {
		e.dialog.relayout()
	}
}

// free says what is wrong with a name, or "".
func (e *envEditor) free(name string, but *envDraft) string {
	if fault := e.given.Host.CheckName(name); fault != "" {
		return fault
	}
	for _, d := range e.drafts {
		if d != but && strings.EqualFold(d.env.Name, name) {
			return "There is an environment " + d.env.Name + " already. Choose another name."
		}
	}
	return ""
}

// insert puts a new environment among the user's own, by name, and shows it.
func (e *envEditor) insert(env Environment) {
	at := 2
	for at < len(e.drafts) && strings.ToLower(e.drafts[at].env.Name) < strings.ToLower(env.Name) {
		at++
	}
	at = min(at, len(e.drafts))
	e.drafts = slices.Insert(e.drafts, at, &envDraft{env: env})
	e.changed()
	e.fill()
	e.choose(at)
	e.dialog.canvas.Focus(e.drafts[at].row)
}

func (e *envEditor) add() {
	NewEnvironment(e.dialog.canvas, func(name string) string { return e.free(name, nil) }, func(name string, sandbox bool) {
		e.insert(Environment{Name: name, Sandbox: sandbox, Own: true})
	})
}

func (e *envEditor) duplicate() {
	of := e.drafts[e.at].now()
	name := of.Name + " copy"
	for n := 2; e.free(name, nil) != ""; n++ {
		name = fmt.Sprintf("%s copy %d", of.Name, n)
		if n > 99 {
			name = ""
			break
		}
	}
	Prompt(e.dialog.canvas, "Duplicate "+of.Name, "Name", name, "Duplicate", func(name string) string { return e.free(name, nil) }, func(name string) {
		of.Name, of.Own = name, true
		e.insert(of)
	})
}

func (e *envEditor) rename() {
	d := e.drafts[e.at]
	Prompt(e.dialog.canvas, "Rename "+d.env.Name, "Name", d.env.Name, "Rename", func(name string) string { return e.free(name, d) }, func(name string) {
		if name == d.env.Name {
			return
		}
		d.env = d.now()
		d.env.Name = name
		d.page.rename(name)
		e.changed()
		e.fill()
		e.dialog.canvas.Focus(d.row)
	})
}

func (e *envEditor) delete() {
	d := e.drafts[e.at]
	text := "Nothing is set in it."
	if n := d.now().Counted(); n != "" {
		text = "What is set in it goes with it: " + n + "."
	}
	Confirm(e.dialog.canvas, "Delete "+d.env.Name+"?", text+" It is gone once you save.", "Delete", true, func() {
		e.drafts = slices.Delete(e.drafts, e.at, e.at+1)
		e.changed()
		at := min(e.at, len(e.drafts)-1)
		e.fill()
		e.choose(at)
		e.dialog.canvas.Focus(e.drafts[at].row)
	})
}

// read takes what all pages say. Where something is wrong, it shows that.
func (e *envEditor) read() (all []Environment, was []string, ok bool) {
	for i, d := range e.drafts {
		if d.page != nil {
			env, bad := d.page.read(true)
			if bad != nil {
				e.choose(i)
				e.dialog.canvas.Focus(bad)
				return nil, nil, false
			}
			d.env = env
		}
		all, was = append(all, d.env), append(was, d.was)
	}
	return all, was, true
}

func (e *envEditor) save() { e.saveAnd(func() {}) }

func (e *envEditor) saveAnd(then func()) {
	all, was, ok := e.read()
	if !ok {
		return
	}
	if e.edited {
		if err := e.given.Host.Save(all, was); err != nil {
			Message(e.dialog.canvas, Fault{Title: "The environments were not kept", What: spec.Sentence(err.Error()), Do: "They are as you left them here: mend that, and save again."})
			return
		}
	}
	e.dialog.Close()
	then()
}

// leave asks before edits are lost.
func (e *envEditor) leave() bool {
	if !e.edited {
		return true
	}
	Unsaved(e.dialog.canvas, "Save the environments?", "What you changed here is not kept yet.", "Save", "Discard", e.save, func() { e.dialog.Close() })
	return false
}

// export writes the environment that is shown as a file.
func (e *envEditor) export() {
	if env, bad := e.drafts[e.at].page.read(true); bad != nil {
		e.dialog.relayout()
		e.dialog.canvas.Focus(bad)
	} else {
		e.given.Host.Export(env)
	}
}

// Tip says what a run in the environment does.
func (e Environment) Tip() string {
	if e.Sandbox {
		return "Runs use the stand-ins on this machine; nothing leaves it"
	}
	return "Runs call the real services"
}

// Counted says what is set in it, or "".
func (e Environment) Counted() string {
	var parts []string
	for _, c := range []struct {
		n          int
		one, other string
	}{{len(e.Values), "value", "values"}, {len(e.Bindings), "connection", "connections"}, {len(e.Hosts), "host mapping", "host mappings"}} {
		if c.n == 1 {
			parts = append(parts, "1 "+c.one)
		} else if c.n > 1 {
			parts = append(parts, fmt.Sprint(c.n, " ", c.other))
		}
	}
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}

// Line is one line of what it is.
func (e Environment) Line() string {
	line := "stand-ins on this machine, nothing leaves it"
	if !e.Sandbox {
		line = "the real services"
	}
	if n := e.Counted(); n != "" {
		line += " · " + n
	}
	return line
}

// envDot is green where nothing leaves the machine, else in the colour of failures.
func envDot(sandbox bool) fyne.CanvasObject {
	dot := kit.NewGround(func(t *draw.Theme) color.Color {
		if sandbox {
			return t.Success
		}
		return t.Failure
	})
	dot.Radius, dot.Min = 4, fyne.NewSquareSize(8)
	return dot
}

// sideBySide is a list of a fixed width, a line, and what takes the room that is left.
type sideBySide struct{ left float32 }

func (l sideBySide) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.left+1+o[2].MinSize().Width, max(o[0].MinSize().Height, o[2].MinSize().Height))
}

func (l sideBySide) Layout(o []fyne.CanvasObject, s fyne.Size) {
	var x float32
	for i, w := range []float32{l.left, 1, max(0, s.Width-l.left-1)} {
		o[i].Move(fyne.NewPos(x, 0))
		o[i].Resize(fyne.NewSize(w, s.Height))
		x += w
	}
}
