package window

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"flowbench/app/connect"
	"flowbench/app/face"
	"flowbench/app/look"
	"flowbench/app/vault"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
	"flowbench/store"
)

// connectHost is the window as Settings > Integrations sees it.
type connectHost struct{ w *Window }

// beside does something that takes time beside the window, and tells it what it came to.
func (w *Window) beside(do func(), then func()) {
	go func() {
		do()
		w.do(then)
	}()
}

// Now implements [connect.Host].
func (h *connectHost) Now() time.Time { return time.Now() }

// After implements [connect.Host].
func (h *connectHost) After(d time.Duration, do func()) (stop func()) {
	stopped := false
	t := time.AfterFunc(d, func() {
		h.w.do(func() {
			if !stopped {
				do()
			}
		})
	})
	return func() { stopped = true; t.Stop() }
}

// Copy implements [connect.Host].
func (h *connectHost) Copy(text string) {
	h.w.app.Clipboard().SetContent(text)
	h.w.toast("Copied.")
}

// clearAfter is how long a secret stays on the clipboard.
const clearAfter = 30 * time.Second

// CopySecret implements [connect.Host].
func (h *connectHost) CopySecret(text auth.Secret) {
	board := h.w.app.Clipboard()
	board.SetContent(text.Reveal())
	time.AfterFunc(clearAfter, func() {
		h.w.do(func() {
			if board.Content() == text.Reveal() {
				board.SetContent("")
			}
		})
	})
}

// SaveFile implements [connect.Host].
func (h *connectHost) SaveFile(_, name string, content auth.Secret, then func(path string, err error)) {
	h.w.askPath(name, func(path string) { then(path, writePrivate(path, []byte(content.Reveal()))) })
}

// Connections implements [connect.Accounts].
func (h *connectHost) Connections() ([]connect.Connection, error) {
	w := h.w
	w.accounts.known = false
	var out []connect.Connection
	for _, r := range w.stored() {
		out = append(out, connect.Connection{Record: r})
	}
	if w.locked() {
		return nil, connect.ErrLocked
	}
	for _, b := range w.accounts.broken {
		name := b.Name
		if name == "" {
			name = "A connection whose name cannot be read"
		}
		scheme := "api-key"
		if p := w.catalog.Provider(b.Provider); p != nil && len(p.Auth) > 0 {
			scheme = p.Auth[0].Scheme
		}
		out = append(out, connect.Connection{Record: auth.Record{ID: b.ID, Name: name, Provider: b.Provider, Scheme: scheme}, Fault: b.Why.Error()})
	}
	return out, w.accounts.err
}

// Save implements [connect.Accounts]. The first connection makes the vault: with the key
// ring where there is one, else with a passphrase that is asked for.
func (h *connectHost) Save(r auth.Record, then func(auth.Record, error)) {
	w := h.w
	var o vault.Opened
	var err error
	w.beside(func() { o, err = w.accounts.keeper.Ready(context.Background()) }, func() {
		needs, asks := errors.AsType[*vault.Needs](err)
		switch {
		case asks && needs.Make && !needs.Retry():
			connect.FirstPassphrase(w.win.Canvas(), h, func(made bool) {
				if !made {
					then(r, context.Canceled)
					return
				}
				code := h.w.accounts.code
				h.w.accounts.code = ""
				h.keep(r, code, then)
			})
		case asks && !needs.Make:
			connect.Unlock(w.win.Canvas(), h, func() { h.keep(r, "", then) })
		case err != nil && o.Recovery == "":
			then(r, err)
		default:
			h.keep(r, o.Recovery, then)
		}
	})
}

// keep saves a record into a vault that is open.
func (h *connectHost) keep(r auth.Record, recovery string, then func(auth.Record, error)) {
	if p := h.w.catalog.Provider(r.Provider); p != nil && len(r.Hosts) == 0 {
		r.Hosts = p.Hosts
	}
	kept, err := h.w.accounts.keeper.Save(r)
	if errors.Is(err, store.ErrLocked) {
		err = connect.ErrLocked
	}
	if err == nil && r.ID != "" {
		h.w.tokens.Forget("", r.ID)
	}
	if err == nil && h.w.tried.of(kept) && h.w.tried.tested != kept.Tested { // it was tested before it was saved
		if r, terr := h.w.accounts.keeper.SetTested(kept.ID, h.w.tried.tested); terr == nil {
			kept = r
		}
	}
	h.w.accountsChanged()
	h.offer(recovery, func() { then(kept, err) })
}

// offer shows a recovery code, this once; what comes next waits until it was kept.
func (h *connectHost) offer(code string, then func()) {
	if code == "" {
		then()
		return
	}
	connect.ShowRecovery(h.w.win.Canvas(), h, auth.Hide(code), then)
}

// changed is how a change of a stored connection went.
func (h *connectHost) changed(r auth.Record, err error) (auth.Record, error) {
	h.w.accountsChanged()
	if errors.Is(err, store.ErrLocked) {
		err = connect.ErrLocked
	}
	return r, err
}

// Delete implements [connect.Accounts].
func (h *connectHost) Delete(id string) error {
	err := h.w.accounts.keeper.Delete(id)
	h.w.tokens.Forget("", id)
	_, err = h.changed(auth.Record{}, err)
	return err
}

// Duplicate implements [connect.Accounts].
func (h *connectHost) Duplicate(id string) (auth.Record, error) {
	return h.changed(h.w.accounts.keeper.Duplicate(id))
}

// SetDisabled implements [connect.Accounts].
func (h *connectHost) SetDisabled(id string, disabled bool) error {
	_, err := h.changed(h.w.accounts.keeper.SetDisabled(id, disabled))
	return err
}

// UsedBy implements [connect.Accounts].
func (h *connectHost) UsedBy(id string) []string {
	uses, _ := h.w.library.UsedBy(id) // what cannot be read names nothing
	var out []string
	for i := 0; i < len(uses); {
		title, in := uses[i].Title, []string{}
		for of := uses[i].Integration; i < len(uses) && uses[i].Integration == of; i++ {
			if !slices.Contains(in, uses[i].Environment) {
				in = append(in, uses[i].Environment)
			}
		}
		out = append(out, title+" ("+strings.Join(in, ", ")+")")
	}
	return out
}

// Providers implements [connect.Accounts].
func (h *connectHost) Providers() []connect.Provider {
	var out []connect.Provider
	for _, p := range h.w.catalog.Offered() {
		c := connect.Provider{ID: p.ID, Title: p.Title, Summary: p.Summary, Sign: face.ProviderSign(p, look.Colours()), Search: p.Search, Hosts: p.Hosts}
		for _, a := range p.Auth {
			c.Methods = append(c.Methods, connect.Method{Scheme: a.Scheme, Title: a.Title, Doc: a.Doc, Preset: a.Settings})
		}
		if len(c.Methods) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Problems implements [connect.Accounts].
func (h *connectHost) Problems(r auth.Record) []spec.Problem {
	return r.Problems(h.w.accounts.keeper.Preset(r))
}

// Origin implements [connect.Accounts].
func (h *connectHost) Origin(typed string) (string, error) {
	hosts, err := vault.Hosts([]string{typed})
	if err != nil {
		return "", err
	}
	if len(hosts) == 0 {
		return "", errors.New("name a host, as in api.example.com")
	}
	return hosts[0], nil
}

// tidy makes one line of a text.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }
