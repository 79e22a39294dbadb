package geom

import (
	"math/rand"
	"slices"
	"testing"
)

func cards(n int) []Box {
	return slices.Repeat([]Box{{Size: NodeSize(1)}}, n)
}

func place(b Box, at Point) Rect { return XYWH(at.X, at.Y, b.Size.W, b.Size.H) }

func TestALineIsArrangedInOneRow(t *testing.T) {
	got := Arrange(cards(3), []Link{{0, 1}, {1, 2}})
	if want := []Point{{0, 0}, {240, 0}, {480, 0}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBranchesStandAboveEachOtherInPortOrder(t *testing.T) {
	at := Arrange(cards(4), []Link{{0, 1}, {1, 2}, {1, 3}})
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
		var links []Link
		for range r.Intn(2 * n) {
			if a, b := r.Intn(n), r.Intn(n); a < b {
				links = append(links, Link{a, b})
			}
		}
		for _, fixed := range []bool{false, true} {
			if fixed {
				at := Arrange(boxes, links)
				for i := range boxes {
					boxes[i].Fixed, boxes[i].At = i%3 == 0, at[i].Add(Pt(77, 1000))
				}
			}
			at := Arrange(boxes, links)
			for _, k := range links {
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
			if again := Arrange(boxes, links); !slices.Equal(at, again) {
				t.Fatal("the same flow came out differently")
			}
		}
	}
}

func TestCrossingsAreUndone(t *testing.T) {
	// two rows, named crosswise
	at := Arrange(cards(6), []Link{{0, 3}, {1, 2}, {2, 5}, {3, 4}})
	if (at[0].Y < at[1].Y) != (at[3].Y < at[2].Y) || (at[3].Y < at[2].Y) != (at[4].Y < at[5].Y) {
		t.Errorf("rows cross: %v", at)
	}
}

func TestACircleIsArrangedToo(t *testing.T) {
	if got := Arrange(cards(3), []Link{{0, 1}, {1, 2}, {2, 1}, {2, 2}}); len(got) != 3 {
		t.Errorf("got %v", got)
	}
	if got := Arrange(nil, nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
