package dialogs

import (
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// An Input is a declared input variable of a flow.
type Input struct {
	Name     string
	Type     string // Text, Number, Boolean, JSON or List
	Required bool
	Default  json.RawMessage
	Options  []string // of a List
	Doc      string
}

// A Run is a flow that is about to run.
type Run struct {
	Flow        string // its name
	Environment string // where it runs
	Live        bool   // for real: a warning is shown
	Inputs      []Input
	Last        Values // as given the last time; an input that is not in it shows its default
	Start       func(Values)
}

// Inputs asks for the input values of a run. Start gets a value for each input that has
// one, each of its declared type; the others take their default, or nothing.
func Inputs(c fyne.Canvas, r Run) *Dialog {
	f := &inputForm{run: r}
	body := kit.Column(14)
	if r.Live {
		body.Add(notice("warning", failureColor, "This run is live: its calls reach the real services and may change things there."))
	}
	for _, in := range r.Inputs {
		e := newInputEditor(in, f.changed, f.start)
		f.editors = append(f.editors, e)
		body.Add(e.field)
	}
	if len(r.Inputs) == 0 {
		body.Add(kit.NewProse("This flow has no input variables.", kit.Muted, 0))
	}
	f.values(r.Last)
	f.defaults = kit.NewButton("Use defaults", "", kit.Link, "Put the declared default into each field", func() { f.values(nil); f.changed() })
	f.defaults.Color = nil
	generate := kit.NewButton("Generate Output", "run", kit.Primary, kit.Tip("Run the flow with these values", "Enter"), f.start)
	if r.Live {
		generate.Style = kit.Danger
	}
	cancel := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Close without running", "Esc"), func() { f.dialog.cancel() })
	fr := frame{title: "Run Flow", subtitle: subtitle(r.Flow, r.Environment), body: body, aside: f.defaults,
		buttons: []*kit.Button{cancel, generate}, width: 480, first: generate, enter: f.start}
	if len(f.editors) > 0 {
		fr.first = f.editors[0].focus
	}
	f.compare()
	f.dialog = show(c, fr)
	if len(f.editors) > 0 {
		f.editors[0].selectAll()
	}
	return f.dialog
}

func subtitle(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

type inputForm struct {
	run      Run
	editors  []*inputEditor
	defaults *kit.Button
	dialog   *Dialog
}

// values shows what is in v, and the default of what is not.
func (f *inputForm) values(v Values) {
	for _, e := range f.editors {
		value, ok := v[e.input.Name]
		if !ok {
			value = e.input.Default
		}
		e.put(write(e.input.Type, value))
	}
}

// changed is told after each change by hand.
func (f *inputForm) changed() {
	f.compare()
	if f.dialog != nil {
		f.dialog.relayout()
	}
}

// compare shows Use defaults where it would change something.
func (f *inputForm) compare() {
	differ := false
	for _, e := range f.editors {
		differ = differ || e.text() != write(e.input.Type, e.input.Default)
	}
	if differ {
		f.defaults.Show()
	} else {
		f.defaults.Hide()
	}
}

func (f *inputForm) start() {
	out := Values{}
	var bad *inputEditor
	for _, e := range f.editors {
		v, ok := e.judge(true)
		if !ok && bad == nil {
			bad = e
		}
		if v != nil {
			out[e.input.Name] = v
		}
	}
	if bad != nil {
		f.dialog.relayout()
		f.dialog.canvas.Focus(bad.focus)
		return
	}
	f.dialog.Close()
	f.run.Start(out)
}
