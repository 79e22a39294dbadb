// Package call sends what kinds ask for: it joins the catalogue, which knows what an
// action's request is, package request, which turns it into bytes, and the transport.
//
// A [Caller] belongs to one environment. In the sandbox it sends every host of the
// catalogue to the sandbox server, with the provider's made-up account; a host that is
// neither in the catalogue nor mapped is refused by name.
package call

import (
	"context"
	"fmt"
	"maps"
	"time"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/request"
	"flowbench/engine/transport"
)

// Options are what an environment is, to calls.
type Options struct {
	Catalog  *catalog.Catalog
	Sandbox  bool
	Server   map[string]string // host -> base URL of the sandbox server
	Mappings map[string]string // the environment's own; they win
	Timeout  time.Duration     // 0 is the transport's
	// Accounts are the connections of the flow by name.
	Accounts map[string]*auth.Connection
}

// A Caller sends requests. It may be used by many goroutines at once.
type Caller struct {
	catalog  *catalog.Catalog
	client   *transport.Client
	sandbox  bool
	accounts map[string]*auth.Connection
	made     map[string]*auth.Connection // by provider: its made-up account
}

// New makes a caller. It fails for a mapping that is none.
func New(o Options) (*Caller, error) {
	mappings := map[string]string{}
	if o.Sandbox {
		maps.Copy(mappings, o.Server)
	}
	maps.Copy(mappings, o.Mappings)
	client, err := transport.New(transport.Options{Mappings: mappings, Sandbox: o.Sandbox, Timeout: o.Timeout})
	if err != nil {
		return nil, err
	}
	c := &Caller{catalog: o.Catalog, client: client, sandbox: o.Sandbox, accounts: o.Accounts, made: map[string]*auth.Connection{}}
	for _, p := range o.Catalog.Providers {
		if c.made[p.ID], err = madeUp(p); err != nil {
			return nil, fmt.Errorf("the provider %s: %w", p.ID, err)
		}
	}
	return c, nil
}

// Close closes the connections that are kept open.
func (c *Caller) Close() { c.client.Close() }

// madeUp is the account that the sandbox gets: a mapped address never sees another.
func madeUp(p *catalog.Provider) (*auth.Connection, error) {
	var places []auth.Placement
	for _, a := range p.Auth {
		if a.Sandbox != "" {
			places = append(places, auth.Placement{In: auth.In(a.In), Name: a.Name, Value: a.Value, Sandbox: a.Sandbox})
			break
		}
	}
	if places == nil {
		return nil, nil
	}
	m, err := auth.Sandbox(places)
	if err != nil {
		return nil, err
	}
	return &auth.Connection{Name: p.Title, Hosts: p.Hosts, Sandbox: m}, nil
}

// Call implements the engine's caller. An answer is no error, whatever its status.
func (c *Caller) Call(ctx context.Context, r node.Request, record func(event.Exchange)) (*node.Response, error) {
	account := c.accounts[r.Connection]
	if r.Provider != "" {
		built, err := c.catalog.Build(r.Provider, r.Action, r.Fields)
		if err != nil {
			return nil, &node.Failure{Fault: event.Fault{Type: "value", Message: err.Error()}}
		}
		built.Connection, built.Timeout, r = r.Connection, r.Timeout, built
		if p := c.catalog.Provider(r.Provider); p != nil {
			if a := p.Action(r.Action); account == nil && a != nil && !a.NoAuth {
				account = c.made[r.Provider]
			}
		}
	}
	req, err := request.Build(request.Of(r))
	if err != nil {
		return nil, err
	}
	answer, x, err := c.client.Do(ctx, transport.Call{Request: req, Connection: account, Reads: r.Reads, Timeout: time.Duration(r.Timeout * float64(time.Second)), Attempt: 1})
	if x != nil {
		record(*x)
	}
	if err != nil {
		return nil, err
	}
	return answer.Response(), nil
}
