package dialogs

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"flowbench/app/kit"
)

// A block is a part of a Markdown text that is shown in one way.
type block struct {
	sort  blockSort
	spans []kit.Span     // of a paragraph and a heading
	level int            // of a heading
	items [][]block      // of a list
	first int            // the number that a list begins with; 0 is a bullet
	code  string         // of a code block
	rows  [][][]kit.Span // of a table: its head, then its rows, cell by cell
}

type blockSort int

const (
	paragraph blockSort = iota
	heading
	list
	codeBlock
	table
)

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()

// blocks takes a Markdown text apart. HTML is text like any other, an image is the words
// that stand for it.
func blocks(body string) []block {
	src := []byte(body)
	return source(src).blocks(markdown.Parse(text.NewReader(src)))
}

// A source is the text that the nodes of a parsed one point into.
type source []byte

func (s source) blocks(parent ast.Node) (out []block) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			out = append(out, block{sort: heading, level: n.Level, spans: s.spans(n)})
		case *ast.List:
			b := block{sort: list, first: n.Start}
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				b.items = append(b.items, s.blocks(item))
			}
			out = append(out, b)
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			out = append(out, block{sort: codeBlock, code: s.lines(n)})
		case *ast.HTMLBlock:
			body := s.lines(n)
			if n.HasClosure() {
				body += "\n" + string(n.ClosureLine.Value(s))
			}
			out = append(out, block{spans: []kit.Span{{Text: strings.TrimSpace(body)}}})
		case *extast.Table:
			b := block{sort: table}
			for row := n.FirstChild(); row != nil; row = row.NextSibling() {
				var cells [][]kit.Span
				for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
					cells = append(cells, s.spans(cell))
				}
				b.rows = append(b.rows, cells)
			}
			out = append(out, b)
		case *ast.Blockquote:
			out = append(out, s.blocks(n)...)
		case *ast.Paragraph, *ast.TextBlock:
			out = append(out, block{spans: s.spans(n)})
		}
	}
	return out
}

// lines is the text of a block as it is written.
func (s source) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(s))
	}
	return strings.TrimRight(b.String(), "\n")
}

// spans is the running text in a node.
func (s source) spans(n ast.Node) []kit.Span { return s.run(n, kit.Span{}, nil) }

// run appends the running text in n, which looks like as.
func (s source) run(n ast.Node, as kit.Span, out []kit.Span) []kit.Span {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		in := as
		switch c := c.(type) {
		case *ast.Text:
			out = add(out, as, s.plain(c, as))
			switch {
			case c.HardLineBreak():
				out = add(out, as, "\n")
			case c.SoftLineBreak():
				out = add(out, as, " ")
			}
		case *ast.String:
			out = add(out, as, string(c.Value))
		case *ast.CodeSpan:
			in.Code = true
			out = s.run(c, in, out)
		case *ast.Emphasis: // of either sort: the faces have no slanted one
			in.Bold = true
			out = s.run(c, in, out)
		case *ast.Link:
			in.To, _ = url.Parse(string(c.Destination))
			out = s.run(c, in, out)
		case *ast.AutoLink:
			in.To, _ = url.Parse(string(c.URL(s)))
			out = add(out, in, string(c.Label(s)))
		case *ast.RawHTML:
			for i := range c.Segments.Len() {
				part := c.Segments.At(i)
				out = add(out, as, string(part.Value(s)))
			}
		default:
			out = s.run(c, as, out)
		}
	}
	return out
}

// add appends text of a look, to the last span if it looks the same.
func add(out []kit.Span, as kit.Span, text string) []kit.Span {
	if n := len(out) - 1; n >= 0 && out[n].Bold == as.Bold && out[n].Code == as.Code && out[n].To == as.To {
		out[n].Text += text
		return out
	}
	as.Text = text
	return append(out, as)
}

// plain is text without the signs by which Markdown keeps it from being read.
func (s source) plain(t *ast.Text, as kit.Span) string {
	raw := t.Value(s)
	if !as.Code {
		raw = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw)))
	}
	return string(raw)
}
