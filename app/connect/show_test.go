//go:build show

package connect

import (
	"image/color"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	fynecanvas "fyne.io/fyne/v2/canvas"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// live is a fake with a clock and a network that takes its time.
type live struct{ *fake }

func (l live) Now() time.Time { return begin.Add(time.Since(started)) }

var started = time.Now()

func (l live) After(d time.Duration, do func()) (stop func()) {
	t := time.AfterFunc(d, func() { fyne.Do(do) })
	return func() { t.Stop() }
}

// TestMain shows the card in a real window, with made-up accounts, to look at it:
// CGO_ENABLED=1 go test -c -tags "show migrated_fynedo" -o /tmp/show ./app/connect; /tmp/show dark slack
func TestMain(*testing.M) {
	a := fyneapp.NewWithID("app.flowbench.show")
	words := strings.Join(os.Args[1:], " ")
	mode := look.Light
	if strings.Contains(words, "dark") {
		mode = look.Dark
	}
	look.Use(a, mode)
	w := a.NewWindow("Integrations")
	w.SetPadded(false)
	size := fyne.NewSize(1440, 900)
	if strings.Contains(words, "small") {
		size = fyne.NewSize(960, 600)
	}
	w.Resize(size)
	w.SetContent(kit.WithTips(w.Canvas(), fynecanvas.NewRectangle(color.Gray{0x90}), fyne.Do))
	f := stored()
	f.tokens["c1"] = begin.Add(42 * time.Second)
	f.inFile = []auth.Record{f.list[0].Record, f.list[4].Record}
	f.reply = auth.Reply{Status: 200, Header: map[string]any{"content-type": "application/json", "x-request-id": "3f2c9a7b1d5e8f60"},
		Body: `{"token":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln","expires_in":3600,"user":{"name":"anna","roles":["editor","viewer"]}}`}
	f.sent = []Sent{{In: auth.Header, Name: "Authorization", Value: auth.Hide("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln")}}
	f.result.Calls = []Call{{Method: "POST", URL: "https://slack.com/api/auth.test", Sent: []auth.Pair{{Name: "Authorization", Value: "Bearer •••"}}, Status: 200,
		Got: []auth.Pair{{Name: "content-type", Value: "application/json"}}, Body: `{"ok":true,"team":"Acme","user":"flowbench"}`}}
	if strings.Contains(words, "wrong") {
		f.result.OK, f.result.Said, f.result.Do = false, "Slack does not know this token (invalid_auth)", "Copy the Bot token again from api.slack.com, under OAuth & Permissions, and enter it with Edit. It begins with xoxb-."
	}
	if strings.Contains(words, "many") {
		f.vault.Ways = append(f.vault.Ways, Way{Kind: Recovery, Made: begin.AddDate(0, -1, 0)}, Way{Kind: KeyFile, Made: begin, Note: "/home/anna/ci.key"})
	}
	host := live{f}
	w.SetOnClosed(a.Quit)
	w.SetFullScreen(true)
	w.Show()
	time.AfterFunc(600*time.Millisecond, func() {
		fyne.Do(func() {
			c := w.Canvas()
			switch {
			case strings.Contains(words, "first"):
				FirstPassphrase(c, host, func(bool) {})
			case strings.Contains(words, "unlock"):
				f.vault.Locked = true
				f.vault.Ways = []Way{{Kind: Passphrase, Made: begin}, {Kind: Recovery, Made: begin}}
				f.fails = os.ErrInvalid
				Unlock(c, host, func() {})
			case strings.Contains(words, "lost"):
				f.vault = Vault{Locked: true, Ways: []Way{{Kind: Passphrase, Made: begin}, {Kind: Recovery, Made: begin}}}
				unlock(c, host, true, func() {})
			case strings.Contains(words, "recovery"):
				ShowRecovery(c, host, auth.Hide("K7QF-2MWX-9RTD-HB4N-ZC6P-V3JY-8GSA-5EKU"), func() {})
			case strings.Contains(words, "widen"):
				Widen(c, "CRM", []string{"https://api.example.org", "https://xn--pple-43d.com"}, func() {})
			case strings.Contains(words, "draft"):
				Open(c, host, Options{Draft: &Draft{Hosts: []string{"https://api.example.com"}, In: auth.Header, Key: "X-Key", Value: "{{secret}}", Secret: auth.Hide(canary)}})
			default:
				f.slow = strings.Contains(words, "slow")
				o := Options{Provider: "slack"}
				if strings.Contains(words, "own") {
					o = Options{Own: true}
				}
				if strings.Contains(words, "ahrefs") {
					o = Options{Provider: "ahrefs"}
				}
				if strings.Contains(words, "stripe") {
					o = Options{Provider: "stripe"}
				}
				o.Add = strings.Contains(words, "add")
				if strings.Contains(words, "edit") {
					o.Edit = "c1"
				}
				k := Open(c, host, o)
				if strings.Contains(words, "custom") {
					e := k.page.(*editor)
					e.scheme = "custom"
					e.methods.Put("custom")
					e.name.Put("Loyalty")
					e.hosts = []string{"https://api.example.com"}
					e.hostBox.fill()
					e.values["custom"] = spec.Values{"secret": canary, "url": "https://api.example.com/login", "body": `{ "api-key": "{{secret}}" }`,
						"tokenHeaders": []any{map[string]any{"name": "Authorization", "value": `Bearer {{ authResponseBody | fromjson | attr("token") }}`}}}
					e.build()
					if strings.Contains(words, "retrieve") {
						e.extra.(*retrieval).run()
						time.AfterFunc(time.Second, func() { fyne.Do(func() { e.scroller.ScrollToBottom() }) })
					}
				}
				if strings.Contains(words, "security") {
					k.security()
					if strings.Contains(words, "export") {
						k.page.(*safe).export()
					}
					if strings.Contains(words, "review") {
						k.page.(*safe).review(f.inFile)
					}
					if strings.Contains(words, "change") {
						k.page.(*safe).passphrase(true)
					}
				}
			}
		})
	})
	a.Run()
}
