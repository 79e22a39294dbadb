package geom

import (
	"cmp"
	"math"
	"slices"
)

// A layout is the arrangement in the making. Its vertices are the boxes, and
// after them one bend for each column that a long link passes.
type layout struct {
	layer    []int
	up, down []float64 // how far each vertex reaches above and below where its links meet it
	middle   []float64 // of each vertex, the Y of its middle
	columns
	prev, next [][]neighbour
}

// A neighbour is a vertex of the column before or behind, and how a link pulls at it.
type neighbour struct {
	v int
	pull
}

// bendRoom is the height that a wire takes where it passes a column.
const bendRoom = 24.0

// farthest is over how many columns a link is led. A longer one is left out of account: its
// ends are nowhere near each other however they stand, and its bends would be many.
const farthest = 120

// A pull is how strongly two neighbours want to be level, one so much below the other.
type pull struct{ drop, weight float64 }

type columns [][]int // the vertices of each column, from top to bottom

func layOut(boxes []Box, links []Link) *layout {
	n := len(boxes)
	l := &layout{layer: layers(n, links), prev: make([][]neighbour, n), next: make([][]neighbour, n)}
	for _, b := range boxes {
		up, down := b.reach()
		l.up, l.down = append(l.up, up), append(l.down, down)
	}
	for _, k := range links {
		l.link(k)
	}
	l.order(n)
	l.uncross()
	l.level()
	return l
}

// layers gives each box the column behind the last of those before it; one
// with nothing before it stands right before the first of those behind.
func layers(n int, links []Link) []int {
	layer, waits := make([]int, n), make([]int, n)
	next := make([][]int, n)
	for _, k := range links {
		next[k.From] = append(next[k.From], k.To)
		waits[k.To]++
	}
	source := make([]bool, n)
	var ready []int
	for i := range n {
		if waits[i] == 0 {
			source[i] = true
			ready = append(ready, i)
		}
	}
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		for _, j := range next[i] {
			layer[j] = max(layer[j], layer[i]+1)
			if waits[j]--; waits[j] == 0 {
				ready = append(ready, j)
			}
		}
	}
	for i := range n {
		if source[i] && len(next[i]) > 0 {
			first := math.MaxInt
			for _, j := range next[i] {
				first = min(first, layer[j])
			}
			layer[i] = max(first-1, 0)
		}
	}
	return layer
}

// link joins two boxes, by way of a bend in each column between.
func (l *layout) link(k Link) {
	span := l.layer[k.To] - l.layer[k.From]
	if span <= 0 || span > farthest { // not before: part of a circle, which a wrong file can hold
		return
	}
	from := k.From
	p := pull{k.Drop, k.Weight}
	if p.weight == 0 {
		p.weight = 1
	}
	for c := l.layer[k.From] + 1; c < l.layer[k.To]; c++ {
		bend := len(l.layer)
		l.layer = append(l.layer, c)
		l.up, l.down = append(l.up, bendRoom/2), append(l.down, bendRoom/2)
		l.prev, l.next = append(l.prev, nil), append(l.next, nil)
		l.join(from, bend, p)
		p.drop = 0
		from = bend
	}
	l.join(from, k.To, p)
}

func (l *layout) join(a, b int, p pull) {
	l.next[a] = append(l.next[a], neighbour{b, p})
	l.prev[b] = append(l.prev[b], neighbour{a, p})
}

// order fills the columns as a walk along the links meets the vertices, so that
// what leaves by an upper port begins higher.
func (l *layout) order(n int) {
	seen := make([]bool, len(l.layer))
	var walk func(int)
	walk = func(v int) {
		if seen[v] {
			return
		}
		seen[v] = true
		for len(l.columns) <= l.layer[v] {
			l.columns = append(l.columns, nil)
		}
		l.columns[l.layer[v]] = append(l.columns[l.layer[v]], v)
		for _, w := range l.next[v] {
			walk(w.v)
		}
	}
	for v := range n {
		if len(l.prev[v]) == 0 {
			walk(v)
		}
	}
	for v := range l.layer {
		walk(v)
	}
}

// uncross sorts each column by the mean place of its neighbours, forth and
// back, and keeps the best order it met.
func (l *layout) uncross() {
	place, want := make([]float64, len(l.layer)), make([]float64, len(l.layer))
	note := func() {
		for _, col := range l.columns {
			for i, v := range col {
				place[v] = float64(i)
			}
		}
	}
	note()
	best, fewest := l.clone(), l.crossings(place)
	for sweep := 0; sweep < 12 && fewest > 0; sweep++ {
		near := l.prev
		if sweep%2 == 1 {
			near = l.next
		}
		for c := range l.columns {
			if sweep%2 == 1 {
				c = len(l.columns) - 1 - c
			}
			col := l.columns[c]
			for i, v := range col {
				want[v] = mean(near[v], place, float64(i))
			}
			slices.SortStableFunc(col, func(a, b int) int { return cmp.Compare(want[a], want[b]) })
			for i, v := range col {
				place[v] = float64(i)
			}
		}
		if x := l.crossings(place); x < fewest {
			best, fewest = l.clone(), x
		}
	}
	l.columns = best
}

func (c columns) clone() columns {
	out := make(columns, len(c))
	for i := range c {
		out[i] = slices.Clone(c[i])
	}
	return out
}

func mean(of []neighbour, value []float64, none float64) float64 {
	if len(of) == 0 {
		return none
	}
	sum := 0.0
	for _, n := range of {
		sum += value[n.v]
	}
	return sum / float64(len(of))
}

// crossings counts the pairs of links that cross between neighbouring columns.
func (l *layout) crossings(place []float64) int {
	total := 0
	var tree, ends []int
	for c := 0; c+1 < len(l.columns); c++ {
		tree = append(tree[:0], make([]int, len(l.columns[c+1])+1)...) // how many links end at or above, as a Fenwick tree
		passed := 0
		for _, v := range l.columns[c] {
			ends = ends[:0]
			for _, w := range l.next[v] {
				ends = append(ends, int(place[w.v]))
			}
			for _, e := range ends {
				total += passed
				for i := e + 1; i > 0; i -= i & -i {
					total -= tree[i]
				}
			}
			for _, e := range ends {
				passed++
				for i := e + 1; i < len(tree); i += i & -i {
					tree[i]++
				}
			}
		}
	}
	return total
}

// level gives each vertex its height on the board: as near to the mean of its
// neighbours as the others of its column let it.
func (l *layout) level() {
	l.middle = make([]float64, len(l.layer))
	for _, col := range l.columns {
		y := 0.0
		for i, v := range col {
			if i > 0 {
				y += l.apart(col[i-1], v)
			}
			l.middle[v] = y
		}
	}
	for sweep := range 16 {
		for c := range l.columns {
			if sweep%2 == 1 {
				c = len(l.columns) - 1 - c
			}
			col := l.columns[c]
			want := make([]float64, len(col))
			for i, v := range col {
				want[i] = l.wanted(v, sweep%2 == 1)
			}
			l.settle(col, want)
		}
	}
	for _, col := range l.columns { // what nothing pulls stands right below the one above
		for i, v := range col {
			if i > 0 && len(l.prev[v])+len(l.next[v]) == 0 {
				l.middle[v] = l.middle[col[i-1]] + l.apart(col[i-1], v)
			}
		}
	}
}

// wanted is the height at which a vertex is level with its neighbours on one
// side, as far as they agree.
func (l *layout) wanted(v int, right bool) float64 {
	sum, weight := 0.0, 0.0
	if right {
		for _, w := range l.next[v] {
			sum, weight = sum+(l.middle[w.v]-w.drop)*w.weight, weight+w.weight
		}
	} else {
		for _, w := range l.prev[v] {
			sum, weight = sum+(l.middle[w.v]+w.drop)*w.weight, weight+w.weight
		}
	}
	if weight == 0 {
		return l.middle[v]
	}
	return sum / weight
}

func (l *layout) apart(upper, lower int) float64 {
	room := l.down[upper] + l.up[lower]
	if l.down[upper] == bendRoom/2 && l.up[lower] == bendRoom/2 {
		return room
	}
	return room + RowPitch - NodeH
}

// settle puts a column's vertices where they want to be, by least squares, in
// their order and with their distances: neighbours in each other's way become
// one block, which stands at the mean of what its members want.
func (l *layout) settle(col []int, want []float64) {
	type block struct {
		first      int
		sum, count float64
	}
	var blocks []block
	offset := make([]float64, len(col))
	for i, v := range col {
		if i > 0 {
			offset[i] = offset[i-1] + l.apart(col[i-1], v)
		}
		b := block{i, want[i] - offset[i], 1}
		for len(blocks) > 0 {
			last := blocks[len(blocks)-1]
			if last.sum/last.count <= b.sum/b.count {
				break
			}
			b = block{last.first, last.sum + b.sum, last.count + b.count}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	for i, b := range blocks {
		end := len(col)
		if i+1 < len(blocks) {
			end = blocks[i+1].first
		}
		for j := b.first; j < end; j++ {
			l.middle[col[j]] = b.sum/b.count + offset[j]
		}
	}
}
