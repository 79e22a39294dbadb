package flow

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// What a document may hold, so that what is in memory can always be read back.
const (
	maxValueDepth = 100 // of one setting
	maxBodies     = 32  // containers within containers
	maxPlace      = 10_000_000
)

// check says what would keep the integration from being written and read back.
func (in *Integration) check() error {
	names := map[string]bool{}
	for _, f := range in.Flows {
		if err := checkFlowName(f.Name); err != nil {
			return err
		}
		if names[f.Name] {
			return fmt.Errorf("there are two flows %q: rename one", f.Name)
		}
		names[f.Name] = true
		if err := f.check(); err != nil {
			return err
		}
	}
	return nil
}

func (f *Flow) check() error {
	if err := checkNodes(f.Nodes, 0, map[string]bool{}); err != nil {
		return fmt.Errorf("the flow %q: %w", f.Name, err)
	}
	return nil
}

func checkFlowName(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return errors.New("a flow needs a name")
	case !utf8.ValidString(name):
		return fmt.Errorf("the flow name %q is no text", name)
	}
	return nil
}

// canAdd says why a node cannot stand in the flow, that many containers deep.
func (f *Flow) canAdd(n *Node, depth int) error {
	names := map[string]bool{}
	if err := checkNodes([]*Node{n}, depth, names); err != nil {
		return err
	}
	for m := range f.All {
		taken := false
		if len(names) == 1 { // the common case, and the one that must be quick
			taken = len(m.Name) == len(n.Name) && strings.EqualFold(m.Name, n.Name)
		} else {
			taken = names[strings.ToLower(m.Name)]
		}
		if taken {
			return takenName(m.Name, f)
		}
	}
	return nil
}

func takenName(name string, f *Flow) error {
	return fmt.Errorf("the name %q is already used in the flow %q: choose another", name, f.Name)
}

func checkNodes(ns []*Node, depth int, names map[string]bool) error {
	if depth > maxBodies {
		return fmt.Errorf("containers lie in one another more than %d deep", maxBodies)
	}
	for _, n := range ns {
		if err := CheckName(n.Name); err != nil {
			return err
		}
		fold := strings.ToLower(n.Name)
		if names[fold] {
			return fmt.Errorf("the name %q is there twice: rename one", n.Name)
		}
		names[fold] = true
		if n.Kind == "" {
			return noKind(n.Name)
		}
		if err := checkConfig(n.Config); err != nil {
			return fmt.Errorf("%s: %w", n.Name, err)
		}
		if _, err := cleanWires(n.Wires); err != nil {
			return fmt.Errorf("%s: %w", n.Name, err)
		}
		if err := n.At.check(); err != nil {
			return fmt.Errorf("%s: %w", n.Name, err)
		}
		if err := checkNodes(n.Body, depth+1, names); err != nil {
			return err
		}
	}
	return nil
}

func noKind(name string) error {
	return fmt.Errorf("the node %q has no kind: write what it is, such as \"kind\": \"api\"", name)
}

func checkConfig(c Config) error {
	seen := make(map[string]bool, len(c))
	for _, s := range c {
		if seen[s.Name] {
			return fmt.Errorf("the setting %s is there twice", s.Name)
		}
		seen[s.Name] = true
		if !utf8.ValidString(s.Name) {
			return fmt.Errorf("the name of the setting %q is no text", s.Name)
		}
		if s.Value == nil {
			continue
		}
		if err := checkValue(s.Value); err != nil {
			return fmt.Errorf("the value of %s %w", s.Name, err)
		}
	}
	return nil
}

func checkValue(v Value) error {
	if !v.IsValid() {
		return errors.New("is no JSON")
	}
	depth, deepest, inText := 0, 0, false
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	if deepest > maxValueDepth {
		return fmt.Errorf("is nested more than %d deep", maxValueDepth)
	}
	return nil
}

func (p *Point) check() error {
	if p != nil && (p.X > maxPlace || p.X < -maxPlace || p.Y > maxPlace || p.Y < -maxPlace) {
		return fmt.Errorf("the place [%d, %d] is too far out: at most 10,000,000 each way", p.X, p.Y)
	}
	return nil
}

func (p *Point) clone() *Point {
	if p == nil {
		return nil
	}
	at := *p
	return &at
}

// depth returns how many containers lie around what is in that container.
func (f *Flow) depth(container string) int {
	d := 0
	for container != "" {
		d++
		_, c, ok := f.Siblings(container)
		if !ok || c == nil {
			break
		}
		container = c.Name
	}
	return d
}

// clean brings the wires into the order of a file: those that a program made may be in any.
func (f *Flow) clean() {
	for n := range f.All {
		n.Wires, _ = cleanWires(n.Wires)
	}
}

// fresh returns a copy of the node, its wires in order, with the keys it had or with none.
func fresh(n *Node, back bool) *Node {
	c := n.Clone()
	f := &Flow{Nodes: []*Node{c}}
	f.clean()
	if !back {
		for m := range f.All {
			m.Key = 0
		}
	}
	return c
}
