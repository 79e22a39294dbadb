package refactor

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"flowbench/engine/flow"
)

// A hand does what a person may do to a document, at random.
type hand struct {
	*rand.Rand
	d         *flow.Document
	clipboard []byte
}

func (h *hand) flow() *flow.Flow { return h.d.Integration().Flows[h.IntN(2)] }

func (h *hand) one(f *flow.Flow) string {
	if names := everyone(f); len(names) > 0 {
		return names[h.IntN(len(names))]
	}
	return "Nobody"
}

func (h *hand) some(f *flow.Flow) []string {
	var out []string
	for _, name := range everyone(f) {
		if h.IntN(3) == 0 {
			out = append(out, name)
		}
	}
	return out
}

func everyone(f *flow.Flow) []string {
	var out []string
	for n := range f.All {
		out = append(out, n.Name)
	}
	return out
}

func (h *hand) port() string { return []string{"success", "failure", "If"}[h.IntN(3)] }

func (h *hand) wire(f *flow.Flow) flow.Connect {
	var all []flow.Connect
	for n := range f.All {
		for _, l := range n.Wires {
			for _, to := range l.To {
				all = append(all, flow.Connect{Flow: f.Name, From: n.Name, Port: l.Port, To: to})
			}
		}
	}
	if len(all) == 0 {
		return flow.Connect{Flow: f.Name, From: "Nobody", Port: "success", To: "Nobody"}
	}
	return all[h.IntN(len(all))]
}

// edit makes one edit of a kind, or says why there is none.
func (h *hand) edit(kind string) (flow.Edit, error) {
	f := h.flow()
	in := h.d.Integration()
	switch kind {
	case "add":
		n := &flow.Node{Name: f.FreeName([]string{"Get", "Post", "Map"}[h.IntN(3)]), Kind: []string{"api", "loop", "condition", "end"}[h.IntN(4)], At: &flow.Point{X: h.IntN(900), Y: h.IntN(900)}}
		n.Config = flow.ConfigOf("url", "{{context.steps."+h.one(f)+".output}} of "+h.one(f))
		around := ""
		if c := f.Node(h.one(f)); c != nil && c.Kind == "loop" && n.Kind != "end" && h.IntN(2) == 0 {
			around = c.Name
		}
		return flow.AddNode{Flow: f.Name, In: around, Index: -1, Node: n}, nil
	case "connect":
		return Connect(in, flow.Connect{Flow: f.Name, From: h.one(f), Port: h.port(), To: h.one(f)})
	case "group":
		return flow.SetGroups{Flow: f.Name, Groups: append(slices.Clone(f.Groups), flow.Group{Title: "G", Nodes: h.some(f)})}, nil
	case "note":
		return flow.SetNotes{Flow: f.Name, Notes: append(slices.Clone(f.Notes), flow.Note{Text: "n"})}, nil
	case "cut":
		s := Selection{Nodes: h.some(f), Notes: []int{0}}
		p, err := Copy(in, f.Name, s, nil)
		if err != nil {
			return nil, err
		}
		h.clipboard = flow.WritePart(p)
		return Cut(in, f.Name, s)
	case "paste":
		p, err := flow.ReadPart(h.clipboard)
		if err != nil {
			return nil, err
		}
		t := Target{Flow: f.Name, By: flow.Point{X: 12 * h.IntN(9), Y: 12}}
		if c := f.Node(h.one(f)); c != nil && c.Kind == "loop" {
			t.In = c.Name
		}
		got, err := Paste(in, p, t, reader)
		return got.Edit, err
	case "duplicate":
		e, _, err := Duplicate(in, f.Name, h.some(f), reader)
		return e, err
	case "remove joined":
		return RemoveJoined(in, f.Name, h.some(f), nil)
	case "reconnect":
		now := h.wire(f)
		old := now
		switch h.IntN(3) {
		case 0:
			now.To = h.one(f)
		case 1:
			now.From = h.one(f)
		default:
			now.Port = h.port()
		}
		return f.Reconnect(old, now)
	}
	return SetDisabled(in, f.Name, h.some(f), h.IntN(2) == 0)
}

// valid says what rule of drawing a document breaks that kept them all.
func valid(in *flow.Integration) error {
	for _, f := range in.Flows {
		around := map[string]*flow.Node{}
		starts := 0
		for n, c := range f.All {
			around[n.Name] = c
			if n.Kind == "start" {
				starts++
			}
			if c != nil && (n.Kind == "start" || n.Kind == "end") {
				return fmt.Errorf("%s stands in %s", n.Name, c.Name)
			}
		}
		if starts > 1 {
			return fmt.Errorf("%s has %d Starts", f.Name, starts)
		}
		for n := range f.All {
			for _, l := range n.Wires {
				if len(l.To) > flow.MaxWires || n.Kind == "end" {
					return fmt.Errorf("%s, port %s, leads to %v", n.Name, l.Port, l.To)
				}
				for i, to := range l.To {
					m := f.Node(to)
					if m == nil || m.Kind == "start" || around[to] != around[n.Name] || slices.Contains(l.To[:i], to) || f.Leads(to, n.Name) {
						return fmt.Errorf("%s, port %s, leads to %s", n.Name, l.Port, to)
					}
				}
			}
		}
	}
	return nil
}

// Whatever is cut, pasted, joined and reconnected, the document stays one that could have
// been drawn and can be read back, and undo of all is the first state.
func TestRandomHistoriesStayValidAndAreUndone(t *testing.T) {
	kinds := []string{"add", "add", "add", "connect", "connect", "connect", "connect", "group", "note", "cut", "paste", "paste", "duplicate", "remove joined", "reconnect", "reconnect", "disable"}
	done := map[string]int{}
	for seed := range 200 {
		h := &hand{Rand: rand.New(rand.NewPCG(uint64(seed), 11))}
		h.d = flow.Open(&flow.Integration{Flows: []*flow.Flow{NewFlow("One"), {Name: "Two"}}}, nil)
		first := flow.Write(h.d.Integration())
		for range 40 {
			kind := kinds[h.IntN(len(kinds))]
			before := flow.Write(h.d.Integration())
			e, err := h.edit(kind)
			if !bytes.Equal(flow.Write(h.d.Integration()), before) {
				t.Fatalf("seed %d: making the edit %s changed the document", seed, kind)
			}
			if err != nil || e == nil || len(everyone(h.d.Integration().Flows[0])) > 60 {
				continue
			}
			if err := h.d.Do(e); err != nil {
				t.Fatalf("seed %d: %s: %v", seed, kind, err)
			}
			if err := valid(h.d.Integration()); err != nil {
				t.Fatalf("seed %d: after %s: %v\n%s", seed, e.Label(), err, before)
			}
			if !bytes.Equal(flow.Write(h.d.Integration()), before) {
				done[kind]++
			}
		}
		last := flow.Write(h.d.Integration())
		back, err := flow.Read(last)
		if err != nil || !bytes.Equal(flow.Write(back), last) {
			t.Fatalf("seed %d: what was written is not what is read: %v", seed, err)
		}
		steps := 0
		for h.d.UndoLabel() != "" {
			h.d.Undo()
			steps++
		}
		if !bytes.Equal(flow.Write(h.d.Integration()), first) {
			t.Fatalf("seed %d: undo of all is not the first state:\n%s", seed, flow.Write(h.d.Integration()))
		}
		for range steps {
			h.d.Redo()
		}
		if !bytes.Equal(flow.Write(h.d.Integration()), last) {
			t.Fatalf("seed %d: redo of all is not the last state", seed)
		}
	}
	for _, kind := range kinds {
		if done[kind] < 10 {
			t.Errorf("%s was done only %d times: the histories hardly reach it", kind, done[kind])
		}
	}
	t.Log(done)
}
