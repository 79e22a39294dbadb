package connect

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// hosts edits the hosts that a connection of one's own may be sent to.
type hosts struct {
	e       *editor
	rows    *fyne.Container
	entries []*kit.Entry
	cuts    []*kit.Button
	add     *kit.Button
	problem *kit.Prose
	object  fyne.CanvasObject
	touched bool
}

func newHosts(e *editor) *hosts {
	h := &hosts{e: e, rows: kit.Column(6), problem: kit.NewProse("", kit.Bad, 3)}
	h.problem.Hide()
	h.add = kit.NewButton("Add host", "plus", kit.Link, "Add a host", func() {
		h.e.hosts = append(h.e.hosts, "")
		h.fill()
		h.e.form.focus(h.entries[len(h.entries)-1])
	})
	h.add.Small = true
	e.form.follow(h.add)
	tip := "The account is sent to these hosts and to no other, whatever a flow says. https://*.example.com stands for all below it."
	h.object = kit.Column(4, kit.LineGrow(4, 0, kit.Line(4, kit.NewText("Hosts it may be sent to *", kit.Caption), kit.NewHelp(tip)), h.add), h.rows, h.problem)
	h.fill()
	return h
}

// fill makes a row for each host; there is always one.
func (h *hosts) fill() {
	if len(h.e.hosts) == 0 {
		h.e.hosts = []string{""}
	}
	h.entries, h.cuts, h.rows.Objects = nil, nil, nil
	for i, host := range h.e.hosts {
		entry := kit.NewEntry(1)
		entry.SetPlaceHolder("https://api.example.com")
		entry.TextStyle.Monospace = true
		entry.Put(host)
		entry.OnChanged = func(s string) {
			h.e.hosts[i] = s
			h.e.changed()
		}
		entry.OnSubmitted = func(string) { h.e.form.submit() }
		entry.OnBlur = func() { h.touched = true; h.e.changed() }
		cut := kit.NewButton("", "close", kit.Quiet, "Remove this host", func() {
			h.e.hosts = slices.Delete(slices.Clone(h.e.hosts), i, i+1)
			h.fill()
			h.e.changed()
			h.e.form.focus(h.entries[min(i, len(h.entries)-1)])
		})
		cut.Small = true
		h.e.form.follow(entry, cut)
		if len(h.e.hosts) == 1 {
			cut.Hide()
		}
		h.entries, h.cuts = append(h.entries, entry), append(h.cuts, cut)
		h.rows.Add(kit.LineGrow(2, 0, entry, cut))
	}
	h.rows.Refresh()
	h.e.relayout()
}

// judge says what is wrong, and returns where the cursor goes for it.
func (h *hosts) judge(all bool) fyne.Focusable {
	var first fyne.Focusable
	text, some := "", false
	for i, entry := range h.entries {
		entry.Unmark()
		typed := strings.TrimSpace(h.e.hosts[i])
		if typed == "" {
			continue
		}
		some = true
		if _, err := h.e.card.host.Origin(typed); err != nil {
			if first == nil {
				first = entry
			}
			if all || h.touched {
				entry.Mark(kit.Bad)
				text = spec.Sentence(err.Error())
			}
		}
	}
	if !some {
		first = h.entries[0]
		if all {
			text = "Enter the host of the API, such as https://api.example.com."
			h.entries[0].Mark(kit.Bad)
		}
	}
	h.problem.Set(text)
	h.problem.Hidden = text == ""
	return first
}
