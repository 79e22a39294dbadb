package connect

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// A choice is one of a few values.
type choice struct {
	labelled
	sel    *kit.Select
	bare   bool
	normal string
}

func newChoice(f *form, fd spec.Field, bare bool, on set) control {
	c := &choice{bare: bare}
	if fd.Default != nil {
		c.normal = spec.ToText(fd.Default)
	}
	var all []kit.Option
	if !fd.Required && c.normal == "" {
		all = append(all, kit.Option{Text: "Not set"})
	}
	for _, o := range fd.Options {
		text := o.Label
		if text == "" {
			text = o.Value
		}
		all = append(all, kit.Option{Value: o.Value, Text: text, Doc: plain(o.Doc)})
	}
	c.sel = kit.NewSelect(all, c.normal, func(value string) {
		if value == "" || value == c.normal {
			on(nil)
			return
		}
		on(value)
	})
	f.follow(c.sel)
	label, tip := captions(fd, bare)
	if bare {
		c.sel.SetTip(tip)
	} else {
		c.labelled = labelled{kit.NewField(label, tip, fd.Required && c.normal == "", c.sel)}
	}
	return c
}

func (c *choice) object() fyne.CanvasObject {
	if c.bare {
		return c.sel
	}
	return c.labelled.object()
}

func (c *choice) first() fyne.Focusable { return c.sel }

func (c *choice) put(v any) {
	value := spec.ToText(v)
	if value == "" {
		value = c.normal
	}
	c.sel.Put(value)
}

func (c *choice) unmark() {
	if c.bare {
		c.sel.Unmark()
		return
	}
	c.labelled.unmark()
}

func (c *choice) mark(path string, pr spec.Problem) bool {
	if c.bare {
		c.sel.Mark(role(pr))
		return true
	}
	return c.labelled.mark(path, pr)
}

// A toggle is a yes or no.
type toggle struct {
	box     fyne.CanvasObject
	sw      *kit.Switch
	problem *kit.Prose
	normal  bool
	not     bool // the switch shows the opposite
}

func newToggle(f *form, fd spec.Field, bare bool, on set) control {
	t := &toggle{problem: kit.NewProse("", kit.Bad, 3), not: fd.Inverse}
	t.problem.Hide()
	t.normal, _ = fd.Default.(bool)
	_, tip := captions(fd, true)
	t.sw = kit.NewSwitch(t.normal != t.not, tip, func(b bool) {
		if b = b != t.not; b == t.normal {
			on(nil)
			return
		}
		on(b)
	})
	f.follow(t.sw)
	if bare {
		t.box = kit.MinSize(t.sw, 32, kit.Height)
		return t
	}
	words := []fyne.CanvasObject{t.sw, kit.NewText(fd.Title(), kit.Body)}
	if fd.Doc != "" {
		words = append(words, kit.NewHelp(plain(fd.Doc)))
	}
	t.box = kit.Column(2, kit.MinSize(kit.Line(8, words...), 0, 24), t.problem)
	return t
}

func (t *toggle) object() fyne.CanvasObject { return t.box }
func (t *toggle) first() fyne.Focusable     { return t.sw }
func (t *toggle) put(v any) {
	b, err := spec.ToBool(v)
	if err != nil || v == nil {
		b = t.normal
	}
	t.sw.Put(b != t.not)
}

func (t *toggle) unmark() { t.problem.Set(""); t.problem.Hide() }
func (t *toggle) mark(path string, pr spec.Problem) bool {
	t.problem.Role = role(pr)
	t.problem.Set(pr.Text)
	t.problem.Show()
	return true
}
