package cli

import (
	"bytes"
	"image/png"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"flowbench/canvas/draw"
	"flowbench/engine/flow"
)

func (c *command) picture() *cobra.Command {
	var out, flowName, theme string
	var scale float64
	var transparent bool
	cmd := &cobra.Command{
		Use:     "picture FILE -o OUT.png|OUT.svg",
		Short:   "Draw a flow as a picture",
		Long:    "Draws the board of a flow as PNG or SVG. No display is needed.",
		Example: "  flowbench picture watch.json -o watch.svg --theme dark",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			in, _, err := c.read(args[0])
			if err != nil {
				return err
			}
			flow.Open(in, func() {}) // gives the nodes their keys
			fl, err := pick(in, flowName)
			if err != nil {
				return err
			}
			t := draw.Light
			switch theme {
			case "light":
			case "dark":
				t = draw.Dark
			default:
				return wrong("--theme is light or dark, not %q", theme)
			}
			if scale < 0.1 || scale > 8 {
				return wrong("--scale is from 0.1 to 8, not %g", scale)
			}
			scene := faces().Scene(fl, t)
			var b []byte
			switch ext := strings.ToLower(filepath.Ext(out)); ext {
			case ".svg":
				b = scene.SVG(t, transparent)
			case ".png":
				var buf bytes.Buffer
				if err := png.Encode(&buf, scene.Picture(t, scale, transparent)); err != nil {
					return err
				}
				b = buf.Bytes()
			default:
				return wrong("the picture's name ends in .png or .svg, not in %q", ext)
			}
			if err := replace(out, b); err != nil {
				return wrong("%v", err)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVarP(&out, "output", "o", "", "the picture's file: .png or .svg")
	f.StringVar(&flowName, "flow", "", "the flow to draw; the first one if not given")
	f.StringVar(&theme, "theme", "light", "light or dark")
	f.Float64Var(&scale, "scale", 2, "pixels to a unit, of a PNG")
	f.BoolVar(&transparent, "transparent", false, "draw on nothing instead of the board")
	cmd.MarkFlagRequired("output")
	return cmd
}
