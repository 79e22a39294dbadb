package dialogs

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// NewEnvironment asks what a new environment is called, and what it begins like.
func NewEnvironment(c fyne.Canvas, check func(name string) string, then func(name string, sandbox bool)) *Dialog {
	var d *Dialog
	name := kit.NewEntry(1)
	name.SetPlaceHolder("Staging")
	field := kit.NewField("Name", "What it is called in the toolbar and after --env", true, name)
	like := kit.NewSelect([]kit.Option{
		{Value: "sandbox", Text: "Sandbox: stand-ins on this machine, nothing leaves it"},
		{Value: "live", Text: "Live: the real services"},
	}, "sandbox", nil)
	judge := func(final bool) bool {
		text, fault := strings.TrimSpace(name.Text), ""
		if text != "" || final {
			fault = check(text)
		}
		field.SetProblem(fault, kit.Bad)
		if d != nil {
			d.relayout()
		}
		return fault == ""
	}
	done := func() {
		if !judge(true) {
			d.canvas.Focus(name)
			return
		}
		d.Close()
		then(strings.TrimSpace(name.Text), like.Value == "sandbox")
	}
	name.OnChanged = func(string) { judge(false) }
	name.OnSubmitted = func(string) { done() }
	yes := kit.NewButton("Add Environment", "", kit.Primary, kit.Tip("Add it to the list", "Enter"), done)
	no := kit.NewButton("Cancel", "", kit.Plain, "", func() { d.cancel() })
	d = show(c, frame{title: "Add Environment", body: kit.Column(14, field,
		kit.NewField("Begins like", "Whether its runs may reach anything outside of this machine. That does not change later", false, like)),
		buttons: []*kit.Button{no, yes}, width: 440, first: name, enter: done})
	return d
}
