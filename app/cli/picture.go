package cli

import (
	"bytes"
	"image/png"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"flowbench/app/face"
	"flowbench/canvas/draw"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

// pictureFlags are the flags of picture.
type pictureFlags struct {
	out, flow, theme string
	scale            float64
	transparent      bool
}

func (c *command) picture() *cobra.Command {
	var f pictureFlags
	cmd := &cobra.Command{
		Use:     "picture FILE -o OUT.png|OUT.svg",
		Short:   "Draw a flow as a picture",
		Long:    "Draws the board of a flow as PNG or SVG. No display is needed.",
		Example: "  flowbench picture watch.json -o watch.png\n  flowbench picture watch.json -o watch.svg --theme dark --transparent",
		Args:    takes("FILE", false),
		RunE:    func(_ *cobra.Command, args []string) error { return c.draw(args[0], f) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.out, "output", "o", "", "the picture's `FILE`: .png or .svg")
	fl.StringVar(&f.flow, "flow", "", "the `FLOW` to draw; the first one if not given")
	fl.StringVar(&f.theme, "theme", "light", "`light` or dark")
	fl.Float64Var(&f.scale, "scale", 2, "of a PNG: `N` pixels to a unit, 0.1 to 8")
	fl.BoolVar(&f.transparent, "transparent", false, "draw on nothing instead of the board")
	return cmd
}

// maxPixels is how large a PNG may be: 400 MB in memory.
const maxPixels = 100e6

func (c *command) draw(name string, f pictureFlags) error {
	ext := strings.ToLower(filepath.Ext(f.out))
	themes := map[string]*draw.Theme{"light": draw.Light, "dark": draw.Dark}
	t := themes[f.theme]
	switch {
	case f.out == "":
		return wrong("picture needs the name of the picture, as in -o board.png or -o board.svg")
	case ext != ".svg" && ext != ".png":
		return wrong("the picture's name ends in .png or .svg, and %q does not", f.out)
	case t == nil:
		return wrong("--theme is light or dark, not %q", f.theme)
	case !(f.scale >= 0.1 && f.scale <= 8):
		return wrong("--scale is from 0.1 to 8, not %g", f.scale)
	}
	in, _, err := c.read(name)
	if err != nil {
		return err
	}
	flow.Open(in, func() {}) // gives the nodes their keys
	fl, err := pick(in, f.flow)
	if err != nil {
		return err
	}
	scene := faces().Scene(fl, t)
	var b bytes.Buffer
	if ext == ".svg" {
		b.Write(scene.SVG(t, f.transparent))
	} else {
		size := scene.Bounds()
		if px := size.W() * size.H() * f.scale * f.scale; px > maxPixels {
			return wrong("at --scale %g the picture would have %.0f million pixels, and %.0f is the most: take a smaller scale, or .svg", f.scale, px/1e6, maxPixels/1e6)
		}
		if err := png.Encode(&b, scene.Picture(t, f.scale, f.transparent)); err != nil {
			return failed("%v", err)
		}
	}
	if err := replace(f.out, b.Bytes()); err != nil {
		return failed("%v", err)
	}
	return nil
}

// faces are how nodes look.
func faces() *face.Faces {
	c := catalog.Builtin()
	var all []spec.Kind
	for _, k := range kinds.All(c) {
		all = append(all, k.Kind)
	}
	return face.New(all, c)
}
