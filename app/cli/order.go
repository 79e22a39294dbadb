package cli

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

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

// order reads the flags into a worker's order; the settings are those of its --env-file.
func (c *command) order(f runFlags) (worker.Order, settings, error) {
	o := worker.Order{Trigger: "manual", Run: newID(), At: time.Now()}
	where, err := environment(f.env)
	if err != nil {
		return o, settings{}, err
	}
	env, err := c.settings(f.envFile, where)
	if err != nil {
		return o, env, err
	}
	config, err := pairs("--config", f.config)
	if err != nil {
		return o, env, err
	}
	o.Env = worker.Environment{Name: where.name, Sandbox: where.sandbox, Config: flow.Of(over(env.config, config))}
	inputs, err := c.inputs(f)
	if err != nil {
		return o, env, err
	}
	o.Inputs = flow.Of(inputs)
	hosts, err := pairs("--map-host", f.mapHost)
	if err != nil {
		return o, env, err
	}
	o.Hosts = env.hosts
	for _, host := range slices.Sorted(maps.Keys(hosts)) {
		target := hosts[host].(string)
		if err := transport.CheckMapping(host, target, true); err != nil {
			return o, env, wrong("--map-host %s=%s: %v", host, target, err)
		}
		o.Hosts = over(o.Hosts, map[string]string{host: target})
	}
	return o, env, nil
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

// settings is an --env-file: what an environment is, without secrets.
type settings struct {
	config      map[string]any
	hosts       map[string]string
	connections map[string]string // by the flow's name: what the stored one is called
}

// settings reads a file; none is no settings. In the sandbox hosts are mapped to this
// machine only: nothing leaves it.
func (c *command) settings(name string, where place) (settings, error) {
	var s settings
	if name == "" {
		return s, nil
	}
	v, err := c.object(name)
	if err != nil {
		return s, wrong("%v", err)
	}
	for _, set := range flow.Members(v) {
		switch set.Name {
		case "config":
			if s.config, err = members(set.Value); err != nil {
				return s, wrong("%s: config: %v", name, err)
			}
		case "hosts":
			hosts, err := members(set.Value)
			if err != nil {
				return s, wrong("%s: hosts: %v", name, err)
			}
			s.hosts = map[string]string{}
			for _, host := range slices.Sorted(maps.Keys(hosts)) {
				target, _ := hosts[host].(string)
				if err := transport.CheckMapping(host, target, where.sandbox); err != nil {
					return s, wrong("%s: hosts: %v", name, err)
				}
				s.hosts[host] = target
			}
		case "connections":
			if s.connections, err = boundIn(set.Value); err != nil {
				return s, wrong("%s: connections: %v", name, err)
			}
		default:
			return s, wrong("%s: %q is not known: an environment file has config, hosts and connections", name, set.Name)
		}
	}
	return s, nil
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
