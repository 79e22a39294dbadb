package engine

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
	"sync"

	"flowbench/engine/event"
	"flowbench/engine/expr"
)

// Values are written to many events: an answer's body as such, as the step's output, in
// the settings of steps that take it, in the flow's output. Writing them is most of what
// events cost, so a value is written once and its bytes are remembered while the run
// lasts. What a run knows is never changed, so that a list or object is known by where it
// lies.

// worth is how large a value must be, as JSON, to be remembered.
const worth = 512

// deep is how far down, and small how wide, a value is searched for known ones.
const (
	deep  = 4
	small = 16
)

type memory struct {
	mu    sync.RWMutex
	known map[uintptr]known
}

// known keeps the value too, so that nothing else comes to lie in its place.
type known struct {
	value any
	json  []byte
}

func (m *memory) find(v any) []byte {
	id := identity(v)
	if id == 0 {
		return nil
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	k, ok := m.known[id]
	if !ok || size(k.value) != size(v) {
		return nil
	}
	return k.json
}

func (m *memory) remember(v any, json []byte) {
	id := identity(v)
	if id == 0 || len(json) < worth {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[uintptr]known{}
	}
	m.known[id] = known{v, json}
}

// identity is where a list or object lies in memory; 0 for any other value.
func identity(v any) uintptr {
	switch v := v.(type) {
	case map[string]any:
		return reflect.ValueOf(v).Pointer()
	case []any:
		if len(v) > 0 {
			return reflect.ValueOf(v).Pointer()
		}
	}
	return 0
}

// size tells a list from its first part, and from an object.
func size(v any) int {
	if list, ok := v.([]any); ok {
		return len(list)
	}
	return -1
}

// encode writes a value, using what was written before.
func (m *memory) encode(v any) ([]byte, error) {
	if b := m.find(v); b != nil {
		return b, nil
	}
	scratch := scratches.Get().(*[]byte)
	defer scratches.Put(scratch)
	b, err := m.append((*scratch)[:0], v, deep)
	if err != nil {
		return nil, err
	}
	*scratch = b
	b = bytes.Clone(b) // of just the right size
	m.remember(v, b)
	return b, nil
}

func (m *memory) append(b []byte, v any, depth int) ([]byte, error) {
	if known := m.find(v); known != nil {
		return append(b, known...), nil
	}
	if depth == 0 {
		return expr.AppendJSON(b, v)
	}
	switch v := v.(type) {
	case map[string]any:
		if len(v) > small {
			break
		}
		object := make(expr.Object, 0, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			object = append(object, expr.Member{Name: name, Value: v[name]})
		}
		return m.appendObject(b, object, depth)
	case expr.Object:
		return m.appendObject(b, v, depth)
	case []any:
		if len(v) > small {
			break
		}
		var err error
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = m.append(b, e, depth-1); err != nil {
				return b, err
			}
		}
		return append(b, ']'), nil
	}
	return expr.AppendJSON(b, v)
}

func (m *memory) appendObject(b []byte, o expr.Object, depth int) ([]byte, error) {
	var err error
	b = append(b, '{')
	for i, e := range o {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = expr.AppendJSON(b, e.Name); err != nil {
			return b, err
		}
		b = append(b, ':')
		if b, err = m.append(b, e.Value, depth-1); err != nil {
			return b, err
		}
	}
	return append(b, '}'), nil
}

// value makes an event's value of any value; nil for one that JSON cannot hold.
func (r *run) value(v any) *event.Value {
	b, err := r.memory.encode(v)
	if err != nil {
		return nil
	}
	return r.rec.json(b)
}
