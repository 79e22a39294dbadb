package connect

import (
	"context"
	"errors"
	"image/color"
	"slices"
	"strings"
	"time"

	"flowbench/canvas/draw"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// fake is a window that keeps everything in memory and answers at once, or when it is told to.
type fake struct {
	list  []Connection
	fault error
	used  map[string][]string
	saved []auth.Record
	vault Vault

	slow     bool // what takes time waits in later
	later    []func()
	timers   []*timer
	clock    time.Time
	result   Result
	reply    auth.Reply
	fails    error // of Retrieve, SignIn, Unlock and the like
	sent     []Sent
	signed   map[string]SignedIn
	tokens   map[string]time.Time
	copied   []string
	files    []string
	tested   []auth.Record
	at       []string
	cancels  int
	imported []auth.Record
	exported []string
	phrases  []string // old and new
	code     string
	inFile   []auth.Record
}

type timer struct {
	do      func()
	stopped bool
}

var begin = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

func sign(letter string, r, g, b uint8) draw.Sign {
	return draw.Sign{Letter: letter, Tint: draw.ConnectTint, Color: color.NRGBA{r, g, b, 255}}
}

func newFake() *fake {
	f := &fake{clock: begin, used: map[string][]string{}, signed: map[string]SignedIn{}, tokens: map[string]time.Time{},
		result: Result{OK: true, Said: "Slack answered and knows the account", In: "Sandbox", Took: 128 * time.Millisecond},
		vault:  Vault{LockAfter: 15 * time.Minute, Ways: []Way{{Kind: KeyRing, Made: begin.AddDate(0, -5, 0)}}}}
	return f
}

func (f *fake) Connections() ([]Connection, error) {
	if f.vault.Locked {
		return nil, ErrLocked
	}
	return slices.Clone(f.list), f.fault
}

func (f *fake) Save(r auth.Record, then func(auth.Record, error)) {
	kept, err := f.save(r)
	then(kept, err)
}

func (f *fake) save(r auth.Record) (auth.Record, error) {
	if f.fails != nil {
		return r, f.fails
	}
	f.saved = append(f.saved, r)
	if r.ID == "" {
		r.ID = "new" + string(rune('0'+len(f.list)))
		f.list = append(f.list, Connection{Record: r})
		return r, nil
	}
	for i := range f.list {
		if f.list[i].ID == r.ID {
			f.list[i] = Connection{Record: r}
		}
	}
	return r, nil
}

func (f *fake) Delete(id string) error {
	f.list = slices.DeleteFunc(f.list, func(c Connection) bool { return c.ID == id })
	return nil
}

func (f *fake) Duplicate(id string) (auth.Record, error) {
	for _, c := range f.list {
		if c.ID == id {
			c.ID, c.Name = id+"+", c.Name+" 2"
			f.list = append(f.list, c)
			return c.Record, nil
		}
	}
	return auth.Record{}, errors.New("there is no such connection")
}

func (f *fake) SetDisabled(id string, disabled bool) error {
	for i := range f.list {
		if f.list[i].ID == id {
			f.list[i].Disabled = disabled
		}
	}
	return nil
}

func (f *fake) UsedBy(id string) []string { return f.used[id] }

func (f *fake) Providers() []Provider {
	key := Method{Scheme: "api-key", Title: "API key", Doc: "Made in Ahrefs under Account settings > API keys. A key lives for one year.",
		Preset: spec.Values{"headers": []any{map[string]any{"name": "Authorization", "value": "Bearer {{secret}}"}}, "params": []any{}}}
	other := key
	other.Doc, other.Title = "Made at api.slack.com under Your apps > OAuth & Permissions. It begins with xoxb-.", "Bot token"
	return []Provider{
		{ID: "ahrefs", Title: "Ahrefs", Summary: "SEO data: backlinks, broken backlinks, domain rating, keywords", Sign: sign("A", 0xe8, 0x59, 0x0c), Search: []string{"seo"}, Hosts: []string{"https://api.ahrefs.com"}, Methods: []Method{key}},
		{ID: "sheets", Title: "Google Sheets", Summary: "Rows of spreadsheets", Sign: sign("G", 0x1b, 0x87, 0x57), Hosts: []string{"https://sheets.googleapis.com"}, Methods: []Method{key, {Scheme: "none", Title: "No authentication"}}},
		{ID: "sendgrid", Title: "SendGrid", Summary: "E-mail", Sign: sign("S", 0x1f, 0x6f, 0xd0), Hosts: []string{"https://api.sendgrid.com"}, Methods: []Method{key}},
		{ID: "slack", Title: "Slack", Summary: "Messages, channels, users", Sign: sign("#", 0x6f, 0x4f, 0xd8), Hosts: []string{"https://slack.com"}, Methods: []Method{other}},
		{ID: "stripe", Title: "Stripe", Summary: "Payments, customers, invoices", Sign: sign("S", 0x63, 0x5b, 0xff), Hosts: []string{"https://api.stripe.com"}, Methods: []Method{key}},
	}
}

func (f *fake) preset(r auth.Record) spec.Values {
	for _, p := range f.Providers() {
		if p.ID == r.Provider {
			for _, m := range p.Methods {
				if m.Scheme == r.Scheme {
					return m.Preset
				}
			}
		}
	}
	return nil
}

func (f *fake) Problems(r auth.Record) []spec.Problem { return r.Problems(f.preset(r)) }

func (f *fake) Origin(typed string) (string, error) {
	typed = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(typed)), "/")
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	host, ok := strings.CutPrefix(typed, "https://")
	if !ok || !strings.Contains(host, ".") || strings.ContainsAny(host, " /@") {
		return "", errors.New("no host that an account may be sent to: enter https:// and a domain, such as https://api.example.com")
	}
	return typed, nil
}

func (f *fake) Environment() string { return "Sandbox" }

// do calls a function at once, or when the test says so.
func (f *fake) do(ctx context.Context, fn func()) {
	if !f.slow {
		fn()
		return
	}
	f.later = append(f.later, func() {
		if ctx.Err() != nil {
			f.cancels++
		}
		fn() // who has cancelled must not mind
	})
}

// go on does what has been waiting.
func (f *fake) goOn() {
	for len(f.later) > 0 {
		fn := f.later[0]
		f.later = f.later[1:]
		fn()
	}
}

func (f *fake) Test(ctx context.Context, r auth.Record, at string, then func(Result)) {
	f.at = append(f.at, at)
	f.tested = append(f.tested, r)
	f.do(ctx, func() {
		for i := range f.list {
			if f.list[i].ID == r.ID && r.ID != "" {
				f.list[i].Tested = auth.Tested{At: f.clock, In: "Sandbox", OK: f.result.OK, Said: f.result.Said}
			}
		}
		then(f.result)
	})
}

func (f *fake) Retrieve(ctx context.Context, r auth.Record, then func(auth.Reply, error)) {
	f.do(ctx, func() { then(f.reply, f.fails) })
}

func (f *fake) Preview(ctx context.Context, r auth.Record, reply *auth.Reply, then func([]Sent, error)) {
	f.do(ctx, func() { then(f.sent, nil) })
}

func (f *fake) SignIn(ctx context.Context, id string, then func(error)) {
	f.do(ctx, func() {
		if f.fails == nil {
			f.signed[id] = SignedIn{At: f.clock, As: "anna@example.com"}
		}
		then(f.fails)
	})
}

func (f *fake) SignedIn(id string) SignedIn { return f.signed[id] }

func (f *fake) Token(id string) (time.Time, bool) { t, ok := f.tokens[id]; return t, ok }
func (f *fake) Forget(id string)                  { delete(f.tokens, id) }

func (f *fake) Vault() Vault { return f.vault }

func (f *fake) Unlock(secret auth.Secret, recovery bool, then func(error)) {
	f.do(context.Background(), func() {
		if f.fails == nil {
			f.vault.Locked, f.vault.ByRecovery = false, recovery
		}
		then(f.fails)
	})
}

func (f *fake) Lock() { f.vault.Locked, f.vault.ByRecovery = true, false }

func (f *fake) SetPassphrase(old, fresh auth.Secret, then func(error)) {
	f.phrases = append(f.phrases, old.Reveal(), fresh.Reveal())
	if f.fails == nil {
		f.vault.Ways = append(f.vault.Ways, Way{Kind: Passphrase, Made: f.clock})
	}
	then(f.fails)
}

func (f *fake) NewRecoveryCode(then func(auth.Secret, error)) {
	f.code = "K7QF-2MWX-9RTD-HB4N-ZC6P-V3JY-8GSA-5EKU"
	f.vault.Ways = append(f.vault.Ways, Way{Kind: Recovery, Made: f.clock})
	then(auth.Hide(f.code), f.fails)
}

func (f *fake) NewKeyFile(then func(string, error)) {
	f.vault.Ways = append(f.vault.Ways, Way{Kind: KeyFile, Made: f.clock, ID: "kf", Note: "~/flowbench.key"})
	then("~/flowbench.key", nil)
}

func (f *fake) Remove(w Way, then func(error)) {
	f.vault.Ways = slices.DeleteFunc(f.vault.Ways, func(x Way) bool { return x.ID == w.ID && x.Kind == w.Kind })
	then(nil)
}

func (f *fake) SetLockAfter(d time.Duration) { f.vault.LockAfter = d }

func (f *fake) BackUp(then func(string, error)) {
	f.vault.BackedUp = f.clock
	then("backups/2026-11-27.bolt", nil)
}

func (f *fake) Export(ids []string, passphrase auth.Secret, then func(string, error)) {
	f.exported = append(f.exported, ids...)
	then("connections.age", f.fails)
}

func (f *fake) ChooseExport(then func(string)) { then("connections.age") }

func (f *fake) ReadExport(path string, passphrase auth.Secret, then func([]auth.Record, error)) {
	then(f.inFile, f.fails)
}

func (f *fake) Import(rs []auth.Record, then func(error)) {
	f.imported = rs
	for _, r := range rs {
		f.save(r)
	}
	then(nil)
}

func (f *fake) Now() time.Time { return f.clock }

func (f *fake) After(d time.Duration, do func()) (stop func()) {
	t := &timer{do: do}
	f.timers = append(f.timers, t)
	return func() { t.stopped = true }
}

// pass lets time pass: all timers that were set by now are due.
func (f *fake) pass(d time.Duration) {
	f.clock = f.clock.Add(d)
	due := f.timers
	f.timers = nil
	for _, t := range due {
		if !t.stopped {
			t.do()
		}
	}
}

func (f *fake) Copy(text string)            { f.copied = append(f.copied, text) }
func (f *fake) CopySecret(text auth.Secret) { f.copied = append(f.copied, text.Reveal()) }

func (f *fake) SaveFile(title, name string, content auth.Secret, then func(string, error)) {
	f.files = append(f.files, content.Reveal())
	then("~/"+name, nil)
}

// canary is a secret that may be seen nowhere.
const canary = "canary-7f3a9b2c4d5e6f"

// stored is a fake with connections in every state.
func stored() *fake {
	f := newFake()
	key := func(id, provider, name string) Connection {
		return Connection{Record: auth.Record{ID: id, Provider: provider, Name: name, Scheme: "api-key", Hosts: []string{"https://slack.com"},
			Settings: auth.HideSettings(spec.Values{"secret": canary})}}
	}
	good := key("s1", "slack", "Slack of the SEO team")
	good.Tested = auth.Tested{At: begin.Add(-3 * time.Minute), In: "Sandbox", OK: true, Said: "signed in as flowbench in the workspace Acme"}
	off := key("s2", "slack", "Slack, old workspace")
	off.Disabled = true
	bad := key("s3", "slack", "Slack of marketing")
	bad.Tested = auth.Tested{At: begin.Add(-26 * time.Hour), In: "Live", Said: "Slack does not know this token (invalid_auth)"}
	broken := key("s4", "slack", "Slack, from the laptop")
	broken.Fault = "It was altered outside Flowbench and does not open any more."
	untested := key("a1", "ahrefs", "Ahrefs")
	untested.Hosts = []string{"https://api.ahrefs.com"}
	crm := key("c1", "", "CRM")
	crm.Hosts = []string{"https://api.example.com", "https://files.example.com"}
	crm.Settings = auth.HideSettings(spec.Values{"secret": canary, "headers": []any{map[string]any{"name": "x-api-key", "value": "{{secret}}"}}})
	f.list = []Connection{good, off, bad, broken, untested, crm}
	f.used["s1"] = []string{"Broken backlinks / Watch", "Broken backlinks / Weekly report"}
	f.used["a1"] = []string{"Broken backlinks / Watch"}
	return f
}
