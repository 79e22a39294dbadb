package sandbox

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/itchyny/gojq"

	"flowbench/engine/catalog"
	"flowbench/engine/spec"
)

// placeholders fills an action's required fields as a person would who copies what
// stands in them greyed out.
func placeholders(t *testing.T, a *catalog.Action) map[string]any {
	fields := map[string]any{}
	for _, f := range a.Fields {
		if !f.Required || f.Default != nil {
			continue
		}
		if f.Placeholder == "" {
			t.Fatalf("%s: the required field %s shows no placeholder", a.ID, f.Name)
		}
		var v any = f.Placeholder
		if f.Type == spec.JSON {
			if err := json.Unmarshal([]byte(f.Placeholder), &v); err != nil {
				t.Fatalf("%s: the placeholder of %s: %v", a.ID, f.Name, err)
			}
		}
		fields[f.Name] = v
	}
	return fields
}

func each(t *testing.T, f func(t *testing.T, p *catalog.Provider, a *catalog.Action)) {
	for _, p := range catalog.Builtin().Offered() {
		for _, a := range p.Actions {
			t.Run(p.ID+"/"+a.ID, func(t *testing.T) { f(t, p, a) })
		}
	}
}

func TestEveryActionSucceedsWithItsPlaceholdersAndLooksLikeItsSample(t *testing.T) {
	each(t, func(t *testing.T, p *catalog.Provider, a *catalog.Action) {
		c := open(t)
		if a.ID == "create-refund" { // gives back what the placeholder's intent paid
			c.do(p.ID, "list-charges", nil)
		}
		g := c.do(p.ID, a.ID, placeholders(t, a))
		if g.status >= 300 {
			t.Fatalf("%d %s", g.status, g.text)
		}
		switch a.Reads {
		case "text":
			g.body = g.text
		case "empty":
			if g.text != "" {
				t.Errorf("an empty body was announced, and %q came", g.text)
			}
		}
		like(t, "", mapped(t, string(a.Mapping), g.body), a.Output())
		if e := c.server.Journal().Entries()[0]; e.Provider != p.ID || p.Action(e.Action).Path != a.Path {
			t.Errorf("the journal takes it for %s/%s", e.Provider, e.Action)
		}
	})
}

func mapped(t *testing.T, mapping string, v any) any {
	if mapping == "" {
		return v
	}
	q, err := gojq.Parse(mapping)
	if err != nil {
		t.Fatal(err)
	}
	out, _ := q.Run(v).Next()
	if err, failed := out.(error); failed {
		t.Fatal(err)
	}
	return out
}

// like reports every key of the sample that the value has not, or has of another type.
func like(t *testing.T, at string, v, sample any) {
	t.Helper()
	switch sample := sample.(type) {
	case map[string]any:
		m, ok := v.(map[string]any)
		if !ok {
			t.Errorf("%s is %T, in the sample an object", at, v)
		}
		for k, one := range sample {
			if _, ok := m[k]; !ok {
				t.Errorf("%s/%s is in the sample only", at, k)
			} else if one != nil && m[k] != nil {
				like(t, at+"/"+k, m[k], one)
			}
		}
	case []any:
		l, ok := v.([]any)
		if !ok || len(sample) > 0 && len(l) == 0 {
			t.Errorf("%s is %v, in the sample a list with something in it", at, v)
		} else if len(sample) > 0 {
			like(t, at+"/0", l[0], sample[0])
		}
	default:
		if fmt.Sprintf("%T", v) != fmt.Sprintf("%T", sample) {
			t.Errorf("%s is %T, in the sample %T", at, v, sample)
		}
	}
}

func TestEveryActionWithoutAuthenticationGetsTheProvidersAnswer(t *testing.T) {
	denied := map[string]string{"ahrefs": "Unauthorized", "slack": "not_authed", "stripe": "You did not provide an API key", "sendgrid": "authorization grant", "sheets": "UNAUTHENTICATED"}
	each(t, func(t *testing.T, p *catalog.Provider, a *catalog.Action) {
		if a.NoAuth {
			t.Skip("it needs none")
		}
		c := open(t)
		c.auth = false
		g := c.do(p.ID, a.ID, placeholders(t, a))
		want := 401
		if p.ID == "slack" {
			want = 200
		}
		if g.status != want || !contains(g.text, denied[p.ID]) {
			t.Errorf("%d %s", g.status, g.text)
		}
	})
}

func TestAnswersAreTheSameFromRunToRun(t *testing.T) {
	each(t, func(t *testing.T, p *catalog.Provider, a *catalog.Action) {
		fields := placeholders(t, a)
		one, two := open(t), open(t)
		if x, y := one.do(p.ID, a.ID, fields), two.do(p.ID, a.ID, fields); x.text != y.text {
			t.Errorf("first %s, then %s", x.text, y.text)
		}
	})
}
