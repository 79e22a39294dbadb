package debug

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/kit"
	"flowbench/engine/event"
)

// A viewer shows a page: JSON as a tree, other text as text. Of a value that is kept
// apart from its event it shows the beginning and the size, and the rest on demand.
type viewer struct {
	content fyne.CanvasObject
	host    Host
	top     *fyne.Container // the bar over a value that is not all there
	well    *fyne.Container

	page  page
	whole jsontext.Value // of a value kept apart, once it was asked for
	code  *kit.CodeView
	dense fyne.CanvasObject // the code view in its measures

	onWhole func(jsontext.Value) // shows the whole elsewhere, in place of the viewer
}

// atOnce is how large a value kept apart from its event may be to be shown whole unasked.
const atOnce = 1 << 20

func newViewer(host Host) *viewer {
	v := &viewer{host: host, top: container.NewStack(), well: container.NewStack()}
	v.content = container.NewBorder(v.top, nil, nil, nil, kit.NewWell(v.well))
	return v
}

// put shows a page from its beginning.
func (v *viewer) put(p page) {
	v.page, v.whole = p, nil
	v.paint()
}

func (v *viewer) paint() {
	p := v.page
	v.top.Objects = nil
	b := p.body
	if b != nil && b.Ref != "" && v.whole == nil && b.Size <= atOnce {
		if raw, err := v.all(); err == nil {
			if v.onWhole != nil {
				v.onWhole(raw)
				return
			}
			v.whole = raw
		}
	}
	if b != nil && b.Ref != "" && v.whole == nil {
		v.top.Objects = []fyne.CanvasObject{v.more(b)}
		v.text(p.plain(headText(b.Head, p.text)))
		return
	}
	raw := v.raw()
	switch {
	case raw == nil:
		v.tree(p.lead)
	case p.text:
		v.text(p.plain(bodyText(raw, true)))
	default:
		lead := p.lead
		if raw[0] != '{' && raw[0] != '[' || len(lead) > 0 && isBare(raw) {
			lead = append(lead[:len(lead):len(lead)], kit.Part{Name: "body", Value: raw})
		} else {
			lead = append(lead[:len(lead):len(lead)], kit.Part{Value: raw})
		}
		v.tree(lead)
	}
}

// isBare reports whether a container has nothing in it.
func isBare(v jsontext.Value) bool { return len(v) == 2 }

func (v *viewer) raw() jsontext.Value {
	switch {
	case v.page.body == nil:
		return nil
	case v.whole != nil:
		return v.whole
	}
	return v.page.body.Value
}

func (v *viewer) tree(parts []kit.Part) {
	tree := kit.NewTree(parts...)
	tree.OnCopy = v.host.Copy
	openFirst(tree)
	v.fill(tree)
}

// openFirst opens the first list or object of a tree that is not headers, and its first
// element, so that a glance shows what there is.
func openFirst(t *kit.JSONTree) {
	for _, id := range t.ChildUIDs("") {
		if t.IsBranch(id) && !t.IsBranchOpen(id) && t.Name(id) != "headers" {
			t.OpenBranch(id)
			if kids := t.ChildUIDs(id); len(kids) > 0 && t.IsBranch(kids[0]) {
				t.OpenBranch(kids[0])
			}
			return
		}
	}
}

func (v *viewer) text(s string) {
	if v.code == nil { // one for ever: each has Fyne read the faces again
		v.code = kit.NewCodeView()
		v.dense = kit.Dense(v.code)
	}
	v.code.SetPlain(folded(s))
	v.fill(v.dense)
}

func (v *viewer) fill(o fyne.CanvasObject) {
	v.well.Objects = []fyne.CanvasObject{o}
	v.well.Refresh()
	v.content.Refresh()
}

// more offers the whole of a value of which the beginning is shown.
func (v *viewer) more(b *event.Value) fyne.CanvasObject {
	says := kit.NewLabel("The first "+Size(len(b.Head))+" of "+Size(b.Size), kit.Muted)
	all := kit.NewButton("Show all "+Size(b.Size), "", kit.Plain, "Load the whole value", func() {
		if raw, err := v.all(); err != nil {
			says.SetRole(kit.Bad)
			says.Set("The whole value cannot be read: " + err.Error())
		} else if v.onWhole != nil {
			v.onWhole(raw)
		} else {
			v.whole = raw
			v.paint()
		}
	})
	all.Small = true
	return kit.Inset(kit.LineGrow(8, 0, says, all), 0, 0, 8, 4)
}

// all is the whole of the page's body, wherever it is kept.
func (v *viewer) all() (jsontext.Value, error) {
	b := v.page.body
	if b == nil || b.Ref == "" || v.whole != nil {
		return v.raw(), nil
	}
	data, err := v.host.Blob(b.Ref)
	return jsontext.Value(data), err
}

// copies puts the whole page on the clipboard.
func (v *viewer) copies() {
	raw, err := v.all()
	if err != nil {
		v.text("The whole value cannot be read: " + err.Error())
		return
	}
	if raw == nil {
		v.host.Copy(v.page.plain(""))
		return
	}
	v.host.Copy(bodyText(raw, v.page.text)) // what is wanted elsewhere is the body alone
}

// save writes the body to a file.
func (v *viewer) save() {
	raw, err := v.all()
	if err != nil || raw == nil {
		return
	}
	if v.page.text {
		v.host.Save(v.page.file+".txt", []byte(bodyText(raw, true)))
		return
	}
	v.host.Save(v.page.file+".json", raw)
}

// wide is how long a line of text may be before it is folded to be seen.
const wide = 400

// folded breaks lines that are too long to be drawn; only how they look, not what Copy gives.
func folded(s string) string {
	out := make([]byte, 0, len(s)+len(s)/wide)
	n := 0
	for i, r := range s {
		if r == '\n' {
			n = 0
		} else if n++; n > wide {
			out = append(out, '\n')
			n = 1
		}
		next := i + len(string(r))
		if r == '\t' {
			out = append(out, "    "...)
		} else {
			out = append(out, s[i:min(next, len(s))]...)
		}
	}
	return string(out)
}

// headText is the beginning of a large value; of a text without its quote and escapes.
func headText(head string, text bool) string {
	if text && len(head) > 0 && head[0] == '"' {
		for n := len(head); n > max(0, len(head)-8); n-- { // it may be cut within an escape
			if b, err := jsontext.AppendUnquote(nil, head[:n]+`"`); err == nil {
				return string(b)
			}
		}
	}
	return head
}
