package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Rows is a list of any length, of rows of one height. It makes as many objects as are
// seen at a time and fills them anew as they are scrolled.
type Rows struct {
	widget.BaseWidget
	Height float32
	Make   func() fyne.CanvasObject
	Fill   func(i int, o fyne.CanvasObject)

	count  int
	scroll *container.Scroll
	sheet  *fyne.Container
	shown  map[int]fyne.CanvasObject
	spare  []fyne.CanvasObject
}

// NewRows makes a list.
func NewRows(height float32, newRow func() fyne.CanvasObject, fill func(i int, o fyne.CanvasObject)) *Rows {
	r := &Rows{Height: height, Make: newRow, Fill: fill, shown: map[int]fyne.CanvasObject{}}
	r.sheet = container.New(rowsLayout{r})
	r.scroll = container.NewVScroll(r.sheet)
	r.scroll.OnScrolled = func(fyne.Position) { r.show() }
	r.ExtendBaseWidget(r)
	return r
}

// Count is how many rows there are.
func (r *Rows) Count() int { return r.count }

// SetCount says how many rows there are, and fills those that are seen.
func (r *Rows) SetCount(n int) {
	r.count = n
	r.scroll.Refresh()
	r.show()
	r.Update()
}

// Update fills the rows that are seen anew.
func (r *Rows) Update() {
	for i, o := range r.shown {
		r.Fill(i, o)
	}
}

// Reveal scrolls so that a row is seen.
func (r *Rows) Reveal(i int) {
	top, bottom := float32(i)*r.Height, float32(i+1)*r.Height
	at := r.scroll.Offset.Y
	if bottom > at+r.scroll.Size().Height {
		at = bottom - r.scroll.Size().Height
	}
	at = max(0, min(at, top))
	if at != r.scroll.Offset.Y {
		r.scroll.ScrollToOffset(fyne.NewPos(0, at))
		r.show()
	}
}

func (r *Rows) show() {
	from := max(0, int(r.scroll.Offset.Y/r.Height))
	to := min(r.count, int((r.scroll.Offset.Y+r.scroll.Size().Height)/r.Height)+1)
	for i, o := range r.shown {
		if i < from || i >= to {
			delete(r.shown, i)
			o.Hide()
			r.spare = append(r.spare, o)
		}
	}
	for i := from; i < to; i++ {
		if r.shown[i] == nil {
			r.shown[i] = r.take()
			r.Fill(i, r.shown[i])
		}
	}
	r.sheet.Layout.Layout(nil, r.sheet.Size())
}

func (r *Rows) take() fyne.CanvasObject {
	if n := len(r.spare); n > 0 {
		o := r.spare[n-1]
		r.spare = r.spare[:n-1]
		o.Show()
		return o
	}
	o := r.Make()
	r.sheet.Objects = append(r.sheet.Objects, o)
	return o
}

// CreateRenderer implements [fyne.Widget].
func (r *Rows) CreateRenderer() fyne.WidgetRenderer { return &rowsRenderer{r} }

type rowsRenderer struct{ rows *Rows }

func (r *rowsRenderer) Destroy()                     {}
func (r *rowsRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rows.scroll} }
func (r *rowsRenderer) MinSize() fyne.Size           { return fyne.NewSize(80, r.rows.Height) }
func (r *rowsRenderer) Layout(s fyne.Size)           { r.rows.scroll.Resize(s); r.rows.show() }
func (r *rowsRenderer) Refresh()                     { r.rows.show(); r.rows.Update() }

type rowsLayout struct{ rows *Rows }

func (l rowsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(40, float32(l.rows.count)*l.rows.Height)
}

func (l rowsLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	for i, o := range l.rows.shown {
		o.Resize(fyne.NewSize(s.Width, l.rows.Height))
		o.Move(fyne.NewPos(0, float32(i)*l.rows.Height))
	}
}
