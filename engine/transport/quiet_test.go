package transport

import (
	"io"
	"log"
)

// quiet is for servers that complain about what a test does to them.
var quiet = log.New(io.Discard, "", 0)
