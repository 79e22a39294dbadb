package window

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"time"

	"github.com/pkg/browser"

	"flowbench/app/connect"
	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/signin"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
	"flowbench/engine/worker"
)

// tried is the last test and what was tested: it counts for the connection that is saved so.
type tried struct {
	record auth.Record
	tested auth.Tested
}

func (t tried) of(r auth.Record) bool {
	return !t.tested.At.IsZero() && t.record.Scheme == r.Scheme && t.record.Provider == r.Provider &&
		reflect.DeepEqual(t.record.Settings.Reveal(), r.Settings.Reveal())
}

// trial is a call of a connection in the environment that is on.
func (h *connectHost) trial(what string, r auth.Record) (worker.Trial, error) {
	a, err := worker.AccountOf(r)
	e := h.w.env()
	t := worker.Trial{What: what, Account: a, Env: worker.Environment{Name: e.Name, Sandbox: e.Sandbox}, Hosts: e.Hosts}
	if e.Sandbox {
		t.Sandbox = h.w.sandbox.URL()
	}
	return t, err
}

// try makes a trial's call beside the window; with is what it takes besides. Nothing is told once the context has ended.
func (h *connectHost) try(ctx context.Context, what string, r auth.Record, with worker.Trial, then func(worker.Verdict, error)) {
	t, err := h.trial(what, r)
	t.URL, t.Reply = with.URL, with.Reply
	if err == nil && h.w.pool == nil {
		err = errors.New("nothing can be called here")
	}
	if err != nil {
		then(worker.Verdict{}, err)
		return
	}
	var v worker.Verdict
	h.w.beside(func() { v, err = h.w.pool.Try(ctx, t) }, func() {
		if ctx.Err() == nil {
			then(v, err)
		}
	})
}

// Environment implements [connect.Callers].
func (h *connectHost) Environment() string { return h.w.env().Name }

// Test implements [connect.Callers].
func (h *connectHost) Test(ctx context.Context, r auth.Record, at string, then func(connect.Result)) {
	began := time.Now()
	e := h.w.env()
	h.try(ctx, engine.TryAccess, r, worker.Trial{URL: at}, func(v worker.Verdict, err error) {
		res := connect.Result{OK: v.OK, Said: v.Said, Do: v.Help, In: e.Name, Took: time.Since(began)}
		if err != nil {
			res.Said = spec.Sentence(err.Error())
		}
		for _, x := range v.Calls {
			res.Calls = append(res.Calls, callOf(x))
		}
		h.w.tried = tried{r, auth.Tested{At: time.Now().UTC().Truncate(time.Second), In: e.Name, OK: res.OK, Said: tidy(res.Said)}}
		if stored, known := h.w.storedByID(r.ID); known && h.w.tried.of(stored) {
			if _, err := h.w.accounts.keeper.SetTested(r.ID, h.w.tried.tested); err == nil {
				h.w.accountsChanged()
			}
		}
		then(res)
	})
}

// callOf is an exchange as Integrations shows it.
func callOf(x event.Exchange) connect.Call {
	c := connect.Call{Method: x.Method, URL: x.URL, Status: x.Status, Fault: x.Error}
	for _, p := range x.Sent.Headers {
		c.Sent = append(c.Sent, auth.Pair(p))
	}
	if x.Got == nil {
		return c
	}
	for _, p := range x.Got.Headers {
		c.Got = append(c.Got, auth.Pair(p))
	}
	if b := x.Got.Body; b != nil {
		c.Body = string(b.Value)
	}
	return c
}

// Retrieve implements [connect.Callers].
func (h *connectHost) Retrieve(ctx context.Context, r auth.Record, then func(auth.Reply, error)) {
	h.try(ctx, engine.TryAsk, r, worker.Trial{}, func(v worker.Verdict, err error) {
		switch {
		case err != nil:
			then(auth.Reply{}, err)
		case v.Reply == nil:
			then(auth.Reply{}, errors.New(v.Said+" "+v.Help))
		default:
			then(auth.Reply{Status: v.Reply.Status, Header: v.Reply.Header, Body: v.Reply.Body}, nil)
		}
	})
}

// Preview implements [connect.Callers]. Templates run in a worker.
func (h *connectHost) Preview(ctx context.Context, r auth.Record, reply *auth.Reply, then func([]connect.Sent, error)) {
	var with worker.Trial
	if reply != nil {
		with.Reply = &worker.Retrieved{Status: reply.Status, Header: reply.Header, Body: reply.Body}
	}
	h.try(ctx, worker.Preview, r, with, func(v worker.Verdict, err error) {
		var out []connect.Sent
		for _, p := range v.Placed {
			out = append(out, connect.Sent{In: p.In, Name: p.Name, Value: auth.Hide(p.Value), Fault: p.Fault})
		}
		then(out, err)
	})
}

// SignIn implements [connect.Callers].
func (h *connectHost) SignIn(ctx context.Context, id string, then func(error)) {
	w := h.w
	s, o, client, err := h.beginSignIn(id)
	if err != nil {
		then(err)
		return
	}
	if err := browser.OpenURL(s.URL()); err != nil {
		h.Copy(s.URL())
		w.toast("The browser could not be started. The address to open is on the clipboard.")
	}
	env := w.env().Name
	var token auth.Token
	w.beside(func() {
		defer client.Close()
		defer s.Close()
		if token, err = s.Wait(ctx); err == nil {
			if err = w.accounts.keeper.SignOut(id); err == nil {
				err = w.tokens.Put(env, o.Env.Connection, token)
			}
		}
	}, func() {
		if ctx.Err() == nil {
			then(err)
		}
	})
}

// beginSignIn readies the sign-in of a stored connection in the environment that is on.
func (h *connectHost) beginSignIn(id string) (*signin.SignIn, signin.Options, *transport.Client, error) {
	w := h.w
	var o signin.Options
	r, err := w.accounts.keeper.Connection(id)
	if err != nil {
		return nil, o, nil, err
	}
	e := w.env()
	hosts := maps.Clone(e.Hosts)
	if e.Sandbox {
		hosts = w.catalog.Mappings(w.sandbox.URL())
		maps.Copy(hosts, e.Hosts)
	}
	hide := &auth.Redactor{}
	hide.Add(r.Secrets()...)
	client, err := transport.New(transport.Options{Mappings: hosts, Sandbox: e.Sandbox, Redactor: hide})
	if err != nil {
		return nil, o, nil, err
	}
	n := &engine.Network{Catalog: w.catalog, Client: client, Sandbox: e.Sandbox, Accounts: engine.Accounts{Tokens: w.tokens.In(e.Name)}}
	if o, err = n.SignIn(r); err == nil {
		var s *signin.SignIn
		if s, err = signin.Begin(o); err == nil {
			return s, o, client, nil
		}
	}
	client.Close()
	return nil, o, nil, err
}

// SignedIn implements [connect.Callers].
func (h *connectHost) SignedIn(id string) connect.SignedIn {
	at, err := h.w.accounts.keeper.SignedInAt(id)
	if _, held := h.Token(id); at.IsZero() && held { // in the sandbox, or without what would keep it
		at = time.Now()
	}
	return connect.SignedIn{At: at, Again: errors.Is(err, auth.ErrSignIn)}
}

// Token implements [connect.Callers].
func (h *connectHost) Token(id string) (until time.Time, held bool) {
	env := h.w.env().Name
	if until, held = h.w.tokens.Held(env, id); held {
		return until, held
	}
	return h.w.tokens.Held(env, auth.Record{ID: id}.MadeUpID())
}

// Forget implements [connect.Callers].
func (h *connectHost) Forget(id string) {
	h.w.tokens.Forget("", id)
	h.w.tokens.Forget("", auth.Record{ID: id}.MadeUpID())
}
