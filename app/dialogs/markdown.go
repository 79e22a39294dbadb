package dialogs

import "strings"

// A block is a part of a Markdown text that is shown in one way.
type block struct {
	sort blockSort
	text string
	rows [][]string // of a table, without the line under its head
}

type blockSort int

const (
	textBlock blockSort = iota
	codeBlock
	tableBlock
)

// blocks takes a Markdown text apart: paragraphs, lists and headings by the empty lines
// between them, tables, fenced code.
func blocks(markdown string) []block {
	var out []block
	apart := true // an empty line stands before
	add := func(b block) {
		if n := len(out) - 1; n >= 0 && !apart && out[n].sort == b.sort && b.sort != codeBlock {
			out[n].text += b.text
			out[n].rows = append(out[n].rows, b.rows...)
			return
		}
		apart = false
		out = append(out, b)
	}
	lines := strings.Split(strings.TrimSpace(markdown), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		switch {
		case strings.HasPrefix(line, "```"):
			var code []string
			for i++; i < len(lines) && !strings.HasPrefix(strings.TrimSpace(lines[i]), "```"); i++ {
				code = append(code, lines[i])
			}
			add(block{sort: codeBlock, text: strings.Join(code, "\n")})
		case strings.HasPrefix(line, "|"):
			if row := cells(line); !divider(row) {
				add(block{sort: tableBlock, rows: [][]string{row}})
			}
		case line == "":
			apart = true
		default:
			add(block{sort: textBlock, text: lines[i] + "\n"})
		}
	}
	return out
}

// cells are the cells of a line of a table, without marks for code; \| is a bar.
func cells(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	var out []string
	var cell strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && line[i+1] == '|':
			cell.WriteByte('|')
			i++
		case line[i] == '|':
			out = append(out, strings.TrimSpace(cell.String()))
			cell.Reset()
		case line[i] == '`':
		default:
			cell.WriteByte(line[i])
		}
	}
	return append(out, strings.TrimSpace(cell.String()))
}

// divider reports whether a row is the line under a table's head.
func divider(row []string) bool {
	for _, c := range row {
		if c == "" || strings.Trim(c, "-:") != "" {
			return false
		}
	}
	return true
}
