package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"flowbench/app/vault"
	"flowbench/engine/catalog"
	"flowbench/store"
)

// storage is the command store.
func (c *command) storage() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "store",
		Short: "Look after the file that Flowbench keeps its data in",
		Long: "Looks after the store, the one file in which Flowbench keeps integrations, drafts, runs,\n" +
			"settings and, sealed, the connections. It lies in the folder that --data names.",
		Example: "  flowbench store check\n  flowbench store backup\n  flowbench store restore",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return wrong("store has no command %q\nSee: flowbench store --help", args[0])
			}
			return wrong("store needs a command: check, backup, restore or compact\nSee: flowbench store --help")
		},
	}
	cmd.AddCommand(c.storeCheck(), c.storeBackup(), c.storeRestore(), c.storeCompact(), c.storeProbe())
	return cmd
}

// openStore opens the store that the flags name, which is there unless fresh is set.
func (c *command) openStore(cmd *cobra.Command, fresh bool) (*store.Store, error) {
	data, _ := cmd.Flags().GetString("data")
	dir, err := store.Dir(data)
	if err != nil {
		return nil, wrong("%v", err)
	}
	if !fresh && !store.There(dir) {
		return nil, wrong("there is no store in %s: name its folder with --data", dir)
	}
	opts := storeOptions
	opts.Probe = probe()
	opts.Notice = func(text string) { fmt.Fprintln(c.err, "flowbench:", text) }
	s, err := store.Open(dir, opts)
	if err != nil {
		return nil, failed("%v", err)
	}
	return s, nil
}

// probe has this program examine a store's file in a process of its own.
func probe() func(path string) error {
	exe, err := os.Executable()
	if err != nil {
		return nil
	}
	return store.ProbeBy(exe)
}

// withoutWindow holds the window's lock of the store, so that none is open meanwhile.
func (c *command) withoutWindow(cmd *cobra.Command, what string, fn func() error) error {
	data, _ := cmd.Flags().GetString("data")
	dir, err := store.Dir(data)
	if err != nil {
		return wrong("%v", err)
	}
	lock, err := store.LockWindow(dir, nil)
	if errors.Is(err, store.ErrInUse) {
		return failed("a window of Flowbench has the store in %s open: close it, then %s the store", dir, what)
	}
	if err != nil {
		return failed("%v", err)
	}
	defer lock.Close()
	return fn()
}

func (c *command) storeCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Read the whole store and say whether anything is wrong",
		Long: "Reads the whole store: its structure, the hash of every record and, where the vault can be\n" +
			"opened by the key ring or by the file that " + keyFileVariable + " names, every sealed record.\n" +
			"Exit code 1 if anything is wrong.",
		Args: takesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := c.openStore(cmd, false)
			if err != nil {
				return err
			}
			defer s.Close()
			bad := false
			if err := s.Check(); err != nil {
				bad = true
				fmt.Fprintf(c.out, "%v\nAll else can be read. To go back to a backup: flowbench store restore\n", err)
			} else {
				fmt.Fprintf(c.out, "The store in %s is sound.\n", s.Dir())
			}
			if !c.checkVault(cmd, s) || bad {
				return fault{code: Failed}
			}
			return nil
		},
	}
}

// checkVault opens every sealed record, where the vault opens without a question, and
// reports whether nothing is wrong with it.
func (c *command) checkVault(cmd *cobra.Command, s *store.Store) bool {
	k := vault.New(vault.Options{Store: s, Catalog: catalog.Builtin(), KeyFile: os.Getenv(keyFileVariable)})
	o, err := k.Open(cmd.Context())
	if needs, ok := errors.AsType[*vault.Needs](err); ok {
		fmt.Fprintf(c.out, "Its sealed records were not opened: %v.\n", needs)
		return needs.File == nil && !errors.Is(needs.Ring, store.ErrWrongKey)
	}
	if err != nil {
		fmt.Fprintln(c.out, err)
		return false
	}
	if o.State == store.NoVault {
		fmt.Fprintln(c.out, "It has no vault.")
		return true
	}
	n, err := s.Vault().Check()
	if err == nil {
		fmt.Fprintf(c.out, "Its vault is sound: %d sealed records open, and none is missing.\n", n)
		return true
	}
	fmt.Fprintf(c.out, "Of its vault %d sealed records open.\n%v\n", n, err)
	if errors.Is(err, store.ErrTampered) {
		fmt.Fprintln(c.out, "To take them as they are: flowbench connection accept")
	}
	return false
}

func (c *command) storeBackup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup",
		Short: "Make a backup and print where it lies",
		Long: "Makes a copy of the store, reads it again to be sure of it, and prints its path. It works\n" +
			"beside an open window. Sealed records stay sealed in it, with the keys of today.",
		Args: takesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := c.openStore(cmd, false)
			if err != nil {
				return err
			}
			defer s.Close()
			b, err := s.Backup()
			if err != nil {
				return failed("no backup was made: %v", err)
			}
			fmt.Fprintln(c.out, b.Path)
			return nil
		},
	}
}

func (c *command) storeRestore() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "restore [BACKUP]",
		Short: "List the backups, or put one in the place of the store",
		Long: "Without BACKUP it lists the backups, newest first. With one, the name of a listed backup or\n" +
			"a path, it puts that in the place of the store; what the store is now is kept beside it.\n" +
			"A vault in it opens with the keys it had then.",
		Example: "  flowbench store restore\n  flowbench store restore flowbench-20260301-101500.000.db --yes",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return c.listBackups(cmd)
			case len(args) > 1:
				return takes("BACKUP", false)(cmd, args)
			}
			return c.withoutWindow(cmd, "restore", func() error { return c.restore(cmd, args[0], yes) })
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do it")
	return cmd
}

func (c *command) listBackups(cmd *cobra.Command) error {
	s, err := c.openStore(cmd, true)
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.Backups()
	if err != nil {
		return failed("%v", err)
	}
	if len(list) == 0 {
		fmt.Fprintf(c.err, "There are no backups in %s. To make one: flowbench store backup\n", s.Dir())
		return nil
	}
	for _, b := range list {
		fmt.Fprintf(c.out, "%s  %s  %.1f MB\n", filepath.Base(b.Path), b.Made.Local().Format("Mon 2 Jan 2006 15:04"), float64(b.Size)/1e6)
	}
	return nil
}

func (c *command) restore(cmd *cobra.Command, name string, yes bool) error {
	s, err := c.openStore(cmd, true)
	if err != nil {
		return err
	}
	defer s.Close()
	path := name
	if filepath.Base(name) == name {
		list, err := s.Backups()
		if err != nil {
			return failed("%v", err)
		}
		for _, b := range list {
			if filepath.Base(b.Path) == name {
				path = b.Path
			}
		}
	}
	b, err := store.BackupAt(path)
	if err != nil {
		return wrong("there is no backup %s\nTo list them: flowbench store restore", name)
	}
	if !yes {
		return wrong("this puts the store in %s back to %s; what it is now is kept beside it.\nTo do it: flowbench store restore %s --yes",
			s.Dir(), b.Made.Local().Format("2 January 2006 15:04"), name)
	}
	if err := s.Restore(b); err != nil {
		return failed("%v", err)
	}
	return nil
}

func (c *command) storeCompact() *cobra.Command {
	return &cobra.Command{
		Use:   "compact",
		Short: "Make the store's file smaller",
		Long: "Makes the store's file anew of what is in it: smaller, and without what was changed or\n" +
			"deleted, which else stays in it until its room is used again.",
		Args: takesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withoutWindow(cmd, "compact", func() error {
				s, err := c.openStore(cmd, false)
				if err != nil {
					return err
				}
				defer s.Close()
				before := size(s.Path())
				if err := s.Compact(cmd.Context()); err != nil {
					return failed("%v", err)
				}
				fmt.Fprintf(c.err, "%.1f MB became %.1f MB.\n", before, size(s.Path()))
				return nil
			})
		},
	}
}

func size(path string) (megabytes float64) {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return float64(info.Size()) / 1e6
}

// storeProbe is the process that may be ended by what is in a damaged file.
func (c *command) storeProbe() *cobra.Command {
	return &cobra.Command{
		Use:    "probe PATH",
		Short:  "Read all of a store's file in a process of its own",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if code := store.ServeProbe(c.out, args[0]); code != 0 {
				return fault{code: code}
			}
			return nil
		},
	}
}
