package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"flowbench/app/session"
	"flowbench/engine/auth"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
	"flowbench/store"
)

// environment is the one that --env names: one that is the same for all, with nothing set
// in it, or a stored one of the integration that the file is linked to. Only for that is
// the store opened.
func (c *command) environment(file string, in *flow.Integration, f runFlags) (session.Environment, error) {
	e, err := session.Environment{}, error(nil)
	if where, is := environment(f.env); is == nil {
		e.Name, e.Sandbox = where.name, where.sandbox
	} else if e, err = c.stored(file, in.Name, f.env, f.data); err != nil {
		return e, wrong("--env %s: %v", f.env, err)
	}
	e.Values, e.Bindings, e.Hosts = over(e.Values, nil), over(e.Bindings, nil), over(e.Hosts, nil)
	return e, nil
}

// stored reads an environment from the store: of the integration that the file is linked to,
// else of the only one that is called as the file's is.
func (c *command) stored(file, title, name, data string) (none session.Environment, err error) {
	if file == "-" {
		return none, errors.New("it is sandbox or live where the flow comes from stdin, which has no environments of its own: give what it is as an --env-file")
	}
	dir, err := store.Dir(data)
	if err != nil {
		return none, err
	}
	unlinked := fmt.Errorf("it is sandbox, live, or an environment of the integration that %s is linked to, and the library in %s has none, nor one alone of its name: open the file in the window once, or give what the environment is as an --env-file", file, dir)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return none, unlinked // and no store is made to find that out
	}
	st, err := store.Open(dir, store.Options{Probe: probe(), Notice: func(text string) { fmt.Fprintln(c.err, "flowbench:", text) }})
	if err != nil {
		return none, err
	}
	defer st.Close()
	path, err := filepath.Abs(file)
	if err != nil {
		return none, err
	}
	library := session.NewLibrary(session.Options{Store: st})
	entry, known, err := library.Linked(path)
	if !known {
		var more error
		entry, known, more = library.Called(title)
		err = errors.Join(err, more)
	}
	if !known {
		return none, errors.Join(unlinked, err)
	}
	all, err := library.Environments(entry.ID)
	var names []string
	for _, e := range all {
		if strings.EqualFold(e.Name, name) {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return none, errors.Join(fmt.Errorf("there is no such environment: %q has %s", entry.Name, strings.Join(names, ", ")), err)
}

// settings reads an --env-file into an environment, where it wins, and returns which
// stored connections the flow's are. In the sandbox hosts are mapped to this machine
// only: nothing leaves it.
func (c *command) settings(name string, in *flow.Integration, e *session.Environment) (map[string]string, error) {
	accounts := maps.Clone(e.Bindings)
	if name == "" {
		return accounts, nil
	}
	v, err := c.object(name)
	if err != nil {
		return nil, wrong("%v", err)
	}
	bad := func(format string, args ...any) error {
		return wrong("%s: %s", called(name), fmt.Sprintf(format, args...))
	}
	parts := []string{"config", "os", "hosts", "connections"}
	from := map[string]string{} // of a config variable: the part that gives it its value
	for _, part := range flow.Members(v) {
		if !slices.Contains(parts, part.Name) {
			return nil, bad("%q is not known: an environment file has %s", part.Name, strings.Join(parts, ", "))
		}
		if part.Value.Kind() != '{' {
			return nil, bad("%s: an object belongs here, not %.40s", part.Name, part.Value)
		}
		for _, m := range flow.Members(part.Value) {
			at := part.Name + ": " + m.Name
			text, isText := flow.Decode(m.Value).(string)
			if part.Name == "connections" && (!isText || text == "") { // not said again: it may be a secret
				return nil, bad("%s: the name of a stored connection belongs here. Secrets do not belong into this file", at)
			}
			if part.Name != "config" && (!isText || text == "") {
				return nil, bad("%s: a text belongs here, not %.40s", at, m.Value)
			}
			if part.Name == "config" || part.Name == "os" {
				if other := from[m.Name]; other != "" {
					return nil, bad("%s: it stands in %s too, and a config variable has one value", at, other)
				}
				from[m.Name] = part.Name
				if err := declares(in, m.Name); err != nil {
					return nil, bad("%s: %v", at, err)
				}
			}
			switch part.Name {
			case "config":
				e.Values[m.Name] = session.Setting{Value: m.Value}
			case "os":
				if err := session.CheckOS(text); err != nil {
					return nil, bad("%s: %v", at, err)
				}
				e.Values[m.Name] = session.Setting{OS: text}
			case "hosts":
				if err := transport.CheckMapping(m.Name, text, e.Sandbox); err != nil {
					return nil, bad("%s: %v", at, err)
				}
				e.Hosts[m.Name] = text
			case "connections":
				if err := connects(in, m.Name); err != nil {
					return nil, bad("%s: %v", at, err)
				}
				accounts = over(accounts, map[string]string{m.Name: text})
			}
		}
	}
	return accounts, nil
}

// declares tells whether there is a config variable of that name.
func declares(in *flow.Integration, name string) error {
	var all []string
	for _, v := range in.Config {
		all = append(all, v.Name)
	}
	return among(fmt.Sprintf("there is no config variable %q", name), "declare it in the window, under Config Variables", name, all)
}

// connects tells whether the flows have a connection of that name.
func connects(in *flow.Integration, name string) error {
	var all []string
	for _, c := range in.Connections {
		all = append(all, c.Name)
	}
	return among(fmt.Sprintf("the flows have no connection %q", name), "take it out", name, all)
}

// among says that a name is none of those there are, and what to do.
func among(fault, help, name string, all []string) error {
	if slices.Contains(all, name) {
		return nil
	}
	if near := spec.Nearest(name, all); near != "" {
		return fmt.Errorf("%s: did you mean %s?", fault, near)
	}
	if len(all) > 0 {
		help += ". There are " + strings.Join(all, ", ")
	}
	return fmt.Errorf("%s: %s", fault, help)
}

// warn tells of values of OS variables that are too short to be found in what is shown.
func (c *command) warn(e session.Environment, hide []string) {
	for _, name := range slices.Sorted(maps.Keys(e.Values)) {
		text := os.Getenv(e.Values[name].OS)
		if e.Values[name].OS != "" && slices.Contains(hide, text) && !auth.Findable(auth.Hide(text)) {
			fmt.Fprintf(c.err, "flowbench: the OS variable %s has fewer than 6 characters, too few to be hidden: what shows the config variable %q shows it\n", e.Values[name].OS, name)
		}
	}
}
