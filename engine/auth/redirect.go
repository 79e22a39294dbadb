package auth

import (
	"flowbench/engine/spec"
)

// A redirect is where the browser comes back to after a sign-in: an address of this
// machine, which some services want to know beforehand.
type redirect struct {
	how  string
	port float64
}

// The kinds of addresses.
const (
	newEachTime = "new"
	anyPort     = "callback"
	onePort     = "port"
)

func (r *redirect) fields() []spec.Field {
	least, most := 1024.0, 65535.0
	return []spec.Field{
		spec.ChoiceVar(&r.how, spec.Field{Name: "redirect", Label: "Redirect address", Default: newEachTime, Advanced: true,
			Options: []spec.Option{
				{Value: newEachTime, Label: "http://127.0.0.1, new each time"},
				{Value: anyPort, Label: "http://127.0.0.1/callback, any port"},
				{Value: onePort, Label: "http://127.0.0.1/callback, one port"}},
			Doc: "Where your browser comes back to. New each time is safest, but many services take only an address that they know: " +
				"give them http://127.0.0.1/callback; to those that look at the port too, http://127.0.0.1:8400/callback, with your port."}),
		spec.NumberVar(&r.port, spec.Field{Name: "redirectPort", Label: "Redirect port", Required: true, Advanced: true, Min: &least, Max: &most,
			Placeholder: "8400", When: &spec.When{Field: "redirect", Is: []string{onePort}}, Doc: "The port in the address that the service knows: one that nothing else here uses."}),
	}
}

func (r *redirect) check(v spec.Values) []spec.Problem {
	var p problems
	if n, err := spec.ToNumber(v["redirectPort"]); err == nil && n != float64(int(n)) && spec.ToText(v["redirect"]) == onePort {
		p.add("redirectPort", "Redirect port is a whole number.")
	}
	return p
}

// Redirect implements [Grant].
func (r *redirect) Redirect() (port int, plain bool) {
	switch r.how {
	case anyPort:
		return 0, true
	case onePort:
		return int(r.port), true
	}
	return 0, false
}
