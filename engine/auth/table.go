package auth

import "slices"

// A table finds any of many texts in one pass, by Wu and Manber's method: it looks at
// the block of three bytes where the shortest text would end, and knows for each how far
// it may jump.
type table struct {
	window int
	jump   [1 << hashBits]uint8
	forms  map[uint32][]form // by the block that ends their window, longest first
}

const (
	block    = 3
	hashBits = 15
)

func hash(b0, b1, b2 byte) uint32 {
	return (uint32(b0) | uint32(b1)<<8 | uint32(b2)<<16) * 2654435761 >> (32 - hashBits)
}

// newTable needs forms of at least shortestForm bytes.
func newTable(forms []form) *table {
	t := &table{window: shortestForm, forms: map[uint32][]form{}}
	for i := range t.jump {
		t.jump[i] = uint8(t.window - block + 1)
	}
	for _, f := range forms {
		for end := block; end <= t.window; end++ {
			h := hash(f.text[end-3], f.text[end-2], f.text[end-1])
			t.jump[h] = min(t.jump[h], uint8(t.window-end))
			if end == t.window {
				t.forms[h] = append(t.forms[h], f)
			}
		}
	}
	for _, list := range t.forms {
		slices.SortFunc(list, func(a, b form) int { return len(b.text) - len(a.text) })
	}
	return t
}

// next finds the first form in b from i on, the longest where several begin; without a
// text when there is none.
func (t *table) next(b []byte, i int) (at int, f form) {
	for last := i + t.window - 1; last < len(b); {
		h := hash(b[last-2], b[last-1], b[last])
		if j := t.jump[h]; j > 0 {
			last += int(j)
			continue
		}
		at := last - t.window + 1
		for _, f := range t.forms[h] {
			if n := len(f.text); n <= len(b)-at && string(b[at:at+n]) == f.text {
				return at, f
			}
		}
		last++
	}
	return 0, form{}
}
