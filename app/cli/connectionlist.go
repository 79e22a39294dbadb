package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"flowbench/app/session"
	"flowbench/app/vault"
	"flowbench/engine/auth"
)

func (c *command) connectionList() *cobra.Command {
	var v vaultFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the connections",
		Long: "Lists the connections: what each is called, where it may be sent, how it authenticates,\n" +
			"how it stands, and which integrations use it. No secret is shown.",
		Example: "  flowbench connection list\n  flowbench connection list --json",
		Args:    takesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := v.read(cmd); err != nil {
				return err
			}
			return c.listConnections(cmd.Context(), v, asJSON)
		},
	}
	v.add(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON array for a program")
	return cmd
}

// A listed is a connection as list prints it: nothing of its settings.
type listed struct {
	ID       string       `json:"id"`
	Name     string       `json:"name"`
	Provider string       `json:"provider,omitzero"`
	Hosts    []string     `json:"hosts"`
	Scheme   string       `json:"scheme,omitzero"`
	State    string       `json:"state"` // active, disabled, broken
	Tested   *auth.Tested `json:"tested,omitzero"`
	Gained   []string     `json:"notAgreedTo,omitempty"` // hosts that its provider has and it may not be sent to
	UsedBy   []usage      `json:"usedBy"`
}

type usage struct {
	Integration string `json:"integration"`
	Environment string `json:"environment"`
	Name        string `json:"name"`
}

func (c *command) listConnections(ctx context.Context, v vaultFlags, asJSON bool) error {
	d, records, broken, err := c.unlocked(ctx, v)
	if err != nil {
		return err
	}
	defer d.Close()
	var list []listed
	for _, r := range records {
		one := listed{ID: r.ID, Name: r.Name, Provider: r.Provider, Hosts: r.Hosts, Scheme: r.Scheme, State: "active", Gained: d.Widened(r), UsedBy: d.usedBy(r.ID)}
		if r.Disabled {
			one.State = "disabled"
		}
		if !r.Tested.At.IsZero() {
			one.Tested = &r.Tested
		}
		list = append(list, one)
	}
	for _, b := range broken.List {
		list = append(list, listed{ID: b.ID, Name: b.Name, Provider: b.Provider, Hosts: []string{}, State: "broken", UsedBy: d.usedBy(b.ID)})
	}
	c.tellBroken(broken)
	if asJSON {
		if list == nil {
			list = []listed{}
		}
		b, err := json2.Marshal(list, json2.FormatNilSliceAsNull(false), jsontext.WithIndent("  "))
		if err != nil {
			return failed("%v", err)
		}
		_, err = fmt.Fprintf(c.out, "%s\n", b)
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(c.err, "There are no connections yet. Add one: flowbench connection add --provider slack --name Team")
		return nil
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tPROVIDER OR HOSTS\tAUTHENTICATION\tSTATE\tUSED BY")
	for _, one := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", one.Name, one.where(), one.how(), one.state(time.Now()), one.users())
	}
	return w.Flush()
}

// all are the connections, and those that do not open.
func (d desk) all() ([]auth.Record, *vault.BrokenError, error) {
	list, err := d.Connections()
	broken, some := errors.AsType[*vault.BrokenError](err)
	if err != nil && !some {
		return nil, nil, failed("%v", err)
	}
	if broken == nil {
		broken = &vault.BrokenError{}
	}
	return list, broken, nil
}

// tellBroken says what does not open, and what to do.
func (c *command) tellBroken(broken *vault.BrokenError) {
	for _, b := range broken.List {
		one := vault.BrokenError{List: []vault.Broken{b}}
		fmt.Fprintf(c.err, "flowbench: %v\n", &one)
	}
	if broken.Tampered != nil {
		fmt.Fprintf(c.err, "flowbench: %v.\nUntil then none can be changed. To accept them: flowbench connection accept --yes\n", broken.Tampered)
	}
}

// usedBy are the integrations in whose environments a connection is bound.
func (d desk) usedBy(id string) []usage {
	out := []usage{}
	uses, _ := session.NewLibrary(session.Options{Store: d.store}).UsedBy(id) // a damaged one uses nothing that can be named
	for _, u := range uses {
		out = append(out, usage{u.Title, u.Environment, u.Name})
	}
	return out
}

func (l listed) where() string {
	if l.Provider != "" {
		return titleOf(l.Provider)
	}
	return strings.Join(l.Hosts, ", ")
}

func (l listed) how() string {
	if s, ok := auth.Find(l.Scheme); ok {
		return s.Title
	}
	return l.Scheme
}

// state is how a connection stands, in words.
func (l listed) state(now time.Time) string {
	if l.State == "broken" {
		return "needs to be entered again"
	}
	said := "untested"
	if t := l.Tested; t != nil {
		said = "test failed"
		if t.OK {
			said = "tested"
		}
		said += " " + t.At.Local().Format("2 January 2006 15:04")
		if t.In != "" {
			said += " in " + t.In
		}
	}
	if len(l.Gained) > 0 {
		said += ", may not be sent to " + strings.Join(l.Gained, ", ") + " yet"
	}
	return l.State + ", " + said
}

func (l listed) users() string {
	if len(l.UsedBy) == 0 {
		return "nothing"
	}
	var out []string
	for _, u := range l.UsedBy {
		out = append(out, fmt.Sprintf("%s (%s)", u.Integration, u.Environment))
	}
	return strings.Join(out, ", ")
}
