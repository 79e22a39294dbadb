package cli

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"flowbench/app/session"
	"flowbench/engine/flow"
	"flowbench/engine/transport"
	"flowbench/engine/worker"
)

// A place is where a flow runs.
type place struct {
	name    string
	sandbox bool // nothing leaves the machine
}

func environment(name string) (place, error) {
	switch name {
	case "sandbox":
		return place{"Sandbox", true}, nil
	case "live":
		return place{"Live", false}, nil
	}
	return place{}, wrong("--env is sandbox or live, not %q", name)
}

// asked is what the flags of run come to: a worker's order, and the accounts that are to
// be put into it.
type asked struct {
	worker.Order
	accounts map[string]string // the flow's connection name -> the stored connection, by its id or its name
}

// order reads the flags into what is asked for of a file's flow.
func (c *command) order(file string, in *flow.Integration, f runFlags) (asked, error) {
	o := asked{Order: worker.Order{Trigger: "manual", Run: newID(), At: time.Now()}}
	env, err := c.environment(file, in, f)
	if err != nil {
		return o, err
	}
	if o.accounts, err = c.settings(f.envFile, in, &env); err != nil {
		return o, err
	}
	config, err := pairs("--config", f.config)
	if err != nil {
		return o, err
	}
	for _, name := range slices.Sorted(maps.Keys(config)) {
		if err := declares(in, name); err != nil {
			return o, wrong("--config %s=%v: %v", name, config[name], err)
		}
		env.Values[name] = session.Setting{Value: flow.Of(config[name])}
	}
	values, hide, err := env.Resolve(in.Config, os.LookupEnv)
	if err != nil {
		return o, wrong("%v\nHere a config variable gets its value by --config NAME=VALUE, or from an --env-file", err)
	}
	c.warn(env, hide)
	o.Env, o.Hide = worker.Environment{Name: env.Name, Sandbox: env.Sandbox, Config: flow.Of(values)}, hide
	inputs, err := c.inputs(f)
	if err != nil {
		return o, err
	}
	o.Inputs = flow.Of(inputs)
	hosts, err := pairs("--map-host", f.mapHost)
	if err != nil {
		return o, err
	}
	o.Hosts = env.Hosts
	for _, host := range slices.Sorted(maps.Keys(hosts)) {
		target := hosts[host].(string)
		if err := transport.CheckMapping(host, target, true); err != nil {
			return o, wrong("--map-host %s=%s: %v", host, target, err)
		}
		o.Hosts = over(o.Hosts, map[string]string{host: target})
	}
	return o, nil
}

// inputs are those of the file, and over them those of the flags.
func (c *command) inputs(f runFlags) (map[string]any, error) {
	given, err := pairs("--input", f.input)
	if err != nil || f.inputs == "" {
		return given, err
	}
	v, err := c.object(f.inputs)
	if err != nil {
		return nil, wrong("%v", err)
	}
	m, err := members(v)
	return over(m, given), err
}

// pairs reads NAME=VALUE flags; of a name given twice the last counts.
func pairs(flag string, list []string) (map[string]any, error) {
	m := map[string]any{}
	for _, kv := range list {
		k, v, ok := strings.Cut(kv, "=")
		if !ok || k == "" {
			return nil, wrong("%s is NAME=VALUE, not %q", flag, kv)
		}
		m[k] = v
	}
	return m, nil
}

func newID() string {
	var b [8]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// plural is "1 run" or "2 runs".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
