package flow

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// What a file may be at most.
const (
	MaxSize  = 32 << 20
	maxDepth = 200
)

// The file's own shape: layout stands apart from logic.
type fileIntegration struct {
	Flowbench int `json:"flowbench"`
	Details
	Config      []Variable        `json:"config,omitempty"`
	Connections []Connection      `json:"connections,omitempty"`
	Providers   map[string]string `json:"providers,omitempty"`
	Flows       []fileFlow        `json:"flows"`
	Layout      jsontext.Value    `json:"layout,omitempty"`
}

type fileFlow struct {
	Name  string     `json:"name"`
	Nodes []fileNode `json:"nodes"`
}

type fileNode struct {
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`
	Config   object     `json:"config"`
	Body     []fileNode `json:"body,omitempty"`
	Wires    legs       `json:"wires,omitempty"`
	Disabled bool       `json:"disabled,omitzero"`
	Icon     string     `json:"icon,omitzero"`
	Note     string     `json:"note,omitzero"`
}

type fileLayout struct {
	Nodes     places   `json:"nodes,omitempty"`
	Collapsed []string `json:"collapsed,omitempty"`
	Notes     []Note   `json:"notes,omitempty"`
	Groups    []Group  `json:"groups,omitempty"`
}

// Read reads an integration. Its errors name the line, the place in the file and the mend.
func Read(b []byte) (*Integration, error) {
	if len(b) > MaxSize {
		return nil, fmt.Errorf("the file has %d MB; an integration has at most %d", len(b)>>20, MaxSize>>20)
	}
	if err := precheck(b); err != nil {
		return nil, err
	}
	var file fileIntegration
	if err := json2.Unmarshal(b, &file, json2.RejectUnknownMembers(true)); err != nil {
		return nil, explain(b, err)
	}
	layout := map[string]fileLayout{}
	if file.Layout != nil {
		if err := json2.Unmarshal(file.Layout, &layout, json2.RejectUnknownMembers(true)); err != nil {
			return nil, explain(b, fmt.Errorf("layout: %w", err))
		}
	}
	in := &Integration{Details: file.Details, Config: file.Config, Connections: file.Connections, Providers: file.Providers}
	seen := map[string]int{}
	for i, ff := range file.Flows {
		path := fmt.Sprintf("/flows/%d", i)
		if ff.Name == "" {
			return nil, at(b, path+"/name", errors.New("a flow needs a name"))
		}
		if j, twice := seen[ff.Name]; twice {
			return nil, at(b, path+"/name", fmt.Errorf("the flow name %q is already that of flow %d: rename one", ff.Name, j+1))
		}
		seen[ff.Name] = i
		l := layout[ff.Name]
		f := &Flow{Name: ff.Name, Notes: l.Notes, Groups: l.Groups}
		r := reader{src: b, places: l.Nodes.index(), collapsed: l.Collapsed, names: map[string]string{}}
		var err error
		if f.Nodes, err = r.nodes(ff.Nodes, path+"/nodes", false); err != nil {
			return nil, err
		}
		in.Flows = append(in.Flows, f)
	}
	return in, nil
}

type reader struct {
	src       []byte
	places    map[string]Point
	collapsed []string
	names     map[string]string // folded name -> where it stands
}

func (r *reader) nodes(list []fileNode, path string, body bool) ([]*Node, error) {
	out := make([]*Node, 0, len(list))
	for i, fn := range list {
		p := fmt.Sprintf("%s/%d", path, i)
		if err := CheckName(fn.Name); err != nil {
			return nil, at(r.src, p+"/name", err)
		}
		fold := strings.ToLower(fn.Name)
		if first, twice := r.names[fold]; twice {
			return nil, at(r.src, p+"/name", fmt.Errorf("the name %q is already used by %s: rename one", fn.Name, first))
		}
		r.names[fold] = place(r.src, p+"/name")
		if fn.Kind == "" {
			return nil, at(r.src, p, fmt.Errorf("the node %q has no kind", fn.Name))
		}
		n := &Node{Name: fn.Name, Kind: fn.Kind, Config: Config(fn.Config), Wires: []Leg(fn.Wires),
			Disabled: fn.Disabled, Icon: fn.Icon, Note: fn.Note, Collapsed: slices.Contains(r.collapsed, fn.Name)}
		if at, ok := r.places[fn.Name]; ok {
			n.At = &at
		}
		var err error
		if n.Body, err = r.nodes(fn.Body, p+"/body", true); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	if body && len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// Write returns the canonical form of the integration.
func Write(in *Integration) []byte {
	file := fileIntegration{Flowbench: Format, Details: in.Details, Config: in.Config, Connections: in.Connections, Providers: in.Providers, Flows: []fileFlow{}}
	var layout []string // flow name, layout, in turn
	for _, f := range in.Flows {
		file.Flows = append(file.Flows, fileFlow{Name: f.Name, Nodes: writeNodes(f.Nodes)})
		l := fileLayout{Notes: f.Notes, Groups: f.Groups}
		for n := range f.All {
			if n.At != nil {
				l.Nodes = append(l.Nodes, spot{n.Name, *n.At})
			}
			if n.Collapsed {
				l.Collapsed = append(l.Collapsed, n.Name)
			}
		}
		if b := Of(l); string(b) != "{}" {
			layout = append(layout, string(Of(f.Name))+":"+string(b))
		}
	}
	if layout != nil {
		file.Layout = jsontext.Value("{" + strings.Join(layout, ",") + "}")
	}
	return pretty(Of(file))
}

func writeNodes(ns []*Node) []fileNode {
	out := make([]fileNode, 0, len(ns))
	for _, n := range ns {
		fn := fileNode{Name: n.Name, Kind: n.Kind, Config: object(n.Config), Wires: legs(n.Wires), Disabled: n.Disabled, Icon: n.Icon, Note: n.Note}
		if len(n.Body) > 0 {
			fn.Body = writeNodes(n.Body)
		}
		out = append(out, fn)
	}
	return out
}

// object is a Config as a JSON object whose members keep their order.
type object Config

func (o object) MarshalJSONTo(e *jsontext.Encoder) error {
	return writeObject(e, len(o), func(i int) (string, any) { return o[i].Name, o[i].Value })
}

func (o *object) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	return readObject(d, func(name string) error {
		v, err := d.ReadValue()
		if err == nil {
			*o = append(*o, Setting{name, v.Clone()})
		}
		return err
	})
}

// legs is a node's wires as a JSON object sorted by port.
type legs []Leg

func (l legs) MarshalJSONTo(e *jsontext.Encoder) error {
	return writeObject(e, len(l), func(i int) (string, any) { return l[i].Port, l[i].To })
}

func (l *legs) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	err := readObject(d, func(port string) error {
		var to []string
		if err := json2.UnmarshalDecode(d, &to); err != nil {
			return err
		}
		if len(to) > 0 {
			*l = append(*l, Leg{port, to})
		}
		return nil
	})
	slices.SortFunc(*l, func(a, b Leg) int { return cmp.Compare(a.Port, b.Port) })
	return err
}

// places is where the nodes lie, in document order.
type places []spot

type spot struct {
	name string
	at   Point
}

func (p places) index() map[string]Point {
	m := make(map[string]Point, len(p))
	for _, s := range p {
		m[s.name] = s.at
	}
	return m
}

func (p places) MarshalJSONTo(e *jsontext.Encoder) error {
	return writeObject(e, len(p), func(i int) (string, any) { return p[i].name, p[i].at })
}

func (p *places) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	return readObject(d, func(name string) error {
		s := spot{name: name}
		err := json2.UnmarshalDecode(d, &s.at)
		*p = append(*p, s)
		return err
	})
}

// MarshalJSONTo writes the point as [x, y].
func (p Point) MarshalJSONTo(e *jsontext.Encoder) error {
	return json2.MarshalEncode(e, [2]int{p.X, p.Y})
}

// UnmarshalJSONFrom reads [x, y].
func (p *Point) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	var xy [2]int
	if err := json2.UnmarshalDecode(d, &xy); err != nil {
		return err
	}
	if max(xy[0], -xy[0], xy[1], -xy[1]) > 1e7 {
		return fmt.Errorf("the place [%d, %d] is too far out: at most 10,000,000 each way", xy[0], xy[1])
	}
	*p = Point{xy[0], xy[1]}
	return nil
}

func writeObject(e *jsontext.Encoder, n int, member func(i int) (string, any)) error {
	if err := e.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for i := range n {
		name, v := member(i)
		if err := e.WriteToken(jsontext.String(name)); err != nil {
			return err
		}
		if err := json2.MarshalEncode(e, v); err != nil {
			return err
		}
	}
	return e.WriteToken(jsontext.EndObject)
}

func readObject(d *jsontext.Decoder, member func(name string) error) error {
	if k := d.PeekKind(); k != '{' {
		if err := d.SkipValue(); err != nil {
			return err
		}
		return errors.New("an object { } belongs here")
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return err
		}
		if err := member(name.String()); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}
