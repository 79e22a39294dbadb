package window

import (
	"maps"
	"slices"

	"flowbench/app/dialogs"
	"flowbench/engine/transport"
)

// mappings opens the editor of the host mappings.
func (w *Window) mappings() { w.editMappings(nil) }

// editMappings opens it with a row that is offered.
func (w *Window) editMappings(offer *dialogs.Mapping) {
	if w.s == nil {
		return
	}
	e := w.env()
	dialogs.Mappings(w.win.Canvas(), dialogs.Mapper{Environment: e.Name, Mappings: rows(e.Hosts), Add: offer, Check: func(m dialogs.Mapping) string {
		return said(transport.CheckMapping(m.Host, m.To, e.Sandbox))
	}, Save: func(next []dialogs.Mapping) {
		e.Hosts = map[string]string{}
		for _, m := range next {
			e.Hosts[m.Host] = m.To
		}
		if err := w.s.PutEnvironment(e.Name, e); err != nil {
			w.fail("The hosts were not mapped", err)
		}
		w.refresh()
	}})
}

// rows are host mappings in the order of their hosts.
func rows(hosts map[string]string) []dialogs.Mapping {
	var out []dialogs.Mapping
	for _, h := range slices.Sorted(maps.Keys(hosts)) {
		out = append(out, dialogs.Mapping{Host: h, To: hosts[h]})
	}
	return out
}
