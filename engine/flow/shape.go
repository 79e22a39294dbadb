package flow

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The file's own shape: layout stands apart from logic.
type fileIntegration struct {
	Flowbench int `json:"flowbench"`
	Details
	Config      []Variable        `json:"config,omitempty"`
	Connections []Connection      `json:"connections,omitempty"`
	Providers   map[string]string `json:"providers,omitempty"`
	Flows       []fileFlow        `json:"flows"`
	Layout      layouts           `json:"layout,omitempty"`
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

// layouts is the layout of each flow, in the order of the flows.
type layouts []flowLayout

type flowLayout struct {
	flow string
	fileLayout
}

func (ls layouts) of(flow string) fileLayout {
	for _, l := range ls {
		if l.flow == flow {
			return l.fileLayout
		}
	}
	return fileLayout{}
}

func (ls layouts) MarshalJSONTo(e *jsontext.Encoder) error {
	return writeObject(e, len(ls), func(i int) (string, any) { return ls[i].flow, ls[i].fileLayout })
}

func (ls *layouts) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	return readObject(d, func(flow string) error {
		l := flowLayout{flow: flow}
		err := json2.UnmarshalDecode(d, &l.fileLayout)
		*ls = append(*ls, l)
		return err
	})
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
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	var xy []int
	if json2.Unmarshal(v, &xy) != nil || len(xy) != 2 {
		return fmt.Errorf("two whole numbers belong here, such as [240, 0], not %s", short(v))
	}
	*p = Point{xy[0], xy[1]}
	return p.check()
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
		return errors.New("an object { } belongs here, not " + kindName(k))
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
