package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

// connectionAble are the commands enable and disable.
func (c *command) connectionAble(off bool) *cobra.Command {
	var v vaultFlags
	cmd := &cobra.Command{
		Use:     "enable NAME",
		Short:   "Let flows use a connection again",
		Long:    "Lets flows use a connection again that was disabled.",
		Example: "  flowbench connection enable Team",
		Args:    takes("NAME", false),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := v.read(cmd); err != nil {
				return err
			}
			return c.ableConnection(cmd.Context(), v, args[0], off)
		},
	}
	if off {
		cmd.Use, cmd.Short, cmd.Example = "disable NAME", "Keep flows from using a connection", "  flowbench connection disable Team"
		cmd.Long = "Keeps flows from using a connection, which stays as it is. A flow that needs it does not run."
	}
	v.add(cmd.Flags())
	return cmd
}

func (c *command) ableConnection(ctx context.Context, v vaultFlags, name string, off bool) error {
	d, err := c.desk(v)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := c.open(ctx, d, v); err != nil {
		return err
	}
	list, _, err := d.all()
	if err != nil {
		return err
	}
	r, err := named(list, name)
	if err != nil {
		return err
	}
	if r, err = d.SetDisabled(r.ID, off); err != nil {
		return failed("%v", err)
	}
	is := "enabled"
	if off {
		is = "disabled"
	}
	fmt.Fprintf(c.err, "The connection %q of %s is %s.\n", r.Name, titleOf(r.Provider), is)
	return nil
}
