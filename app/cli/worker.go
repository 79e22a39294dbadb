package cli

import (
	"github.com/spf13/cobra"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/flow"
	"flowbench/engine/worker"
)

// worker is the child process of the window: it runs flows that it is sent.
func (c *command) worker() *cobra.Command {
	return &cobra.Command{
		Use:    "worker",
		Short:  "Run the flows that a window sends over stdin",
		Hidden: true,
		Args:   takesNone,
		RunE: func(*cobra.Command, []string) error {
			return worker.Serve(c.in, c.out, worker.Options{Try: try, Job: func(o worker.Order, tokens auth.Tokens) (engine.Job, error) {
				in, err := flow.Read(o.Integration)
				if err != nil {
					return engine.Job{}, err
				}
				return job(o, in, tokens)
			}})
		},
	}
}
