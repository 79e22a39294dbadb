package geom

import (
	"cmp"
	"math"
	"slices"
)

// The distances between arranged nodes, from left edge to left edge and from
// middle to middle.
const (
	ColumnPitch = 240.0
	RowPitch    = 96.0
	arrangeGrid = 12.0
)

// A Box is a node to be placed. One with a place keeps it. Its links meet it in the
// middle of its height, or of its Head, if it has one.
type Box struct {
	Size  Size
	Head  float64
	At    Point
	Fixed bool
}

// reach is how far a box reaches above and below where its links meet it.
func (b Box) reach() (up, down float64) {
	up = b.Size.H / 2
	if b.Head > 0 {
		up = b.Head / 2
	}
	return up, b.Size.H - up
}

// A Link is a wire, by the indexes of its boxes. It leaves Drop below the middle
// of its box, and is the straighter the more Weight it has; 0 is 1.
type Link struct {
	From, To     int
	Drop, Weight float64
}

// Arrange places the boxes of a flow in columns from left to right, so that
// every link leads to a later column, with few crossings, and gives the upper
// left corner of each. The same flow always comes out the same. Where some
// boxes are fixed, the others are placed around them, over none.
func Arrange(boxes []Box, links []Link) []Point {
	links = slices.DeleteFunc(slices.Clone(links), func(l Link) bool { return l.From == l.To })
	l := layOut(boxes, links)
	at := make([]Point, len(boxes))
	left := l.columnsLeft(boxes)
	top := math.Inf(1)
	for i, b := range boxes {
		up, _ := b.reach()
		top = min(top, l.middle[i]-up)
	}
	for i, b := range boxes {
		// rows go by the middle of a plain card, so that a taller one stays level with its neighbours
		row := Snap(l.middle[i]-top-NodeH/2, arrangeGrid)
		up, _ := b.reach()
		at[i] = Pt(left[l.layer[i]], row+NodeH/2-up)
	}
	if slices.ContainsFunc(boxes, func(b Box) bool { return b.Fixed }) {
		around(boxes, links, l, at)
	}
	return at
}

// columnsLeft is where each column begins: further off behind a wide box.
func (l *layout) columnsLeft(boxes []Box) []float64 {
	left := make([]float64, len(l.columns)+1)
	for i, b := range boxes {
		c := l.layer[i] + 1
		left[c] = max(left[c], b.Size.W+ColumnPitch-NodeW, ColumnPitch)
	}
	for c := 1; c < len(left); c++ {
		left[c] = left[c-1] + max(left[c], ColumnPitch)
	}
	return left
}

// around moves the free boxes of an arrangement to where the fixed ones are.
func around(boxes []Box, links []Link, l *layout, at []Point) {
	placed := make([]bool, len(boxes))
	taken := NewIndex[int]()
	put := func(i int) {
		placed[i] = true
		taken.Put(i, Rect{at[i], at[i].Add(Pt(boxes[i].Size.W, boxes[i].Size.H))})
	}
	near := make([][]int, len(boxes))
	for _, k := range links {
		near[k.From] = append(near[k.From], k.To)
		near[k.To] = append(near[k.To], k.From)
	}
	home := slices.Clone(at)
	for i, b := range boxes {
		if b.Fixed {
			at[i] = b.At
			put(i)
		}
	}
	order := make([]int, 0, len(boxes))
	for i, b := range boxes {
		if !b.Fixed {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(l.layer[a], l.layer[b]) })
	for _, i := range order {
		// stand to the placed neighbours, or else to all of them, as in the plain arrangement
		var shift Point
		n := 0.0
		count := func(j int) {
			shift, n = shift.Add(at[j].Sub(home[j])), n+1
		}
		for _, j := range near[i] {
			if placed[j] {
				count(j)
			}
		}
		if n == 0 {
			for j := range boxes {
				if placed[j] {
					count(j)
				}
			}
		}
		at[i] = home[i].Add(shift.Mul(1 / n)).Snap(arrangeGrid)
		gap := Pt(ColumnPitch-NodeW, RowPitch-NodeH)
		for {
			free := true
			room := Rect{at[i].Sub(gap.Mul(0.5)), at[i].Add(Pt(boxes[i].Size.W, boxes[i].Size.H)).Add(gap.Mul(0.5))}
			taken.Query(room, func(int) { free = false })
			if free {
				break
			}
			at[i].Y += arrangeGrid
		}
		put(i)
	}
}
