package flow

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The name of every edit, under which drafts keep it, and how it is written.
var table = []row{
	shaped("add", addShape.edit, shapeOfAdd),
	plain[RemoveNode]("remove"),
	plain[MoveNodes]("move"),
	plain[MoveInto]("moveInto"),
	plain[Connect]("connect"),
	plain[Disconnect]("disconnect"),
	shaped("wires", wiresShape.edit, shapeOfWires),
	plain[SetField]("field"),
	shaped("config", configShape.edit, shapeOfConfig),
	plain[RenameNode]("rename"),
	plain[SetState]("state"),
	plain[SetNotes]("notes"),
	plain[SetGroups]("groups"),
	plain[SetDetails]("details"),
	plain[SetVariables]("variables"),
	plain[SetConnections]("connections"),
	plain[SetProviders]("providers"),
	shaped("addFlow", addFlowShape.edit, shapeOfAddFlow),
	plain[RemoveFlow]("removeFlow"),
	plain[RenameFlow]("renameFlow"),
	plain[MoveFlow]("moveFlow"),
	shaped("replace", replaceShape.edit, shapeOfReplace),
}

// A row is an edit in the table.
type row struct {
	name  string
	of    reflect.Type
	shape func(Edit) (any, error)
	read  func(jsontext.Value) (Edit, error)
}

// plain is an edit written as its struct stands.
func plain[E Edit](name string) row {
	return shaped(name, func(e E) (E, error) { return e, nil }, func(e E) (E, error) { return e, nil })
}

// shaped is an edit written in another shape than its struct's.
func shaped[E Edit, S any](name string, edit func(S) (E, error), shape func(E) (S, error)) row {
	return row{
		name:  name,
		of:    reflect.TypeFor[E](),
		shape: func(e Edit) (any, error) { return shape(e.(E)) },
		read: func(v jsontext.Value) (Edit, error) {
			var s S
			if err := json2.Unmarshal(v, &s, json2.RejectUnknownMembers(true)); err != nil {
				return nil, explain(v, err)
			}
			return edit(s)
		},
	}
}

const batchName = "batch" // it holds edits itself, so it cannot stand in the table that names them

type batchShape struct {
	Name  string           `json:"name,omitzero"`
	Edits []jsontext.Value `json:"edits"`
}

// EncodeEdit writes an edit: {"move": {…}}.
func EncodeEdit(e Edit) ([]byte, error) {
	if e == nil {
		return nil, errors.New("there is no edit")
	}
	if b, ok := e.(Batch); ok {
		s := batchShape{Name: b.Name, Edits: []jsontext.Value{}}
		for _, one := range b.Edits {
			v, err := EncodeEdit(one)
			if err != nil {
				return nil, err
			}
			s.Edits = append(s.Edits, v)
		}
		return named(batchName, s)
	}
	t := reflect.TypeOf(e)
	for _, r := range table {
		if r.of == t {
			s, err := r.shape(e)
			if err != nil {
				return nil, err
			}
			return named(r.name, s)
		}
	}
	return nil, fmt.Errorf("%T is no edit of a document", e)
}

func named(name string, v any) ([]byte, error) {
	b, err := json2.Marshal(map[string]any{name: v}, json2.Deterministic(true))
	if err != nil && strings.Contains(err.Error(), "invalid UTF-8") {
		return nil, errors.New("the text holds bytes that are no UTF-8")
	}
	return b, err
}

// DecodeEdit reads what EncodeEdit wrote, and nothing else.
func DecodeEdit(b []byte) (Edit, error) {
	name, v, err := member(b)
	if err != nil {
		return nil, fmt.Errorf("an edit: %w", err)
	}
	if name == batchName {
		var s batchShape
		if err := json2.Unmarshal(v, &s, json2.RejectUnknownMembers(true)); err != nil {
			return nil, fmt.Errorf("the edit %q: %w", name, explain(v, err))
		}
		out := Batch{Name: s.Name}
		for _, one := range s.Edits {
			e, err := DecodeEdit(one)
			if err != nil {
				return nil, err
			}
			out.Edits = append(out.Edits, e)
		}
		return out, nil
	}
	for _, r := range table {
		if r.name == name {
			e, err := r.read(v)
			if err != nil {
				return nil, fmt.Errorf("the edit %q: %w", name, err)
			}
			return e, nil
		}
	}
	return nil, fmt.Errorf("there is no edit %q", name)
}

// member reads an object of one member.
func member(b []byte) (string, jsontext.Value, error) {
	d := jsontext.NewDecoder(bytes.NewReader(b))
	if k := d.PeekKind(); k != '{' {
		return "", nil, errors.New("an object { } of one key belongs here")
	}
	d.ReadToken()
	if d.PeekKind() != '"' {
		return "", nil, errors.New("an object { } of one key belongs here")
	}
	name, err := d.ReadToken()
	if err != nil {
		return "", nil, explain(b, err)
	}
	key := name.String()
	v, err := d.ReadValue()
	if err != nil {
		return "", nil, explain(b, err)
	}
	v = v.Clone()
	if d.PeekKind() != '}' {
		return "", nil, errors.New("an object { } of one key belongs here")
	}
	d.ReadToken()
	if _, err := d.ReadToken(); err != io.EOF {
		return "", nil, errors.New("something follows after the last }")
	}
	return key, v, nil
}

// Shapes of edits that hold parts of the document: they stand as in a file.
type addShape struct {
	Flow   string     `json:"flow"`
	In     string     `json:"in,omitzero"`
	Index  int        `json:"index"`
	Node   fileNode   `json:"node"`
	Layout fileLayout `json:"layout,omitempty"`
}

func shapeOfAdd(e AddNode) (addShape, error) {
	if e.Node == nil {
		return addShape{}, errors.New("there is no node to add")
	}
	ff, l := shapeOfFlow(&Flow{Nodes: []*Node{e.Node}})
	return addShape{e.Flow, e.In, e.Index, ff.Nodes[0], l}, nil
}

func (s addShape) edit() (AddNode, error) {
	ns, err := newReader(s.Layout, plainPath).nodes([]fileNode{s.Node}, "", 0)
	if err != nil {
		return AddNode{}, err
	}
	return AddNode{Flow: s.Flow, In: s.In, Index: s.Index, Node: ns[0]}, nil
}

func plainPath(path string, err error) error { return fmt.Errorf("%s: %w", dotted(path), err) }

type wiresShape struct {
	Flow  string `json:"flow"`
	Node  string `json:"node"`
	Wires legs   `json:"wires"`
}

func shapeOfWires(e SetWires) (wiresShape, error) {
	wires, err := cleanWires(e.Wires)
	return wiresShape{e.Flow, e.Node, legs(wires)}, err
}

func (s wiresShape) edit() (SetWires, error) { return SetWires{s.Flow, s.Node, []Leg(s.Wires)}, nil }

type configShape struct {
	Flow   string `json:"flow"`
	Node   string `json:"node"`
	Config object `json:"config"`
}

func shapeOfConfig(e SetConfig) (configShape, error) {
	return configShape{e.Flow, e.Node, object(e.Config)}, checkConfig(e.Config)
}

func (s configShape) edit() (SetConfig, error) {
	return SetConfig{s.Flow, s.Node, Config(s.Config)}, nil
}

type addFlowShape struct {
	Index  int        `json:"index"`
	Flow   fileFlow   `json:"flow"`
	Layout fileLayout `json:"layout,omitempty"`
}

func shapeOfAddFlow(e AddFlow) (addFlowShape, error) {
	if e.Flow == nil {
		return addFlowShape{}, errors.New("there is no flow to add")
	}
	ff, l := shapeOfFlow(e.Flow)
	return addFlowShape{e.Index, ff, l}, e.Flow.check()
}

func (s addFlowShape) edit() (AddFlow, error) {
	ns, err := newReader(s.Layout, plainPath).nodes(s.Flow.Nodes, "", 0)
	return AddFlow{Index: s.Index, Flow: &Flow{Name: s.Flow.Name, Nodes: ns, Notes: s.Layout.Notes, Groups: s.Layout.Groups}}, err
}

type replaceShape struct {
	With fileIntegration `json:"with"`
}

func shapeOfReplace(e Replace) (replaceShape, error) {
	if e.With == nil {
		return replaceShape{}, errors.New("there is no integration to put in this one's place")
	}
	return replaceShape{shapeOf(e.With)}, e.With.check()
}

func (s replaceShape) edit() (Replace, error) {
	in, err := s.With.integration(plainPath)
	return Replace{With: in}, err
}
