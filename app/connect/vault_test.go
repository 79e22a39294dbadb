package connect

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

func TestTheFirstPassphraseIsAskedForTwiceAndSaysWhy(t *testing.T) {
	c := window(t, 960, 600)
	f := newFake()
	f.vault.Ways = nil
	done := false
	FirstPassphrase(c, f, func(made bool) { done = made })
	says(t, c, "no key ring", "At least 8 characters")
	was := strings.Count(strings.ToLower(texts(c)), "at least 8 characters")
	typed(c, "short")
	press(c, fyne.KeyReturn)
	if n := strings.Count(strings.ToLower(texts(c)), "at least 8 characters"); n != was {
		t.Errorf("the least length is said %d times, and was %d", n, was)
	}
	typed(c, " but then long enough")
	says(t, c, "Good: hard to guess")
	press(c, fyne.KeyReturn)
	says(t, c, "This is not what was typed above.")
	typed(c, "short but then long enough")
	hides(t, c, "short but then")
	press(c, fyne.KeyReturn)
	if want := []string{"", "short but then long enough"}; !done || !reflect.DeepEqual(f.phrases, want) || dialogs.Open(c) {
		t.Errorf("done %v, told %q", done, f.phrases)
	}
}

func TestStrengthIsSaidInWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "At least 8",
		"seven77":                     "At least 8",
		"password1":                   "among the first",
		"Flowbench!":                  "among the first",
		"aaaaaaaaaaaa":                "repeats itself",
		"grün9haus":                   "Short",
		"green door 12":               "Fair",
		"green door under the bridge": "Good",
	} {
		if got, _ := Strength(text); !strings.Contains(got, want) {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func TestThePassphraseIsChangedWithTheOldOne(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.vault.Ways = append(f.vault.Ways, Way{Kind: Passphrase, Made: begin.Add(-time.Hour)})
	k := Open(c, f, Options{})
	k.security()
	says(t, c, "Set 1 hour ago", "Key ring of this computer", "None yet: what is lost")
	k.page.(*safe).buttons["passphrase"].Tapped(nil)
	typed(c, "the old words")
	press(c, fyne.KeyTab)
	typed(c, "entirely new words")
	press(c, fyne.KeyTab)
	typed(c, "entirely new words")
	f.fails = errors.New("the current passphrase is another one")
	press(c, fyne.KeyReturn)
	says(t, c, "The current passphrase is another one. Nothing was changed.")
	if s, ok := c.Focused().(*kit.Secret); !ok || s.Text != "the old words" {
		t.Errorf("the cursor is in %T", c.Focused())
	}
	f.fails = nil
	press(c, fyne.KeyReturn)
	says(t, c, "The passphrase was set.")
	if want := []string{"the old words", "entirely new words"}; !reflect.DeepEqual(f.phrases[2:], want) {
		t.Errorf("told %q", f.phrases)
	}
}

func TestUnlockingByTheRecoveryCode(t *testing.T) {
	c := window(t, 960, 600)
	f := newFake()
	f.vault = Vault{Locked: true, Ways: []Way{{Kind: Passphrase}, {Kind: Recovery}}}
	done := false
	Unlock(c, f, func() { done = true })
	tab(t, c, "Use the recovery code…")
	press(c, fyne.KeySpace)
	says(t, c, "Recovery code", "shown once")
	press(c, fyne.KeyReturn)
	says(t, c, "Enter the recovery code.")
	typed(c, "K7QF-2MWX")
	f.fails = errors.New("this code does not open the vault")
	press(c, fyne.KeyReturn)
	says(t, c, "This code does not open the vault. Compare it with what you wrote down.", "A wrong one harms nothing.")
	f.fails = nil
	press(c, fyne.KeyReturn)
	says(t, c, "Set a new passphrase?", "another one takes its place")
	if done || f.vault.Locked {
		t.Error("what comes then did not wait")
	}
	test.Tap(button(t, c, "Later"))
	if !done || dialogs.Open(c) || len(f.phrases) > 0 {
		t.Error("it is not open")
	}
}

func TestWhoCameByTheRecoveryCodeSetsAPassphraseWithoutTheLostOne(t *testing.T) {
	c := window(t, 960, 600)
	f := stored()
	f.vault = Vault{Locked: true, Ways: []Way{{Kind: Passphrase}, {Kind: Recovery}}}
	done := 0
	unlock(c, f, true, func() { done++ })
	typed(c, "K7QF-2MWX")
	press(c, fyne.KeyReturn)
	typed(c, "entirely new words")
	press(c, fyne.KeyTab)
	typed(c, "entirely new words")
	press(c, fyne.KeyReturn)
	if done != 1 || dialogs.Open(c) {
		t.Errorf("told %d times", done)
	}
	k := Open(c, f, Options{})
	k.security()
	k.page.(*safe).buttons["passphrase"].Tapped(nil)
	if strings.Contains(texts(c), "Current passphrase") {
		t.Error("it asks for the passphrase that is lost")
	}
	typed(c, "other new words")
	press(c, fyne.KeyTab)
	typed(c, "other new words")
	press(c, fyne.KeyReturn)
	if want := []string{"", "entirely new words", "", "other new words"}; !slices.Equal(f.phrases, want) {
		t.Errorf("told %q", f.phrases)
	}
	f.Lock()
	f.Unlock(auth.Hide("other new words"), false, func(error) {})
	k.page.(*safe).buttons["passphrase"].Tapped(nil)
	says(t, c, "Current passphrase")
}

func TestAWrongPassphraseIsSaidOnceAndMovesNothing(t *testing.T) {
	c := window(t, 960, 600)
	f := newFake()
	f.vault = Vault{Locked: true, Ways: []Way{{Kind: Passphrase}}}
	Unlock(c, f, func() {})
	place := func() fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(button(t, c, "Unlock"))
	}
	before := place()
	typed(c, "wrong")
	f.fails = errors.New("that does not open the vault: the passphrase is another one. Mind the case of letters and the layout of the keyboard")
	press(c, fyne.KeyReturn)
	says(t, c, "Mind the case of letters and the layout of the keyboard.")
	if strings.Contains(texts(c), "Caps Lock") {
		t.Error("what to do is said twice")
	}
	if now := place(); now != before {
		t.Errorf("the button went from %v to %v", before, now)
	}
}

func TestTheDialogSaysWhatBecomesOfTheRecoveryCode(t *testing.T) {
	for _, c := range []struct {
		ways []Way
		want string
	}{
		{[]Way{{Kind: Passphrase}, {Kind: Recovery}}, "another one takes its place"},
		{[]Way{{Kind: Passphrase}}, "there is no recovery code"},
		{[]Way{{Kind: KeyRing}, {Kind: Recovery}}, "The recovery code opens your accounts without it."},
		{[]Way{{Kind: KeyRing}}, "there is no recovery code"},
	} {
		win := window(t, 1440, 900)
		f := stored()
		f.vault.Ways = c.ways
		k := Open(win, f, Options{})
		k.security()
		k.page.(*safe).buttons["passphrase"].Tapped(nil)
		says(t, win, c.want)
		if strings.Contains(texts(win), "If there is a recovery code") {
			t.Error("it does not know whether there is a code")
		}
	}
}

func TestUnlockingWaitsAndIsAskedOnce(t *testing.T) {
	c := window(t, 960, 600)
	f := newFake()
	f.slow = true
	f.vault = Vault{Locked: true, Ways: []Way{{Kind: Passphrase}}}
	done := 0
	Unlock(c, f, func() { done++ })
	typed(c, "the words")
	press(c, fyne.KeyReturn, fyne.KeyReturn)
	says(t, c, "Unlocking…")
	if len(f.later) != 1 {
		t.Errorf("it was asked %d times", len(f.later))
	}
	f.goOn()
	if done != 1 {
		t.Errorf("told %d times", done)
	}
}

func TestTheRecoveryCodeIsShownOnce(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{})
	k.security()
	k.page.(*safe).buttons["recovery"].Tapped(nil)
	says(t, c, "K7QF - 2MWX - 9RTD - HB4N", "ZC6P - V3JY - 8GSA - 5EKU", "It is shown only now")
	tab(t, c, "Copy")
	press(c, fyne.KeySpace)
	if !reflect.DeepEqual(f.copied, []string{f.code}) {
		t.Errorf("copied %q", f.copied)
	}
	says(t, c, "Copied for 30 seconds")
	tab(t, c, "Save to file…")
	press(c, fyne.KeySpace)
	if len(f.files) != 1 || !strings.Contains(f.files[0], f.code) {
		t.Errorf("saved %q", f.files)
	}
	press(c, fyne.KeyEscape)
	says(t, c, "Close without the code?")
	press(c, fyne.KeyEscape)
	tab(t, c, "I have kept it")
	press(c, fyne.KeySpace)
	hides(t, c, "K7QF")
	says(t, c, "The recovery code was made.", "Made just now")

	k.page.(*safe).buttons["recovery"].Tapped(nil)
	says(t, c, "Make a new recovery code?", "good no longer")
}

func TestKeyFilesBackupsAndLocking(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Provider: "slack"})
	k.security()
	s := k.page.(*safe)
	s.buttons["key-file"].Tapped(nil)
	says(t, c, "opens all your accounts", "as you would a password")
	if _, made := f.vault.Way(KeyFile); made {
		t.Error("it was written before it was explained")
	}
	test.Tap(button(t, c, "Choose Where…"))
	says(t, c, "The key file was written as ~/flowbench.key.", "~/flowbench.key · made just now")
	s.buttons["remove1"].Tapped(nil)
	button(t, c, "Remove").Tapped(nil)
	hides(t, c, "~/flowbench.key · made")
	s.buttons["backup"].Tapped(nil)
	says(t, c, "Backed up as backups/2026-11-27.bolt.", "Last backed up just now")
	sel := find[*kit.Select](c)[0]
	if sel.Value != "15" {
		t.Errorf("it locks after %s minutes", sel.Value)
	}
	c.Focus(sel)
	press(c, fyne.KeyRight)
	if f.vault.LockAfter != 30*time.Minute {
		t.Errorf("locks after %v", f.vault.LockAfter)
	}
	s.buttons["lock"].Tapped(nil)
	says(t, c, "Your accounts are locked")
	hides(t, c, "Slack of the SEO team")
}

func TestConnectionsAreChosenForAFile(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{})
	k.security()
	k.page.(*safe).buttons["export"].Tapped(nil)
	boxes := find[*kit.Check](c)
	if len(boxes) != 5 { // not the one that does not open
		t.Fatalf("%d boxes", len(boxes))
	}
	typed(c, "words for the file")
	press(c, fyne.KeyReturn)
	typed(c, "words for a file")
	press(c, fyne.KeyReturn)
	says(t, c, "This is not what was typed above.")
	press(c, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	typed(c, "the file")
	for _, b := range boxes[1:] {
		c.Focus(b)
		press(c, fyne.KeySpace)
	}
	button(t, c, "Export").Tapped(nil)
	if !reflect.DeepEqual(f.exported, []string{"s1"}) {
		t.Errorf("exported %q", f.exported)
	}
	says(t, c, "1 connection exported as connections.age.")
}

func TestEachRecordIsShownBeforeItGoesIn(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.inFile = []auth.Record{f.list[0].Record, {Name: "Billing", Scheme: "api-key", Hosts: []string{"https://billing.example.com"}, Settings: auth.HideSettings(spec.Values{"secret": canary})}}
	k := Open(c, f, Options{})
	k.security()
	k.page.(*safe).buttons["import"].Tapped(nil)
	typed(c, "wrong")
	f.fails = errors.New("the passphrase does not open the file")
	press(c, fyne.KeyReturn)
	says(t, c, "The passphrase does not open the file. Nothing was imported.")
	f.fails = nil
	press(c, fyne.KeyReturn)
	says(t, c, "Slack of the SEO team", "There is one of this name already. Both are kept.", "Your own API · API Key · billing.example.com", "Import 2 Connections")
	hides(t, c, canary)
	if len(f.imported) != 0 {
		t.Fatal("something went in unasked")
	}
	press(c, fyne.KeySpace) // the first box
	tab(t, c, "Import 1 Connection")
	press(c, fyne.KeySpace)
	if len(f.imported) != 1 || f.imported[0].Name != "Billing" {
		t.Errorf("imported %v", f.imported)
	}
	says(t, c, "1 connection imported.")
}

// custom is a scheme like Custom connection, for as long as there is none.
func custom(t *testing.T) {
	withScheme(t, auth.Scheme{ID: "custom", Title: "Custom connection", New: func() auth.Account {
		return madeUp{func() []spec.Field {
			var secret, url, ttl string
			type pair struct{ name, value string }
			var to []pair
			return []spec.Field{
				spec.TextVar(&secret, spec.Field{Name: "secret", Label: "Secret", Required: true, Secret: true, Tab: "Authorization request"}),
				spec.TextVar(&url, spec.Field{Name: "url", Label: "URL", Required: true, Tab: "Authorization request"}),
				spec.ListVar(&to, spec.Field{Name: "tokenHeaders", Label: "Headers", RowNoun: "header", Tab: placementPart}, func(p *pair) []spec.Field {
					return []spec.Field{spec.TextVar(&p.name, spec.Field{Name: "name", Narrow: true}), spec.TextVar(&p.value, spec.Field{Name: "value", Narrow: true, Template: true})}
				}),
				spec.TextVar(&ttl, spec.Field{Name: "ttl", Label: "TTL", Type: spec.Number, Unit: "seconds", Placeholder: "60", Tab: placementPart}),
			}
		}}
	}})
}

const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"

func openCustom(t *testing.T) (fyne.Canvas, *fake, *editor) {
	custom(t)
	c := window(t, 1440, 900)
	f := stored()
	f.list[5].Scheme = "custom"
	f.list[5].Settings = auth.HideSettings(spec.Values{"secret": canary, "url": "https://api.example.com/login", "body": `{"api-key":"{{secret}}"}`, "tokenHeaders": []any{
		map[string]any{"name": "Authorization", "value": `Bearer {{ authResponseBody | fromjson | attr("token") }}`}}})
	f.reply = auth.Reply{Status: 200, Header: map[string]any{"content-type": "application/json", "set-cookie": "sid=0123456789abcdef"}, Body: `{"token":"` + token + `","user":{"name":"anna"}}`}
	f.sent = []Sent{{In: auth.Header, Name: "Authorization", Value: auth.Hide("Bearer " + token)}}
	k := Open(c, f, Options{Edit: "c1"})
	return c, f, k.page.(*editor)
}

func TestTheResponseIsShownMasked(t *testing.T) {
	c, f, _ := openCustom(t)
	says(t, c, "Authorization request", "Token placement settings", "TTL (seconds)")
	hides(t, c, canary)
	tab(t, c, "Retrieve response")
	press(c, fyne.KeySpace)
	says(t, c, "Status 200", "authResponseBody", "authResponseHeaders", `"eyJh•••"`)
	hides(t, c, token, canary, "0123456789abcdef")
	f.pass(time.Second)
	says(t, c, "Authorization: Bearer eyJh•••")
	hides(t, c, token)

	eye := button(t, c, "Show values")
	eye.MouseDown(nil)
	says(t, c, token)
	eye.MouseUp(nil)
	eye.Tapped(nil) // as the driver does after a press
	hides(t, c, token)
	c.Focus(eye)
	press(c, fyne.KeySpace)
	says(t, c, token)
	press(c, fyne.KeySpace)
	hides(t, c, token)
}

func TestHeadersAndTextAreMaskedToo(t *testing.T) {
	c, f, e := openCustom(t)
	f.reply.Body = "session " + token + " for anna"
	e.extra.(*retrieval).run()
	tree := find[*kit.JSONTree](c)[0]
	tree.OpenAllBranches()
	says(t, c, "set-cookie", "•••", "session eyJh••• for anna")
	hides(t, c, token, "0123456789abcdef")
}

func TestAResponseThatDoesNotComeIsExplained(t *testing.T) {
	c, f, _ := openCustom(t)
	f.slow = true
	tab(t, c, "Retrieve response")
	press(c, fyne.KeySpace)
	says(t, c, "Waiting for the response…")
	if b := c.Focused().(*kit.Button); b.Text != "Cancel" {
		t.Fatalf("the focus is on %q", b.Text)
	}
	press(c, fyne.KeySpace)
	f.goOn()
	f.slow, f.fails = false, errors.New("api.example.com did not answer within 60 s")
	hides(t, c, "Status 200")
	button(t, c, "Retrieve response").Tapped(nil)
	says(t, c, "api.example.com did not answer within 60 s.")
}

func TestAPlacementThatFailsSaysWhy(t *testing.T) {
	c, f, e := openCustom(t)
	f.sent = []Sent{{In: auth.Header, Name: "Authorization", Fault: "the response has no token"}}
	e.extra.(*retrieval).run()
	f.pass(time.Second)
	says(t, c, "The response has no token.")
}
