package catalog

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/assets"
)

// A Catalog is the providers, ordered by the name of their file. It never changes.
type Catalog struct {
	Providers []*Provider
	ids       map[string]*Provider
	hosts     map[string]*Provider // by origin
	authHosts map[string]*Provider // those that presets name; two providers may name the same
}

// Builtin returns the catalogue that Flowbench comes with. That its files have no
// problems is a test's business: compiling all their programs takes a while.
var Builtin = sync.OnceValue(func() *Catalog {
	c, problems := load(assets.Catalog(), false)
	if problems != nil {
		panic("catalog: " + problems[0].String())
	}
	return c
})

// Load reads every *.json file at the top of a folder as a provider. A provider with
// problems is not in the catalogue.
func Load(fsys fs.FS) (*Catalog, []Problem) { return load(fsys, true) }

func load(fsys fs.FS, check bool) (*Catalog, []Problem) {
	c := &Catalog{ids: map[string]*Provider{}, hosts: map[string]*Provider{}, authHosts: map[string]*Provider{}}
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return c, []Problem{{Text: err.Error()}}
	}
	var problems []Problem
	for _, name := range names {
		r := &report{file: name}
		if p := r.read(fsys, check); p != nil {
			c.add(r, p)
		}
		problems = append(problems, r.problems...)
	}
	return c, problems
}

// add puts a provider among the others if it is sound and clashes with none of them.
func (c *Catalog) add(r *report, p *Provider) {
	if c.ids[p.ID] != nil {
		r.add("/id", "the id %q is another provider's too", p.ID)
	}
	for i, h := range p.Hosts {
		if other := c.hosts[h]; other != nil {
			r.add(fmt.Sprintf("/hosts/%d", i), "the host %s belongs to %s already", h, other.Title)
		}
	}
	if r.problems != nil {
		return
	}
	c.Providers = append(c.Providers, p)
	c.ids[p.ID] = p
	for _, h := range p.Hosts {
		c.hosts[h] = p
	}
	for _, h := range p.AuthHosts() {
		if c.authHosts[h] == nil {
			c.authHosts[h] = p
		}
	}
}

// read reads the file. The provider is nil if the file has not its shape.
func (r *report) read(fsys fs.FS, check bool) *Provider {
	b, err := fs.ReadFile(fsys, r.file)
	if err != nil {
		r.add("", "%s", err)
		return nil
	}
	if check {
		var tree any
		if err := json2.Unmarshal(b, &tree); err != nil {
			r.add("", "%s", explain(b, err))
			return nil
		}
		r.unknown(providerType, tree, "")
	}
	p := &Provider{}
	if err := json2.Unmarshal(b, p); err != nil {
		r.add("", "%s", explain(b, err))
		return nil
	}
	for i, a := range p.Actions {
		if a == nil {
			r.add(fmt.Sprintf("/actions/%d", i), "an action is missing")
			return nil
		}
		a.cut(p, fmt.Sprintf("/actions/%d", i), r.err)
		for j := range a.Fields {
			a.Fields[j].Template = true
		}
	}
	if p.Test != nil {
		p.Test.cut(p, "/test", r.err)
	}
	if check {
		r.provider(p, strings.TrimSuffix(path.Base(r.file), ".json"))
	}
	return p
}

// explain gives the line to errors that have an offset.
func explain(b []byte, err error) string {
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "json: "), "jsontext: ")
	var offset int64
	switch err := err.(type) {
	case *jsontext.SyntacticError:
		offset = err.ByteOffset
	case *json2.SemanticError:
		offset = err.ByteOffset
	default:
		return text
	}
	line := 1 + bytes.Count(b[:min(int(offset), len(b))], []byte("\n"))
	return fmt.Sprintf("line %d: %s", line, text)
}
