package debug

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
)

// A grid shows a table; only the cells in view are made. Ctrl+C copies the chosen cell.
type grid struct {
	widget.Table
	data   *Table
	chosen widget.TableCellID
	onCopy func(string)
}

func newGrid(t *Table, onCopy func(string)) *grid {
	g := &grid{data: t, chosen: widget.TableCellID{Row: -1, Col: -1}, onCopy: onCopy}
	numeric := make([]bool, len(t.Columns))
	for c := range t.Columns {
		numeric[c] = isNumeric(t, c)
	}
	align := func(c int) fyne.TextAlign {
		if numeric[c] {
			return fyne.TextAlignTrailing
		}
		return fyne.TextAlignLeading
	}
	g.Length = func() (int, int) { return len(t.Rows), len(t.Columns) }
	g.CreateCell = func() fyne.CanvasObject { return newCell(kit.Code) }
	g.UpdateCell = func(id widget.TableCellID, o fyne.CanvasObject) {
		label := o.(*cell).label
		label.Align = align(id.Col)
		label.Color = nil
		if v := t.Cell(id.Row, id.Col); len(v) > 0 && v[0] != '"' {
			label.Color = func() color.Color { ink, _ := kit.Shown(v, kit.Colors()); return ink }
		}
		label.Text = oneLine(t.Text(id.Row, id.Col))
		label.Refresh()
	}
	g.ShowHeaderRow = true
	g.CreateHeader = func() fyne.CanvasObject { return newCell(kit.Caption) }
	g.UpdateHeader = func(id widget.TableCellID, o fyne.CanvasObject) {
		label := o.(*cell).label
		if id.Col >= 0 && id.Col < len(t.Columns) {
			label.Align = align(id.Col)
			label.Text = t.Columns[id.Col]
			label.Refresh()
		}
	}
	g.OnSelected = func(id widget.TableCellID) { g.chosen = id }
	g.ExtendBaseWidget(g)
	for c, name := range t.Columns {
		g.SetColumnWidth(c, columnWidth(t, c, name))
	}
	return g
}

// TypedShortcut implements [fyne.Shortcutable].
func (g *grid) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); ok && g.chosen.Row >= 0 && g.chosen.Col >= 0 {
		g.onCopy(g.data.Text(g.chosen.Row, g.chosen.Col))
	}
}

// sample is how many rows are looked at to lay a table out.
const sample = 60

func columnWidth(t *Table, c int, name string) float32 {
	w := fyne.MeasureText(name, 11.5, fyne.TextStyle{}).Width
	for r := range min(sample, len(t.Rows)) {
		w = max(w, fyne.MeasureText(oneLine(t.Text(r, c)), 11.5, fyne.TextStyle{Monospace: true}).Width)
	}
	return max(48, min(w+18, 320))
}

func isNumeric(t *Table, c int) bool {
	for r := range min(sample, len(t.Rows)) {
		if v := t.Cell(r, c); len(v) > 0 && v[0] != 'n' {
			return v[0] == '-' || v[0] >= '0' && v[0] <= '9'
		}
	}
	return false
}

// A cell is one field of the grid.
type cell struct {
	widget.BaseWidget
	label *kit.Label
}

func newCell(role kit.Role) *cell {
	c := &cell{label: kit.NewLabel("", role)}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements [fyne.Widget].
func (c *cell) CreateRenderer() fyne.WidgetRenderer { return &cellRenderer{c} }

type cellRenderer struct{ cell *cell }

func (r *cellRenderer) Destroy()                     {}
func (r *cellRenderer) MinSize() fyne.Size           { return fyne.NewSize(40, 22) }
func (r *cellRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.cell.label} }
func (r *cellRenderer) Refresh()                     { r.cell.label.Refresh() }
func (r *cellRenderer) Layout(s fyne.Size) {
	r.cell.label.Move(fyne.NewPos(8, 0))
	r.cell.label.Resize(fyne.NewSize(max(0, s.Width-16), s.Height))
}
