package dialogs

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
)

// hostRows edits a list of host mappings.
type hostRows struct {
	box     fyne.CanvasObject
	more    *kit.Button
	check   func(Mapping) string // what is wrong with one, or ""
	changed func()
	submit  func()
	scroll  func(...fyne.CanvasObject) // has the rows' controls shown when the focus comes to them; may be nil

	rows       []*mapRow
	list       *fyne.Container
	none, head fyne.CanvasObject
}

const noMappings = "No host is mapped. The hosts of the built-in services go to the sandbox by themselves."

// newHostRows makes the list; none is said where it is empty, added is told of a row that
// was added by hand.
func newHostRows(mappings []Mapping, none string, check func(Mapping) string, changed, submit func(), added func(*mapRow)) *hostRows {
	h := &hostRows{check: check, submit: submit, list: kit.Column(8), changed: func() {}}
	for _, m := range mappings {
		h.add(m)
	}
	h.more = kit.NewButton("Add mapping", "plus", kit.Plain, "Send another host to an address of your own", func() {
		row := h.add(Mapping{To: DefaultTarget})
		row.offer()
		h.tell()
		added(row)
	})
	h.head = kit.LineGrow(8, 1, kit.MinSize(kit.NewLabel("Calls to", kit.Caption), hostWidth+24, 0), kit.NewLabel("go to", kit.Caption))
	h.none = kit.NewProse(none, kit.Muted, 0)
	h.box = kit.Column(8, h.none, h.head, h.list, kit.Inset(kit.Line(0, h.more), 4, 0, 0, 0))
	h.tell()
	h.changed = changed
	return h
}

type mapRow struct {
	host, to *kit.Entry
	bin      *kit.Button
	fault    *kit.Prose
	twice    bool // its host is that of another row
	box      fyne.CanvasObject
}

func (r *mapRow) mapping() Mapping {
	return Mapping{strings.ToLower(strings.TrimSpace(r.host.Text)), strings.TrimSpace(r.to.Text)}
}

// offer marks the address as one that is only offered: what is typed takes its place.
func (r *mapRow) offer() {
	offered := r.to.Text
	r.to.OnFocus = func() {
		if r.to.Text == offered {
			r.to.SelectAll()
		}
	}
}

// wrong is the field that the cursor goes to for a row that is wrong: the empty one, the
// host that another row has too, and else the one that it is in, or the address.
func (r *mapRow) wrong(focused fyne.Focusable) *kit.Entry {
	switch {
	case r.host.Text == "" || r.twice:
		return r.host
	case r.to.Text != "" && focused == fyne.Focusable(r.host):
		return r.host
	}
	return r.to
}

func focusOn(e *kit.Entry) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		c.Focus(e)
	}
}

// left reports whether a row was added and left as it was.
func (r *mapRow) left() bool {
	m := r.mapping()
	return m.Host == "" && (m.To == "" || m.To == DefaultTarget)
}

func (h *hostRows) add(m Mapping) *mapRow {
	r := &mapRow{host: kit.NewEntry(1), to: kit.NewEntry(1), fault: kit.NewProse("", kit.Bad, 0)}
	r.host.SetPlaceHolder("api.example.com")
	r.to.SetPlaceHolder(DefaultTarget)
	r.host.Put(m.Host)
	r.to.Put(m.To)
	for _, entry := range []*kit.Entry{r.host, r.to} {
		entry.OnChanged = func(string) { h.judge(r, false); h.tell() }
	}
	r.host.OnSubmitted = func(string) { focusOn(r.to) }
	r.to.OnSubmitted = func(string) { h.submit() }
	r.bin = kit.NewButton("", "trash", kit.Quiet, "Remove this mapping", func() {
		i := slices.Index(h.rows, r)
		h.rows = slices.Delete(h.rows, i, i+1)
		h.list.Remove(r.box)
		h.tell()
	})
	if h.scroll != nil {
		h.scroll(r.host, r.to, r.bin)
	}
	r.fault.Hide()
	r.box = kit.Column(3, kit.LineGrow(8, 2, kit.MinSize(r.host, hostWidth, 0), kit.NewIcon("chevron-right", 16), r.to, r.bin), r.fault)
	h.rows = append(h.rows, r)
	h.list.Add(r.box)
	return r
}

// judge says what is wrong with a row; a part that is not typed yet is no fault until
// the end.
func (h *hostRows) judge(r *mapRow, final bool) bool {
	m, fault := r.mapping(), ""
	r.twice = false
	switch {
	case m.Host == "" || m.To == "":
		if final {
			fault = "Give a host, such as api.example.com, and the address it goes to."
		}
	case slices.ContainsFunc(h.rows, func(o *mapRow) bool { return o != r && o.mapping().Host == m.Host }):
		r.twice = true
		fault = m.Host + " is mapped twice. Remove one of the two."
	case h.check != nil:
		fault = h.check(m)
	}
	r.fault.Set(fault)
	showIf(r.fault, fault != "")
	return fault == ""
}

// follow has a scroll show the controls that the focus comes to.
func (h *hostRows) follow(scroll *container.Scroll) {
	h.scroll = func(o ...fyne.CanvasObject) { kit.Follow(scroll, o...) }
	for _, r := range h.rows {
		h.scroll(r.host, r.to, r.bin)
	}
	h.scroll(h.more)
}

// tell shows what belongs to an empty list, or to another, and tells of the change.
func (h *hostRows) tell() {
	showIf(h.none, len(h.rows) == 0)
	showIf(h.head, len(h.rows) > 0)
	h.changed()
}

// read returns the mappings, and the first row that is wrong. Rows that were added and
// left are none.
func (h *hostRows) read() (out []Mapping, bad *mapRow) {
	for _, r := range h.rows {
		if r.left() {
			continue
		}
		if !h.judge(r, true) && bad == nil {
			bad = r
		}
		out = append(out, r.mapping())
	}
	return out, bad
}

func showIf(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
