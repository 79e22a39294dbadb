package kinds

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"flowbench/assets"
	"flowbench/engine/catalog"
	"flowbench/engine/expr"
)

var helpRow = regexp.MustCompile("(?m)^\\| `(.*)` \\| (.*) \\|$")

func TestTheTemplatesOfTheHelpGiveWhatItSays(t *testing.T) {
	page, err := fs.ReadFile(assets.Help(), "templates.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```json\n")
	steps, examples, ok := strings.Cut(rest, "```\n")
	if !ok {
		t.Fatal("the page has no example of a context")
	}
	v, err := expr.Decode([]byte(steps))
	if err != nil {
		t.Fatal(err)
	}
	context := v.(map[string]any)
	scope := &expr.Scope{Step: func(name string) (any, bool) { v, ok := context[name]; return v, ok }}
	rows := helpRow.FindAllStringSubmatch(examples, -1)
	if len(rows) < 10 {
		t.Fatalf("only %d examples were found", len(rows))
	}
	for _, row := range rows {
		template, err := expr.Parse(strings.ReplaceAll(row[1], `\|`, "|"))
		if err != nil {
			t.Errorf("%s: %v", row[1], err)
			continue
		}
		v, missing, err := template.Eval(t.Context(), scope)
		got := "`" + text(v) + "`"
		if missing {
			got = "missing"
		}
		if err != nil || got != row[2] {
			t.Errorf("%s gives %s, %v; the page says %s", row[1], got, err, row[2])
		}
	}
}

func TestEveryHelpPageHasATitle(t *testing.T) {
	names, err := fs.Glob(assets.Help(), "*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, name := range names {
		if page, err := fs.ReadFile(assets.Help(), name); err != nil || !strings.HasPrefix(string(page), "# ") {
			t.Errorf("%s does not begin with its title: %v", name, err)
		}
	}
}

func TestTheHelpOfAnActionListsItsFieldsAndItsSample(t *testing.T) {
	for _, p := range catalog.Builtin().Offered() {
		for _, a := range p.Actions {
			page := ActionHelp(p, a)
			for _, f := range a.Fields {
				if !strings.Contains(page, "| `"+f.Name+"` |") {
					t.Errorf("%s, %s: the page lacks the field %s", p.Title, a.Title, f.Name)
				}
			}
			if !strings.HasPrefix(page, "# "+p.Title+": "+a.Title+"\n") || !strings.Contains(page, a.Method+" https://") {
				t.Errorf("%s, %s: the page begins\n%.200s", p.Title, a.Title, page)
			}
		}
	}
}
