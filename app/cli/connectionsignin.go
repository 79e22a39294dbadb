package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"flowbench/engine/auth"
	"flowbench/engine/signin"
	"flowbench/engine/worker"
)

func (c *command) connectionSignIn() *cobra.Command {
	var v vaultFlags
	cmd := &cobra.Command{
		Use:   "sign-in NAME",
		Short: "Sign in to a connection, in your browser",
		Long: "Prints the address of the service's own page and waits until you have signed in there, in a\n" +
			"browser on this machine. What keeps you signed in is kept in the vault. Connections that\n" +
			"authenticate by a sign-in need it once, and again when the service asks for it.",
		Example: "  flowbench connection sign-in Sheets",
		Args:    takes("NAME", false),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := v.read(cmd); err != nil {
				return err
			}
			d, list, _, err := c.unlocked(cmd.Context(), v)
			if err != nil {
				return err
			}
			defer d.Close()
			r, err := named(list, args[0])
			if err != nil {
				return err
			}
			return c.signIn(cmd.Context(), d, r)
		},
	}
	v.add(cmd.Flags())
	return cmd
}

// signIn has a person sign in to a connection in the real world, and keeps what came.
func (c *command) signIn(ctx context.Context, d desk, r auth.Record) error {
	account, err := r.Account(d.Preset(r))
	if err != nil {
		return wrong("%v", err)
	}
	grant, ok := account.(auth.Grant)
	if !ok {
		return wrong("nobody signs in to the connection %q: it authenticates without", r.Name)
	}
	a, err := worker.AccountOf(r)
	if err != nil {
		return failed("%v", err)
	}
	n, err := network(worker.Environment{Name: "Live"}, nil, "", nil, map[string]worker.Account{r.Name: a})
	if err != nil {
		return failed("%v", err)
	}
	defer n.Close()
	return c.waitForBrowser(ctx, d, r, grant, n.Sender(r.Name, false))
}

// waitForBrowser shows the page and waits for the browser to come back.
func (c *command) waitForBrowser(ctx context.Context, d desk, r auth.Record, grant auth.Grant, sender auth.Sender) error {
	port, plain := grant.Redirect()
	s, err := signin.Begin(signin.Options{Name: r.Name, Account: grant, Env: auth.Env{Connection: r.ID, Sender: sender}, Port: port, Plain: plain})
	if err != nil {
		return failed("%v", err)
	}
	defer s.Close()
	fmt.Fprintf(c.err, "Open this page in a browser on this machine, and sign in there:\n\n  %s\n\nWaiting for it, %.0f minutes at most. Ctrl+C ends it.\n", s.URL(), signin.Within.Minutes())
	t, err := s.Wait(ctx)
	switch {
	case errors.Is(err, context.Canceled):
		return failed("interrupted: nothing was kept")
	case err != nil:
		return failed("%v", err)
	case t.Refresh.Empty():
		return failed("%q signed you in, but gave nothing to stay signed in with, and so nothing was kept.\nAsk it for offline access: many services want the scope offline_access, or the parameter access_type=offline. Then sign in again", r.Name)
	}
	err = d.SignOut(r.ID) // what is kept of an earlier sign-in ends with it
	if err == nil {
		err = d.Grants().Keep(r.ID, t.Refresh)
	}
	if err != nil {
		return failed("you are signed in, and what keeps you so could not be kept: %v", err)
	}
	fmt.Fprintf(c.err, "You are signed in to %q.\n", r.Name)
	return nil
}
