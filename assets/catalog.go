package assets

import (
	"embed"
	"io/fs"
)

//go:embed catalog/*.json
var catalog embed.FS

//go:embed all:samples
var samples embed.FS

// Catalog returns the providers that Flowbench comes with, one file each.
func Catalog() fs.FS { return sub(catalog, "catalog") }

// Samples returns the sample integrations with the folders beside them.
func Samples() fs.FS { return sub(samples, "samples") }

func sub(f embed.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		panic(err)
	}
	return s
}
