package flow

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// A history is thousands of edits, good and bad, on a small document, so that they meet.
type maker struct{ *rand.Rand }

func (r maker) name() string { return string(rune('A' + r.IntN(7))) }
func (r maker) names() []string {
	var out []string
	for range r.IntN(3) {
		out = append(out, r.name())
	}
	return out
}
func (r maker) flow() string {
	if r.IntN(12) == 0 {
		return "None"
	}
	return []string{"One", "Two"}[r.IntN(8)/7]
}
func (r maker) port() string { return []string{"success", "failure", "If"}[r.IntN(3)] }
func (r maker) text() string { return []string{"", "", "a", "a", "b", "c", "<é&>", "\xff"}[r.IntN(8)] }
func (r maker) at() *Point {
	if r.IntN(4) == 0 {
		return nil
	}
	return &Point{r.IntN(3) * 40, []int{0, 0, -7, 9, 30, maxPlace, maxPlace + 1}[r.IntN(7)]}
}
func (r maker) landing() Landing {
	l := Landing{Node: r.name(), Index: r.IntN(4) - 1, At: r.at()}
	if r.IntN(2) == 0 {
		l.In = r.name()
	}
	return l
}
func (r maker) value() Value {
	return []Value{nil, Value("1.0"), Value("1e5"), Value(`"{{x}}"`), Value(`{"b": 1, "a": [12345678901234567890]}`), Value(`{`), Value(`""`)}[r.IntN(7)]
}
func (r maker) config() Config {
	var c Config
	for range r.IntN(3) {
		c = append(c, Setting{r.text(), r.value()})
	}
	return c
}
func (r maker) wires() []Leg {
	var out []Leg
	for range r.IntN(3) {
		out = append(out, Leg{r.port(), r.names()})
	}
	return out
}
func (r maker) node(depth int) *Node {
	n := &Node{Name: r.name(), Kind: []string{"start", "end", "api", "loop", ""}[min(r.IntN(30), 4)%5], Config: r.config(), Wires: r.wires(), Note: r.text(), At: r.at(), Collapsed: r.IntN(4) == 0}
	if n.Kind == "" && r.IntN(10) > 0 {
		n.Kind = "api"
	}
	for depth > 0 && r.IntN(3) == 0 {
		n.Body = append(n.Body, r.node(depth-1))
	}
	return n
}
func (r maker) group() Group { return Group{r.text(), r.text(), r.IntN(2) == 0, r.names()} }
func (r maker) oneFlow(name string) *Flow {
	f := &Flow{Name: name, Groups: []Group{r.group()}}
	for range r.IntN(4) {
		f.Nodes = append(f.Nodes, r.node(1))
	}
	return f
}

func (r maker) edit() Edit {
	f := r.flow()
	switch r.IntN(26) {
	case 0, 1, 2:
		in := ""
		if r.IntN(3) == 0 {
			in = r.name()
		}
		return AddNode{Flow: f, In: in, Index: r.IntN(4) - 1, Node: r.node(2)}
	case 3:
		return RemoveNode{f, r.name()}
	case 4:
		return MoveNodes{f, []Place{{r.name(), r.at()}, {r.name(), r.at()}}}
	case 5, 6, 7:
		return Connect{f, r.name(), r.port(), r.name()}
	case 8:
		return Disconnect{f, r.name(), r.port(), r.name()}
	case 9:
		return SetWires{f, r.name(), r.wires()}
	case 10:
		b := Batch{Name: r.text()}
		for range r.IntN(4) {
			b.Edits = append(b.Edits, r.edit())
		}
		return b
	case 11, 12, 13:
		return SetField{f, r.name(), "x", r.value(), r.IntN(3) > 0, r.text()}
	case 14:
		return SetConfig{f, r.name(), r.config()}
	case 15:
		return RenameNode{f, r.name(), r.name()}
	case 16:
		return SetState{f, r.name(), State{r.IntN(2) == 0, r.IntN(2) == 0, r.text(), r.text()}}
	case 17:
		return SetNotes{f, []Note{{Point{r.IntN(2), 0}, Point{1, 1}, r.text(), r.text()}}[:r.IntN(2)]}
	case 18:
		return SetGroups{f, []Group{r.group(), r.group()}[:r.IntN(3)]}
	case 19:
		return SetDetails{Details{Name: r.text(), Labels: r.names()}}
	case 20:
		return SetVariables{[]Variable{{Name: r.name(), Type: "text", Default: r.value()}}[:r.IntN(2)]}
	case 21:
		return []Edit{SetConnections{[]Connection{{r.name(), "", r.names()}}[:r.IntN(2)]}, SetProviders{map[string]string{r.text(): r.text()}}}[r.IntN(2)]
	case 24, 25:
		return MoveInto{f, []Landing{r.landing(), r.landing()}[:r.IntN(3)]}
	case 22:
		return []Edit{AddFlow{Index: r.IntN(3) - 1, Flow: r.oneFlow(r.flow())}, RemoveFlow{f}, RenameFlow{f, r.flow()}, MoveFlow{f, r.IntN(4) - 1}}[r.IntN(4)]
	}
	if r.IntN(3) > 0 {
		return Connect{f, r.name(), r.port(), r.name()}
	}
	return Replace{With: &Integration{Details: Details{Name: "R"}, Flows: []*Flow{r.oneFlow("One"), r.oneFlow("Two")}}}
}

// first returns a document to begin a history with: wires to nowhere and groups of
// nobody included, since files may hold them.
func first(r maker) *Integration {
	return &Integration{Flows: []*Flow{
		{Name: "One", Groups: []Group{{"g", "", true, []string{"A", "F"}}}, Nodes: []*Node{
			{Name: "A", Kind: "start", Wires: []Leg{{"success", []string{"B", "G"}}}},
			{Name: "B", Kind: "loop", Body: []*Node{{Name: "D", Kind: "api", Wires: []Leg{{"success", []string{"D"}}}}}},
			{Name: "C", Kind: "end"}}},
		{Name: "Two"}}}
}

// The undo law: undo all is the first state, redo all the last, over every edit; a
// failed edit changes nothing; each edit through its written form does the same; and the
// log of a history, replayed, is that history.
func TestUndoAndReplayOverRandomHistories(t *testing.T) {
	done := map[string]int{}
	failed := 0
	for seed := range 2000 {
		r := maker{rand.New(rand.NewPCG(uint64(seed), 7))}
		in := first(r)
		d := Open(in.Clone(), nil)
		start := Write(d.Integration())
		begin := d.Checkpoint()
		var records [][]byte
		d.Listen(nil, func(b []byte) { records = append(records, b) })
		middle := r.IntN(30)
		var kept *Integration
		var asKept []byte
		for i := range 30 {
			if i == middle {
				begin, records = d.Checkpoint(), nil
				kept, asKept = d.Snapshot(), Write(d.Integration())
			}
			e := r.edit()
			switch r.IntN(10) {
			case 0:
				d.Undo()
				continue
			case 1:
				d.Redo()
				continue
			case 2:
				d.Saved()
			}
			before, dirty := Write(d.Integration()), d.Dirty()
			written, err := EncodeEdit(e)
			if err == nil && r.IntN(2) == 0 {
				if e, err = DecodeEdit(written); err == nil {
					if again, _ := EncodeEdit(e); !bytes.Equal(again, written) {
						t.Fatalf("seed %d: written twice, an edit differs:\n%s\n%s", seed, written, again)
					}
				}
			}
			if err == nil {
				err = d.Do(e)
			}
			if err != nil {
				failed++
				if !bytes.Equal(Write(d.Integration()), before) || d.Dirty() != dirty {
					t.Fatalf("seed %d: %#v failed (%v) and changed the document", seed, e, err)
				}
			} else {
				done[fmt.Sprintf("%T", e)]++
			}
			checkKeys(t, d.Integration())
		}
		if !bytes.Equal(Write(kept), asKept) {
			t.Fatalf("seed %d: edits changed a snapshot", seed)
		}
		last := Write(d.Integration())
		if back, err := Read(last); err != nil || !bytes.Equal(Write(back), last) {
			t.Fatalf("seed %d: what was written is not what is read: %v\n%s", seed, err, last)
		}
		again, err := Replay(begin, records)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		equalHistories(t, d, again)
		for _, d := range []*Document{d, again} {
			keys := keysOf(d.Integration())
			undone := 0
			for d.UndoLabel() != "" {
				d.Undo()
				undone++
			}
			if !bytes.Equal(Write(d.Integration()), start) {
				t.Fatalf("seed %d: undo of all is not the first state:\n%s", seed, Write(d.Integration()))
			}
			for range undone {
				d.Redo()
			}
			if !bytes.Equal(Write(d.Integration()), last) {
				t.Fatalf("seed %d: redo of all is not the last state:\n%s", seed, Write(d.Integration()))
			}
			if !slices.Equal(keysOf(d.Integration()), keys) {
				t.Fatalf("seed %d: keys changed over undo and redo", seed)
			}
		}
	}
	for _, row := range table {
		if done[row.of.String()] == 0 {
			t.Errorf("%s never succeeded: the histories do not reach it", row.of)
		}
	}
	if failed == 0 {
		t.Error("no edit failed: the histories do not reach that")
	}
	t.Logf("%v, %d failed", done, failed)
}

func equalHistories(t *testing.T, a, b *Document) {
	t.Helper()
	if x, y := string(a.Checkpoint()), string(b.Checkpoint()); x != y {
		t.Fatalf("the replayed document differs:\n%s\n%s", x, y)
	}
}

func keysOf(in *Integration) []Key {
	var keys []Key
	for _, f := range in.Flows {
		for n := range f.All {
			keys = append(keys, n.Key)
		}
	}
	return keys
}

func checkKeys(t *testing.T, in *Integration) {
	t.Helper()
	seen := map[Key]bool{0: true}
	for _, k := range keysOf(in) {
		if seen[k] {
			t.Fatalf("the key %d is there twice, or is 0", k)
		}
		seen[k] = true
	}
}
