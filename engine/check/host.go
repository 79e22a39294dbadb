package check

import (
	"errors"
	"strings"

	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// url judges the address of an API node by the rule that the transport goes by.
func (r *review) url(n *flow.Node, text string) {
	const field = "url"
	text = strings.TrimSpace(text)
	if text == "" {
		return // said by the field itself
	}
	var bad *transport.HostError
	if !errors.As(transport.CheckURL(text), &bad) {
		r.mapped(n, text)
		return
	}
	scheme, rest, whole := strings.Cut(text, "://")
	switch {
	case bad.Kind == transport.BadScheme && !whole && transport.CheckURL("https://"+text) == nil:
		r.add(spec.Error, n.Name, field, "The URL does not begin with https://.", r.retyped(n, "Add https://", "https://"+text))
	case bad.Kind == transport.BadScheme && strings.EqualFold(scheme, "http") && transport.CheckURL("https://"+rest) == nil:
		r.add(spec.Error, n.Name, field, "A flow names https hosts only, not http://"+authority(rest)+". Write https://.", r.retyped(n, "Use https", "https://"+rest))
	case bad.Target != "":
		r.add(spec.Error, n.Name, field, "A flow names https hosts only. In Sandbox, send “api.example.com” to “"+bad.Target+"”?",
			&spec.Fix{Label: "Map host", Ask: "map-host", Value: bad.Target})
	default:
		r.add(spec.Error, n.Name, field, strings.TrimSpace(bad.Error()+" "+bad.Help()), nil)
	}
}

// mapped warns of a host that the sandbox has no answer for.
func (r *review) mapped(n *flow.Node, text string) {
	_, rest, _ := strings.Cut(text, "://")
	host := strings.ToLower(authority(rest))
	if !r.env.Sandbox || r.env.Catalog.ForHost(host) != nil || r.env.Mapped != nil && r.env.Mapped(host) {
		return
	}
	r.add(spec.Warning, n.Name, "url", host+" is not in the sandbox: the call will be refused, and nothing sent. Map the host to an address of yours, or run with Live.",
		&spec.Fix{Label: "Map host", Ask: "map-host", Value: "https://" + host})
}

// authority is the host and port that a URL's rest begins with.
func authority(rest string) string {
	if i := strings.IndexAny(rest, `/?#`); i >= 0 {
		return rest[:i]
	}
	return rest
}

// retyped is the mend that writes a URL anew.
func (r *review) retyped(n *flow.Node, label, url string) *spec.Fix {
	return &spec.Fix{Label: label, Edit: flow.SetField{Flow: r.flow.Name, Node: n.Name, Field: "url", Value: flow.Of(url)}}
}
