package draw

import (
	"fmt"
	"image/color"

	"flowbench/canvas/geom"
)

// A Mark is what the last run, or the one under way, made of a node.
type Mark uint8

const (
	NoMark Mark = iota
	Running
	Done
	Failed
	Skipped
	Warned
	Paused
)

const (
	markSize = 11.0
	badgeR   = 9.0
)

// footer is the line below the card.
func (n *Node) footer() string {
	if n.Attempts < 2 {
		return n.MarkText
	}
	tries := fmt.Sprintf("%d tries", n.Attempts)
	if n.MarkText == "" {
		return tries
	}
	return n.MarkText + " · " + tries
}

// drawMarks draws what became of the node on its upper right corner, left of it
// what is wrong with it, and the line below.
func (n *Node) drawMarks(s *sheet) {
	if s.detail == blocks {
		return
	}
	card := n.Card()
	at := geom.Pt(card.Max.X-9, card.Min.Y-1)
	badge := func(ground color.NRGBA, sign string, ink color.NRGBA) {
		s.circle(at, badgeR+1.5, ground, s.Board, 1.5)
		if s.detail == everything {
			s.icon(sign, geom.Rect{Min: at, Max: at}.Grow(7), ink)
		}
		at.X -= 2*badgeR + 3
	}
	switch n.Mark {
	case Running:
		badge(s.Primary, "more", s.OnPrimary)
	case Done:
		badge(s.Success, "check", s.OnState)
	case Failed:
		badge(s.Failure, "cross", s.OnState)
	case Warned:
		badge(s.Warning, "exclamation", s.OnState)
	case Paused:
		badge(s.Warning, "pause", s.OnState)
	}
	if n.Disabled {
		badge(s.Muted, "minus", s.Surface)
	}
	switch {
	case n.Errors > 0:
		badge(s.Failure, "exclamation", s.OnState)
	case n.Warnings > 0:
		badge(s.Warning, "exclamation", s.OnState)
	}
	if words := n.footer(); words != "" && s.detail == everything {
		frame := n.Frame()
		s.text(words, Regular, markSize, geom.Pt(frame.Center().X, frame.Max.Y+17), 0.5, s.Muted)
	}
}
