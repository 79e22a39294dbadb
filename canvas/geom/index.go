package geom

import "math"

const (
	cellSize = 512.0
	maxCells = 64 // an item over more cells is kept apart, and always looked at
)

// An Index finds the items that lie in a rectangle. The zero Index is not
// ready; use NewIndex.
type Index[K comparable] struct {
	where map[K]Rect
	cells map[[2]int][]K
	large map[K]struct{}
}

func NewIndex[K comparable]() *Index[K] {
	return &Index[K]{map[K]Rect{}, map[[2]int][]K{}, map[K]struct{}{}}
}

type span struct{ x0, y0, x1, y1 int }

func cellsOf(r Rect) span {
	at := func(v float64) int { return int(math.Floor(v / cellSize)) }
	return span{at(r.Min.X), at(r.Min.Y), at(r.Max.X), at(r.Max.Y)}
}

func (s span) count() int { return (s.x1 - s.x0 + 1) * (s.y1 - s.y0 + 1) }

// Put adds an item, or moves one that is there.
func (x *Index[K]) Put(k K, r Rect) {
	if old, ok := x.where[k]; ok {
		if old == r {
			return
		}
		x.Remove(k)
	}
	x.where[k] = r
	s := cellsOf(r)
	if s.count() > maxCells {
		x.large[k] = struct{}{}
		return
	}
	for cy := s.y0; cy <= s.y1; cy++ {
		for cx := s.x0; cx <= s.x1; cx++ {
			c := [2]int{cx, cy}
			x.cells[c] = append(x.cells[c], k)
		}
	}
}

// Remove takes an item out; one that is not there is no fault.
func (x *Index[K]) Remove(k K) {
	r, ok := x.where[k]
	if !ok {
		return
	}
	delete(x.where, k)
	s := cellsOf(r)
	if s.count() > maxCells {
		delete(x.large, k)
		return
	}
	for cy := s.y0; cy <= s.y1; cy++ {
		for cx := s.x0; cx <= s.x1; cx++ {
			c := [2]int{cx, cy}
			list := x.cells[c]
			for i, other := range list {
				if other == k {
					list[i] = list[len(list)-1]
					list = list[:len(list)-1]
					break
				}
			}
			if len(list) == 0 {
				delete(x.cells, c)
			} else {
				x.cells[c] = list
			}
		}
	}
}

// Query calls found once for each item whose rectangle overlaps r, in no order.
func (x *Index[K]) Query(r Rect, found func(K)) {
	for k := range x.large {
		if x.where[k].Overlaps(r) {
			found(k)
		}
	}
	s := cellsOf(r)
	visit := func(c [2]int, list []K) {
		for _, k := range list {
			at := x.where[k]
			own := cellsOf(at)
			// an item over several cells is told in the first of them that the query sees
			if c[0] == max(own.x0, s.x0) && c[1] == max(own.y0, s.y0) && at.Overlaps(r) {
				found(k)
			}
		}
	}
	if s.count() > len(x.cells) {
		for c, list := range x.cells {
			if c[0] >= s.x0 && c[0] <= s.x1 && c[1] >= s.y0 && c[1] <= s.y1 {
				visit(c, list)
			}
		}
		return
	}
	for cy := s.y0; cy <= s.y1; cy++ {
		for cx := s.x0; cx <= s.x1; cx++ {
			c := [2]int{cx, cy}
			visit(c, x.cells[c])
		}
	}
}
