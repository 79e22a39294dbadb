package dialogs

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// A New is an integration that is about to be made.
type New struct {
	Name, Description, Category string
	Labels                      []string // lower-cased, each once
}

// NewIntegration asks for the name of a new integration, and what helps to find it again.
// check says what is wrong with a name while it is typed, or "".
func NewIntegration(c fyne.Canvas, check func(name string) string, then func(New)) *Dialog {
	var d *Dialog
	entry := func(hint string) *kit.Entry {
		e := kit.NewEntry(1)
		e.SetPlaceHolder(hint)
		return e
	}
	name, category, labels := entry("Broken backlinks"), entry("SEO"), entry("ahrefs, weekly")
	var done func()
	description := kit.NewArea(3, false, func() { done() })
	nameField := kit.NewField("Name", "What it is called in the library; it can be changed later", true, name)
	judge := func() string {
		text := strings.TrimSpace(name.Text)
		if text == "" {
			return "A name is needed."
		}
		if check != nil {
			return check(text)
		}
		return ""
	}
	done = func() {
		if fault := judge(); fault != "" {
			nameField.SetProblem(fault, kit.Bad)
			d.relayout()
			d.canvas.Focus(name)
			return
		}
		n := New{strings.TrimSpace(name.Text), strings.TrimSpace(description.Text), strings.TrimSpace(category.Text), Labels(labels.Text)}
		d.Close()
		then(n)
	}
	name.OnChanged = func(s string) {
		fault := judge()
		if s == "" {
			fault = ""
		}
		nameField.SetProblem(fault, kit.Bad)
		d.relayout()
	}
	labels.OnChanged = func(s string) {
		if low := strings.ToLower(s); low != s {
			at := labels.CursorColumn
			labels.Put(low)
			labels.SetOffset(at)
		}
	}
	for _, e := range []*kit.Entry{name, category, labels} {
		e.OnSubmitted = func(string) { done() }
	}
	body := kit.Column(14, nameField,
		kit.NewField("Description", "One or two sentences; the search looks in them too", false, description),
		kit.Grid(12,
			kit.NewField("Category", "Optional: one word to sort by", false, category),
			kit.NewField("Labels", "Optional: any number, with commas between them, always in lower case", false, labels)))
	create := kit.NewButton("Add Integration", "", kit.Primary, kit.Tip("Make it and open its board", "Enter"), func() { done() })
	cancel := kit.NewButton("Cancel", "", kit.Plain, "", func() { d.cancel() })
	d = show(c, frame{title: "Add Integration", subtitle: "It begins with a flow that leads from Start to End", body: body,
		buttons: []*kit.Button{cancel, create}, width: 500, first: name, enter: func() { done() }})
	return d
}

// Labels reads labels with commas between them: lower-cased, each once.
func Labels(text string) []string {
	var out []string
	for _, l := range strings.Split(strings.ToLower(text), ",") {
		l = strings.Join(strings.Fields(l), " ")
		if l != "" && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}
