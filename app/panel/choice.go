package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// choice is one of a few values.
type choice struct {
	field   *kit.Field
	sel     *widget.Select
	options []spec.Option
	normal  string
}

func newChoice(fd spec.Field, options []spec.Option, on set) control {
	c := &choice{options: options}
	c.normal, _ = fd.Default.(string)
	labels := make([]string, 0, len(options)+1)
	if !fd.Required && c.normal == "" {
		labels = append(labels, none)
	}
	for _, o := range options {
		labels = append(labels, label(o))
	}
	c.sel = kit.NewSelect(labels, "", func(s string) {
		for _, o := range options {
			if label(o) == s {
				on(flow.Of(o.Value), false)
				return
			}
		}
		on(nil, false)
	})
	c.field = kit.NewField(fd.Label, fd.Doc, fd.Required, c.sel)
	return c
}

const none = "Not set"

func label(o spec.Option) string {
	if o.Label != "" {
		return o.Label
	}
	return o.Value
}

func (c *choice) object() fyne.CanvasObject { return c.field }

func (c *choice) unmark() { c.field.SetProblem("", kit.Bad) }

func (c *choice) mark(path string, pr spec.Problem) bool {
	c.field.SetProblem(pr.Text, role(pr))
	return path == ""
}

func (c *choice) put(v flow.Value) {
	value := show(v, spec.Text)
	if value == "" {
		value = c.normal
	}
	text := value
	for _, o := range c.options {
		if o.Value == value {
			text = label(o)
		}
	}
	if c.sel.Selected != text {
		c.sel.Selected = text
		c.sel.Refresh()
	}
}
