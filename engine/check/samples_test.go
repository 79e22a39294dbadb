package check

import (
	"io/fs"
	"strings"
	"testing"

	"flowbench/assets"
	"flowbench/engine/flow"
)

func TestTheSamplesHaveNothingWrongInTheSandbox(t *testing.T) {
	names, err := fs.Glob(assets.Samples(), "*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(assets.Samples(), name)
		if err != nil {
			t.Fatal(err)
		}
		in, err := flow.Read(b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, f := range in.Flows {
			if got := texts(Check(in, f.Name, env(true))); got != nil {
				t.Errorf("%s, %s:\n%s", name, f.Name, strings.Join(got, "\n"))
			}
		}
	}
}
