// Package face says how nodes look: what stands on a card follows from the kind's
// declaration, the catalogue and the node's own settings. The board, the panel, the
// Assets panel and every picture ask here, so that a node looks the same everywhere.
package face

import (
	"image/color"
	"strconv"

	"flowbench/canvas/draw"
	"flowbench/canvas/show"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// Faces knows the kinds and providers there are.
type Faces struct {
	kinds   map[string]spec.Kind
	catalog *catalog.Catalog
	looks   map[*flow.Setting]known // by a config's first setting: a config is never changed in place
}

// known is how a node was found to look, and what that followed from besides its settings.
type known struct {
	kind, name, icon string
	start            *flow.Setting
	theme            *draw.Theme
	look             show.Look
}

// mostLooks bounds what is remembered.
const mostLooks = 20_000

// New makes faces of kinds and providers.
func New(kinds []spec.Kind, c *catalog.Catalog) *Faces {
	f := &Faces{kinds: map[string]spec.Kind{}, catalog: c}
	for _, k := range kinds {
		f.kinds[k.ID] = k
	}
	return f
}

// Kind describes a kind; ok is false where there is none of that id.
func (f *Faces) Kind(id string) (k spec.Kind, ok bool) {
	k, ok = f.kinds[id]
	return k, ok
}

// Around is what the declarations may look at when they describe a node of a flow.
func Around(fl *flow.Flow, n *flow.Node) spec.Around {
	a := spec.Around{Name: n.Name, Values: n.Config.Map()}
	if s := fl.Start(); s != nil {
		a.Start = s.Config.Map()
	}
	return a
}

// Describe returns how the nodes of a flow look, in a light. What it finds is remembered:
// after an edit most nodes look as they did.
func (f *Faces) Describe(fl *flow.Flow, t *draw.Theme) show.Describe {
	var start spec.Values
	var first *flow.Setting
	if s := fl.Start(); s != nil {
		start, first = s.Config.Map(), firstOf(s)
	}
	return func(n *flow.Node) show.Look {
		key := firstOf(n)
		k := known{kind: n.Kind, name: n.Name, icon: n.Icon, start: first, theme: t}
		if was, ok := f.looks[key]; ok && was.kind == k.kind && was.name == k.name && was.icon == k.icon && was.start == first && was.theme == t {
			return was.look
		}
		k.look = f.describe(n, start, t)
		if _, isKind := f.kinds[n.Kind]; !isKind || key == nil {
			return k.look
		}
		if f.looks == nil || len(f.looks) > mostLooks {
			f.looks = map[*flow.Setting]known{}
		}
		f.looks[key] = k
		return k.look
	}
}

func firstOf(n *flow.Node) *flow.Setting {
	if len(n.Config) == 0 {
		return nil
	}
	return &n.Config[0]
}

func (f *Faces) describe(n *flow.Node, start spec.Values, t *draw.Theme) show.Look {
	k, known := f.kinds[n.Kind]
	if !known {
		l := show.Look{Line: n.Kind + " · unknown", Sign: draw.Sign{Icon: "help"}, Unknown: true, Body: len(n.Body) > 0}
		for _, leg := range n.Wires {
			l.Ports = append(l.Ports, portOf(leg.Port))
		}
		return l
	}
	l := show.Kind(&k, spec.Around{Name: n.Name, Values: n.Config.Map(), Start: start})
	if l.Line == "" {
		l.Line = k.Title
	}
	l.Sign = f.Sign(n, t)
	return l
}

// portOf is a port of a node of no known kind: by its name.
func portOf(name string) draw.Port {
	switch name {
	case "success":
		return draw.Port{Name: name}
	case "failure":
		return draw.Port{Name: name, Style: draw.Failure}
	}
	return draw.Port{Name: name, Label: name, Style: draw.Branch}
}

// Content returns a whole flow as it is drawn, for pictures. The nodes need their keys: the
// flow has to be of an open document.
func (f *Faces) Content(fl *flow.Flow, t *draw.Theme) draw.Content {
	return show.Flow(fl, f.Describe(fl, t), nil).Content
}

// Sign is what stands on the node's tile: its own icon, where it has one.
func (f *Faces) Sign(n *flow.Node, t *draw.Theme) draw.Sign {
	s := f.OwnSign(n, t)
	if n.Icon != "" {
		s.Icon, s.Letter = n.Icon, ""
	}
	return s
}

// OwnSign is what stands on the tile of a node to which nobody gave another icon.
func (f *Faces) OwnSign(n *flow.Node, t *draw.Theme) draw.Sign {
	if p := f.Provider(n); p != nil {
		return ProviderSign(p, t)
	}
	k, known := f.kinds[n.Kind]
	if !known {
		return draw.Sign{Icon: "help"}
	}
	return KindSign(k)
}

// KindSign is the sign of a kind.
func KindSign(k spec.Kind) draw.Sign {
	return draw.Sign{Icon: k.Icon, Tint: draw.TintOf(string(k.Group))}
}

// ProviderSign is the sign of a provider.
func ProviderSign(p *catalog.Provider, t *draw.Theme) draw.Sign {
	hex := p.Tile.Light
	if t.Dark {
		hex = p.Tile.Dark
	}
	s := draw.Sign{Letter: p.Tile.Letter, Tint: draw.ConnectTint}
	if v, err := strconv.ParseUint(hex[min(1, len(hex)):], 16, 32); err == nil {
		s.Color = color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
	}
	return s
}

// Provider is the service of an Integration node, or nil.
func (f *Faces) Provider(n *flow.Node) *catalog.Provider {
	if id := n.Config.Text("provider"); id != "" && n.Kind == "integration" && f.catalog != nil {
		return f.catalog.Provider(id)
	}
	return nil
}

// What says what a node is: "Integration · Ahrefs".
func (f *Faces) What(n *flow.Node) string {
	k, known := f.kinds[n.Kind]
	if !known {
		return "Unknown kind " + n.Kind
	}
	if p := f.Provider(n); p != nil {
		return k.Title + " · " + p.Title
	}
	return k.Title
}
