package dialogs

import (
	"image"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
)

// A Picture is how a picture of a flow is to be.
type Picture struct {
	SVG         bool // else PNG
	Selection   bool // only what is selected
	Dark        bool
	Transparent bool
	Marks       bool // with what the last run made of the flow
}

// A PictureQuestion asks for one.
type PictureQuestion struct {
	Flow      string  // its name
	From      Picture // what is chosen at first
	Selection bool    // something is selected
	Marks     bool    // there was a run
	// Preview draws the picture so that it fits into size, in pixels, and says how large it will be.
	Preview func(p Picture, size image.Point) (image.Image, string)
	Then    func(Picture)
}

// The room for the preview.
const (
	previewWidth  = 560
	previewHeight = 280
)

// ExportPicture lets a person choose how a picture of a flow is to be, and shows it.
func ExportPicture(c fyne.Canvas, q PictureQuestion) *Dialog {
	f := &pictureForm{question: q, picture: q.From}
	f.picture.Selection = f.picture.Selection && q.Selection
	f.picture.Marks = f.picture.Marks && q.Marks
	f.image = &fynecanvas.Image{FillMode: fynecanvas.ImageFillContain}
	f.image.SetMinSize(fyne.NewSize(previewWidth-16, previewHeight-16))
	f.size = kit.NewLabel("", kit.Caption)

	ground := kit.NewGround(kit.Background)
	ground.Radius, ground.Stroke = 6, kit.Border
	body := kit.Column(12, container.NewStack(ground, kit.Inset(f.image, 8, 8, 8, 8)), f.size)

	format := f.either("PNG", "SVG", &f.picture.SVG)
	fields := kit.Grid(12,
		kit.NewField("Format", "PNG is pixels, for a chat or a document. SVG stays sharp at any size.", false, format),
		kit.NewField("Colours", "", false, f.either("Light", "Dark", &f.picture.Dark)))
	if q.Selection {
		fields.Add(kit.NewField("Shows", "", false, f.either("Whole flow", "Selection", &f.picture.Selection)))
	}
	switches := []fyne.CanvasObject{f.onOff("Transparent", "Leave out the board behind the flow", &f.picture.Transparent)}
	if q.Marks {
		switches = append(switches, f.onOff("With run state", "Show too what the last run made of the nodes, and their problems", &f.picture.Marks))
	}
	body.Add(fields)
	body.Add(kit.Line(24, switches...))

	yes := kit.NewButton("Export…", "", kit.Primary, kit.Tip("Choose the file", "Enter"), f.done)
	no := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Close without a picture", "Esc"), func() { f.dialog.cancel() })
	f.dialog = show(c, frame{title: "Export Picture", subtitle: q.Flow, body: body, buttons: []*kit.Button{no, yes},
		width: previewWidth + 2*pad, first: format, enter: f.done})
	f.draw()
	return f.dialog
}

type pictureForm struct {
	question PictureQuestion
	picture  Picture
	image    *fynecanvas.Image
	size     *kit.Label
	dialog   *Dialog
}

// draw shows the picture that is asked for now.
func (f *pictureForm) draw() {
	scale := f.dialog.canvas.Scale()
	side := func(points float32) int { return int((points - 16) * scale) }
	var text string
	f.image.Image, text = f.question.Preview(f.picture, image.Pt(side(previewWidth), side(previewHeight)))
	f.image.Refresh()
	f.size.Set(text)
}

// either chooses one of two; on is the second.
func (f *pictureForm) either(a, b string, on *bool) *kit.Tabs {
	t := kit.NewTabs([]string{a, b}, func(i int) {
		*on = i == 1
		f.draw()
	})
	t.Boxed = true
	if *on {
		t.Selected = 1
	}
	return t
}

func (f *pictureForm) onOff(label, tip string, on *bool) fyne.CanvasObject {
	return kit.Line(8, kit.NewSwitch(*on, tip, func(is bool) {
		*on = is
		f.draw()
	}), kit.NewText(label, kit.Body))
}

func (f *pictureForm) done() {
	if f.dialog.closed {
		return
	}
	f.dialog.Close()
	f.question.Then(f.picture)
}
