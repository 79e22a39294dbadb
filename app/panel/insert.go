package panel

import (
	"regexp"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// offerValues gives a field the {} that lists what may be used, and completes a path
// while it is typed.
func (f *form) offerValues(e *kit.Entry, fd spec.Field) {
	b := kit.NewButton("", "braces", kit.Quiet, "Insert a value of Start or an earlier node  (Ctrl+Space)", nil)
	c := &completion{f: f, entry: e, program: fd.Type == spec.Program, bare: fd.OnContext}
	b.OnMenu = func(at fyne.Position) { c.browse(at) }
	e.SetAction(b)
	e.OnChanged = func(string) { c.typed() }
	e.OnKey = c.key
	e.OnBlur = c.close
}

// completion is the list of values of one field.
type completion struct {
	f       *form
	entry   *kit.Entry
	program bool // a jq program: a path stands without braces
	bare    bool // whose . is the context

	list *kit.Picks // open below the field
	shut func()
}

const nothingLeads = "There is no value to use yet. Add an input variable to Start, or wire a node to this one."

func picks(paths []Path) []kit.Pick {
	out := make([]kit.Pick, len(paths))
	for i, p := range paths {
		out[i] = kit.Pick{Text: p.Label, Note: p.Sample, Group: p.Group, Tip: p.Text, Code: true}
	}
	return out
}

// browse opens the whole list, with a search.
func (c *completion) browse(at fyne.Position) {
	c.close()
	on := fyne.CurrentApp().Driver().CanvasForObject(c.entry)
	if on == nil {
		return
	}
	paths := c.f.paths()
	list := kit.NewPicks(picks(paths), 0, func(i int) {
		text := paths[i].Text
		if !c.program {
			text = "{{" + text + "}}"
		}
		c.entry.Insert(text)
		on.Focus(c.entry)
	})
	list.Empty = nothingLeads
	if len(paths) == 0 {
		list.Filter("")
	}
	kit.OpenPicks(on, at.SubtractXY(340-20, 0), 340, list, "Search values")
}

var (
	aPathBegun  = regexp.MustCompile(`(?:(?:context|config)\.|currentItem\b)[\w.\[\]"]*$`)
	onContext   = regexp.MustCompile(`(?:^|[^\w\])"}])(\.(?:steps|run)\.[\w.\[\]"]*)$`)
	aWordInside = regexp.MustCompile(`^[\w.\[\]"]*$`)
)

// begun is what of a path is typed before the cursor, and whether there is any.
func (c *completion) begun() (string, bool) {
	runes := []rune(c.entry.Text)
	before := string(runes[:min(c.entry.Offset(), len(runes))])
	if c.program {
		if m := onContext.FindStringSubmatch(before); c.bare && m != nil {
			return m[1], true
		}
		m := aPathBegun.FindString(before)
		return m, m != ""
	}
	open := strings.LastIndex(before, "{{")
	if open < 0 {
		return "", false
	}
	in := before[open+2:]
	if strings.Contains(in, "}}") {
		return "", false
	}
	if word := strings.TrimLeft(in, " "); aWordInside.MatchString(word) {
		return word, true
	}
	m := aPathBegun.FindString(in)
	return m, m != ""
}

// typed opens the list while a path is being typed, and closes it when it is whole.
func (c *completion) typed() {
	word, ok := c.begun()
	if !ok {
		c.close()
		return
	}
	query := strings.ToLower(strings.TrimPrefix(word, "."))
	var left []Path
	for _, p := range c.f.paths() {
		if strings.Contains(strings.ToLower(p.Text), query) && p.Text != word {
			left = append(left, p)
		}
	}
	c.close()
	if len(left) == 0 {
		return
	}
	c.list = kit.NewPicks(picks(left), 0, func(i int) { c.take(left[i].Text) })
	c.shut = kit.ListUnder(c.entry, c.list)
}

// take puts a path in place of what of it was typed.
func (c *completion) take(path string) {
	word, _ := c.begun()
	c.close()
	if strings.HasPrefix(word, ".") && c.program {
		path = strings.TrimPrefix(path, "context")
	}
	at := c.entry.Offset()
	rest := string([]rune(c.entry.Text)[at:])
	if !c.program && !strings.HasPrefix(strings.TrimLeft(rest, " "), "}}") {
		path += "}}"
	}
	changed := c.entry.OnChanged
	c.entry.OnChanged = func(s string) { // a whole path is not completed again
		changed(s)
		c.close()
	}
	c.entry.Replace(at-len([]rune(word)), at, path)
	c.entry.OnChanged = changed
	c.close()
}

func (c *completion) key(k *fyne.KeyEvent) bool {
	if c.list == nil {
		return false
	}
	switch k.Name {
	case fyne.KeyEscape:
		c.close()
		return true
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyReturn, fyne.KeyEnter:
		return c.list.Key(k.Name)
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
		c.close()
	}
	return false
}

func (c *completion) close() {
	if c.list != nil {
		c.list = nil
		c.shut()
	}
}
