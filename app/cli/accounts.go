package cli

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flowbench/app/vault"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
)

// accountsHelp is what the help of a command says of accounts.
const accountsHelp = "In the sandbox nothing needs an account; one at hosts of your own that --bind or a --connections\n" +
	"file names is sent with made-up secrets. Outside the sandbox each connection that the flow names needs an account: the stored one that\n" +
	"--bind, the --env-file or the environment in the window binds it to, else the one of its name and\n" +
	"provider (flowbench connection list). Or a --connections file, which only you can read (mode 0600):\n" +
	"  {\"connections\": {\"Slack\": {\"provider\": \"slack\", \"settings\": {\"token\": \"...\"}},\n" +
	"   \"Crm\": {\"hosts\": [\"https://api.example.com\"], \"scheme\": \"api-key\", \"settings\": {\"secret\": \"...\"}}}}"

// accountFlags say which accounts stand behind the connections that flows name.
type accountFlags struct {
	vaultFlags
	file string
	bind []string
}

func (f *accountFlags) add(fl *pflag.FlagSet) {
	fl.StringVar(&f.file, "connections", "", "a `FILE` with the accounts to use instead of the stored connections; only you may read it")
	fl.StringArrayVar(&f.bind, "bind", nil, "the stored connection behind one that the flow names, `NAME=STORED`; may be given many times")
	f.vaultFlags.add(fl)
}

func (f *accountFlags) read(cmd *cobra.Command) error {
	if f.file != "" && len(f.bind) > 0 {
		return wrong("--bind goes with the stored connections: in a --connections file the names are the flow's own")
	}
	return f.vaultFlags.read(cmd)
}

// accounts finds the accounts behind the connections of flows. The store is opened, and the
// vault, once a flow outside the sandbox names a connection; the zero accounts have none.
type accounts struct {
	*command
	flags accountFlags
	binds map[string]string // of the environment, and of the --env-file

	desk   *desk
	stored []auth.Record
	broken []vault.Broken
	file   map[string]auth.Record
}

// Close closes the store.
func (a *accounts) Close() {
	if a.desk != nil {
		a.desk.Close()
	}
}

// tokens are those of an environment. What keeps people signed in is the vault's.
func (a *accounts) tokens(where place) auth.Tokens {
	cache := &auth.Cache{}
	if a.desk != nil {
		cache.Grants = a.desk.Grants()
	}
	return cache.In(where.name)
}

// of finds the accounts of a flow.
func (a *accounts) of(ctx context.Context, in *flow.Integration, fl *flow.Flow, where place) (bound, error) {
	used := usedBy(in, fl)
	given, err := a.given(in)
	if err == nil && a.flags.file != "" && a.file == nil && len(used) > 0 {
		a.file, err = connectionsOf(a.flags.file, catalog.Builtin())
	}
	if where.sandbox { // a service takes a made-up account; at hosts of one's own it is made of the one that was named
		used = slices.DeleteFunc(used, func(c flow.Connection) bool {
			_, filed := a.file[c.Name]
			return c.Provider != "" || !filed && given[c.Name].to == ""
		})
	}
	if err != nil || len(used) == 0 {
		return bound{}, err
	}
	if a.flags.file != "" {
		return bindFile(used, a.flags.file, a.file), nil
	}
	if err := a.open(ctx); err != nil {
		return bound{}, err
	}
	return bind(used, given, a.stored, a.broken), nil
}

// given are the bindings of the flags, and below them those of the environment.
func (a *accounts) given(in *flow.Integration) (map[string]binding, error) {
	to := map[string]binding{}
	for name, stored := range a.binds {
		to[name] = binding{stored, "the environment"}
	}
	flags, err := pairs("--bind", a.flags.bind)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, c := range in.Connections {
		names = append(names, c.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		switch {
		case slices.Contains(names, name):
		case len(names) == 0:
			return nil, wrong("--bind %s: the integration %q has no connections", name, in.Name)
		default:
			return nil, wrong("--bind %s: there is no connection of this name: the integration %q has %s", name, in.Name, strings.Join(names, ", "))
		}
		to[name] = binding{flags[name].(string), "--bind"}
	}
	return to, nil
}

// open opens the store and the vault and reads the stored connections, once.
func (a *accounts) open(ctx context.Context) error {
	if a.desk != nil {
		return nil
	}
	d, err := a.command.desk(a.flags.vaultFlags)
	if err != nil {
		return err
	}
	a.desk = &d
	if _, err := a.command.open(ctx, d, a.flags.vaultFlags); err != nil {
		return err
	}
	var broken *vault.BrokenError
	if a.stored, broken, err = d.all(); err != nil {
		return err
	}
	a.broken = broken.List
	return nil
}
