package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flowbench/app/vault"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/expr"
	"flowbench/engine/spec"
)

// addFlags are the flags of connection add.
type addFlags struct {
	vaultFlags
	later                             bool
	provider, scheme, name, testURL   string
	hosts, set, secretFile, secretEnv []string
}

func (c *command) connectionAdd() *cobra.Command {
	var f addFlags
	cmd := &cobra.Command{
		Use:   "add",
		Short: "Add a connection",
		Long: "Adds a connection: to a provider that Flowbench knows, or to hosts of your own, which are\n" +
			"then the only ones that its secrets are sent to.\n\n" +
			"Secrets are asked for, without showing them; where nobody types, they are read from stdin,\n" +
			"one a line, in the order of the fields. They can come from a file or an environment variable\n" +
			"too, and never from an argument: the machine's other users can read those.\n\n" +
			"Where there is no vault yet, one is made, and its recovery code is printed once on stderr.\n" +
			"Where the connection is one that you sign in to, the address to open is printed, and the\n" +
			"command waits for the browser.\n\n" +
			"Ways to authenticate (--scheme) and their fields:\n" + schemesHelp(),
		Example: "  flowbench connection add --provider slack --name Team\n" +
			"  flowbench connection add --provider stripe --name Shop --secret-env token=STRIPE_KEY\n" +
			"  flowbench connection add --host https://api.example.com --name Crm --scheme api-key \\\n" +
			"    --set 'headers=[{\"name\": \"x-api-key\", \"value\": \"{{secret}}\"}]' --secret-file secret=key.txt",
		Args: takesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.read(cmd); err != nil {
				return err
			}
			return c.addConnection(cmd.Context(), f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.provider, "provider", "", "the `PROVIDER` that the account is at, such as slack")
	fl.StringArrayVar(&f.hosts, "host", nil, "a `HOST` that the connection may be sent to, as in https://api.example.com or *.example.com; may be given many times")
	fl.StringVar(&f.testURL, "test-url", "", "the `URL` at one of these hosts that a test of the connection calls, by GET; the first host if not given")
	fl.StringVar(&f.scheme, "scheme", "", "how it authenticates, a `SCHEME` such as api-key; the provider's first if not given")
	fl.StringVar(&f.name, "name", "", "what it is called: the `NAME` that lists show")
	fl.StringArrayVar(&f.set, "set", nil, "a field that is not secret, `FIELD=VALUE`; may be given many times")
	fl.StringArrayVar(&f.secretFile, "secret-file", nil, "a secret field from a file, `FIELD=PATH`")
	fl.StringArrayVar(&f.secretEnv, "secret-env", nil, "a secret field from an environment variable, `FIELD=VARIABLE`")
	f.add(fl)
	fl.BoolVar(&f.later, "sign-in-later", false, "of a connection that somebody signs in to: do not wait for that now")
	fl.BoolVar(&f.newKeyFile, "new-key-file", false, "where there is no vault yet: make the key file that "+keyFileVariable+" names, and have it open the vault")
	return cmd
}

// schemesHelp lists the ways to authenticate with their fields.
func schemesHelp() string {
	var b strings.Builder
	for _, s := range auth.All {
		var names []string
		for _, f := range s.New().Fields() {
			name := f.Name
			if vault.IsSecret(f) {
				name += " (secret)"
			}
			names = append(names, name)
		}
		fmt.Fprintf(&b, "  %-20s %s", s.ID, s.Summary)
		if len(names) > 0 {
			fmt.Fprintf(&b, ": %s", strings.Join(names, ", "))
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}

func (c *command) addConnection(ctx context.Context, f addFlags) error {
	cat := catalog.Builtin()
	r, err := f.record(cat)
	if err != nil {
		return err
	}
	values, err := f.fields(cat, r)
	if err != nil {
		return err
	}
	r.Settings = auth.HideSettings(values)
	d, err := c.desk(f.vaultFlags)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := c.missingSecrets(ctx, cat, r, values); err != nil {
		return err
	}
	if _, err := vault.Check(cat, r); err != nil { // before a vault is made for it
		return wrong("%v", err)
	}
	if err := c.ready(ctx, d, f.vaultFlags); err != nil {
		return err
	}
	if r, err = d.Save(r); err != nil {
		return wrong("%v", err)
	}
	fmt.Fprintf(c.err, "Added the connection %q of %s. It may be sent to %s.\n", r.Name, titleOf(r.Provider), strings.Join(r.Hosts, ", "))
	if s, _ := auth.Find(r.Scheme); s.SignsIn {
		again := "flowbench connection sign-in " + shellWord(r.Name)
		if f.later {
			fmt.Fprintf(c.err, "Sign in to it: %s\n", again)
			return nil
		}
		if err := c.signIn(ctx, d, r); err != nil {
			return failed("%v\nThe connection was added all the same. To sign in to it: %s", err, again)
		}
	}
	fmt.Fprintf(c.err, "Test it: flowbench connection test %s\n", shellWord(r.Name))
	return nil
}

// record is the connection that the flags describe, without its settings.
func (f addFlags) record(cat *catalog.Catalog) (auth.Record, error) {
	r := auth.Record{Name: f.name, Provider: f.provider, Hosts: f.hosts, TestAt: f.testURL, Scheme: f.scheme}
	p := cat.Provider(f.provider)
	switch {
	case f.provider == "" && len(f.hosts) == 0:
		return r, wrong("say what the connection is to: --provider PROVIDER, or --host HOST for an API of your own\nProviders: %s", strings.Join(providerIDs(cat), ", "))
	case f.provider != "" && len(f.hosts) > 0:
		return r, wrong("--provider and --host do not go together: the hosts of a provider are known. For other hosts leave --provider out")
	case f.provider != "" && p == nil:
		did := ""
		if n := spec.Nearest(f.provider, providerIDs(cat)); n != "" {
			did = fmt.Sprintf(" Did you mean %s?", n)
		}
		return r, wrong("there is no provider %q: there are %s.%s", f.provider, strings.Join(providerIDs(cat), ", "), did)
	case f.provider != "" && f.testURL != "":
		return r, wrong("--test-url goes with --host: what is called to test a provider's connection is known")
	case strings.TrimSpace(f.name) == "":
		return r, wrong("give the connection a name, as in --name Team: flows and lists show it")
	}
	if r.Scheme == "" {
		ways := vault.Ways(p)
		if p == nil || len(ways) == 0 {
			return r, wrong("say how it authenticates: --scheme is one of %s", strings.Join(wayIDs(ways), ", "))
		}
		r.Scheme = ways[0].ID
	}
	if !slices.Contains(wayIDs(vault.Ways(p)), r.Scheme) {
		return r, wrong("--scheme is one of %s, not %q", strings.Join(wayIDs(vault.Ways(p)), ", "), r.Scheme)
	}
	if p == nil {
		hosts, err := vault.Hosts(r.Hosts)
		if err != nil {
			return r, wrong("--host: %v", err)
		}
		r.Hosts = hosts
	}
	return r, nil
}

func providerIDs(cat *catalog.Catalog) (ids []string) {
	for _, p := range cat.Offered() {
		ids = append(ids, p.ID)
	}
	return ids
}

func wayIDs(ways []vault.Way) (ids []string) {
	for _, w := range ways {
		ids = append(ids, w.ID)
	}
	return ids
}

// fields are the settings that the flags give.
func (f addFlags) fields(cat *catalog.Catalog, r auth.Record) (spec.Values, error) {
	fields := vault.Fields(cat, r)
	values := spec.Values{}
	for _, from := range []struct {
		flag string
		list []string
		read func(field spec.Field, text string) (any, error)
	}{
		{"--set", f.set, plainValue},
		{"--secret-file", f.secretFile, func(f spec.Field, path string) (any, error) { return secretValue(f)(fromFile(f.Title(), path)) }},
		{"--secret-env", f.secretEnv, func(f spec.Field, name string) (any, error) { return secretValue(f)(fromEnv(f.Title(), name)) }},
	} {
		for _, kv := range from.list {
			name, text, ok := strings.Cut(kv, "=")
			i := slices.IndexFunc(fields, func(f spec.Field) bool { return f.Name == name })
			switch {
			case !ok || name == "": // what was given may be a secret: it is not said again
				return nil, wrong("%s is FIELD=VALUE", from.flag)
			case i < 0:
				return nil, wrong("%s: %v", from.flag, unknownField(name, fieldNames(fields)))
			}
			if _, twice := values[name]; twice {
				return nil, wrong("the field %s is given twice: leave one out", name)
			}
			v, err := from.read(fields[i], text)
			if err != nil {
				return nil, err
			}
			values[name] = v
		}
	}
	return values, nil
}

// plainValue reads a field that is no secret. Lists and objects are JSON.
func plainValue(f spec.Field, text string) (any, error) {
	if vault.IsSecret(f) {
		return nil, wrong("%s is secret and does not belong into --set: %s. Use --secret-file %s=PATH or --secret-env %[3]s=VARIABLE, or leave it out and be asked.\nWhat was typed may be in the history of your shell: remove it there", f.Title(), neverArgument, f.Name)
	}
	return typed(f, text)
}

func secretValue(f spec.Field) func(string, error) (any, error) {
	return func(text string, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		if f.Secret {
			return text, nil
		}
		return typed(f, text)
	}
}

// typed makes a value of a text, by the field's type.
func typed(f spec.Field, text string) (any, error) {
	switch f.Type {
	case spec.List, spec.Form, spec.JSON, spec.Any, spec.Texts:
	default:
		return text, nil
	}
	v, err := expr.Decode([]byte(text))
	if err == nil {
		return v, nil
	}
	if f.Type == spec.Any || f.Type == spec.JSON {
		return text, nil
	}
	example := `["one", "two"]`
	switch {
	case f.Type == spec.Form:
		example = `{"name": "value"}`
	case len(f.Row) > 0:
		row := map[string]string{}
		for _, sub := range f.Row {
			row[sub.Name] = "…"
		}
		b, _ := json.Marshal([]any{row}) // texts only
		example = string(b)
	}
	return nil, wrong("the field %s is JSON, as in --set '%[1]s=%s', and what was given is not", f.Name, example)
}

// missingSecrets asks for the secrets that are required and were not given.
func (c *command) missingSecrets(ctx context.Context, cat *catalog.Catalog, r auth.Record, values spec.Values) error {
	fields := vault.Fields(cat, r)
	for _, f := range fields {
		if v := values[f.Name]; v != nil || !f.Secret || !f.Required || !f.Shown(values, fields) {
			continue
		}
		text, err := c.ask(ctx, "the field "+f.Title())
		if err != nil {
			return err
		}
		values[f.Name] = strings.TrimSpace(text)
	}
	return nil
}
