package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flowbench/engine/catalog"
	"flowbench/engine/check"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

func (c *command) check() *cobra.Command {
	var env string
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Say what is wrong with flow files",
		Long: "Prints the problems of each file, one a line:\n" +
			"  FILE: severity: flow/node/field: text (fix)\n" +
			"Exit code 2 if there is an error; warnings alone are fine.",
		Example: "  flowbench check flows/*.json\n  flowbench check --env live watch.json",
		Args:    takes("FILE", true),
		RunE: func(_ *cobra.Command, files []string) error {
			where, err := environment(env)
			if err != nil {
				return err
			}
			bad := false
			for _, name := range files {
				in, _, err := c.read(name)
				if err != nil {
					text, _ := strings.CutPrefix(err.Error(), called(name)+": ")
					fmt.Fprintf(c.out, "%s: error: %s\n", called(name), text)
					bad = true
					continue
				}
				for _, fl := range in.Flows {
					bad = tell(c.out, name, problemsOf(in, fl.Name, where, nil)) || bad
				}
			}
			if bad {
				return fault{code: Wrong}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&env, "env", "sandbox", "the environment to check for: `sandbox` or live")
	return cmd
}

// problemsOf judges a flow in an environment with these hosts mapped.
func problemsOf(in *flow.Integration, name string, where place, hosts map[string]string) []spec.Problem {
	c := catalog.Builtin()
	return check.Check(in, name, check.Env{Kinds: kinds.NewSet(kinds.All(c)), Catalog: c, Environment: where.name, Sandbox: where.sandbox,
		Mapped: func(host string) bool { return hosts[host] != "" }})
}

// tell prints problems, one a line, and reports whether there is an error among them.
func tell(w io.Writer, file string, problems []spec.Problem) (isError bool) {
	for _, p := range problems {
		fix := ""
		if p.Fix != nil {
			fix = " (" + p.Fix.Label + ")"
		}
		text := strings.ReplaceAll(p.Text, "**", "") // a terminal knows no bold
		fmt.Fprintf(w, "%s: %s: %s: %s%s\n", called(file), p.Severity, p.Path, strings.Join(strings.Fields(text), " "), fix)
	}
	return hasError(problems)
}

func hasError(problems []spec.Problem) bool {
	return slices.ContainsFunc(problems, func(p spec.Problem) bool { return p.Severity == spec.Error })
}
