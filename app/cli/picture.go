package cli

import (
	"bytes"
	"image/png"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"flowbench/app/face"
	"flowbench/canvas/draw"
	"flowbench/canvas/show"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

// pictureFlags are the flags of picture.
type pictureFlags struct {
	out, flow, theme string
	nodes            []string
	scale            float64
	transparent      bool
}

func (c *command) picture() *cobra.Command {
	var f pictureFlags
	cmd := &cobra.Command{
		Use:     "picture FILE -o OUT.png|OUT.svg",
		Short:   "Draw a flow as a picture",
		Long:    "Draws the board of a flow as PNG or SVG. No display is needed.",
		Example: "  flowbench picture watch.json -o watch.png\n  flowbench picture watch.json -o watch.svg --theme dark --transparent\n  flowbench picture watch.json -o part.svg --nodes Ahrefs,AnyBroken",
		Args:    takes("FILE", false),
		RunE:    func(_ *cobra.Command, args []string) error { return c.draw(args[0], f) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.out, "output", "o", "", "the picture's `FILE`: .png or .svg")
	fl.StringVar(&f.flow, "flow", "", "the `FLOW` to draw; the first one if not given")
	fl.StringSliceVar(&f.nodes, "nodes", nil, "draw only these `NODES` and the wires between them: A,B")
	fl.StringVar(&f.theme, "theme", "light", "`light` or dark")
	fl.Float64Var(&f.scale, "scale", 2, "of a PNG: `N` pixels to a unit, 0.1 to 8")
	fl.BoolVar(&f.transparent, "transparent", false, "draw on nothing instead of the board")
	return cmd
}

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
	content := faces().Content(fl, t)
	for _, name := range f.nodes {
		if err := choose(&content, fl, name); err != nil {
			return err
		}
	}
	scene := draw.NewScene(content.ForPicture(len(f.nodes) > 0, false))
	var b bytes.Buffer
	if ext == ".svg" {
		b.Write(scene.SVG(t, f.transparent))
	} else {
		size := scene.Bounds()
		if px := size.W() * size.H() * f.scale * f.scale; px > draw.MostPixels {
			return wrong("at --scale %g the picture would have %.0f million pixels, and %.0f is the most: take a smaller scale, or .svg", f.scale, px/1e6, draw.MostPixels/1e6)
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

// choose selects a node, for a picture of it and of what stands in it.
func choose(c *draw.Content, fl *flow.Flow, name string) error {
	n := fl.Node(name)
	if n == nil {
		return wrong("the flow %q has no node %q to be drawn", fl.Name, name)
	}
	for i := range c.Nodes {
		if c.Nodes[i].Key == show.Key(n.Key) {
			c.Nodes[i].Selected = true
			return nil
		}
	}
	return wrong("%s is not to be seen: it stands in a loop or a group that is folded", name)
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
