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

// layers is the architecture: what each package may import beside the standard library.
// A name with a dot is a module, and stands for its packages too. A package that is not
// here may import nothing, and is an error of its own.
var layers = map[string]string{
	"app":         "app/* assets canvas/* engine/* store fyne.io/fyne/v2",
	"app/cli":     "app/face app/session assets canvas/draw engine/* store github.com/spf13/cobra github.com/go-json-experiment/json golang.org/x/sys golang.org/x/term",
	"app/face":    "canvas/draw canvas/geom engine/flow engine/spec engine/catalog",
	"app/session": "assets engine engine/* store github.com/go-json-experiment/json",
	"app/kit":     "app/look canvas/draw fyne.io/fyne/v2 github.com/go-json-experiment/json",
	"app/look":    "assets canvas/draw fyne.io/fyne/v2",
	"app/palette": "app/kit app/look canvas/draw fyne.io/fyne/v2",
	"app/panel":   "app/kit app/look canvas/draw engine/expr engine/flow engine/spec fyne.io/fyne/v2 " + codec,
	"app/debug":   "app/kit canvas/draw engine engine/event fyne.io/fyne/v2 github.com/go-json-experiment/json",
	"app/dialogs": "app/kit app/look canvas/draw engine/spec fyne.io/fyne/v2",
	"app/library": "app/kit app/dialogs canvas/draw fyne.io/fyne/v2",
	"app/window":  "app/* assets canvas canvas/* engine engine/* store fyne.io/fyne/v2 github.com/pkg/browser github.com/go-json-experiment/json",
	"app/locale":  "",

	"canvas":      "canvas/* engine/flow engine/spec fyne.io/fyne/v2",
	"canvas/draw": "assets canvas/geom github.com/fyne-io/oksvg github.com/srwiley/rasterx github.com/go-text golang.org/x/image",
	"canvas/geom": "",

	"engine":           "engine/* " + codec,
	"engine/auth":      "",
	"engine/call":      "engine/auth engine/catalog engine/event engine/node engine/request engine/transport engine/expr " + codec,
	"engine/catalog":   "assets engine/event engine/flow engine/node engine/spec engine/expr github.com/itchyny/gojq " + codec,
	"engine/check":     "engine/catalog engine/expr engine/flow engine/node engine/spec engine/kinds engine/plan engine/transport " + codec,
	"engine/event":     codec,
	"engine/expr":      "github.com/itchyny/gojq " + codec,
	"engine/flow":      codec,
	"engine/kinds":     "engine/catalog engine/event engine/expr engine/flow engine/node engine/spec " + codec,
	"engine/node":      "engine/event engine/spec",
	"engine/plan":      "engine/flow",
	"engine/refactor":  "engine/expr engine/flow engine/spec " + codec,
	"engine/request":   "engine/auth engine/event engine/expr engine/node golang.org/x/net " + codec,
	"engine/sandbox":   "engine/auth engine/catalog engine/expr engine/event github.com/itchyny/gojq " + codec,
	"engine/spec":      "",
	"engine/transport": "engine/auth engine/event engine/expr engine/request engine/node golang.org/x/net golang.org/x/text " + codec,
	"engine/worker":    "engine engine/* " + codec,

	"store":  "store/seal go.etcd.io/bbolt golang.org/x/sys " + codec,
	"assets": "",
}

const codec = "github.com/go-json-experiment/json"

// Only these may reach for Fyne; everything else builds without a window.
const windowed = "app app/kit app/look app/palette app/panel app/debug app/dialogs app/library app/window canvas"

// The sources are read in this process, not by running go list, so that the test cache
// sees when they change.
func TestLayersImportOneWay(t *testing.T) {
	seen := map[string]bool{}
	walk(t, func(name, pkg string, imports []string, _ string) {
		seen[pkg] = true
		list, known := layers[pkg]
		if !known {
			t.Errorf("%s: package %s has no place in the table of layers", name, pkg)
			return
		}
		for _, imp := range imports {
			if !strings.Contains(strings.Split(imp, "/")[0], ".") && !strings.HasPrefix(imp, module) {
				continue // standard library
			}
			if imp = strings.TrimPrefix(imp, module); !allowed(list, imp) {
				t.Errorf("%s imports %s; %s may import: %s", name, imp, pkg, list)
			}
			if strings.HasPrefix(imp, "fyne.io/fyne") && !slices.Contains(strings.Fields(windowed), pkg) {
				t.Errorf("%s imports %s: only the window's packages may", name, imp)
			}
		}
	})
	if len(seen) < 10 {
		t.Fatalf("only %d packages were found", len(seen))
	}
}

func TestPackageCommentsStandOnEveryPackage(t *testing.T) {
	docs := map[string]string{}
	walk(t, func(_, pkg string, _ []string, doc string) {
		if docs[pkg] += doc; docs[pkg] == "" {
			docs[pkg] = ""
		}
	})
	for pkg, doc := range docs {
		if strings.TrimSpace(doc) == "" {
			t.Errorf("package %s has no comment that says what it is", pkg)
		}
	}
}

func allowed(list, imp string) bool {
	for _, a := range strings.Fields(list) {
		dir, all := strings.CutSuffix(a, "/*")
		if imp == a || all && strings.HasPrefix(imp, dir+"/") || strings.Contains(a, ".") && strings.HasPrefix(imp, a+"/") {
			return true
		}
	}
	return false
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
