package draw

import (
	"cmp"
	"reflect"
	"slices"
	"sync"

	"flowbench/canvas/geom"
)

// Content is what a scene shows, each list from the lowest to the topmost.
type Content struct {
	Groups []Group
	Notes  []Note
	Wires  []Wire
	Nodes  []Node
}

// A Scene is the list of all that is drawn.
type Scene struct {
	mu     sync.RWMutex
	items  map[ID]*entry
	list   []*entry // in their order
	index  *geom.Index[ID]
	bounds geom.Rect
	stale  bool // bounds
	sets   int  // so far
}

// An entry is an item, where it lies, how far up, and the setting that last had it.
type entry struct {
	Item
	at         geom.Rect
	order, set int
}

// NewScene is a scene that shows c.
func NewScene(c Content) *Scene {
	s := &Scene{items: map[ID]*entry{}, index: geom.NewIndex[ID]()}
	s.Set(c)
	return s
}

// Set makes the scene show c, and gives the places that look different now.
func (s *Scene) Set(c Content) (dirty []geom.Rect) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sets++
	set := setting{Scene: s, was: s.list}
	s.list = make([]*entry, 0, len(c.Nodes)+len(c.Wires)+len(c.Notes)+len(c.Groups))
	nodes := make(map[Key]*Node, len(c.Nodes))
	for i := range c.Nodes {
		nodes[c.Nodes[i].Key] = &c.Nodes[i]
	}
	groups := make([]*Group, len(c.Groups))
	within := map[Key][]*Group{} // the groups in a container lie on it
	for i := range c.Groups {
		g := &c.Groups[i]
		g.number = i
		g.place(nodes)
		groups[i] = g
		if nodes[g.Parent] == nil {
			put(&set, g)
		} else {
			within[g.Parent] = append(within[g.Parent], g)
		}
	}
	for i := range c.Notes {
		c.Notes[i].number = i
		put(&set, &c.Notes[i])
	}
	for i := range c.Wires {
		w := &c.Wires[i]
		w.join(nodes[w.From], nodes[w.To], groups)
		put(&set, w)
	}
	for i := range c.Nodes {
		n := nodes[c.Nodes[i].Key]
		put(&set, n)
		for _, g := range within[n.Key] {
			put(&set, g)
		}
	}
	for _, e := range set.was {
		if id := e.ID(); e.set != s.sets && s.items[id] == e {
			set.dirty = append(set.dirty, e.at)
			s.index.Remove(id)
			delete(s.items, id)
		}
	}
	if len(set.dirty) > 0 {
		s.stale = true
	}
	return set.dirty
}

// A setting is the items of a scene while they are replaced.
type setting struct {
	*Scene
	was   []*entry // in the order they had
	dirty []geom.Rect
}

// put takes an item over. One that looks as it did stays the one it was.
func put[T any, P interface {
	*T
	Item
}](s *setting, item P) {
	id, order := item.ID(), len(s.list)
	var e *entry
	if order < len(s.was) && s.was[order].ID() == id { // as nearly always
		e = s.was[order]
	} else {
		e = s.items[id]
	}
	if e != nil && e.set == s.sets {
		return // it is there twice
	}
	if e != nil && same(e.Item, item) {
		e.order, e.set = order, s.sets
		s.list = append(s.list, e)
		return
	}
	own := *item // what it comes from is let go
	item = &own
	next := &entry{Item: item, at: item.Bounds(), order: order, set: s.sets}
	s.list = append(s.list, next)
	if e != nil {
		s.dirty = append(s.dirty, e.at)
	}
	s.dirty = append(s.dirty, next.at)
	s.items[id] = next
	s.index.Put(id, next.at)
}

// same tells whether two items look the same. Nodes and wires are many.
func same(a, b Item) bool {
	switch a := a.(type) {
	case *Node:
		b, ok := b.(*Node)
		return ok && a.same(b)
	case *Wire:
		b, ok := b.(*Wire)
		return ok && *a == *b
	}
	return reflect.DeepEqual(a, b)
}

// ChangeNode replaces a node by a changed copy, and gives the place that looks
// different now. The node must stay where it is, with the ports it has.
func (s *Scene) ChangeNode(k Key, change func(*Node)) geom.Rect {
	return changeItem(s, NodeID(k), change)
}

// ChangeWire is the same for a wire, ChangeGroup for a group.
func (s *Scene) ChangeWire(id ID, change func(*Wire)) geom.Rect {
	return changeItem(s, id, change)
}

func (s *Scene) ChangeGroup(id ID, change func(*Group)) geom.Rect {
	return changeItem(s, id, change)
}

func changeItem[T any, P interface {
	*T
	Item
}](s *Scene, id ID, change func(P)) geom.Rect {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.items[id]
	if e == nil {
		return geom.Rect{}
	}
	old, ok := e.Item.(P)
	if !ok {
		return geom.Rect{}
	}
	next := *old
	change(&next)
	item := P(&next)
	if same(e.Item, item) {
		return geom.Rect{}
	}
	changed := &entry{Item: item, at: item.Bounds(), order: e.order, set: e.set}
	s.items[id], s.list[e.order] = changed, changed
	s.index.Put(id, changed.at)
	s.stale = true
	return e.at.Union(changed.at)
}

// Items are those that lie in r, from the lowest to the topmost.
func (s *Scene) Items(r geom.Rect) []Item {
	s.mu.RLock()
	var found []*entry
	s.index.Query(r, func(id ID) { found = append(found, s.items[id]) })
	slices.SortFunc(found, func(a, b *entry) int { return cmp.Compare(a.order, b.order) })
	s.mu.RUnlock()
	items := make([]Item, len(found))
	for i, e := range found {
		items[i] = e.Item
	}
	return items
}

// All are all items, from the lowest to the topmost.
func (s *Scene) All() []Item {
	return s.Items(s.Bounds().Grow(1))
}

// Item is the item of that ID, or nil.
func (s *Scene) Item(id ID) Item {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if e := s.items[id]; e != nil {
		return e.Item
	}
	return nil
}

// Node is the node of that key, or nil. It must not be changed.
func (s *Scene) Node(k Key) *Node {
	n, _ := s.Item(NodeID(k)).(*Node)
	return n
}

// Wire is the wire of that ID, or nil. It must not be changed.
func (s *Scene) Wire(id ID) *Wire {
	w, _ := s.Item(id).(*Wire)
	return w
}

// Note is the note of that ID, or nil. It must not be changed.
func (s *Scene) Note(id ID) *Note {
	n, _ := s.Item(id).(*Note)
	return n
}

// Group is the group of that ID, or nil. It must not be changed.
func (s *Scene) Group(id ID) *Group {
	g, _ := s.Item(id).(*Group)
	return g
}

// Bounds holds all that is drawn.
func (s *Scene) Bounds() geom.Rect {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stale {
		s.bounds = geom.Rect{}
		for _, e := range s.list {
			s.bounds = s.bounds.Union(e.at)
		}
		s.stale = false
	}
	return s.bounds
}

// At is what lies under p: a port before a card, a card before a wire, a wire
// before a note, a note before a group. Reach is how near counts as on it: 6 pixels, in
// world units.
func (s *Scene) At(p geom.Point, reach float64) (Hit, bool) {
	around := geom.Rect{Min: p, Max: p}.Grow(max(reach*2, geom.PortR*2))
	var best Hit
	bestRank, bestFar, found := -1, 0.0, false
	for _, item := range s.Items(around) {
		hit, far, ok := item.hit(p, reach)
		if !ok {
			continue
		}
		rank := hit.rank()
		if rank > bestRank || rank == bestRank && far <= bestFar {
			best, bestRank, bestFar, found = hit, rank, far, true
		}
	}
	return best, found
}

// Within are the nodes whose frame r touches.
func (s *Scene) Within(r geom.Rect) []*Node {
	var nodes []*Node
	for _, item := range s.Items(r) {
		if n, ok := item.(*Node); ok && n.Frame().Overlaps(r) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}
