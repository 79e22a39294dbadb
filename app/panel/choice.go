package panel

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// choice is one of a few values: side by side where they are short, else in a list.
type choice struct {
	labelled
	bare   fyne.CanvasObject // without a label
	sel    *kit.Select
	tabs   *kit.Tabs
	values []string // of the tabs
	normal string
}

const notSet = "Not set"

func newChoice(fd spec.Field, options []spec.Option, bare bool, on set) control {
	c := &choice{}
	if fd.Default != nil {
		c.normal = spec.ToText(fd.Default)
	}
	choose := func(value string) {
		if value == "" {
			on(nil, false)
			return
		}
		on(flow.Of(value), false)
	}
	var all []kit.Option
	letters := 0
	for _, o := range options {
		text := o.Label
		if text == "" {
			text = o.Value
		}
		letters += len(text)
		all = append(all, kit.Option{Value: o.Value, Text: text, Doc: plain(o.Doc)})
	}
	var control fyne.CanvasObject
	label, tip, bareTip := captions(fd, bare)
	if len(options) > 0 && len(options) <= 4 && letters <= 26 && c.normal != "" && !bare && !fd.Narrow {
		c.tabs = kit.NewTabs(nil, func(i int) { choose(c.values[i]) })
		c.tabs.Boxed = true
		for _, o := range all {
			c.values = append(c.values, o.Value)
			c.tabs.Items = append(c.tabs.Items, o.Text)
		}
		control = c.tabs
	} else {
		if !fd.Required && c.normal == "" {
			all = append([]kit.Option{{Text: notSet}}, all...)
		}
		c.sel = kit.NewSelect(all, c.normal, choose)
		c.sel.SetTip(bareTip)
		control = c.sel
	}
	if c.bare = control; !bare {
		c.labelled = labelled{kit.NewField(label, tip, fd.Required && c.normal == "", control)}
		c.bare = nil
	}
	return c
}

// plain is a text of the documentation without its marks.
func plain(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r != '`' && r != '*' {
			out = append(out, r)
		}
	}
	return string(out)
}

func (c *choice) object() fyne.CanvasObject {
	if c.bare != nil {
		return c.bare
	}
	return c.labelled.object()
}

func (c *choice) put(v flow.Value) {
	value := show(v, spec.Text)
	if value == "" {
		value = c.normal
	}
	if c.sel != nil {
		c.sel.Put(value)
		return
	}
	at := -1
	for i, known := range c.values {
		if known == value {
			at = i
		}
	}
	if c.tabs.Selected != at {
		c.tabs.Selected = at
		c.tabs.Refresh()
	}
}

func (c *choice) unmark() {
	if c.bare == nil {
		c.labelled.unmark()
	} else if c.sel != nil {
		c.sel.Unmark()
	}
}

func (c *choice) mark(path string, pr spec.Problem) bool {
	if c.bare == nil {
		return c.labelled.mark(path, pr)
	}
	c.sel.Mark(role(pr))
	return true
}
