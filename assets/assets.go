// Package assets holds the data that is built into the binary: fonts, icons,
// and, in files of their own, the catalogue, the samples and the help.
//
// It is a leaf: it gives out bytes and knows nobody who reads them.
package assets

import (
	"embed"
	"strings"
)

//go:embed icons/*.svg
var icons embed.FS

// The faces of the whole product, under the SIL Open Font License (fonts/OFL.txt).
var (
	//go:embed fonts/Inter-Regular.otf
	Regular []byte
	//go:embed fonts/Inter-SemiBold.otf
	SemiBold []byte
	//go:embed fonts/JetBrainsMono-Regular.ttf
	Mono []byte
	//go:embed fonts/OFL.txt
	FontLicense string
)

// Icon returns the line drawing of that name: an SVG of 24 by 24, black strokes
// on nothing. It is nil where there is none.
func Icon(name string) []byte {
	data, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil
	}
	return data
}

// Icons returns the names of all icons, in alphabetical order.
func Icons() []string {
	files, _ := icons.ReadDir("icons")
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(f.Name(), ".svg")
	}
	return names
}
