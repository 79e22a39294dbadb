package expr

import (
	"strings"
	"testing"
	"time"
)

func seed(f *testing.F) {
	for _, file := range []string{"templates.txt", "rename.txt", "programs.txt", "hostile.txt"} {
		for _, c := range readCases(f, file) {
			f.Add(c.get("template"))
			f.Add(c.get("program"))
		}
	}
}

// quick fails a test that takes more than a second over one input.
func quick(t *testing.T) func() {
	start := time.Now()
	return func() {
		if took := time.Since(start); took > time.Second {
			t.Errorf("it took %v", took)
		}
	}
}

func FuzzTemplate(f *testing.F) {
	seed(f)
	s := testScope(f, nil)
	f.Fuzz(func(t *testing.T, text string) {
		defer quick(t)()
		x, err := Parse(text, WithTime(10*time.Millisecond))
		if err != nil {
			if e, ok := err.(*Error); !ok || e.Offset > len(text) || e.Line < 1 || e.Column < 1 {
				t.Errorf("%v has no place in the text", err)
			}
			return
		}
		end := 0
		for _, span := range x.Spans() {
			if span.Start != end || span.End < span.Start {
				t.Fatalf("spans %v do not cover the text", x.Spans())
			}
			end = span.End
		}
		if end != len(text) && len(x.Spans()) > 0 {
			t.Errorf("spans %v end before %d", x.Spans(), len(text))
		}
		if strings.ContainsAny(text, "*") { // "x" * 1e9 is for a process that can be ended
			return
		}
		x.Eval(t.Context(), s)
		if out, changed, _ := RenameStep(text, "Ahrefs", "Other"); changed {
			if _, err := Parse(out); err != nil {
				t.Errorf("renamed, %q no longer reads: %v", out, err)
			}
		}
	})
}

func FuzzNesting(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, program string) {
		defer quick(t)()
		program = repeated(program)
		tokens, end, bad := lex(program, 0, false)
		if bad == nil && end != len(program) {
			t.Errorf("stopped at %d", end)
		}
		last := 0
		for _, x := range tokens {
			if x.start < last || x.end <= x.start || x.end > len(program) {
				t.Fatalf("token %v after %d", x, last)
			}
			last = x.end
		}
		Compile(program)
		RenameStepProgram(program, "A", "B")
		QuoteBare(program)
	})
}
