package flow

import (
	"bytes"
	"errors"
	"fmt"

	json2 "github.com/go-json-experiment/json"
)

// What a part may be at most: it is read while a person waits.
const (
	MaxPartSize  = 10 << 20
	MaxPartNodes = 2000
)

// ErrNoPart is what [ReadPart] says of a text that is something else altogether.
var ErrNoPart = errors.New("this is no part of a flow")

// A Part is some nodes of a flow with what belongs to them, as they are copied: their
// wires among one another, and the notes and groups around them. Their places are
// counted from one origin.
type Part struct {
	Nodes  []*Node
	Notes  []Note
	Groups []Group
}

// The part's own shape: that of a file with one flow, without what stands around it.
type filePart struct {
	Flowbench int        `json:"flowbench"`
	Nodes     []fileNode `json:"nodes"`
	Layout    fileLayout `json:"layout,omitempty"`
}

// WritePart returns the canonical form of a part, as text to read and to send on.
func WritePart(p Part) []byte {
	ff, l := shapeOfFlow(&Flow{Nodes: p.Nodes, Notes: p.Notes, Groups: p.Groups})
	return pretty(Of(filePart{Format, ff.Nodes, l}))
}

// ReadPart reads a part; a whole integration of one flow is read as that flow. As with
// [Read], errors name the line, the place and the mend.
func ReadPart(b []byte) (Part, error) {
	if len(b) > MaxPartSize {
		return Part{}, tooLargePart(len(b))
	}
	b = bytes.TrimPrefix(bytes.TrimSpace(b), []byte("\ufeff"))
	if found, err := precheck(b); !found {
		return Part{}, ErrNoPart
	} else if err != nil {
		return Part{}, err
	}
	if holds(b, "flows") {
		return partOfWhole(b)
	}
	var file filePart
	if err := json2.Unmarshal(b, &file, json2.RejectUnknownMembers(true)); err != nil {
		return Part{}, explain(b, err)
	}
	if n := count(file.Nodes); n > MaxPartNodes {
		return Part{}, tooManyNodes(n)
	}
	nodes, err := newReader(file.Layout, func(path string, err error) error { return at(b, path, err) }).nodes(file.Nodes, "/nodes", 0)
	if err != nil {
		return Part{}, err
	}
	return Part{nodes, file.Layout.Notes, file.Layout.Groups}, nil
}

func partOfWhole(b []byte) (Part, error) {
	in, err := Read(b)
	if err != nil {
		return Part{}, err
	}
	if len(in.Flows) != 1 {
		return Part{}, fmt.Errorf("this is an integration of %d flows, and nodes of one can be pasted: open it with Import JSON", len(in.Flows))
	}
	f, n := in.Flows[0], 0
	for range f.All {
		n++
	}
	if n > MaxPartNodes {
		return Part{}, tooManyNodes(n)
	}
	return Part{f.Nodes, f.Notes, f.Groups}, nil
}

// holds reports whether the object has a member of that name.
func holds(b []byte, name string) bool {
	for _, m := range Members(b) {
		if m.Name == name {
			return true
		}
	}
	return false
}

func count(ns []fileNode) int {
	n := len(ns)
	for _, one := range ns {
		n += count(one.Body)
	}
	return n
}

func tooLargePart(size int) error {
	return fmt.Errorf("the text has %d MB, and at most %d MB are pasted: import it as a file", (size+1<<20-1)>>20, MaxPartSize>>20)
}

func tooManyNodes(n int) error {
	return fmt.Errorf("these are %d nodes, and at most %d are pasted at once: import the integration instead", n, MaxPartNodes)
}
