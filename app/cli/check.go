package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"flowbench/engine/catalog"
	"flowbench/engine/check"
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
		Example: "  flowbench check flows/*.json",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error {
			if env != "sandbox" && env != "live" {
				return wrong("--env is sandbox or live, not %q", env)
			}
			bad := false
			for _, name := range files {
				in, _, err := c.read(name)
				if err != nil {
					fmt.Fprintln(c.out, err)
					bad = true
					continue
				}
				for _, fl := range in.Flows {
					for _, p := range check.Check(in, fl.Name, checkEnv(env == "sandbox", nil)) {
						fmt.Fprintln(c.out, problemLine(name, p))
						bad = bad || p.Severity == spec.Error
					}
				}
			}
			if bad {
				return fault{code: Wrong}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&env, "env", "sandbox", "the environment to check for: sandbox or live")
	return cmd
}

func problemLine(file string, p spec.Problem) string {
	s := fmt.Sprintf("%s: %s: %s: %s", file, p.Severity, p.Path, p.Text)
	if p.Fix != nil {
		s += " (" + p.Fix.Label + ")"
	}
	return s
}

func checkEnv(isSandbox bool, hosts map[string]string) check.Env {
	c := catalog.Builtin()
	name := "Live"
	if isSandbox {
		name = "Sandbox"
	}
	return check.Env{Kinds: kinds.NewSet(kinds.All(c)), Catalog: c, Environment: name, Sandbox: isSandbox, Mapped: func(host string) bool { return hosts[host] != "" }}
}
