package engine

import (
	"fmt"
	"sync"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// Accounts are the connections of a job, by the names that its flows use.
type Accounts struct {
	// Records are the stored connections that the names are bound to in the environment.
	Records map[string]auth.Record
	// Declared are the connections of the integration: whose sandbox a name stands for.
	Declared []flow.Connection
	// Tokens are those of the environment; nil: they live as long as the job.
	Tokens auth.Tokens

	mu   sync.Mutex
	made map[string]*auth.Connection

	own auth.Cache // of the job, where nobody gives Tokens
}

// account is the one a call is made with; nil is none.
func (n *Network) account(name, provider, action string) (*auth.Connection, error) {
	p := n.Catalog.Provider(provider)
	a := n.Catalog.Action(provider, action)
	_, bound := n.Accounts.Records[name]
	switch {
	case a != nil && a.NoAuth:
		return nil, nil
	case n.Sandbox && p != nil:
		return n.sandboxAccount(p)
	case n.Sandbox && !bound:
		return n.sandboxAccount(n.Catalog.Provider(n.Accounts.declared(name)))
	case name == "" && p != nil && len(p.Auth) > 0:
		return nil, refusal(fmt.Sprintf("%s needs a connection in this environment, and the node has none. Nothing was sent.", p.Title),
			"Choose a connection, or run in Sandbox.")
	case name == "":
		return nil, nil
	case !bound:
		return nil, refusal(fmt.Sprintf("The connection “%s” is bound to no account in this environment. Nothing was sent.", name),
			"Bind it to an account, or run in Sandbox, where none is needed.")
	}
	r := n.Accounts.Records[name]
	if provider != "" && r.Provider != provider {
		return nil, refusal(fmt.Sprintf("The connection “%s” is bound to the account “%s”, which is not of %s. Nothing was sent.", name, r.Name, n.Catalog.Provider(provider).Title),
			"Bind it to another account.")
	}
	return n.connection(name, r)
}

func (a *Accounts) declared(name string) string {
	for _, c := range a.Declared {
		if c.Name == name {
			return c.Provider
		}
	}
	return ""
}

// connection makes what calls know of a record, once.
func (n *Network) connection(name string, r auth.Record) (*auth.Connection, error) {
	a := &n.Accounts
	a.mu.Lock()
	defer a.mu.Unlock()
	if c := a.made[name]; c != nil {
		return c, nil
	}
	c := &auth.Connection{Name: r.Name, Hosts: r.Hosts}
	p := n.Catalog.Provider(r.Provider)
	preset := spec.Values(nil)
	if p != nil {
		preset = p.Preset(r.Scheme)
	}
	var err error
	if !n.Sandbox {
		if c.Method, err = n.method(r, preset, false); err != nil {
			return nil, refusal(spec.Sentence(err.Error())+" Nothing was sent.", "Look at the connection.")
		}
	}
	if p != nil {
		made, err := n.sandboxAccount(p)
		if err != nil {
			return nil, err
		}
		if made != nil {
			c.Sandbox = made.Sandbox
		}
	} else if c.Sandbox, err = n.method(r.MadeUp(), preset, true); err != nil {
		return nil, refusal(spec.Sentence(err.Error())+" Nothing was sent.", "Look at the connection.")
	}
	if a.made == nil {
		a.made = map[string]*auth.Connection{}
	}
	a.made[name] = c
	return c, nil
}

func (n *Network) method(r auth.Record, preset spec.Values, madeUp bool) (auth.Method, error) {
	account, err := r.Account(preset)
	if err != nil {
		return nil, err
	}
	return account.Method(auth.Env{Connection: r.ID, Tokens: n.Accounts.tokens(), Sender: sender{n, r.Name, madeUp}})
}

func (a *Accounts) tokens() auth.Tokens {
	if a.Tokens == nil {
		return a.own.In("")
	}
	return a.Tokens
}

// sandboxAccount is the made-up account that a provider's sandbox takes.
func (n *Network) sandboxAccount(p *catalog.Provider) (*auth.Connection, error) {
	if p == nil {
		return nil, nil
	}
	r, ok := p.MadeUp()
	if !ok {
		return nil, nil
	}
	method, err := n.method(r, p.Preset(r.Scheme), true)
	if err != nil {
		return nil, err
	}
	return &auth.Connection{Name: p.Title, Hosts: p.Hosts, Sandbox: method}, nil
}
