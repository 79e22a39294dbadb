package draw

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A look is how a piece of running text looks.
type look struct {
	face   Face
	size   float64
	ink    ink
	code   bool // on a ground of its own
	struck bool
}

// An ink is what a text is, from which its colour follows.
type ink uint8

const (
	words ink = iota
	aside     // quoted, or a list's bullet
	link
)

// A span is a piece of running text of one look. A line break stands as a
// span of its own, its text "\n".
type span struct {
	text string
	look
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.Linkify, extension.Strikethrough, extension.TaskList)).Parser()

const (
	noteSize   = 12.5
	noteCode   = 11.5
	noteIndent = 16.0 // of a list's items
	noteGap    = 7.0  // between paragraphs
)

// headSize is how large a heading is.
func headSize(level int) float64 {
	return [...]float64{17, 15, 13.5}[min(max(level, 1), 3)-1]
}

// mostNote is how much of a note is read: more than any has room for.
const mostNote = 20_000

// readNote sets Markdown into a column.
func readNote(body string, width float64) *column {
	if len(body) > mostNote {
		body = strings.ToValidUTF8(body[:mostNote], "")
	}
	src := []byte(body)
	r := reader{src: src, col: &column{width: width}}
	r.blocks(markdown.Parse(text.NewReader(src)), 0, look{size: noteSize})
	return r.col
}

type reader struct {
	src []byte
	col *column
}

// blocks sets what stands below one another in parent.
func (r *reader) blocks(parent ast.Node, indent float64, as look) {
	indent = min(indent, r.col.width*0.6)
	gap := noteGap
	if list, ok := parent.Parent().(*ast.List); ok && list.IsTight {
		gap = 2
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n != parent.FirstChild() {
			r.col.skip(gap)
		}
		r.block(n, indent, as)
	}
}

func (r *reader) block(n ast.Node, indent float64, as look) {
	switch n := n.(type) {
	case *ast.Heading:
		as.face, as.size = SemiBold, headSize(n.Level)
		r.col.set(r.spans(n, as, nil), indent)
	case *ast.List:
		r.list(n, indent, as)
	case *ast.Blockquote:
		top := r.col.height
		as.ink = aside
		r.blocks(n, indent+12, as)
		r.col.bar(indent, top)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		r.col.code(strings.TrimRight(r.lines(n), "\n"), indent)
	case *ast.ThematicBreak:
		r.col.rule(indent)
	case *ast.HTMLBlock:
		body := r.lines(n)
		if n.HasClosure() {
			body += string(n.ClosureLine.Value(r.src))
		}
		r.col.set(plainSpans(strings.TrimRight(body, "\n"), as), indent)
	default:
		r.col.set(r.spans(n, as, nil), indent)
	}
}

func (r *reader) list(list *ast.List, indent float64, as look) {
	number := list.Start
	room := noteIndent
	if list.IsOrdered() {
		last := fmt.Sprintf("%d.", number+list.ChildCount()-1)
		room = max(room, Measure(last, Regular, as.size)+6)
	}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if item != list.FirstChild() {
			r.col.skip(3)
		}
		bullet := "•"
		if list.IsOrdered() {
			bullet = fmt.Sprintf("%d.", number)
			number++
		}
		if !r.task(item, indent) {
			r.col.bullet(bullet, indent, look{size: as.size, ink: aside})
		}
		r.blocks(item, indent+room, as)
	}
}

// task draws the box of an item of a list of tasks; false is no such item.
func (r *reader) task(item ast.Node, indent float64) bool {
	if item.FirstChild() == nil {
		return false
	}
	box, ok := item.FirstChild().FirstChild().(*extast.TaskCheckBox)
	if ok {
		r.col.box(box.IsChecked, indent)
	}
	return ok
}

// lines is the raw text of a block.
func (r *reader) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		b.Write(seg.Value(r.src))
	}
	return b.String()
}

// spans appends the running text in n.
func (r *reader) spans(n ast.Node, as look, out []span) []span {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			out = append(out, span{r.plain(c.Value(r.src), as), as})
			if c.SoftLineBreak() || c.HardLineBreak() { // who writes a note breaks its lines
				out = append(out, span{"\n", as})
			}
		case *ast.String:
			out = append(out, span{string(c.Value), as})
		case *ast.CodeSpan:
			in := as
			in.face, in.size, in.code = Mono, noteCode, true
			out = r.spans(c, in, out)
		case *ast.Emphasis:
			out = r.spans(c, emphasized(as, c.Level), out)
		case *extast.Strikethrough:
			in := as
			in.struck = true
			out = r.spans(c, in, out)
		case *ast.Link:
			in := as
			in.ink = link
			out = r.spans(c, in, out)
		case *ast.AutoLink:
			in := as
			in.ink = link
			out = append(out, span{string(c.Label(r.src)), in})
		case *ast.RawHTML:
			for i := range c.Segments.Len() {
				seg := c.Segments.At(i)
				out = append(out, plainSpans(string(seg.Value(r.src)), as)...)
			}
		default: // such as the words that stand for an image
			out = r.spans(c, as, out)
		}
	}
	return out
}

// plain is text without the signs by which Markdown keeps it from being read.
func (r *reader) plain(raw []byte, as look) string {
	if !as.code {
		raw = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw)))
	}
	return string(raw)
}

// plainSpans is text in which nothing is read but its line ends.
func plainSpans(body string, as look) (out []span) {
	for i, line := range strings.Split(body, "\n") {
		if i > 0 {
			out = append(out, span{"\n", as})
		}
		out = append(out, span{line, as})
	}
	return out
}

func emphasized(as look, level int) look {
	switch bold := level > 1; {
	case as.face == Mono:
	case bold && as.face == Italic || !bold && as.face == SemiBold:
		as.face = SemiBoldItalic
	case bold && as.face == Regular:
		as.face = SemiBold
	case as.face == Regular:
		as.face = Italic
	}
	return as
}
