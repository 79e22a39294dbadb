package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// connectionNames are the commands below connection, in the order in which they are told.
var connectionNames = []string{"list", "add", "sign-in", "test", "enable", "disable", "remove", "export", "import", "accept"}

func (c *command) connection() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "connection",
		Short: "Keep the accounts that flows use",
		Long: "Keeps the accounts that flows use: the same ones that the window shows under\n" +
			"Settings > Integrations. They lie sealed in a vault on this machine, and a secret is shown\n" +
			"nowhere, not even to you.\n\n" +
			"The vault is opened by the machine's key ring; where there is none, by a passphrase\n" +
			"(--passphrase-file, --passphrase-env, or typed when asked), or by the key file that\n" +
			keyFileVariable + " names. Whatever runs as you on this machine can do the same: it keeps\n" +
			"secrets from other people and from who finds the disk, not from your own programs.",
		Example: "  flowbench connection add --provider slack --name Team\n  flowbench connection list\n  flowbench connection test Team",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return wrong("connection needs to know what to do: %s\nSee: flowbench connection --help", strings.Join(connectionNames, ", "))
			}
			did := ""
			if n := spec.Nearest(args[0], connectionNames); n != "" {
				did = fmt.Sprintf(" Did you mean %s?", n)
			}
			return wrong("connection does not know %q: it knows %s.%s\nSee: flowbench connection --help", args[0], strings.Join(connectionNames, ", "), did)
		},
	}
	cmd.AddCommand(c.connectionList(), c.connectionAdd(), c.connectionSignIn(), c.connectionTest(), c.connectionAble(false), c.connectionAble(true), c.connectionRemove(), c.connectionExport(), c.connectionImport(), c.connectionAccept())
	return cmd
}

// named finds a stored connection by its name or id.
func named(list []auth.Record, name string) (auth.Record, error) {
	var found []auth.Record
	var all []string
	for _, r := range list {
		if r.ID == name {
			return r, nil
		}
		if r.Name == name {
			found = append(found, r)
		}
		all = append(all, r.Name)
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		did := ""
		if n := spec.Nearest(name, all); n != "" {
			did = fmt.Sprintf(" Did you mean %q?", n)
		}
		return auth.Record{}, wrong("there is no connection %q.%s\nSee: flowbench connection list", name, did)
	}
	var ids []string
	for _, r := range found {
		ids = append(ids, fmt.Sprintf("  %s  of %s", r.ID, titleOf(r.Provider)))
	}
	return auth.Record{}, wrong("%d connections are called %q. Name one by its id:\n%s", len(found), name, strings.Join(ids, "\n"))
}

// unknownField refuses a name that no field has.
func unknownField(name string, fields []string) error {
	if len(fields) == 0 {
		return fmt.Errorf("there is no field %q: this way to authenticate has none", name)
	}
	did := ""
	if n := spec.Nearest(name, fields); n != "" {
		did = fmt.Sprintf(" Did you mean %s?", n)
	}
	return fmt.Errorf("there is no field %q: it has %s.%s", name, strings.Join(fields, ", "), did)
}

func fieldNames(fields []spec.Field) (names []string) {
	for _, f := range fields {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}
