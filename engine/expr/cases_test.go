package expr

import (
	"os"
	"strings"
	"testing"
)

// testCase is a block of a file in testdata: "== name", then "key: value" lines;
// a line that begins with "| " continues the value above.
type testCase struct {
	name string
	line int
	vals map[string]string
}

func (c testCase) get(key string) string { return c.vals[key] }

func (c testCase) has(key string) bool { _, ok := c.vals[key]; return ok }

func readCases(t testing.TB, file string) []testCase {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []testCase
	var last string
	for i, line := range strings.Split(string(data), "\n") {
		switch {
		case strings.HasPrefix(line, "== "):
			cases = append(cases, testCase{line[3:], i + 1, map[string]string{}})
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "| "):
			cases[len(cases)-1].vals[last] += "\n" + line[2:]
		default:
			key, value, _ := strings.Cut(line, ":")
			last = key
			cases[len(cases)-1].vals[key] = strings.TrimPrefix(value, " ")
		}
	}
	if len(cases) == 0 {
		t.Fatalf("%s has no cases", file)
	}
	return cases
}

// run calls f for each case of a file as a subtest.
func runCases(t *testing.T, file string, f func(t *testing.T, c testCase)) {
	for _, c := range readCases(t, file) {
		t.Run(c.name, func(t *testing.T) {
			defer func() {
				if t.Failed() {
					t.Logf("testdata/%s:%d", file, c.line)
				}
			}()
			f(t, c)
		})
	}
}

// testScope reads testdata/scope.json. asked, where it is not nil, gets the
// names of the steps that were asked for.
func testScope(t testing.TB, asked *[]string) *Scope {
	t.Helper()
	data, err := os.ReadFile("testdata/scope.json")
	if err != nil {
		t.Fatal(err)
	}
	v, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	all := v.(map[string]any)
	steps := all["steps"].(map[string]any)
	s := &Scope{
		Step: func(name string) (any, bool) {
			if asked != nil {
				*asked = append(*asked, name)
			}
			v, ok := steps[name]
			return v, ok
		},
		Run:    all["run"].(map[string]any),
		Config: all["config"].(map[string]any),
		Item:   all["item"],
		Index:  all["index"].(int),
		InLoop: true,
		Fields: all["fields"].(map[string]any),
		Extra:  all["extra"].(map[string]any),
	}
	for name := range steps {
		s.Steps = append(s.Steps, name)
	}
	return s
}

var connectionNames = WithNames("authResponseBody", "authResponseStatusCode", "authResponseHeaders", "secret")

// judge compares a result with what a case wants.
func judge(t *testing.T, c testCase, v any, missing bool, err error) {
	t.Helper()
	if c.has("error") {
		switch {
		case err == nil:
			got, _ := Encode(v)
			t.Errorf("got %s, want an error with %q", got, c.get("error"))
		case !strings.Contains(err.Error(), c.get("error")):
			t.Errorf("got error %q\nwant %q in it", err, c.get("error"))
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	if c.has("missing") {
		if !missing {
			t.Errorf("got %s, want missing", got)
		}
		return
	}
	if missing || string(got) != c.get("want") {
		t.Errorf("got %s (missing: %v)\nwant %s", got, missing, c.get("want"))
	}
}
