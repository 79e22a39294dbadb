package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flowbench/app/vault"
	"flowbench/engine/auth"
)

// sealFlags say what seals a file of connections.
type sealFlags struct{ file, env string }

func (f *sealFlags) add(fl *pflag.FlagSet) {
	fl.StringVar(&f.file, "seal-file", "", "a `FILE` with the passphrase that seals the connections; asked for if not given")
	fl.StringVar(&f.env, "seal-env", "", "an environment `VARIABLE` with that passphrase")
}

func (c *command) sealPassphrase(ctx context.Context, f sealFlags, isNew bool) (string, error) {
	const what = "the passphrase of the file"
	switch {
	case f.file != "" && f.env != "":
		return "", wrong("--seal-file and --seal-env are two ways to say the same: leave one out")
	case f.file != "":
		return fromFile(what, f.file)
	case f.env != "":
		return fromEnv(what, f.env)
	case isNew:
		return c.choosePassphrase(ctx, "a passphrase for the file")
	}
	return c.ask(ctx, what)
}

func (c *command) connectionExport() *cobra.Command {
	var v vaultFlags
	var s sealFlags
	var signIns bool
	var out string
	cmd := &cobra.Command{
		Use:   "export [NAME...] -o FILE",
		Short: "Write connections into a file that a passphrase seals",
		Long: "Writes connections, all of them if none is named, into one file for another machine of yours.\n" +
			"A passphrase of its own seals it: whoever has both has your accounts.",
		Example: "  flowbench connection export -o connections.age\n  flowbench connection export Team Crm -o two.age --seal-env PASSPHRASE",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := v.read(cmd); err != nil {
				return err
			}
			if out == "" {
				return wrong("export needs the name of the file, as in -o connections.age")
			}
			return c.exportConnections(cmd.Context(), v, s, args, out, signIns)
		},
	}
	v.add(cmd.Flags())
	s.add(cmd.Flags())
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write; one that is there is left alone")
	cmd.Flags().BoolVar(&signIns, "sign-ins", false, "take along what keeps you signed in: some services then sign this machine out")
	return cmd
}

func (c *command) exportConnections(ctx context.Context, v vaultFlags, s sealFlags, names []string, out string, signIns bool) error {
	d, err := c.desk(v)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := c.open(ctx, d, v); err != nil {
		return err
	}
	list, broken, err := d.all()
	if err != nil {
		return err
	}
	chosen := list
	if len(names) > 0 {
		chosen = nil
	}
	for _, name := range names {
		r, err := named(list, name)
		if err != nil {
			return err
		}
		chosen = append(chosen, r)
	}
	if len(chosen) == 0 {
		return wrong("there are no connections to export")
	}
	passphrase, err := c.sealPassphrase(ctx, s, true)
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range chosen {
		ids = append(ids, r.ID)
	}
	b, err := d.Export(ids, passphrase, signIns)
	if err != nil {
		return wrong("%v", err)
	}
	if err := createPrivate(out, b); err != nil {
		return err
	}
	fmt.Fprintf(c.err, "Wrote %s to %s.\n", plural(len(chosen), "connection"), out)
	if len(names) == 0 && len(broken.List) > 0 {
		c.tellBroken(&vault.BrokenError{List: broken.List})
		return fault{Failed, fmt.Sprintf("%s could not be read and %s not in the file", plural(len(broken.List), "connection"), isOrAre(len(broken.List)))}
	}
	return nil
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// createPrivate writes a new file that only its owner can read.
func createPrivate(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return wrong("%s is there already and was left as it is: choose another name", path)
	}
	if err != nil {
		return wrong("writing %s: %v", path, cause(err))
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(path)
		return failed("writing %s: %v", path, cause(err))
	}
	return nil
}

func (c *command) connectionImport() *cobra.Command {
	var v vaultFlags
	var s sealFlags
	var yes bool
	var only []string
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take connections from a file that export wrote",
		Long: "Shows each connection of the file, with the hosts that it may be sent to, and asks whether to\n" +
			"take it. Where nobody can be asked it takes those that --only names, or all with --yes. One\n" +
			"whose name is taken gets another.",
		Example: "  flowbench connection import connections.age\n  flowbench connection import two.age --only Team --seal-env PASSPHRASE",
		Args:    takes("FILE", false),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := v.read(cmd); err != nil {
				return err
			}
			return c.importConnections(cmd.Context(), v, s, args[0], only, yes)
		},
	}
	v.add(cmd.Flags())
	s.add(cmd.Flags())
	cmd.Flags().BoolVar(&yes, "yes", false, "take all without asking")
	cmd.Flags().StringArrayVar(&only, "only", nil, "take the one of this `NAME`; may be given many times")
	cmd.Flags().BoolVar(&v.newKeyFile, "new-key-file", false, "where there is no vault yet: make the key file that "+keyFileVariable+" names, and have it open the vault")
	return cmd
}

func (c *command) importConnections(ctx context.Context, v vaultFlags, s sealFlags, path string, only []string, yes bool) error {
	f, err := os.Open(path)
	if err != nil {
		return wrong("%v", unopened(path, err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 32<<20))
	if err != nil {
		return wrong("reading %s: %v", path, cause(err))
	}
	passphrase, err := c.sealPassphrase(ctx, s, false)
	if err != nil {
		return err
	}
	d, err := c.desk(v)
	if err != nil {
		return err
	}
	defer d.Close()
	list, err := d.Import(data, passphrase)
	if err != nil {
		return wrong("%s: %v", path, err)
	}
	var names []string
	for _, one := range list {
		names = append(names, one.Name)
	}
	for _, name := range only {
		if !slices.Contains(names, name) {
			return wrong("%s has no connection %q: it has %s", path, name, strings.Join(names, ", "))
		}
	}
	_, asks := c.terminal()
	var taken []vault.Imported
	for _, one := range list {
		what := shown(one)
		switch {
		case yes || slices.Contains(only, one.Name):
		case len(only) > 0:
			continue
		case !asks:
			fmt.Fprintln(c.err, what)
			continue
		case !c.confirm("Take " + what + "?"):
			continue
		}
		taken = append(taken, one)
	}
	if len(taken) == 0 {
		if !asks && !yes && len(only) == 0 && len(list) > 0 {
			return wrong("nothing was taken. Take some with --only NAME, or all with --yes")
		}
		fmt.Fprintln(c.err, "Nothing was taken.")
		return nil
	}
	if err := c.ready(ctx, d, v); err != nil {
		return err
	}
	return c.take(d, taken)
}

// shown is a connection of a file as people decide about it.
func shown(one vault.Imported) string {
	how := one.Scheme
	if s, ok := auth.Find(one.Scheme); ok {
		how = s.Title
	}
	text := fmt.Sprintf("%q of %s, by %s", one.Name, titleOf(one.Provider), how)
	if one.Provider == "" {
		text += ", which may be sent to " + strings.Join(one.Hosts, ", ")
	}
	if !one.SignIn.Empty() {
		text += ", signed in"
	}
	return text
}

func (c *command) take(d desk, list []vault.Imported) error {
	left := 0
	for _, one := range list {
		r, err := d.Take(one)
		switch {
		case err != nil:
			left++
			fmt.Fprintf(c.err, "flowbench: %q was not taken: %v\n", one.Name, err)
		case one.Name != r.Name:
			fmt.Fprintf(c.err, "Took %q of %s as %q, since there is one of its name.\n", one.Name, titleOf(one.Provider), r.Name)
		default:
			fmt.Fprintf(c.err, "Took %q of %s.\n", r.Name, titleOf(r.Provider))
		}
	}
	if left > 0 {
		return failed("%s not taken", plural(left, "connection"))
	}
	return nil
}
