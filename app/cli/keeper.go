package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flowbench/app/vault"
	"flowbench/engine/catalog"
	"flowbench/store"
)

// keyFileVariable names the key file that opens the vault where nobody can be asked.
const keyFileVariable = "FLOWBENCH_KEY_FILE"

// storeOptions are those that commands open the store with, and sealWork is how hard a file
// of connections is to open; 0 is the standard. Tests give a key ring of their own and
// make passphrases cost nothing.
var (
	storeOptions store.Options
	sealWork     int
)

// vaultFlags say how the vault of the stored connections is opened.
type vaultFlags struct {
	data, passFile, passEnv string
	newKeyFile              bool
}

func (f *vaultFlags) add(fl *pflag.FlagSet) {
	fl.StringVar(&f.passFile, "passphrase-file", "", "a `FILE` with the passphrase, or the recovery code, of the vault that connections lie in")
	fl.StringVar(&f.passEnv, "passphrase-env", "", "an environment `VARIABLE` with that passphrase")
}

// read takes what stands at the root.
func (f *vaultFlags) read(cmd *cobra.Command) error {
	f.data, _ = cmd.Flags().GetString("data")
	if f.passFile != "" && f.passEnv != "" {
		return wrong("--passphrase-file and --passphrase-env are two ways to say the same: leave one out")
	}
	return nil
}

// A desk is an open store and the keeper of its connections.
type desk struct {
	*vault.Keeper
	store *store.Store
}

func (d desk) Close() { d.store.Close() }

// desk opens the store. The vault stays as it is.
func (c *command) desk(f vaultFlags) (desk, error) {
	dir, err := store.Dir(f.data)
	if err != nil {
		return desk{}, failed("%v", err)
	}
	o := storeOptions
	o.Notice = func(text string) { fmt.Fprintln(c.err, "flowbench:", text) }
	if exe, err := os.Executable(); err == nil {
		o.Probe = store.ProbeBy(exe)
	}
	s, err := store.Open(dir, o)
	if err != nil {
		return desk{}, failed("%v", err)
	}
	s.Vault().SetIdle(0) // it is open as long as the command runs
	return desk{vault.New(vault.Options{Store: s, Catalog: catalog.Builtin(), KeyFile: os.Getenv(keyFileVariable), SealWork: sealWork}), s}, nil
}

// open opens the vault: without asking where that works, else with the passphrase that
// the flags name, else with one that is typed. Where there is no vault that is no error.
func (c *command) open(ctx context.Context, d desk, f vaultFlags) (vault.Opened, error) {
	given, have, err := f.passphrase()
	if err != nil {
		return vault.Opened{}, err
	}
	state, err := d.State()
	if have && err == nil && state == store.Locked {
		return unlock(ctx, d, given)
	}
	o, err := d.Open(ctx)
	needs, locked := errors.AsType[*vault.Needs](err)
	switch {
	case err == nil:
		return o, nil
	case !locked:
		return o, failed("%v", err)
	}
	if _, terminal := c.terminal(); !terminal || !typable(needs) {
		return o, wrong("%v.\n%s", needs, wayIn(needs))
	}
	fmt.Fprintf(c.err, "%s.\n", upper(needs.Error()))
	text, err := c.ask(ctx, "its passphrase, or its recovery code")
	if err != nil {
		return o, err
	}
	return unlock(ctx, d, text)
}

// unlock opens the vault with what a person gave: a passphrase, or the recovery code.
func unlock(ctx context.Context, d desk, given string) (vault.Opened, error) {
	err := d.Unlock(ctx, store.Passphrase(given))
	if err == nil {
		return vault.Opened{State: store.Unlocked, By: store.KindPassphrase}, nil
	}
	if errors.Is(err, store.ErrWrongKey) || errors.Is(err, store.ErrNoSlot) {
		if d.Unlock(ctx, store.RecoveryCode(given)) == nil {
			return vault.Opened{State: store.Unlocked, By: store.KindRecovery}, nil
		}
	}
	return vault.Opened{State: store.Locked}, wrong("%v", err)
}

// typable reports whether the vault is opened by something that can be typed.
func typable(n *vault.Needs) bool {
	return slices.Contains(n.Slots, store.KindPassphrase) || slices.Contains(n.Slots, store.KindRecovery)
}

// wayIn says what the command line can do about a vault that is locked.
func wayIn(n *vault.Needs) string {
	var ways []string
	if typable(n) {
		ways = append(ways, "give the passphrase, or the recovery code, with --passphrase-file FILE or --passphrase-env VARIABLE")
	}
	if slices.Contains(n.Slots, store.KindKeyFile) {
		ways = append(ways, "name its key file in "+keyFileVariable)
	}
	if len(ways) == 0 {
		ways = append(ways, "open it in the window, under Settings > Integrations, and add a passphrase or a key file there")
	}
	return upper(strings.Join(ways, ", or ")) + "."
}

// ready readies the vault for a save, and makes it where there is none. Its recovery code
// is told once, on stderr.
func (c *command) ready(ctx context.Context, d desk, f vaultFlags) error {
	o, err := c.open(ctx, d, f)
	if err != nil || o.State == store.Unlocked {
		return err
	}
	keys, err := f.keys()
	if err != nil {
		return err
	}
	o, err = d.Ready(ctx, keys...)
	if needs, ok := errors.AsType[*vault.Needs](err); ok {
		if _, terminal := c.terminal(); !terminal || needs.File != nil {
			return wrong("%v.\n%s", needs, makeHint(needs))
		}
		fmt.Fprintf(c.err, "%s.\n", upper(needs.Error()))
		text, err := c.choosePassphrase(ctx, "a passphrase for the vault")
		if err != nil {
			return err
		}
		o, err = d.Ready(ctx, store.Passphrase(text))
		c.recovery(o)
		return whole(err)
	}
	c.recovery(o)
	return whole(err)
}

func whole(err error) error {
	if err != nil {
		return failed("%v", err)
	}
	return nil
}

func makeHint(n *vault.Needs) string {
	if n.File != nil {
		return "To make it: add --new-key-file. Whoever has that file can open your connections."
	}
	return "Give one with --passphrase-file FILE or --passphrase-env VARIABLE. Where nobody can type it each time, name a key file in " +
		keyFileVariable + " and add --new-key-file."
}

// keys are those that the flags give to a vault that is to be made.
func (f vaultFlags) keys() ([]store.Key, error) {
	text, ok, err := f.passphrase()
	if err != nil {
		return nil, err
	}
	var keys []store.Key
	if ok {
		keys = append(keys, store.Passphrase(text))
	}
	path := os.Getenv(keyFileVariable)
	switch {
	case f.newKeyFile && path == "":
		return nil, wrong("--new-key-file makes the file that %s names, and that names none: set it", keyFileVariable)
	case f.newKeyFile:
		keys = append(keys, store.KeyFile(path))
	}
	return keys, nil
}

func (f vaultFlags) passphrase() (text string, given bool, err error) {
	const what = "the passphrase of the vault"
	switch {
	case f.passFile != "":
		text, err = fromFile(what, f.passFile)
	case f.passEnv != "":
		text, err = fromEnv(what, f.passEnv)
	default:
		return "", false, nil
	}
	return text, err == nil, err
}

// choosePassphrase asks for a new passphrase, twice where it is typed.
func (c *command) choosePassphrase(ctx context.Context, what string) (string, error) {
	text, err := c.ask(ctx, what)
	if err != nil {
		return "", err
	}
	if _, terminal := c.terminal(); !terminal {
		return text, nil
	}
	again, err := c.ask(ctx, "the same again")
	if err == nil && again != text {
		err = wrong("the two are not the same: begin again. Nothing was changed")
	}
	return text, err
}

// recovery tells the recovery code of a vault that was just made.
func (c *command) recovery(o vault.Opened) {
	if o.Recovery == "" {
		return
	}
	fmt.Fprintf(c.err, "A vault for your connections was made; your %s opens it.\n", o.By)
	fmt.Fprintf(c.err, "Its recovery code, shown this once: write it down and keep it apart from this machine.\n\n  %s\n\n", o.Recovery)
}
