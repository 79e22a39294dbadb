package window

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"time"

	"github.com/pkg/browser"

	"flowbench/app/connect"
	"flowbench/app/session"
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
	e := h.env()
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

// env is the environment that calls are made in: the one that is on. Where no integration
// is open it is Live: an account is there to be tried.
func (h *connectHost) env() session.Environment {
	if h.w.s == nil {
		return session.Environment{Name: session.Live}
	}
	return h.w.env()
}

// Environment implements [connect.Callers].
func (h *connectHost) Environment() string { return h.env().Name }

// Test implements [connect.Callers].
func (h *connectHost) Test(ctx context.Context, r auth.Record, at string, then func(connect.Result)) {
	began := time.Now()
	e := h.env()
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
	c := connect.Call{Method: x.Method, URL: x.URL, Mapped: x.Mapped, Status: x.Status, Fault: x.Error, Unsent: x.Error != "" && x.Status == 0}
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
	env := h.env().Name
	w.beside(func() {
		defer client.Close()
		defer s.Close()
		var token auth.Token
		if token, err = s.Wait(ctx); err != nil {
			return
		}
		if err = w.accounts.keeper.SignOut(o.Env.Connection); err == nil { // when one signed in is told of this time
			err = w.tokens.Put(env, o.Env.Connection, token)
		}
	}, func() {
		if err == nil && w.tried.record.ID == id {
			w.tried = tried{}
		}
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
	e := h.env()
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
	at, err := h.w.accounts.keeper.SignedInAt(h.signInID(id))
	if _, held := h.Token(id); at.IsZero() && held { // it gave nothing that would be kept
		at = time.Now()
	}
	return connect.SignedIn{At: at, Again: errors.Is(err, auth.ErrSignIn)}
}

// signInID is the id that a sign-in to a stored connection goes by: another one where the
// environment maps the page to sign in on, since that is another account.
func (h *connectHost) signInID(id string) string {
	r, ok := h.w.storedByID(id)
	if !ok {
		return id
	}
	e := h.env()
	host, err := transport.Host(spec.ToText(r.Settings.Reveal()["authUrl"]))
	if err == nil && (e.Hosts[host] != "" || e.Sandbox) {
		return r.MadeUpID()
	}
	return id
}

// Token implements [connect.Callers].
func (h *connectHost) Token(id string) (until time.Time, held bool) {
	env := h.env().Name
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
