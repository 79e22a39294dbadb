package catalog

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"flowbench/assets"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

func TestSamplesAreCanonicalAndNameWhatTheCatalogueHas(t *testing.T) {
	files, _ := fs.Glob(assets.Samples(), "*.json")
	if len(files) < 4 {
		t.Fatalf("there are only %q", files)
	}
	for _, file := range files {
		b, err := fs.ReadFile(assets.Samples(), file)
		if err != nil {
			t.Fatal(err)
		}
		in, err := flow.Read(b)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if !bytes.Equal(flow.Write(in), b) {
			t.Errorf("%s is not canonical", file)
		}
		connections := map[string]string{}
		for _, c := range in.Connections {
			connections[c.Name] = c.Provider
		}
		for n := range in.Flows[0].All {
			if n.At == nil || n.At.X%8 != 0 || n.At.Y%8 != 0 {
				t.Errorf("%s: %s lies at %v", file, n.Name, n.At)
			}
			if n.Kind != "integration" {
				continue
			}
			provider, action := n.Config.Text("provider"), n.Config.Text("action")
			a := Builtin().Action(provider, action)
			if a == nil {
				t.Errorf("%s: %s names %s/%s", file, n.Name, provider, action)
				continue
			}
			if c := n.Config.Text("connection"); connections[c] != provider || in.Providers[provider] != Builtin().Provider(provider).Version {
				t.Errorf("%s: %s has the connection %q of %q, version %q", file, n.Name, c, connections[c], in.Providers[provider])
			}
			given, _ := n.Config.Map()["fields"].(map[string]any)
			for name := range given {
				if !has(a.Fields, name) {
					t.Errorf("%s: %s fills a field %q that %s has not", file, n.Name, name, a.ID)
				}
			}
		}
		if _, err := fs.Stat(assets.Samples(), strings.TrimSuffix(file, ".json")+".flowbench/expected/output.json"); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func has(fields []spec.Field, name string) bool {
	for _, f := range fields {
		if f.Name == name {
			return true
		}
	}
	return false
}
