package cli

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/sandbox"
	"flowbench/engine/worker"
)

func (c *command) connectionTest() *cobra.Command {
	var v vaultFlags
	var env, url string
	cmd := &cobra.Command{
		Use:   "test NAME",
		Short: "Test a connection by a call that changes nothing",
		Long: "Makes one call with the connection, one that changes nothing, and says what happened. What\n" +
			"came of it is kept with the connection. With --env sandbox, the local stand-in answers.\n\n" +
			"Exit code: 0 it works, 1 it does not.",
		Example: "  flowbench connection test Team\n  flowbench connection test Crm --url https://api.example.com/me",
		Args:    takes("NAME", false),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := v.read(cmd); err != nil {
				return err
			}
			return c.testConnection(cmd.Context(), v, args[0], env, url)
		},
	}
	v.add(cmd.Flags())
	cmd.Flags().StringVar(&env, "env", "live", "`live` or sandbox")
	cmd.Flags().StringVar(&url, "url", "", "of a connection to hosts of its own: the `URL` that is called, instead of the one it was given with --test-url")
	return cmd
}

func (c *command) testConnection(ctx context.Context, v vaultFlags, name, env, url string) error {
	where, err := environment(env)
	if err != nil {
		return err
	}
	d, list, broken, err := c.unlocked(ctx, v)
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := named(list, name)
	if err != nil {
		for _, b := range broken.List {
			if b.Name == name {
				return wrong("the connection %q needs to be entered again: %v", name, b.Why)
			}
		}
		return err
	}
	if r.Provider != "" && url != "" {
		return wrong("--url goes with a connection to hosts of its own: what is called at %s is known", titleOf(r.Provider))
	}
	t := worker.Trial{What: engine.TryAccess, URL: cmp.Or(url, r.TestAt), Env: worker.Environment{Name: where.name, Sandbox: where.sandbox}}
	if t.Account, err = worker.AccountOf(r); err != nil {
		return failed("%v", err)
	}
	if where.sandbox {
		server := sandbox.New(catalog.Builtin(), sandbox.Programs())
		if err := server.Listen("127.0.0.1:0"); err != nil {
			return failed("%v", err)
		}
		defer server.Close()
		t.Sandbox = server.URL()
	}
	verdict := try(ctx, t, (&auth.Cache{Grants: d.Grants()}).In(where.name))
	if ctx.Err() != nil {
		return failed("interrupted: nothing was kept of the test")
	}
	if _, err := d.SetTested(r.ID, auth.Tested{At: time.Now(), In: where.name, OK: verdict.OK, Said: verdict.Said}); err != nil {
		fmt.Fprintf(c.err, "flowbench: what came of the test was not kept: %v\n", err)
	}
	if !verdict.OK {
		text := verdict.Said
		if verdict.Help != "" {
			text += "\n" + verdict.Help
		}
		return failed("%s", text)
	}
	_, err = fmt.Fprintln(c.out, verdict.Said)
	return err
}
