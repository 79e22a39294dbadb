package assets

import (
	"embed"
	"io/fs"
)

//go:embed help/*.md
var help embed.FS

// Help returns the help pages that belong to no node, Markdown, one file each; the name
// of a file is the page's, its first line the title.
func Help() fs.FS { return sub(help, "help") }
