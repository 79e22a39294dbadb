package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "flowbench/"

// layers is the architecture: what each package may import beside the standard library,
// and no more than it does. A name with a dot is a module, and stands for its packages
// too; dir/* is every package below dir.
var layers = map[string]string{
	"app":         "app/cli app/locale app/window assets " + fyneLib,
	"app/cli":     "app/face app/session app/vault store golang.org/x/term github.com/spf13/pflag canvas/draw canvas/show engine engine/* " + cobra + codec,
	"app/connect": "app/dialogs app/kit app/look canvas/draw engine/auth engine/expr engine/spec " + fyneLib + codec,
	"app/debug":   "app/kit app/look canvas/draw engine engine/event engine/kinds " + fyneLib + codec,
	"app/dialogs": "app/kit app/look canvas/draw engine/spec github.com/yuin/goldmark " + fyneLib,
	"app/face":    "canvas/draw canvas/show engine/catalog engine/flow engine/spec",
	"app/kit":     "app/look canvas/draw " + fyneLib + codec,
	"app/library": "app/dialogs app/kit canvas/draw " + fyneLib,
	"app/locale":  "",
	"app/look":    "assets canvas/draw " + fyneLib,
	"app/palette": "app/kit app/look canvas/draw " + fyneLib,
	"app/panel":   "app/kit app/look canvas/draw engine/expr engine/flow engine/spec " + fyneLib + codec,
	"app/session": "engine engine/auth engine/event engine/expr engine/flow engine/refactor engine/spec engine/worker store " + codec,
	"app/vault":   "engine/auth engine/catalog engine/expr engine/spec engine/transport store filippo.io/age golang.org/x/net " + codec,
	"app/window":  "app/* assets canvas canvas/* engine engine/* store github.com/pkg/browser " + fyneLib,

	"canvas":      "canvas/draw canvas/geom canvas/show engine/flow " + fyneLib,
	"canvas/draw": "assets canvas/geom github.com/fyne-io/oksvg github.com/srwiley/rasterx github.com/yuin/goldmark github.com/go-text/typesetting golang.org/x/image",
	"canvas/geom": "",
	"canvas/show": "canvas/draw canvas/geom engine/flow engine/spec",

	"engine":            "engine/auth engine/catalog engine/event engine/expr engine/flow engine/node engine/plan engine/request engine/signin engine/spec engine/transport " + codec,
	"engine/auth":       "engine/expr engine/spec github.com/aws/aws-sdk-go-v2 golang.org/x/net golang.org/x/oauth2 " + codec,
	"engine/catalog":    "assets engine/auth engine/event engine/flow engine/node engine/spec " + jq + codec,
	"engine/check":      "engine/auth engine/catalog engine/expr engine/flow engine/kinds engine/node engine/spec engine/transport",
	"engine/event":      codec,
	"engine/expr":       jq + codec,
	"engine/flow":       codec,
	"engine/flow/large": "engine/flow",
	"engine/kinds":      "engine/auth engine/catalog engine/event engine/expr engine/flow engine/node engine/spec github.com/spf13/pflag mvdan.cc/sh/v3 " + codec,
	"engine/node":       "engine/event engine/spec",
	"engine/plan":       "engine/flow",
	"engine/refactor":   "engine/expr engine/flow engine/spec " + codec,
	"engine/request":    "engine/event engine/expr engine/node golang.org/x/net",
	"engine/sandbox":    "engine/auth engine/catalog engine/spec " + jq,
	"engine/signin":     "engine/auth engine/node engine/transport",
	"engine/spec":       "",
	"engine/transport":  "engine/auth engine/event engine/expr engine/node engine/request golang.org/x/net golang.org/x/text " + codec,
	"engine/worker":     "engine engine/auth engine/event engine/expr " + codec,

	"store":         "store/keyring store/seal go.etcd.io/bbolt golang.org/x/sys " + codec,
	"store/keyring": "github.com/godbus/dbus/v5 github.com/zalando/go-keyring",
	"store/seal":    "golang.org/x/crypto golang.org/x/text " + codec,

	"assets": "",
}

// Modules that many use.
const (
	fyneLib = "fyne.io/fyne/v2 "
	codec   = "github.com/go-json-experiment/json "
	jq      = "github.com/itchyny/gojq "
	cobra   = "github.com/spf13/cobra "
)

// The sources are read in this process, not by running go list, so that the test cache
// sees when they change.
func TestLayersImportOneWay(t *testing.T) {
	used := map[string]map[string]bool{} // by package and entry of its list
	walk(t, func(name, pkg string, imports []string, _ string) {
		list, known := layers[pkg]
		if !known {
			t.Errorf("%s: package %s has no place in the table of layers", name, pkg)
			return
		}
		if used[pkg] == nil {
			used[pkg] = map[string]bool{}
		}
		for _, imp := range imports {
			if !strings.Contains(strings.Split(imp, "/")[0], ".") && !strings.HasPrefix(imp, module) {
				continue // standard library
			}
			entry := allowed(list, strings.TrimPrefix(imp, module))
			if used[pkg][entry] = true; entry == "" {
				t.Errorf("%s imports %s; %s may import: %s", name, imp, pkg, list)
			}
		}
	})
	for pkg, list := range layers {
		if used[pkg] == nil {
			t.Errorf("there is no package %s: take it out of the table of layers", pkg)
			continue
		}
		for _, entry := range strings.Fields(list) {
			if !used[pkg][entry] {
				t.Errorf("%s may import %s and does not: take it out of the table of layers", pkg, entry)
			}
		}
	}
}

// What builds without a window has nothing below it that needs one, and only the store,
// the open integration and the command line reach the store's file.
func TestLayersBelowTheWindowReachNoFyne(t *testing.T) {
	for _, pkg := range []string{"app/cli", "app/session", "app/face", "engine", "store", "canvas/draw", "canvas/show"} {
		for seen, todo := map[string]bool{}, []string{pkg}; len(todo) > 0; {
			at := todo[0]
			if todo = todo[1:]; seen[at] {
				continue
			}
			seen[at] = true
			for _, entry := range strings.Fields(layers[at]) {
				if entry == strings.TrimSpace(fyneLib) || strings.Contains(entry, "bbolt") && !slices.Contains([]string{"store", "app/session", "app/cli"}, pkg) {
					t.Errorf("%s reaches %s by %s", pkg, entry, at)
				}
				if dir, all := strings.CutSuffix(entry, "/*"); all {
					for below := range layers {
						if strings.HasPrefix(below, dir+"/") {
							todo = append(todo, below)
						}
					}
				}
				todo = append(todo, entry)
			}
		}
	}
}

func TestPackageCommentsStandOnEveryPackage(t *testing.T) {
	docs := map[string]string{}
	walk(t, func(_, pkg string, _ []string, doc string) {
		docs[pkg] += doc
	})
	for pkg, doc := range docs {
		if strings.TrimSpace(doc) == "" {
			t.Errorf("package %s has no comment that says what it is", pkg)
		}
	}
}

// allowed returns the entry of the list that allows an import, or "".
func allowed(list, imp string) string {
	for _, a := range strings.Fields(list) {
		dir, all := strings.CutSuffix(a, "/*")
		if imp == a || all && strings.HasPrefix(imp, dir+"/") || strings.Contains(a, ".") && strings.HasPrefix(imp, a+"/") {
			return a
		}
	}
	return ""
}

func walk(t *testing.T, visit func(name, pkg string, imports []string, doc string)) {
	t.Helper()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "build" || strings.HasPrefix(d.Name(), ".") && name != ".") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		var imports []string
		for _, spec := range f.Imports {
			imp, _ := strconv.Unquote(spec.Path.Value)
			imports = append(imports, imp)
		}
		visit(name, path.Dir(name), imports, f.Doc.Text())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
