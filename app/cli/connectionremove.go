package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"flowbench/app/vault"
)

func (c *command) connectionRemove() *cobra.Command {
	var v vaultFlags
	var yes bool
	cmd := &cobra.Command{
		Use:     "remove NAME",
		Short:   "Remove a connection",
		Long:    "Removes a connection for good. Without --yes it says who uses it, and removes nothing.",
		Example: "  flowbench connection remove Team\n  flowbench connection remove Team --yes",
		Args:    takes("NAME", false),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := v.read(cmd); err != nil {
				return err
			}
			return c.removeConnection(cmd.Context(), v, args[0], yes)
		},
	}
	v.add(cmd.Flags())
	cmd.Flags().BoolVar(&yes, "yes", false, "remove it")
	return cmd
}

func (c *command) removeConnection(ctx context.Context, v vaultFlags, name string, yes bool) error {
	d, err := c.desk(v)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := c.open(ctx, d, v); err != nil {
		return err
	}
	id, of, err := d.find(name)
	if err != nil {
		return err
	}
	var users []string
	for _, u := range d.usedBy(id) {
		users = append(users, fmt.Sprintf("%s in %s", u.Integration, u.Environment))
	}
	used := "Nothing uses it."
	if users != nil {
		used = "It is used by " + strings.Join(users, ", ") + ", which cannot run there until another is chosen."
	}
	if !yes {
		return wrong("the connection %q of %s would be removed for good. %s\nTo remove it: flowbench connection remove %s --yes", name, of, used, shellWord(name))
	}
	if err := d.Delete(id); err != nil {
		return failed("%v", err)
	}
	fmt.Fprintf(c.err, "Removed the connection %q of %s. %s\n", name, of, strings.Replace(used, "It is used", "It was used", 1))
	return nil
}

// find finds a connection by its name or id, also one that does not open.
func (d desk) find(name string) (id, of string, err error) {
	list, broken, err := d.all()
	if err != nil {
		return "", "", err
	}
	r, err := named(list, name)
	if err == nil {
		return r.ID, titleOf(r.Provider), nil
	}
	for _, b := range broken.List {
		if b.ID == name || b.Name == name && b.Name != "" {
			return b.ID, titleOf(b.Provider), nil
		}
	}
	return "", "", err
}

func (c *command) connectionAccept() *cobra.Command {
	var v vaultFlags
	var yes bool
	cmd := &cobra.Command{
		Use:   "accept",
		Short: "Accept the connections as they are, after something else changed them",
		Long: "When the connections are not those that Flowbench saved last, since something else deleted,\n" +
			"changed or put one back to an earlier state, none can be changed until you have looked at them\n" +
			"(flowbench connection list) and accept them as they are, or restore a backup.",
		Example: "  flowbench connection accept --yes",
		Args:    takesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := v.read(cmd); err != nil {
				return err
			}
			d, _, broken, err := c.unlocked(cmd.Context(), v)
			if err != nil {
				return err
			}
			defer d.Close()
			switch {
			case broken.Tampered == nil:
				fmt.Fprintln(c.err, "The connections are those that Flowbench saved: there is nothing to accept.")
				return nil
			case !yes:
				c.tellBroken(broken)
				return fault{code: Wrong}
			}
			if err := d.Vault().Accept(); err != nil {
				return failed("%v", err)
			}
			fmt.Fprintln(c.err, "The connections are accepted as they are.")
			c.tellBroken(&vault.BrokenError{List: broken.List})
			return nil
		},
	}
	v.add(cmd.Flags())
	cmd.Flags().BoolVar(&yes, "yes", false, "accept them")
	return cmd
}
