package kinds

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	if _, ok := set.Lookup("loop"); ok {
		t.Error("a kind that is not there was found")
	}
	all := ""
	for _, k := range set.All() {
		all += strings.Join(k.Search, "\n") + "\n"
	}
	for _, word := range []string{"Custom API", "HTTP - GET", "webhook", "Outgoing", "Password"} {
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

func TestOperatorsCompareNumbersAsNumbersAndTheRestAsText(t *testing.T) {
	big, bigger := json.Number("12345678901234567890"), json.Number("12345678901234567891")
	list, object := []any{"a", 10}, map[string]any{"key": nil}
	for _, c := range []struct {
		left  any
		op    string
		right any
		want  bool
	}{
		{9, opLess, 10, true}, {"9", opLess, "10", true}, {"9", opLess, "10a", false}, {"a9", opGreater, "a10", true},
		{"1.0", opEquals, 1, true}, {"1.0", opEquals, "1", true}, {"01", opEquals, "1", true}, {" 5 ", opEquals, 5, true},
		{big, opEquals, bigger, false}, {big, opLess, bigger, true}, {"1e3", opEquals, 1000, true}, {0.1, opEquals, json.Number("0.1"), true},
		{"1e999", opGreater, 5, false}, // no number that can be held: text
		{"NaN", opEquals, "NaN", true}, {"0x10", opEquals, 16, false},
		{"Ada", opEquals, "ada", false}, {"Ada", opNotEquals, "ada", true}, {true, opEquals, "true", true},
		{nil, opEquals, "", true}, {nil, opEquals, 0, false}, {nil, opEquals, nil, true}, {list, opEquals, `["a",10]`, true},
		{5, opAtLeast, "5", true}, {5, opAtMost, 4, false},
		{"backlinks", opContains, "link", true}, {"backlinks", opContains, "Link", false}, {list, opContains, "10", true}, {list, opContains, "1", false},
		{object, opContains, "key", true}, {object, opContains, "nil", false}, {nil, opContains, "", true}, {12345, opContains, 34, true},
		{"https://x", opStarts, "https:", true}, {"a.png", opEnds, ".png", true}, {"a.png", opEnds, ".PNG", false},
		{nil, opEmpty, nil, true}, {"", opEmpty, nil, true}, {[]any{}, opEmpty, nil, true}, {map[string]any{}, opEmpty, nil, true},
		{0, opEmpty, nil, false}, {false, opEmpty, nil, false}, {" ", opEmpty, nil, false}, {[]any{nil}, opEmpty, nil, false},
		{nil, opExists, nil, false}, {"", opExists, nil, true}, {false, opExists, nil, true},
		{"order 17", opMatches, `^order \d+$`, true}, {"Order 17", opMatches, `^order`, false}, {17, opMatches, `7$`, true},
	} {
		got, err := holds(c.left, c.op, c.right)
		if err != nil || got != c.want {
			t.Errorf("%v %s %v: got %v, %v", c.left, c.op, c.right, got, err)
		}
	}
	if _, err := holds("a", opMatches, "("); err == nil {
		t.Error("a broken regular expression matched")
	}
	if _, err := holds("a", "is like", "a"); err == nil {
		t.Error("an operator that is not there gave an answer")
	}
}

func TestAConditionStopsAtTheRuleThatDecides(t *testing.T) {
	broken := map[string]any{"left": "{{context.steps.A.output | error}}", "operator": opEquals, "right": "1"}
	yes := map[string]any{"left": "1", "operator": opEquals, "right": "1"}
	no := map[string]any{"left": "1", "operator": opEquals, "right": "2"}
	for _, c := range []struct {
		when  string
		rules []any
		port  string // "" is an error
	}{
		{"any", []any{yes, broken}, "If"},
		{"all", []any{no, broken}, "Else"},
		{"any", []any{no, broken}, ""},
		{"all", []any{yes, broken}, ""},
		{"any", []any{no, yes}, "If"},
		{"all", []any{}, "Else"},
	} {
		_, res, err := run(t, conditionKind(), node.Example{Config: map[string]any{"branches": []any{map[string]any{"name": "If", "when": c.when, "rules": c.rules}}}})
		if res.Port != c.port || (err != nil) != (c.port == "") {
			t.Errorf("%s of %v: got %q, %v; want %q", c.when, c.rules, res.Port, err, c.port)
		}
	}
}

func TestPortsOfAConditionAreItsBranches(t *testing.T) {
	v := spec.Values{"branches": []any{map[string]any{"name": "If"}, map[string]any{"name": "ElseIf2"}, map[string]any{"name": "ElseIf2"}, 7}}
	var got []string
	for _, p := range conditionPorts(v) {
		got = append(got, p.Name+" "+p.Label)
	}
	if g, want := strings.Join(got, ","), "If IF,ElseIf2 ELSE IF,Else ELSE,failure "; g != want {
		t.Errorf("got %q, want %q", g, want)
	}
}

func TestAnAPICallIsHandedOverInParts(t *testing.T) {
	config := map[string]any{"method": "POST", "url": "https://api.example.com/a/{{context.steps.Start.id}}?x=1",
		"query": []any{map[string]any{"name": "q", "value": "{{context.steps.Start.name}}"}, map[string]any{"name": "gone", "value": "{{context.steps.Start.nothing}}"},
			map[string]any{"name": "off", "value": "{{error}}", "off": true}},
		"headers": []any{map[string]any{"name": "X-{{context.steps.Start.id}}", "value": "v"}, map[string]any{"name": "X-Empty", "value": ""}},
		"bodyAs":  "text", "body": "Hello {{context.steps.Start.name}}", "timeout": 5, "responseAs": "text"}
	b, res, err := run(t, apiKind(), node.Example{Config: config, Context: map[string]any{"Start": map[string]any{"id": "1/2", "name": "Ada"}},
		Got: &node.Response{Status: 200, Body: "ok", Headers: map[string]any{"a": "b"}, MS: 3}})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%+v", b.sent[0])
	want := `{Provider: Action: Fields:map[] Connection: Method:POST URL:[{Text:https://api.example.com/a/ Value:<nil> IsValue:false} {Text: Value:1/2 IsValue:true} ` +
		`{Text:?x=1 Value:<nil> IsValue:false}] Headers:[{Name:X-1/2 Value:v} {Name:X-Empty Value:}] Query:[{Name:q Value:Ada}] Body:Hello Ada BodyAs:text Reads:text Timeout:5}`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got, want := text(res.Response), `{"body":"ok","headers":{"a":"b"},"ms":3,"status":200}`; got != want {
		t.Errorf("response %s, want %s", got, want)
	}
}

func TestAGetSendsNoBody(t *testing.T) {
	b, _, err := run(t, apiKind(), node.Example{Config: map[string]any{"method": "GET", "url": echoURL, "body": map[string]any{"a": "{{error}}"}}, Got: &node.Response{Status: 200}})
	if err != nil || b.sent[0].BodyAs != asNone || b.sent[0].Body != nil || b.sent[0].Timeout != 60 || b.sent[0].Reads != asAuto {
		t.Errorf("got %+v, %v", b.sent, err)
	}
}

func TestARefusalSaysWhatTheAPISaid(t *testing.T) {
	for _, c := range []struct {
		body any
		want string
	}{
		{map[string]any{"error": map[string]any{"message": "No such customer", "type": "invalid"}}, "api.example.com answered with status 400: No such customer"},
		{map[string]any{"errors": []any{map[string]any{"message": "bad from"}}}, "api.example.com answered with status 400: bad from"},
		{map[string]any{"error": "invalid_auth"}, "api.example.com answered with status 400: invalid_auth"},
		{"no_text", "api.example.com answered with status 400: no_text"},
		{"<html><body>Oh</body></html>", "api.example.com answered with status 400"},
		{nil, "api.example.com answered with status 400"},
	} {
		_, err := answered("api.example.com", &node.Response{Status: 400, Body: c.body})
		var f *node.Failure
		if !errors.As(err, &f) || f.Error() != c.want || f.Fault.Type != "http" || f.Fault.Status != 400 || f.Response == nil {
			t.Errorf("%v: got %v", c.body, err)
		}
	}
}

func TestStartTurnsInputsIntoTheirTypes(t *testing.T) {
	for _, c := range []struct {
		kind  string
		given any
		want  string // JSON, or the error
	}{
		{typeText, 5, `"5"`}, {typeText, "", `""`}, {typeNumber, "5", `5`}, {typeNumber, "12345678901234567890", `12345678901234567890`},
		{typeNumber, "five", `the input x: "five" is no number`}, {typeBoolean, "true", `true`}, {typeBoolean, "yes", `the input x: "yes" is neither true nor false`},
		{typeJSON, `{"a": 1}`, `{"a":1}`}, {typeJSON, `{"a": `, `the input x: "{\"a\": " is no JSON: a bracket, comma or quote is missing`}, {typeJSON, "words", `"words"`},
		{typeJSON, []any{1}, `[1]`}, {typeList, "a", `"a"`}, {typeNumber, "", `null`}, {typeNumber, nil, `null`},
	} {
		_, res, err := run(t, startKind(), node.Example{Inputs: map[string]any{"x": c.given},
			Config: map[string]any{"inputs": []any{map[string]any{"name": "x", "type": c.kind, "options": []any{"a"}}}}})
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = text(res.Output.(map[string]any)["x"])
		}
		if got != c.want {
			t.Errorf("%s from %v: got %s, want %s", c.kind, c.given, got, c.want)
		}
	}
}

func TestEndWarnsOfAnOutputOfAnotherType(t *testing.T) {
	start := map[string]any{"outputs": []any{map[string]any{"name": "n", "type": typeNumber}, map[string]any{"name": "s", "type": typeString},
		map[string]any{"name": "b", "type": typeBoolean}, map[string]any{"name": "none", "type": typeJSON}, map[string]any{"name": "gone"}}}
	_, res, err := run(t, endKind(), node.Example{Start: start, Config: map[string]any{"outputs": map[string]any{"n": "many", "s": []any{1}, "b": "true", "gone": "{{null}}", "more": 1}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := text(res.Output), `{"b":true,"gone":null,"n":"many","s":"[1]"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	want := `n is declared Number, but "many" is none; s is declared String; it was given a list or object, which was written as JSON`
	if got := strings.Join(res.Warnings, "; "); got != want {
		t.Errorf("got %s\nwant %s", got, want)
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
		{"condition", `{"branches":[{"name":"If","when":"any","rules":[{"left":"{{ context.steps.A.output }}","operator":"is empty"},{"left":"x","operator":"starts with","right":"y"}]}]}`, "A is empty or x starts with y"},
		{"condition", `{"branches":[{"name":"If","expression":".steps.A.output > 1"}]}`, ".steps.A.output > 1"},
		{"api", `{"url":"https://api.example.com/users/{{context.steps.Start.id}}?a=b"}`, "GET /users/{id}"},
		{"api", `{"method":"POST","url":"https://api.example.com"}`, "POST api.example.com"},
		{"delay", `{"for":"2s"}`, "Wait 2s"},
		{"start", `{"inputs":[{"name":"target"},{"name":"limit"}]}`, "target, limit"},
		{"start", `{}`, "No input"},
		{"end", `{"fail":true}`, "Fails the run"},
		{"debug", `{"value":"{{context.steps.A.output}}"}`, "A"},
		{"integration", `{}`, "No service yet"},
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

func TestARequestObjectBecomesAnAPINode(t *testing.T) {
	for in, want := range map[string]string{
		`{"url":"https://api.stripe.com/v1/payment_intents","method":"post","headers":{"Z":"1","Content-Type":"application/x-www-form-urlencoded"},"body":{"amount":1099,"payment_method_types[]":"card"}}`: `method="POST" url="https://api.stripe.com/v1/payment_intents" headers=[{"name":"Z","value":"1"},{"name":"Content-Type","value":"application/x-www-form-urlencoded"}] bodyAs="form" body={"amount":1099,"payment_method_types[]":"card"} `,
		`{"url":"https://x.example.com","body":{"a":1}}`:                       `method="GET" url="https://x.example.com" `,
		`{"url":"https://x.example.com","method":"PUT","body":{"b":1,"a":2}}`:  `method="PUT" url="https://x.example.com" body={"b":1,"a":2} `,
		`{"url":"https://x.example.com","method":"POST","body":"plain words"}`: `method="POST" url="https://x.example.com" bodyAs="text" body="plain words" `,
		`{"url":"https://x.example.com","headers":null,"method":"GET"}`:        `method="GET" url="https://x.example.com" `,
		`{"method":"GET"}`:                             "",
		`{"url":"https://x.example.com","other":1}`:    "",
		`{"url":"https://x.example.com","headers":[]}`: "",
		`[]`: "",
	} {
		config, ok := FromRequest([]byte(in))
		got := ""
		for _, s := range config {
			got += s.Name + "=" + string(s.Value) + " "
		}
		if got != want || ok != (want != "") {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestTheRunDialogIsMadeFromTheInputs(t *testing.T) {
	fields := InputFields(values(t, map[string]any{"inputs": []any{
		map[string]any{"name": "size", "type": "List", "options": []any{"s", "l"}, "default": "s", "required": true},
		map[string]any{"name": "n", "type": "Number"}, map[string]any{"name": "t"}}}))
	if len(fields) != 3 || fields[0].Type != spec.Choice || len(fields[0].Options) != 2 || !fields[0].Required || fields[0].Default != "s" ||
		fields[1].Type != spec.Number || fields[2].Type != spec.Text {
		t.Errorf("got %+v", fields)
	}
}

func TestTheSampleOfAnIntegrationGoesThroughAPlainMapping(t *testing.T) {
	for mapping, want := range map[string]string{
		"": `{"list":[{"a":1}]}`, " . ": `{"list":[{"a":1}]}`, ".list[0].a": `1`, ".list": `[{"a":1}]`, ".gone": `null`,
		".list[7]": `null`, ".list.a": `null`, ".list | length": `null`, "[.list[].a]": `null`,
	} {
		if got := text(mapped(like(t, map[string]any{"list": []any{map[string]any{"a": 1}}}), mapping)); got != want {
			t.Errorf("%q: got %s, want %s", mapping, got, want)
		}
	}
}
