package flow

import (
	"cmp"
	"slices"
)

// Reconnect returns the batch that makes of one wire another: one of its ends is moved. It
// is nil where that is the wire that was there. Where only the target changes, the wire
// keeps its place in the order of its port.
func (f *Flow) Reconnect(old, now Connect) (Edit, error) {
	if old == now {
		return nil, nil
	}
	without := &Integration{Flows: []*Flow{f.Clone()}}
	cut := Disconnect(old)
	if _, err := cut.Apply(without); err != nil {
		return nil, err
	}
	rest := without.Flows[0]
	if err := rest.CanConnect(now.From, now.Port, now.To); err != nil {
		return nil, err
	}
	batch := Batch{Name: "Reconnect " + now.From + " to " + now.To, Edits: []Edit{cut, now}}
	if old.From == now.From && old.Port == now.Port {
		at := slices.Index(f.Node(old.From).To(old.Port), old.To)
		batch.Edits = append(batch.Edits, SetWires{f.Name, old.From, WithWire(rest.Node(old.From).Wires, old.Port, at, now.To)})
	}
	return batch, nil
}

// WithWire returns wires with one more, at a place in the order of its port.
func WithWire(wires []Leg, port string, at int, to string) []Leg {
	out := cloneLegs(wires)
	i, found := slices.BinarySearchFunc(out, port, func(l Leg, port string) int { return cmp.Compare(l.Port, port) })
	if !found {
		out = slices.Insert(out, i, Leg{Port: port})
	}
	out[i].To = slices.Insert(out[i].To, min(at, len(out[i].To)), to)
	return out
}
