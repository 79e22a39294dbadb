package flow

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// A draft keeps these names for ever.
func TestEveryEditHasItsNameInTheTable(t *testing.T) {
	for want, e := range map[string]Edit{
		`{"remove":{"flow":"F","name":"A"}}`:                                                                                   RemoveNode{"F", "A"},
		`{"move":{"flow":"F","to":[{"node":"A","at":[1,2]},{"node":"B"}]}}`:                                                    MoveNodes{"F", []Place{{"A", &Point{1, 2}}, {"B", nil}}},
		`{"moveInto":{"flow":"F","to":[{"node":"A","in":"L","index":-1,"at":[1,2]}]}}`:                                         MoveInto{"F", []Landing{{"A", "L", -1, &Point{1, 2}}}},
		`{"connect":{"flow":"F","from":"A","port":"success","to":"B"}}`:                                                        Connect{"F", "A", "success", "B"},
		`{"disconnect":{"flow":"F","from":"A","port":"success","to":"B"}}`:                                                     Disconnect{"F", "A", "success", "B"},
		`{"wires":{"flow":"F","node":"A","wires":{"x":["B"]}}}`:                                                                SetWires{"F", "A", []Leg{{"x", []string{"B"}}, {"y", nil}}},
		`{"field":{"flow":"F","node":"A","field":"url","value":"","typing":true}}`:                                             SetField{"F", "A", "url", Value(`""`), true, ""},
		`{"field":{"flow":"F","node":"A","field":"url"}}`:                                                                      SetField{"F", "A", "url", nil, false, ""},
		`{"field":{"flow":"F","node":"A","field":"url","value":null}}`:                                                         SetField{"F", "A", "url", Value("null"), false, ""},
		`{"config":{"flow":"F","node":"A","config":{"b":1.0,"a":2}}}`:                                                          SetConfig{"F", "A", Config{{"b", Value("1.0")}, {"a", Value("2")}}},
		`{"rename":{"flow":"F","from":"A","to":"B"}}`:                                                                          RenameNode{"F", "A", "B"},
		`{"state":{"flow":"F","node":"A","state":{"disabled":true}}}`:                                                          SetState{"F", "A", State{Disabled: true}},
		`{"notes":{"flow":"F","notes":[]}}`:                                                                                    SetNotes{"F", nil},
		`{"groups":{"flow":"F","groups":[{"title":"t","nodes":["A"]}]}}`:                                                       SetGroups{"F", []Group{{Title: "t", Nodes: []string{"A"}}}},
		`{"groups":{"flow":"F","groups":[{"title":"t","color":"data","collapsed":true,"nodes":["A"]}]}}`:                       SetGroups{"F", []Group{{"t", "data", true, []string{"A"}}}},
		`{"details":{"details":{"name":"N"}}}`:                                                                                 SetDetails{Details{Name: "N"}},
		`{"variables":{"variables":[{"name":"v","type":"text","default":""}]}}`:                                                SetVariables{[]Variable{{Name: "v", Type: "text", Default: Value(`""`)}}},
		`{"connections":{"connections":[{"name":"c","provider":"p"}]}}`:                                                        SetConnections{[]Connection{{Name: "c", Provider: "p"}}},
		`{"providers":{"providers":{"p":"1"}}}`:                                                                                SetProviders{map[string]string{"p": "1"}},
		`{"removeFlow":{"name":"F"}}`:                                                                                          RemoveFlow{"F"},
		`{"renameFlow":{"from":"F","to":"G"}}`:                                                                                 RenameFlow{"F", "G"},
		`{"moveFlow":{"name":"F","to":2}}`:                                                                                     MoveFlow{"F", 2},
		`{"batch":{"name":"b","edits":[{"removeFlow":{"name":"F"}}]}}`:                                                         Batch{"b", []Edit{RemoveFlow{"F"}}},
		`{"add":{"flow":"F","in":"L","index":-1,"node":{"name":"A","kind":"api","config":{}},"layout":{"nodes":{"A":[1,2]}}}}`: AddNode{Flow: "F", In: "L", Index: -1, Node: &Node{Name: "A", Kind: "api", At: &Point{1, 2}, Key: 7}},
		`{"addFlow":{"index":0,"flow":{"name":"F","nodes":[]}}}`:                                                               AddFlow{Flow: &Flow{Name: "F"}},
		`{"replace":{"with":{"flowbench":1,"name":"N","flows":[]}}}`:                                                           Replace{With: &Integration{Details: Details{Name: "N"}}},
	} {
		got, err := EncodeEdit(e)
		if err != nil || string(got) != want {
			t.Errorf("%T is written as\n%s, %v; want\n%s", e, got, err, want)
		}
		back, err := DecodeEdit([]byte(want))
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if again, _ := EncodeEdit(back); !bytes.Equal(again, got) {
			t.Errorf("%s is read as %s", want, again)
		}
	}
}

// FuzzDecodeEdit: no panic, whatever a damaged draft holds; and undo undoes it.
func FuzzDecodeEdit(f *testing.F) {
	r := maker{rand.New(rand.NewPCG(1, 1))}
	for range 200 {
		if b, err := EncodeEdit(r.edit()); err == nil {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := DecodeEdit(b)
		if err != nil {
			return
		}
		d := Open(first(maker{}), nil)
		before := Write(d.Integration())
		if d.Do(e) != nil {
			return
		}
		after := Write(d.Integration())
		if _, err := Read(after); err != nil {
			t.Fatalf("%s leads to what cannot be read: %v", b, err)
		}
		if d.Undo(); !bytes.Equal(Write(d.Integration()), before) {
			t.Fatalf("%s is not undone:\n%s", b, Write(d.Integration()))
		}
	})
}
