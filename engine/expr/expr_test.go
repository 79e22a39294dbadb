package expr

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTemplatesGiveWhatTheRulesSay(t *testing.T) {
	runCases(t, "templates.txt", func(t *testing.T, c testCase) {
		s := testScope(t, nil)
		s.InLoop = c.get("loop") != "no"
		opts := []Option{connectionNames}
		if c.get("names") == "none" {
			opts = nil
		}
		x, err := Parse(c.get("template"), opts...)
		if err != nil {
			if e := new(Error); !errors.As(err, &e) || e.Line < 1 || e.Column < 1 {
				t.Errorf("%v has no place", err)
			}
			judge(t, c, nil, false, err)
			return
		}
		v, missing, err := x.Eval(t.Context(), s)
		judge(t, c, v, missing, err)
	})
}

func compileCase(c testCase) (*Program, error) {
	var opts []Option
	if c.get("whole") == "yes" {
		opts = append(opts, WithContextDot())
	}
	return Compile(c.get("program"), opts...)
}

func TestProgramsGiveWhatTheRulesSay(t *testing.T) {
	runCases(t, "programs.txt", func(t *testing.T, c testCase) {
		var dot any
		if c.has("dot") {
			var err error
			if dot, err = Decode([]byte(c.get("dot"))); err != nil {
				t.Fatal(err)
			}
		}
		p, err := compileCase(c)
		if err != nil {
			judge(t, c, nil, false, err)
			return
		}
		v, missing, err := p.Run(t.Context(), dot, testScope(t, nil))
		judge(t, c, v, missing, err)
	})
}

func TestTreesKeepOrderAndLeaveOutWhatIsMissing(t *testing.T) {
	runCases(t, "trees.txt", func(t *testing.T, c testCase) {
		tree, err := ParseTree([]byte(c.get("tree")))
		if err != nil {
			judge(t, c, nil, false, err)
			return
		}
		s := testScope(t, nil)
		v, missing, err := tree.Eval(t.Context(), s)
		judge(t, c, v, missing, err)
		data, missing2, err2 := tree.JSON(t.Context(), s)
		if (err == nil) != (err2 == nil) || missing != missing2 {
			t.Fatalf("JSON gives %v, %v; Eval gives %v, %v", missing2, err2, missing, err)
		}
		if err == nil {
			if want, _ := Encode(v); string(data) != string(want) {
				t.Errorf("JSON gives %s\nEval gives %s", data, want)
			}
		}
	})
}

func TestRefsFollowEveryWayToAStep(t *testing.T) {
	runCases(t, "refs.txt", func(t *testing.T, c testCase) {
		p, err := compileCase(c)
		if err != nil {
			t.Fatal(err)
		}
		var got, guarded []string
		for _, r := range p.Refs() {
			s := r.String()
			if r.Guarded {
				guarded = append(guarded, s)
			}
			if r.Dynamic {
				s = "~" + s
			}
			got = append(got, s)
		}
		if want := strings.Fields(c.get("refs")); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		if want := strings.Fields(c.get("guarded")); c.has("guarded") && !slices.Equal(guarded, want) {
			t.Errorf("got  %q\nwant %q guarded", guarded, want)
		}
	})
}

func TestRenamingTouchesReferencesAndNothingElse(t *testing.T) {
	runCases(t, "rename.txt", func(t *testing.T, c testCase) {
		from, to := "A", "B"
		if c.has("from") {
			from = c.get("from")
		}
		if c.has("to") {
			to = c.get("to")
		}
		var opts []Option
		if c.get("whole") == "yes" {
			opts = append(opts, WithContextDot())
		}
		src, rename := c.get("template"), RenameStep
		if c.has("program") {
			src, rename = c.get("program"), RenameStepProgram
		}
		if c.get("what") == "config" {
			rename = RenameConfig
			if c.has("program") {
				rename = RenameConfigProgram
			}
		}
		out, changed, sure := rename(src, from, to, opts...)
		if out != c.get("want") {
			t.Errorf("got  %s\nwant %s", out, c.get("want"))
		}
		if changed != (out != src) {
			t.Errorf("changed is %v", changed)
		}
		if sure == c.has("unsure") {
			t.Errorf("sure is %v", sure)
		}
		if again, _, _ := rename(out, to, from, opts...); changed && sure && c.has("template") && !c.has("to") && again != src && !strings.Contains(src, `"\u`) {
			t.Errorf("renamed back: %s", again)
		}
	})
}

// repeated expands 300*( to three hundred brackets; _ stands for a space.
func repeated(program string) string {
	words := strings.Split(program, " ")
	for i, w := range words {
		if n, text, ok := strings.Cut(w, "*"); ok && text != "" {
			if n, err := strconv.Atoi(n); err == nil && 0 <= n && n <= 100_000 {
				words[i] = strings.Repeat(strings.ReplaceAll(text, "_", " "), n)
			}
		}
	}
	return strings.Join(words, " ")
}

func TestHostileProgramsEndWithAnError(t *testing.T) {
	runCases(t, "hostile.txt", func(t *testing.T, c testCase) {
		limit := 20 * time.Second // so that a busy machine meets the other limits first
		if strings.HasPrefix(c.get("error"), "took longer") {
			limit = 100 * time.Millisecond
		}
		p, err := Compile(repeated(c.get("program")), WithTime(limit))
		if err != nil {
			judge(t, c, nil, false, err)
			return
		}
		v, missing, err := p.Run(t.Context(), 0, testScope(t, nil))
		judge(t, c, v, missing, err)
	})
}

func TestOnlyTheStepsNamedAreAskedFor(t *testing.T) {
	for _, c := range []struct {
		template string
		want     []string
	}{
		{"{{config.max}}", nil},
		{"{{context.run.id}}", nil},
		{"{{context.steps.Ahrefs.output.total}}", []string{"Ahrefs"}},
		{"{{context.steps.Ahrefs.output.total + 1}}", []string{"Ahrefs"}},
		{"{{context | .steps | [.Slack.status, .Start.domain]}}", []string{"Slack", "Start"}},
		{"{{context.steps | has(\"Slack\")}}", []string{"Slack"}},
		{"{{context.steps | length}}", []string{"1st", "2e5", "404", "Ahrefs", "Big", "Slack", "Start", "and"}},
	} {
		x, err := Parse(c.template)
		if err != nil {
			t.Fatal(err)
		}
		var asked []string
		if _, _, err := x.Eval(t.Context(), testScope(t, &asked)); err != nil {
			t.Errorf("%s: %v", c.template, err)
		}
		slices.Sort(asked)
		if !slices.Equal(asked, c.want) {
			t.Errorf("%s asked for %q, want %q", c.template, asked, c.want)
		}
	}
}

func TestPlainPathsGiveWhatJqGives(t *testing.T) {
	s := testScope(t, nil)
	for _, path := range []string{
		"config", "config.list[0]", "config.list[-2]", "config.list.x", "config.channel[0]", "config.channel[-1]",
		"config.channel.x", "config.max[0]", "config.flag.x", "config[1]", "context.steps.Ahrefs.output.deep.a[1].b.c",
		"context.steps.Nowhere", "context.steps.Nowhere.output", "context.steps[0]", "context.run", "context.run.id.x",
		"context.other", "context.other.x", "context.steps.Slack.output.x", "context.steps.Big.output.id.x", "currentItem.n[1]",
	} {
		plain, err := Compile(path)
		if err != nil {
			t.Fatal(err)
		}
		jq, err := Compile(path + " | if true then . else . end")
		if err != nil {
			t.Fatal(err)
		}
		if plain.expr.path == nil || jq.expr.code == nil {
			t.Fatalf("%s: not the two ways", path)
		}
		v1, m1, err1 := plain.Run(t.Context(), nil, s)
		v2, m2, err2 := jq.Run(t.Context(), nil, s)
		if !reflect.DeepEqual(v1, v2) || m1 != m2 {
			t.Errorf("%s: plain %v, jq %v", path, v1, v2)
		}
		if (err1 == nil) != (err2 == nil) {
			t.Errorf("%s: plain %v\njq %v", path, err1, err2)
		}
	}
}

func TestACancelledContextStopsAProgram(t *testing.T) {
	p, err := Compile("repeat(1) | empty")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := p.Run(ctx, nil, &Scope{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	p, _ = Compile("repeat(1) | empty", WithTime(time.Millisecond))
	if _, _, err := p.Run(t.Context(), nil, &Scope{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestAValueOfAnotherTypeIsAnErrorAndNoPanic(t *testing.T) {
	s := &Scope{Config: map[string]any{"o": Object{{"a", 1}}, "n": int64(1)}}
	for _, src := range []string{"config.o.a", "config.n.a", "config.n + 1", "config.o | keys"} {
		p, err := Compile(src)
		if err != nil {
			t.Fatal(err)
		}
		if v, _, err := p.Run(t.Context(), nil, s); err == nil {
			t.Errorf("%s gives %v", src, v)
		}
	}
}

func TestOneTemplateServesManyAtOnce(t *testing.T) {
	x, err := Parse(`{{context.steps.Ahrefs.output.backlinks | map(select(.url | test("^https"))) | length}} {{config.max}}`)
	if err != nil {
		t.Fatal(err)
	}
	s := testScope(t, nil)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 50 {
				if v, _, err := x.Eval(t.Context(), s); err != nil || v != "2 3" {
					t.Errorf("got %v, %v", v, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestPiecesKeepWhatWasTypedApart(t *testing.T) {
	x, err := Parse(`https://api.example.com/{{config.channel}}/{{config.unknown}}?q={% context field1 %}`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := x.Pieces(t.Context(), testScope(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	want := []Piece{
		{Value: "https://api.example.com/"}, {Value: "#seo", Inserted: true}, {Value: "/"},
		{Inserted: true, Missing: true}, {Value: "?q="}, {Value: "Value1", Inserted: true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if spans := x.Spans(); len(spans) != 6 || spans[1] != (Span{24, 42, true}) {
		t.Errorf("spans %+v", spans)
	}
	if f := x.Fields(); !slices.Equal(f, []string{"field1"}) {
		t.Errorf("fields %q", f)
	}
	if r := x.Refs(); len(r) != 2 || r[0].String() != "config.channel" || r[0].Offset != 24 {
		t.Errorf("refs %v", r)
	}
}

func TestBareTemplatesInABodyAreQuoted(t *testing.T) {
	for _, c := range [][2]string{
		{`{"n": {{config.n}}}`, `{"n": "{{config.n}}"}`},
		{`{{config.list}}`, `"{{config.list}}"`},
		{`[{{a | b("x")}}, {% context f %}]`, `["{{a | b(\"x\")}}", "{% context f %}"]`},
		{`{"n": "{{config.n}} \" {{x}}"}`, `{"n": "{{config.n}} \" {{x}}"}`},
		{`{"n": {{ {a: {b: 1}} }}, "m": {"k": {}}}`, `{"n": "{{ {a: {b: 1}} }}", "m": {"k": {}}}`},
		{`{"n": {{config.n`, `{"n": {{config.n`},
		{`{"a": "unclosed`, `{"a": "unclosed`},
		{`{"t": "Bearer {{x | attr("token")}}", "n": {{y}}}`, `{"t": "Bearer {{x | attr(\"token\")}}", "n": "{{y}}"}`},
		{`{"t": "{{x | attr(\"token\")}}", "k": {"m": {"n": 1}}}`, `{"t": "{{x | attr(\"token\")}}", "k": {"m": {"n": 1}}}`},
		{`{"t": "\n{{ "a\\b" }}"}`, `{"t": "\n{{ \"a\\\\b\" }}"}`},
	} {
		if got := QuoteBare(c[0]); got != c[1] {
			t.Errorf("%s\ngot  %s\nwant %s", c[0], got, c[1])
		}
	}
}
