package flow

import (
	"bytes"
	"fmt"
	"strings"

	json2 "github.com/go-json-experiment/json"
)

// What a file may be at most.
const (
	MaxSize  = 32 << 20
	maxDepth = 200
)

// Read reads an integration. Its errors name the line, the place in the file and the
// mend. A wire to a node that is not there, and a circle, are read as they are: package
// check tells of them. The layout of what is not there is left out.
func Read(b []byte) (*Integration, error) {
	if len(b) > MaxSize {
		return nil, fmt.Errorf("the file has %d MB; an integration has at most %d MB", len(b)>>20, MaxSize>>20)
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff")) // some editors begin a file with it
	if _, err := precheck(b); err != nil {
		return nil, err
	}
	var file fileIntegration
	if err := json2.Unmarshal(b, &file, json2.RejectUnknownMembers(true)); err != nil {
		return nil, explain(b, err)
	}
	return file.integration(func(path string, err error) error { return at(b, path, err) })
}

// integration makes the document of what was read; at puts the place to an error.
func (file *fileIntegration) integration(at func(path string, err error) error) (*Integration, error) {
	in := &Integration{Details: file.Details, Config: file.Config, Connections: file.Connections, Providers: file.Providers}
	for i, v := range in.Config {
		if v.Default != nil {
			if err := checkValue(v.Default); err != nil {
				return nil, at(fmt.Sprintf("/config/%d/default", i), fmt.Errorf("this value %w: make it flatter", err))
			}
		}
	}
	seen := map[string]int{}
	for i, ff := range file.Flows {
		path := fmt.Sprintf("/flows/%d", i)
		if err := checkFlowName(ff.Name); err != nil {
			return nil, at(path+"/name", fmt.Errorf("%w: write one", err))
		}
		if j, twice := seen[ff.Name]; twice {
			return nil, at(path+"/name", fmt.Errorf("the name %q is already that of flow %d: rename one", ff.Name, j+1))
		}
		seen[ff.Name] = i
		l := file.Layout.of(ff.Name)
		nodes, err := newReader(l, at).nodes(ff.Nodes, path+"/nodes", 0)
		if err != nil {
			return nil, err
		}
		in.Flows = append(in.Flows, &Flow{Name: ff.Name, Nodes: nodes, Notes: l.Notes, Groups: l.Groups})
	}
	return in, nil
}

// A reader makes nodes of what stands in a file, with their places from its layout.
type reader struct {
	at        func(path string, err error) error
	places    map[string]Point
	collapsed map[string]bool
	names     map[string]string // folded name -> where it stands
}

func newReader(l fileLayout, at func(path string, err error) error) *reader {
	r := &reader{at, make(map[string]Point, len(l.Nodes)), map[string]bool{}, map[string]string{}}
	for _, s := range l.Nodes {
		r.places[s.name] = s.at
	}
	for _, name := range l.Collapsed {
		r.collapsed[name] = true
	}
	return r
}

func (r *reader) nodes(list []fileNode, path string, depth int) ([]*Node, error) {
	if depth > maxBodies {
		return nil, r.at(path, fmt.Errorf("containers lie in one another more than %d deep: move some out", maxBodies))
	}
	var out []*Node
	for i, fn := range list {
		p := fmt.Sprintf("%s/%d", path, i)
		if err := CheckName(fn.Name); err != nil {
			return nil, r.at(p+"/name", err)
		}
		fold := strings.ToLower(fn.Name)
		if first, twice := r.names[fold]; twice {
			return nil, r.at(p+"/name", fmt.Errorf("the name %q is already that of another node of the flow, %s: rename one", fn.Name, dotted(first)))
		}
		r.names[fold] = p
		if fn.Kind == "" {
			return nil, r.at(p, noKind(fn.Name))
		}
		for _, s := range fn.Config {
			if err := checkValue(s.Value); err != nil {
				return nil, r.at(p+"/config", fmt.Errorf("the value of %s %w: make it flatter", s.Name, err))
			}
		}
		n := &Node{Name: fn.Name, Kind: fn.Kind, Config: Config(fn.Config), Wires: []Leg(fn.Wires),
			Disabled: fn.Disabled, Icon: fn.Icon, Note: fn.Note, Collapsed: r.collapsed[fn.Name]}
		if at, ok := r.places[fn.Name]; ok {
			n.At = &at
		}
		var err error
		if n.Body, err = r.nodes(fn.Body, p+"/body", depth+1); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// Write returns the canonical form of the integration.
func Write(in *Integration) []byte { return pretty(Of(shapeOf(in))) }

func shapeOf(in *Integration) fileIntegration {
	file := fileIntegration{Flowbench: Format, Details: in.Details, Config: in.Config, Connections: in.Connections, Providers: in.Providers, Flows: []fileFlow{}}
	for _, f := range in.Flows {
		ff, l := shapeOfFlow(f)
		file.Flows = append(file.Flows, ff)
		if len(l.Nodes)+len(l.Collapsed)+len(l.Notes)+len(l.Groups) > 0 {
			file.Layout = append(file.Layout, flowLayout{f.Name, l})
		}
	}
	return file
}

func shapeOfFlow(f *Flow) (fileFlow, fileLayout) {
	l := fileLayout{Notes: f.Notes, Groups: f.Groups}
	for n := range f.All {
		if n.At != nil {
			l.Nodes = append(l.Nodes, spot{n.Name, *n.At})
		}
		if n.Collapsed {
			l.Collapsed = append(l.Collapsed, n.Name)
		}
	}
	return fileFlow{Name: f.Name, Nodes: shapeOfNodes(f.Nodes)}, l
}

func shapeOfNodes(ns []*Node) []fileNode {
	out := make([]fileNode, 0, len(ns))
	for _, n := range ns {
		fn := fileNode{Name: n.Name, Kind: n.Kind, Config: object(n.Config), Wires: inOrder(n.Wires), Disabled: n.Disabled, Icon: n.Icon, Note: n.Note}
		if len(n.Body) > 0 {
			fn.Body = shapeOfNodes(n.Body)
		}
		out = append(out, fn)
	}
	return out
}
