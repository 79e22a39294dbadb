package engine

import (
	"context"
	"time"

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
	Catalog  *catalog.Catalog
	Client   *transport.Client
	Sandbox  bool // providers get their made-up accounts
	Accounts Accounts
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
	answer, exchange, err := n.Client.Do(recording(ctx, record), call)
	if exchange != nil {
		record(*exchange)
	}
	if err != nil {
		return nil, err
	}
	return answer.Response(), nil
}

func refusal(text, help string) error {
	return &node.Failure{Fault: event.Fault{Type: "refused", Message: text, Help: help}}
}
