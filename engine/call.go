package engine

import (
	"context"
	"fmt"
	"time"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/request"
	"flowbench/engine/transport"
)

// A Caller sends a request as a kind means it, and records each exchange, failed ones
// too. An answer of whatever status is no error.
type Caller interface {
	Call(ctx context.Context, r node.Request, record func(event.Exchange)) (*node.Response, error)
}

// A Network is the Caller that really calls: the catalogue says what an action's request
// is, package request makes bytes of it, the client sends them.
type Network struct {
	Catalog *catalog.Catalog
	Client  *transport.Client
	Sandbox bool // providers get their made-up accounts
	// Connection finds the account that a name is bound to in the environment. Where it is
	// nil no account is bound.
	Connection func(name string) (*auth.Connection, error)
}

// Close closes the connections that are kept open.
func (n *Network) Close() { n.Client.Close() }

// Call implements [Caller].
func (n *Network) Call(ctx context.Context, r node.Request, record func(event.Exchange)) (*node.Response, error) {
	call := transport.Call{Timeout: time.Duration(r.Timeout * float64(time.Second))}
	name, provider, action := r.Connection, r.Provider, r.Action
	if provider != "" {
		built, err := n.Catalog.Build(provider, action, r.Fields)
		if err != nil {
			return nil, err
		}
		r = built
	}
	call.Reads = r.Reads
	var err error
	if call.Connection, err = n.account(name, provider, action); err != nil {
		return nil, err
	}
	if call.Request, err = request.Build(request.Of(r)); err != nil {
		return nil, err
	}
	answer, exchange, err := n.Client.Do(ctx, call)
	if exchange != nil {
		record(*exchange)
	}
	if err != nil {
		return nil, err
	}
	return answer.Response(), nil
}

// account is the one a call is made with; nil is none.
func (n *Network) account(name, provider, action string) (*auth.Connection, error) {
	p := n.Catalog.Provider(provider)
	a := n.Catalog.Action(provider, action)
	switch {
	case n.Sandbox && p != nil && a != nil && !a.NoAuth:
		return sandboxAccount(p)
	case n.Sandbox || a != nil && a.NoAuth:
		return nil, nil
	case name == "" && p != nil && len(p.Auth) > 0:
		return nil, refusal(fmt.Sprintf("%s needs a connection in this environment, and the node has none. Nothing was sent.", p.Title),
			"Choose a connection, or run in Sandbox.")
	case name == "":
		return nil, nil
	case n.Connection == nil:
		return nil, refusal(fmt.Sprintf("the connection %q is bound to no account in this environment. Nothing was sent.", name),
			"Run in Sandbox, where none is needed.")
	}
	return n.Connection(name)
}

func refusal(text, help string) error {
	return &node.Failure{Fault: event.Fault{Type: "refused", Message: text, Help: help}}
}

// sandboxAccount is the made-up account that a provider's sandbox takes.
func sandboxAccount(p *catalog.Provider) (*auth.Connection, error) {
	record, ok := p.MadeUp()
	if !ok {
		return nil, nil
	}
	account, err := record.Account(p.Preset(record.Scheme))
	if err != nil {
		return nil, err
	}
	method, err := account.Method(auth.Env{Connection: record.ID})
	if err != nil {
		return nil, err
	}
	return &auth.Connection{Name: p.Title, Hosts: p.Hosts, Sandbox: method}, nil
}
