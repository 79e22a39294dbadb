package geom

import (
	"math/rand"
	"slices"
	"testing"
)

func cards(n int) []Box {
	return slices.Repeat([]Box{{Size: NodeSize(1)}}, n)
}

func links(ends ...int) (out []Link) {
	for i := 0; i < len(ends); i += 2 {
		out = append(out, Link{From: ends[i], To: ends[i+1]})
	}
	return out
}

func place(b Box, at Point) Rect { return XYWH(at.X, at.Y, b.Size.W, b.Size.H) }

func TestALineIsArrangedInOneRow(t *testing.T) {
	got := Arrange(cards(3), links(0, 1, 1, 2))
	if want := []Point{{0, 0}, {240, 0}, {480, 0}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBranchesStandAboveEachOtherInPortOrder(t *testing.T) {
	at := Arrange(cards(4), links(0, 1, 1, 2, 1, 3))
	if at[2].X != 480 || at[3].X != 480 || at[3].Y-at[2].Y != RowPitch {
		t.Errorf("branches at %v and %v", at[2], at[3])
	}
	if at[1].Y != (at[2].Y+at[3].Y)/2 {
		t.Errorf("the node they leave is at %v, not between them", at[1])
	}
}

func TestEveryLinkLeadsToALaterColumnAndNoCardsOverlap(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 40 {
		n := 2 + r.Intn(30)
		boxes := cards(n)
		for i := range boxes {
			boxes[i].Size = NodeSize(r.Intn(6))
		}
		var wires []Link
		for range r.Intn(2 * n) {
			if a, b := r.Intn(n), r.Intn(n); a < b {
				wires = append(wires, Link{From: a, To: b})
			}
		}
		for _, fixed := range []bool{false, true} {
			if fixed {
				at := Arrange(boxes, wires)
				for i := range boxes {
					boxes[i].Fixed, boxes[i].At = i%3 == 0, at[i].Add(Pt(77, 1000))
				}
			}
			at := Arrange(boxes, wires)
			for _, k := range wires {
				if !fixed && at[k.To].X < at[k.From].X+ColumnPitch {
					t.Fatalf("a link leads from %v to %v", at[k.From], at[k.To])
				}
			}
			for i := range boxes {
				if boxes[i].Fixed && at[i] != boxes[i].At {
					t.Fatalf("a fixed box moved from %v to %v", boxes[i].At, at[i])
				}
				for j := range i {
					if place(boxes[i], at[i]).Overlaps(place(boxes[j], at[j])) {
						t.Fatalf("boxes at %v and %v overlap", at[i], at[j])
					}
				}
			}
			if again := Arrange(boxes, wires); !slices.Equal(at, again) {
				t.Fatal("the same flow came out differently")
			}
		}
	}
}

func TestCrossingsAreUndone(t *testing.T) {
	// two rows, named crosswise
	at := Arrange(cards(6), links(0, 3, 1, 2, 2, 5, 3, 4))
	if (at[0].Y < at[1].Y) != (at[3].Y < at[2].Y) || (at[3].Y < at[2].Y) != (at[4].Y < at[5].Y) {
		t.Errorf("rows cross: %v", at)
	}
}

func TestACircleIsArrangedToo(t *testing.T) {
	if got := Arrange(cards(3), links(0, 1, 1, 2, 2, 1, 2, 2)); len(got) != 3 {
		t.Errorf("got %v", got)
	}
	if got := Arrange(nil, nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestTheMainPathIsStraightFromPortToInput(t *testing.T) {
	// 1 has a success port above its middle, on the main path, and a failure port below
	at := Arrange(cards(4), []Link{
		{From: 0, To: 1}, {From: 1, To: 2, Drop: -12, Weight: 4}, {From: 1, To: 3, Drop: 12, Weight: 0.1},
	})
	if at[2].Y != at[1].Y-12 {
		t.Errorf("the node behind the success port is at %v, that before it at %v", at[2], at[1])
	}
	if at[0].Y != at[1].Y {
		t.Errorf("a plain wire leads from %v to %v", at[0], at[1])
	}
}

func TestAContainerIsLevelByItsHead(t *testing.T) {
	card := Size{W: NodeW, H: NodeH}
	at := Arrange([]Box{{Size: card}, {Size: Size{W: 500, H: 260}, Head: NodeH}, {Size: card}, {Size: card}},
		[]Link{{From: 0, To: 1}, {From: 1, To: 2}, {From: 0, To: 3, Weight: 0.01}})
	if at[0].Y != at[1].Y || at[1].Y != at[2].Y {
		t.Errorf("heads at %v", at)
	}
	if at[3].Y > at[1].Y-NodeH && at[3].Y < at[1].Y+260 {
		t.Errorf("a card of its column lies over it: %v", at)
	}
}
