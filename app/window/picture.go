package window

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"flowbench/app/dialogs"
	"flowbench/app/look"
	"flowbench/canvas/draw"
	"flowbench/engine/flow"
)

// pictureScale is how many pixels of a PNG stand for a unit of the board.
const pictureScale = 2

// exportPicture asks for a picture of the flow, shows it, and writes it to a file. A
// setting that looks like a secret may stand on a card.
func (w *Window) exportPicture() { w.withoutSecrets(w.askPicture) }

func (w *Window) askPicture() {
	fl := w.shown()
	if fl == nil {
		return
	}
	from := w.shot
	from.Dark, from.Selection = look.Colours().Dark, false
	dialogs.ExportPicture(w.win.Canvas(), dialogs.PictureQuestion{
		Flow: fl.Name, From: from, Selection: w.board.HasSelection(), Marks: w.board.HasMarks(),
		Preview: func(p dialogs.Picture, size image.Point) (image.Image, string) {
			scene, t := w.pictured(fl, p)
			return scene.Preview(t, size, p.Transparent), pictureSize(scene, p)
		},
		Then: func(p dialogs.Picture) {
			w.shot = p
			scene, t := w.pictured(fl, p)
			name := strings.TrimSuffix(fileName(fl.Name), ".json") + map[bool]string{false: ".png", true: ".svg"}[p.SVG]
			w.askPath(name, func(path string) {
				if ext := strings.ToLower(filepath.Ext(path)); ext == ".svg" || ext == ".png" {
					p.SVG = ext == ".svg" // what the file is called, it is
				}
				w.toast("Drawing the picture…")
				go func() {
					err := writePicture(path, scene, t, p)
					w.do(func() { w.written(path, err) })
				}()
			})
		},
	})
}

// pictured is what a picture shows, and in which colours.
func (w *Window) pictured(fl *flow.Flow, p dialogs.Picture) (*draw.Scene, *draw.Theme) {
	t := draw.Light
	if p.Dark {
		t = draw.Dark
	}
	content := w.board.Content(w.faces.Describe(fl, t))
	return draw.NewScene(content.ForPicture(p.Selection, p.Marks)), t
}

// pictureSize says how large a picture will be.
func pictureSize(scene *draw.Scene, p dialogs.Picture) string {
	if p.SVG {
		r, _ := scene.PictureRect(1)
		return fmt.Sprintf("%d × %d units, sharp at any size", r.Dx(), r.Dy())
	}
	r, scale := scene.PictureRect(pictureScale)
	text := fmt.Sprintf("%d × %d pixels", r.Dx(), r.Dy())
	if scale < pictureScale {
		text += fmt.Sprintf(", the largest there is: %.0f %% of its size. An SVG is sharp at any size.", 100*scale)
	}
	return text
}

func writePicture(path string, scene *draw.Scene, t *draw.Theme, p dialogs.Picture) error {
	if p.SVG {
		return os.WriteFile(path, scene.SVG(t, p.Transparent), 0o644)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, scene.Picture(t, pictureScale, p.Transparent)); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
