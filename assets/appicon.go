package assets

import _ "embed"

// AppIcon is the app's icon, a PNG.
//
//go:embed app/icon.png
var AppIcon []byte
