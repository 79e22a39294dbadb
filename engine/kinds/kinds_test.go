package kinds

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"flowbench/engine/catalog"
	"flowbench/engine/expr"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// A bench is a small Env: package expr over a given context, and one answer to every call.
type bench struct {
	scope    *expr.Scope
	settings spec.Values
	inputs   map[string]any
	start    spec.Values
	got      *node.Response
	sent     []node.Request
	logged   []string
	message  string
}

func (b *bench) Step() string           { return "Here" }
func (b *bench) Inputs() map[string]any { return b.inputs }
func (b *bench) Settings() spec.Values  { return b.settings }
func (b *bench) Start() spec.Values     { return b.start }
func (b *bench) Message(text string)    { b.message = text }
func (b *bench) Log(label string, v any) {
	b.logged = append(b.logged, label+" = "+spec.ToText(v))
}

func (b *bench) Eval(ctx context.Context, v any) (any, bool, error) {
	t, err := expr.NewTree(v)
	if err != nil {
		return nil, false, err
	}
	out, missing, err := t.Eval(ctx, b.scope)
	return expr.Plain(out), missing, err
}

func (b *bench) Parts(ctx context.Context, text string) ([]node.Part, error) {
	t, err := expr.Parse(text)
	if err != nil {
		return nil, err
	}
	pieces, err := t.Pieces(ctx, b.scope)
	var out []node.Part
	for _, p := range pieces {
		if p.Inserted {
			out = append(out, node.Part{Value: p.Value, IsValue: true})
		} else {
			out = append(out, node.Part{Text: p.Value.(string)})
		}
	}
	return out, err
}

func (b *bench) Program(ctx context.Context, source string, dot any, onContext bool) (any, error) {
	var opts []expr.Option
	if onContext {
		opts = append(opts, expr.WithContextDot())
	}
	p, err := expr.Compile(source, opts...)
	if err != nil {
		return nil, err
	}
	v, _, err := p.Run(ctx, dot, b.scope)
	return v, err
}

func (b *bench) Call(_ context.Context, r node.Request) (*node.Response, error) {
	b.sent = append(b.sent, r)
	if b.got == nil {
		return nil, errors.New("nothing answers here")
	}
	return b.got, nil
}

// like gives a value as it is after it was written and read.
func like(t *testing.T, v any) any {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := expr.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func values(t *testing.T, v map[string]any) map[string]any {
	t.Helper()
	if v == nil {
		return nil
	}
	return like(t, v).(map[string]any)
}

// evaluate gives the settings with their templates evaluated, lazy fields as typed.
func evaluate(ctx context.Context, b *bench, fields []spec.Field) (spec.Values, error) {
	out := spec.Values{}
	for _, f := range fields {
		v, ok := b.settings[f.Name]
		if !ok || !f.Shown(b.settings, fields) {
			continue
		}
		missing := false
		if f.Template && !f.Lazy {
			var err error
			if v, missing, err = b.Eval(ctx, v); err != nil {
				return nil, err
			}
		}
		if !missing {
			out[f.Name] = v
		}
	}
	return out, nil
}

// run does a step as the engine does: evaluate, load, run.
func run(t *testing.T, k node.Kind, e node.Example) (*bench, node.Result, error) {
	t.Helper()
	steps := values(t, e.Context)
	var names []string
	for name := range steps {
		names = append(names, name)
	}
	b := &bench{settings: values(t, e.Config), inputs: values(t, e.Inputs), start: values(t, e.Start), got: e.Got,
		scope: &expr.Scope{Steps: names, Step: func(name string) (any, bool) { v, ok := steps[name]; return v, ok }}}
	r := k.New()
	fields := r.Fields()
	v, err := evaluate(t.Context(), b, fields)
	if err == nil {
		err = spec.Load(fields, v)
	}
	if err != nil {
		return b, node.Result{}, err
	}
	res, err := r.Run(t.Context(), b)
	if g, ok := r.(node.Gatherer); ok && err == nil {
		each := make([]any, len(res.Items))
		for i, item := range res.Items {
			b.scope.InLoop, b.scope.Item, b.scope.Index = true, item, i
			if each[i], _, err = b.Eval(t.Context(), e.Each); err != nil {
				return b, res, err
			}
		}
		res.Output = g.Gather(each)
	}
	return b, res, err
}

func TestEveryExampleDoesWhatItSays(t *testing.T) {
	for _, k := range All(catalog.Builtin()) {
		if len(k.Examples) == 0 {
			t.Errorf("%s has no example", k.ID)
		}
		for _, e := range k.Examples {
			t.Run(k.ID+"/"+e.Title, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b, res, err := run(t, k, e)
					if e.Fails != "" {
						if err == nil || !strings.Contains(err.Error(), e.Fails) {
							t.Fatalf("got error %v, want %q", err, e.Fails)
						}
						return
					}
					if err != nil {
						t.Fatal(err)
					}
					if got, want := text(res.Output), text(like(t, e.Want)); got != want {
						t.Errorf("output %s, want %s", got, want)
					}
					if res.Port != e.Port {
						t.Errorf("port %q, want %q", res.Port, e.Port)
					}
					if b.message != e.Message {
						t.Errorf("message %q, want %q", b.message, e.Message)
					}
				})
			})
		}
	}
}

func text(v any) string {
	b, err := expr.Encode(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func TestExamplesAndNewNodesHaveNoFieldProblems(t *testing.T) {
	for _, k := range All(catalog.Builtin()) {
		for _, e := range k.Examples {
			a := spec.Around{Name: "Here", Values: values(t, e.Config), Start: values(t, e.Start)}
			for _, p := range spec.CheckFields(k.Fields(a), a.Values, a) {
				t.Errorf("%s, %s: %s: %s", k.ID, e.Title, p.Path, p.Text)
			}
		}
	}
}

func TestEveryKindIsWholeAndFoundByItsOldNames(t *testing.T) {
	set := NewSet(All(catalog.Builtin()))
	for _, k := range set.All() {
		if k.Title == "" || k.Summary == "" || k.Doc == "" || k.Icon == "" || k.Group == "" || strings.HasSuffix(k.Summary, ".") {
			t.Errorf("%s lacks something: %+v", k.ID, k.Kind)
		}
		var whole func([]spec.Field)
		whole = func(fields []spec.Field) {
			for _, f := range fields {
				if f.Label == "" || f.Doc == "" {
					t.Errorf("%s: the field %s lacks its label or tooltip", k.ID, f.Name)
				}
				whole(f.Row)
			}
		}
		whole(k.Fields(spec.Around{Values: k.Kind.New}))
		if found, ok := set.Lookup(k.ID); !ok || found.Title != k.Title {
			t.Errorf("%s is not found by its id", k.ID)
		}
	}
	if _, ok := set.Lookup("gone"); ok {
		t.Error("a kind that is not there was found")
	}
	all := ""
	for _, k := range set.All() {
		all += strings.Join(k.Search, "\n") + "\n"
	}
	for _, word := range []string{"Custom API", "HTTP - GET", "webhook", "Outgoing", "Password", "for each", "repeat"} {
		if !strings.Contains(all, word) {
			t.Errorf("nothing is found by %q", word)
		}
	}
}

func TestHelpAndSchemaPages(t *testing.T) {
	for _, k := range All(catalog.Builtin()) {
		golden(t, k.ID+".md", []byte(Help(k)))
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(spec.Schema(k.Kind)); err != nil {
			t.Fatal(err)
		}
		golden(t, k.ID+".schema.json", b.Bytes())
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := "testdata/" + name
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(want, got) {
		t.Errorf("%s differs (UPDATE=1 writes it): %v", path, err)
	}
}

func TestDelayEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		before := time.Now()
		_, err := (&delay{wait: time.Hour}).Run(ctx, nil)
		if err == nil || time.Since(before) != time.Second {
			t.Errorf("ended with %v after %v", err, time.Since(before))
		}
	})
}

func TestDebugWritesItsLabelOrItsName(t *testing.T) {
	for label, want := range map[string]string{"": "Here = 5", "Count": "Count = 5"} {
		b, _, err := run(t, debugKind(), node.Example{Config: map[string]any{"label": label, "value": 5}})
		if err != nil || len(b.logged) != 1 || b.logged[0] != want {
			t.Errorf("got %v, %v; want %s", b.logged, err, want)
		}
	}
}

func TestCardLines(t *testing.T) {
	set := NewSet(All(catalog.Builtin()))
	for _, c := range []struct{ kind, config, want string }{
		{"condition", `{"branches":[{"name":"If","rules":[{"left":"{{context.steps.A.output.count}}","operator":"greater","right":"0"}]}]}`, "count > 0"},
		{"condition", `{"branches":[{"name":"If","rules":[{"left":"{{context.steps.A.output.items | length}}","operator":"less","right":5}]}]}`, "items | length < 5"},
		{"condition", `{"branches":[{"name":"If","when":"any","rules":[{"left":"{{ context.steps.A.output }}","operator":"is empty"},{"left":"x","operator":"starts with","right":"y"}]}]}`, "A is empty or x starts with y"},
		{"condition", `{"branches":[{"name":"If","when":"jq","expression":".steps.A.output > 1"}]}`, ".steps.A.output > 1"},
		{"api", `{"url":"https://api.example.com/users/{{context.steps.Start.id}}?a=b"}`, "GET /users/{id}"},
		{"api", `{"method":"POST","url":"https://api.example.com"}`, "POST api.example.com"},
		{"delay", `{"for":"2s"}`, "Wait 2s"},
		{"start", `{"inputs":[{"name":"target"},{"name":"limit"}]}`, "target, limit"},
		{"start", `{}`, "No input"},
		{"end", `{"fail":true}`, "Fails the run"},
		{"debug", `{"value":"{{context.steps.A.output}}"}`, "A"},
		{"integration", `{}`, "No service yet"},
		{"loop", `{"items":"{{context.steps.Ahrefs.output.backlinks}}"}`, "each of backlinks"},
		{"loop", `{"items":[1,2]}`, "each of 2 items"},
		{"loop", `{"over":"times","times":10}`, "10 times"},
		{"loop", `{"over":"times","times":"{{context.steps.Start.count}}"}`, "count times"},
		{"loop", `{}`, "No list yet"},
	} {
		var v map[string]any
		if err := json.Unmarshal([]byte(c.config), &v); err != nil {
			t.Fatal(err)
		}
		k, _ := set.Lookup(c.kind)
		if got := k.Line(spec.Around{Values: v}); got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.kind, c.config, got, c.want)
		}
	}
}
