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
	var af accountFlags
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Say what is wrong with flow files",
		Long: "Prints the problems of each file, one a line:\n" +
			"  FILE: severity: flow/node/field: text (fix)\n" +
			"Exit code 2 if there is an error; warnings alone are fine.\n\n" + accountsHelp,
		Example: "  flowbench check flows/*.json\n  flowbench check --env live watch.json",
		Args:    takes("FILE", true),
		RunE: func(cmd *cobra.Command, files []string) error {
			if err := af.read(cmd); err != nil {
				return err
			}
			where, err := environment(env)
			if err != nil {
				return err
			}
			a := accounts{command: c, flags: af}
			defer a.Close()
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
					have, err := a.of(cmd.Context(), in, fl, where)
					if err != nil {
						return err
					}
					wrong := tell(c.out, name, problemsOf(in, fl.Name, where, nil, have.state))
					if bad = bad || wrong; wrong && have.why != nil {
						fmt.Fprintln(c.err, "flowbench:", strings.Join(have.why, "\n"))
					}
				}
			}
			if bad {
				return fault{code: Wrong}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&env, "env", "sandbox", "the environment to check for: `sandbox` or live")
	af.add(cmd.Flags())
	return cmd
}

// problemsOf judges a flow in an environment with these hosts mapped and these connections
// bound.
func problemsOf(in *flow.Integration, name string, where place, hosts map[string]string, bound func(name string) check.Binding) []spec.Problem {
	c := catalog.Builtin()
	return check.Check(in, name, check.Env{Kinds: kinds.NewSet(kinds.All(c)), Catalog: c, Environment: where.name, Sandbox: where.sandbox,
		Mapped: func(host string) bool { return hosts[host] != "" }, Bound: bound})
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
