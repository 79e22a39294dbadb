package connect

import (
	"errors"

	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

func window(t *testing.T, w, h float32) fyne.Canvas {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	win := test.NewTempWindow(t, container.NewStack())
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return win.Canvas()
}

// press gives a key to what has the focus, as the driver does.
func press(c fyne.Canvas, keys ...fyne.KeyName) {
	for _, k := range keys {
		e := &fyne.KeyEvent{Name: k}
		switch f := c.Focused(); {
		case k == fyne.KeyTab:
			test.FocusNext(c)
		case f != nil:
			f.TypedKey(e)
		case c.OnTypedKey() != nil:
			c.OnTypedKey()(e)
		}
	}
}

func typed(c fyne.Canvas, text string) {
	for _, r := range text {
		c.Focused().TypedRune(r)
	}
}

// see visits all that is shown on a canvas, from the lowest to the topmost.
func see(c fyne.Canvas, visit func(fyne.CanvasObject)) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		visit(o)
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	for _, o := range c.Overlays().List() {
		walk(o)
	}
}

// find is every object of a type that is shown.
func find[T any](c fyne.Canvas) (out []T) {
	see(c, func(o fyne.CanvasObject) {
		if x, ok := o.(T); ok {
			out = append(out, x)
		}
	})
	return out
}

func button(t *testing.T, c fyne.Canvas, text string) *kit.Button {
	t.Helper()
	all := find[*kit.Button](c)
	for _, b := range slices.Backward(all) { // the topmost dialog is the last
		if b.Text == text {
			return b
		}
	}
	var have []string
	for _, b := range all {
		have = append(have, b.Text)
	}
	t.Fatalf("no button %q in %q", text, have)
	return nil
}

func hasButton(c fyne.Canvas, text string) bool {
	return slices.ContainsFunc(find[*kit.Button](c), func(b *kit.Button) bool { return b.Text == text })
}

// texts is all that can be read, as it stands on the screen and before it was cut.
func texts(c fyne.Canvas) string {
	var s strings.Builder
	see(c, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *kit.Label:
			s.WriteString(o.Text + "\n")
		case *kit.Prose:
			s.WriteString(o.Text + "\n")
		case *kit.Button:
			s.WriteString(o.Text + "\n")
		case *kit.Entry:
			s.WriteString(o.Text + "\n")
		case *widget.Entry:
			s.WriteString(o.Text + "\n")
		case *fynecanvas.Text:
			s.WriteString(o.Text + "\n")
		}
	})
	return s.String()
}

// says fails unless each text can be read.
func says(t *testing.T, c fyne.Canvas, want ...string) {
	t.Helper()
	all := texts(c)
	for _, w := range want {
		if !strings.Contains(all, w) {
			t.Errorf("nowhere does it say %q in:\n%s", w, all)
		}
	}
}

func hides(t *testing.T, c fyne.Canvas, secrets ...string) {
	t.Helper()
	all := texts(c)
	for _, s := range secrets {
		if strings.Contains(all, s) {
			t.Errorf("%q can be read in:\n%s", s, all)
		}
	}
}

// tab goes on until a button of that text has the focus.
func tab(t *testing.T, c fyne.Canvas, text string) {
	t.Helper()
	for range 80 {
		if b, ok := c.Focused().(*kit.Button); ok && b.Text == text {
			return
		}
		press(c, fyne.KeyTab)
	}
	t.Fatalf("Tab does not lead to %q", text)
}

// tipped goes on until a button of that icon has the focus.
func iconed(t *testing.T, c fyne.Canvas, icon string) {
	t.Helper()
	for range 80 {
		if b, ok := c.Focused().(*kit.Button); ok && b.Icon == icon {
			return
		}
		press(c, fyne.KeyTab)
	}
	t.Fatalf("Tab does not lead to a button with %q", icon)
}

func shortcut(c fyne.Canvas, s fyne.Shortcut) {
	c.Focused().(fyne.Shortcutable).TypedShortcut(s)
}

func TestConnectionsSayHowTheyStand(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.used["s2"] = []string{"A / one", "A / two", "A / three", "A / four"}
	Open(c, f, Options{Provider: "slack"})
	says(t, c, "Slack of the SEO team", "Active", "Disabled", "Needs to be entered again",
		"Tested 3 minutes ago in Sandbox: signed in as flowbench in the workspace Acme",
		"Failed 1 day ago in Live: Slack does not know this token (invalid_auth)",
		"Untested. Test it before a flow relies on it.",
		"It was altered outside Flowbench and does not open any more.",
		"Used by 2 flows: Broken backlinks / Watch, Broken backlinks / Weekly report", "Used by no flow yet",
		"Used by 4 flows: A / one, A / two, A / three and 1 more", "Bot token")
	hides(t, c, canary)
}

func TestProvidersWithConnectionsComeFirst(t *testing.T) {
	c := window(t, 1440, 900)
	k := Open(c, stored(), Options{})
	var titles []string
	for _, p := range k.side.hits {
		titles = append(titles, p.Title)
	}
	if want := []string{"Ahrefs", "Slack", "Your own API", "Google Sheets", "SendGrid", "Stripe"}; !reflect.DeepEqual(titles, want) {
		t.Errorf("got %q, want %q", titles, want)
	}
	if k.chosen != "ahrefs" {
		t.Errorf("%q is chosen", k.chosen)
	}
	typed(c, "sheet")
	if len(k.side.hits) != 2 || k.chosen != "sheets" {
		t.Errorf("the search leaves %d, %q is chosen", len(k.side.hits), k.chosen)
	}
	says(t, c, "No connection to Google Sheets yet", "Google Sheets takes an API key: made in Ahrefs under")
}

func TestOnesOwnApiComesLastWithoutConnections(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.list = f.list[4:5]
	k := Open(c, f, Options{})
	if last := k.side.hits[len(k.side.hits)-1].ID; last != own || k.chosen != "ahrefs" {
		t.Errorf("last is %q, %q is chosen", last, k.chosen)
	}
	f.list = []Connection{stored().list[5]}
	k = Open(c, f, Options{})
	if k.side.hits[0].ID != own || k.chosen != own {
		t.Errorf("first is %q, %q is chosen", k.side.hits[0].ID, k.chosen)
	}
}

func TestTheSearchSaysThatNothingIsFoundOnlyThen(t *testing.T) {
	c := window(t, 1440, 900)
	k := Open(c, stored(), Options{})
	for text, want := range map[string]bool{"": false, "your own": false, "slack": false, "zzz": true} {
		k.side.search.SetText(text)
		if k.side.empty.Visible() != want {
			t.Errorf("%q: %v", text, k.side.empty.Visible())
		}
	}
}

func TestAConnectionKeepsItsPlaceAndTheFocusWhenItIsDisabled(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Provider: "slack"})
	ids := func() (out []string) {
		for _, r := range k.page.(*shelf).rows {
			out = append(out, r.c.ID)
		}
		return out
	}
	before := ids()
	c.Unfocus() // a click focuses nothing
	k.page.(*shelf).row("s3").buttons["disable"].Tapped(nil)
	if now := ids(); !slices.Equal(now, before) {
		t.Errorf("%v became %v", before, now)
	}
	if b := k.page.(*shelf).row("s3").buttons["disable"]; c.Focused() != fyne.Focusable(b) || b.Icon != "start" {
		t.Errorf("the focus is on %T", c.Focused())
	}
	k.page.(*shelf).row("s3").buttons["delete"].Tapped(nil)
	test.Tap(button(t, c, "Delete"))
	at := slices.Index(before, "s3")
	if b := k.page.(*shelf).rows[at].first(); c.Focused() != b {
		t.Errorf("after Delete the focus is on %T", c.Focused())
	}
}

func TestEveryActionIsReachedByKey(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{})
	press(c, fyne.KeyDown) // Slack
	if k.chosen != "slack" {
		t.Fatalf("%q is chosen", k.chosen)
	}
	press(c, fyne.KeyReturn)
	if b, ok := c.Focused().(*kit.Button); !ok || b.Text != "Test Connection" {
		t.Fatalf("Enter leads to %T", c.Focused())
	}
	press(c, fyne.KeySpace)
	if len(f.tested) != 1 || f.tested[0].ID != "s3" {
		t.Errorf("tested: %v", f.tested)
	}
	says(t, c, "Slack answered and knows the account")

	iconed(t, c, "copy")
	press(c, fyne.KeySpace)
	if len(f.list) != 7 {
		t.Errorf("%d connections after Duplicate", len(f.list))
	}
	if b, ok := c.Focused().(*kit.Button); !ok || b.Text != "Edit" {
		t.Errorf("after Duplicate the focus is on %T", c.Focused())
	}
	iconed(t, c, "pause")
	press(c, fyne.KeySpace)
	disabled := 0
	for _, x := range f.list {
		if x.Disabled {
			disabled++
		}
	}
	if disabled != 2 {
		t.Errorf("%d are disabled", disabled)
	}
	iconed(t, c, "trash")
	press(c, fyne.KeySpace)
	says(t, c, "It cannot be brought back")
	if b := c.Focused().(*kit.Button); b.Text != "Cancel" {
		t.Errorf("the question begins on %q", b.Text)
	}
	tab(t, c, "Delete")
	press(c, fyne.KeyReturn)
	if len(f.list) != 6 {
		t.Errorf("%d connections after Delete", len(f.list))
	}
	tab(t, c, "Security…")
	press(c, fyne.KeyReturn)
	says(t, c, "How your accounts are opened")
	press(c, fyne.KeyEscape)
	if !k.browsing() {
		t.Error("Escape did not lead back")
	}
	press(c, fyne.KeyEscape)
	if dialogs.Open(c) {
		t.Error("Escape did not close the card")
	}
}

func TestDeleteSaysWhoUsesIt(t *testing.T) {
	c := window(t, 1440, 900)
	k := Open(c, stored(), Options{Provider: "slack"})
	k.point("s1", "delete")
	press(c, fyne.KeySpace)
	says(t, c, "Delete “Slack of the SEO team”?", "Used by 2 flows: Broken backlinks / Watch, Broken backlinks / Weekly report. They stop working")
	press(c, fyne.KeyEscape)
	k.choose("ahrefs")
	k.point("a1", "delete")
	press(c, fyne.KeySpace)
	says(t, c, "Used by 1 flow: Broken backlinks / Watch. It stops working until it is given")
}

func TestEscapeLeavesAFormFromAMaskedField(t *testing.T) {
	c := window(t, 1440, 900)
	k := Open(c, newFake(), Options{Provider: "slack", Add: true})
	if _, ok := c.Focused().(*kit.Secret); !ok {
		t.Fatalf("the cursor is in %T", c.Focused())
	}
	press(c, fyne.KeyEscape)
	if !k.browsing() {
		t.Error("the form is still there")
	}
}

func TestAConnectionIsAddedFromANode(t *testing.T) {
	c := window(t, 1440, 900)
	f := newFake()
	var id string
	Open(c, f, Options{Provider: "slack", Add: true, Then: func(new string) { id = new }})
	if _, ok := c.Focused().(*kit.Secret); !ok {
		t.Fatalf("the form begins at %T, not at the secret", c.Focused())
	}
	says(t, c, "Add Connection", "begins with xoxb-", "sent only to slack.com")
	typed(c, canary)
	hides(t, c, canary)
	press(c, fyne.KeyReturn)
	if id == "" || dialogs.Open(c) {
		t.Fatalf("told %q; open: %v", id, dialogs.Open(c))
	}
	r := f.saved[0]
	if r.Name != "Slack" || r.Provider != "slack" || !slices.Equal(r.Hosts, []string{"https://slack.com"}) || r.Scheme != "api-key" || r.Settings.Reveal()["secret"] != canary {
		t.Errorf("saved %+v", r)
	}
}

func TestCancellingFromANodeTellsNothing(t *testing.T) {
	c := window(t, 1440, 900)
	closed := false
	Open(c, newFake(), Options{Provider: "slack", Add: true, Then: func(string) { t.Error("told") }, Closed: func() { closed = true }})
	press(c, fyne.KeyEscape)
	if dialogs.Open(c) || !closed {
		t.Error("it has not closed")
	}
}

func TestAStoredSecretIsNeverInTheForm(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	Open(c, f, Options{Edit: "c1"})
	says(t, c, "Edit Connection", dots+", stored", "x-api-key: "+dots)
	hides(t, c, canary)
	for _, s := range find[*kit.Secret](c) {
		if s.Text != "" {
			t.Error("a field holds the secret")
		}
	}
	tab(t, c, "Replace")
	press(c, fyne.KeySpace)
	if _, ok := c.Focused().(*kit.Secret); !ok {
		t.Fatalf("Replace leads to %T", c.Focused())
	}
	says(t, c, "Secret is required.")
	tab(t, c, "Keep the stored one")
	press(c, fyne.KeySpace)
	says(t, c, dots+", stored")
	tab(t, c, "Save")
	press(c, fyne.KeyReturn)
	if len(f.saved) != 0 {
		t.Error("an edit that changes nothing was saved")
	}
}

func TestASecretIsReplaced(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.list[5].Tested = auth.Tested{At: begin, OK: true}
	Open(c, f, Options{Edit: "c1"})
	tab(t, c, "Replace")
	press(c, fyne.KeySpace)
	typed(c, "another-secret")
	tab(t, c, "Save")
	press(c, fyne.KeyReturn)
	if len(f.saved) != 1 || f.saved[0].Settings.Reveal()["secret"] != "another-secret" || f.saved[0].ID != "c1" {
		t.Fatalf("saved %v", f.saved)
	}
	if !f.saved[0].Tested.At.IsZero() {
		t.Error("what the old secret's test came to is kept for the new one")
	}
	hides(t, c, canary, "another-secret")
}

func TestAMaskedFieldShowsOnlyWhileAsked(t *testing.T) {
	c := window(t, 1440, 900)
	Open(c, newFake(), Options{Provider: "slack", Add: true})
	s := c.Focused().(*kit.Secret)
	clip := fyne.CurrentApp().Clipboard()
	clip.SetContent(" \n\u200b" + canary + "\r\n ")
	shortcut(c, &fyne.ShortcutPaste{Clipboard: clip})
	if s.Text != canary {
		t.Errorf("%q was pasted", s.Text)
	}
	says(t, c, "White space and line ends around the pasted text were taken away.")
	hides(t, c, canary)
	ctrlSpace := &desktop.CustomShortcut{KeyName: fyne.KeySpace, Modifier: fyne.KeyModifierControl}
	shortcut(c, ctrlSpace)
	says(t, c, canary)
	clip.SetContent("nothing")
	shortcut(c, &fyne.ShortcutSelectAll{})
	shortcut(c, &fyne.ShortcutCopy{Clipboard: clip})
	shortcut(c, &fyne.ShortcutCut{Clipboard: clip})
	if clip.Content() != "nothing" || s.Text != canary {
		t.Error("a secret was copied")
	}
	press(c, fyne.KeyTab)
	hides(t, c, canary)

	eye := find[*kit.Secret](c)[0].ActionItem.(*kit.Button)
	eye.MouseDown(nil)
	says(t, c, canary)
	eye.MouseUp(nil)
	hides(t, c, canary)
	eye.MouseDown(nil)
	eye.MouseOut()
	hides(t, c, canary)
}

func TestProblemsStandAtTheirFields(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Own: true, Add: true})
	hides(t, c, "is required", "A name is needed", "Enter the host")
	tab(t, c, "Save")
	press(c, fyne.KeyReturn)
	says(t, c, "A name is needed.", "Enter the host of the API, such as https://api.example.com.", "Secret is required.")
	e := k.page.(*editor)
	if c.Focused() != fyne.Focusable(e.name) {
		t.Errorf("the cursor is in %T", c.Focused())
	}
	typed(c, "crm")
	says(t, c, "Another connection is called so. Choose a name that tells them apart.")
	typed(c, " 2")
	hides(t, c, "Another connection is called so")
	c.Focus(e.hostBox.entries[0])
	typed(c, "10")
	says(t, c, "No host that an account may be sent to")
	typed(c, ".example.com")
	hides(t, c, "No host that an account may be sent to")
	if len(f.saved) != 0 {
		t.Error("something was saved")
	}
}

func TestARowWithoutAValueIsSaidAtTheRow(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Edit: "c1"})
	e := k.page.(*editor)
	tab(t, c, "Add parameter")
	press(c, fyne.KeySpace)
	typed(c, "client_id")
	says(t, c, "Value is required.")
	press(c, fyne.KeyTab)
	typed(c, "{{secret}}")
	hides(t, c, "Value is required.")
	says(t, c, "?client_id="+dots)
	tab(t, c, "Save")
	press(c, fyne.KeyReturn)
	want := []any{map[string]any{"name": "client_id", "value": "{{secret}}"}}
	if len(f.saved) != 1 || !reflect.DeepEqual(f.saved[0].Settings.Reveal()["params"], want) {
		t.Errorf("saved %v", e.values)
	}
}

func TestRemovingTheRowsOfADefaultIsKept(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Own: true, Add: true})
	e := k.page.(*editor)
	l := e.group.seen[1].control.(*list)
	if len(l.items) != 1 {
		t.Fatalf("%d headers by default", len(l.items))
	}
	l.items[0].remove.Tapped(nil)
	if got, ok := e.record().Settings.Reveal()["headers"].([]any); !ok || len(got) != 0 {
		t.Errorf("headers are %v", e.record().Settings.Reveal()["headers"])
	}
	if len(l.items) != 0 {
		t.Error("the row is still there")
	}
}

func TestGoingBackAsksForWhatIsNotSaved(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Edit: "c1"})
	press(c, fyne.KeyEscape)
	if !k.browsing() {
		t.Fatal("it asks although nothing was changed")
	}
	k.point("c1", "edit")
	press(c, fyne.KeySpace)
	typed(c, "!")
	press(c, fyne.KeyEscape)
	says(t, c, "Save the connection?")
	press(c, fyne.KeyEscape)
	if k.browsing() {
		t.Fatal("Cancel went on")
	}
	k.side.pick(0) // another service
	says(t, c, "Save the connection?")
	button(t, c, "Discard").Tapped(nil)
	if k.chosen != "ahrefs" || !k.browsing() || len(f.saved) != 0 {
		t.Errorf("%q is chosen; saved %d", k.chosen, len(f.saved))
	}
	k.choose(own)
	k.point("c1", "edit")
	press(c, fyne.KeySpace)
	typed(c, "!")
	k.dialog.Cancel() // its cross
	says(t, c, "Save the connection?")
	button(t, c, "Discard").Tapped(nil)
	if dialogs.Open(c) {
		t.Error("the card is still open")
	}
}

func TestSavingOnTheWayOutSaves(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Edit: "c1"})
	typed(c, "!")
	k.dialog.Cancel()
	press(c, fyne.KeyReturn)
	if len(f.saved) != 1 || f.saved[0].Name != "CRM!" || dialogs.Open(c) {
		t.Errorf("saved %v; open: %v", f.saved, dialogs.Open(c))
	}
}

func TestAFailedSaveKeepsWhatWasTyped(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Edit: "c1"})
	typed(c, "!")
	f.fails = errors.New("the disk is full")
	button(t, c, "Save").Tapped(nil)
	says(t, c, "The connection was not saved", "The disk is full.")
	press(c, fyne.KeyEscape)
	if k.page.(*editor).name.Text != "CRM!" {
		t.Error("what was typed is gone")
	}
}

func TestASaveAfterTheLockAsksToUnlockAndGoesOn(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.vault.Ways = []Way{{Kind: Passphrase}}
	Open(c, f, Options{Edit: "c1"})
	typed(c, "!")
	f.vault.Locked, f.fails = true, ErrLocked
	press(c, fyne.KeyReturn)
	says(t, c, "Unlock your accounts")
	f.fails = nil
	typed(c, "the words")
	press(c, fyne.KeyReturn)
	if len(f.saved) != 1 || f.saved[0].Name != "CRM!" {
		t.Errorf("saved %v", f.saved)
	}
}

func TestWhatCannotBeReadIsEnteredAgain(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.list[3].Settings, f.list[3].Hosts = auth.Settings{}, nil
	Open(c, f, Options{Edit: "s4"})
	says(t, c, "It was altered outside Flowbench", "Enter its settings again and save it")
	press(c, fyne.KeyTab)
	for range 9 {
		if _, ok := c.Focused().(*kit.Secret); !ok {
			press(c, fyne.KeyTab)
		}
	}
	typed(c, "fresh-secret")
	press(c, fyne.KeyReturn)
	if len(f.saved) != 1 || f.saved[0].ID != "s4" || !slices.Equal(f.saved[0].Hosts, []string{"https://slack.com"}) {
		t.Errorf("saved %v", f.saved)
	}
	hides(t, c, "Needs to be entered again", "fresh-secret")
}

func TestMoreHostsAreAskedAbout(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Edit: "c1"})
	tab(t, c, "Add host")
	press(c, fyne.KeySpace)
	typed(c, "xn--pple-43d.com")
	tab(t, c, "Save")
	press(c, fyne.KeyReturn)
	says(t, c, "Send the account to more hosts?", "https://xn--pple-43d.com", "may only look like another")
	if b := c.Focused().(*kit.Button); b.Text != "Cancel" {
		t.Errorf("the question begins on %q", b.Text)
	}
	press(c, fyne.KeyReturn)
	if len(f.saved) != 0 || k.browsing() {
		t.Fatal("it was saved without a yes")
	}
	button(t, c, "Save").Tapped(nil)
	button(t, c, "Send it there too").Tapped(nil)
	if len(f.saved) != 1 || len(f.saved[0].Hosts) != 3 {
		t.Errorf("saved %v", f.saved)
	}
}

func TestATestCanBeCancelled(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.slow = true
	k := Open(c, f, Options{Provider: "slack"})
	k.point("s1", "test")
	press(c, fyne.KeySpace)
	says(t, c, "Testing in Sandbox…")
	if b, ok := c.Focused().(*kit.Button); !ok || b.Text != "Cancel" {
		t.Fatalf("the focus is on %T", c.Focused())
	}
	press(c, fyne.KeySpace)
	says(t, c, "The test was cancelled.")
	if b, ok := c.Focused().(*kit.Button); !ok || b.Text != "Test Connection" {
		t.Errorf("after Cancel the focus is on %T", c.Focused())
	}
	f.goOn()
	if f.cancels != 1 {
		t.Error("the host was not told")
	}
	hides(t, c, "knows the account")
}

func TestTheFocusIsBackWhenATestHasEnded(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.slow = true
	k := Open(c, f, Options{Provider: "slack"})
	k.point("s1", "test")
	press(c, fyne.KeySpace)
	f.goOn()
	if b, ok := c.Focused().(*kit.Button); !ok || b.Text != "Test Connection" {
		t.Errorf("the focus is on %T", c.Focused())
	}
	press(c, fyne.KeySpace)
	c.Focus(k.side.search) // by hand: it stays there
	f.goOn()
	if c.Focused() != fyne.Focusable(k.side.search) {
		t.Errorf("the focus went to %T", c.Focused())
	}
}

func TestAFailedTestSaysWhatToDo(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.result = Result{Said: "Slack does not know this token", Do: "Enter it again.", In: "Sandbox",
		Calls: []Call{{Method: "POST", URL: "https://slack.com/api/auth.test", Status: 401, Sent: []auth.Pair{{Name: "Authorization", Value: "Bearer •••"}}, Body: `{"ok":false}`}}}
	k := Open(c, f, Options{Provider: "slack"})
	k.point("s1", "test")
	press(c, fyne.KeySpace)
	says(t, c, "Slack does not know this token", "Enter it again.")
	hides(t, c, "auth.test")
	tab(t, c, "What was sent and what came back")
	press(c, fyne.KeySpace)
	says(t, c, "POST https://slack.com/api/auth.test", "401", "Authorization: Bearer •••", `"ok": false`)
	press(c, fyne.KeySpace) // the same button
	hides(t, c, "auth.test")
}

func TestAnApiOfOnesOwnIsTestedWithAnyAddress(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Own: true})
	k.point("c1", "test")
	press(c, fyne.KeySpace)
	at := k.trials["c1"].entry
	if at.Text != "https://api.example.com/" {
		t.Errorf("the address begins as %q", at.Text)
	}
	c.Focus(at)
	typed(c, "v1/me")
	press(c, fyne.KeyReturn)
	k.point("c1", "test")
	press(c, fyne.KeySpace) // the address is remembered
	if want := []string{"", "https://api.example.com/v1/me", "https://api.example.com/v1/me"}; !slices.Equal(f.at, want) {
		t.Errorf("tested with %q", f.at)
	}
	if len(f.saved) != 1 || f.saved[0].TestAt != "https://api.example.com/v1/me" || f.saved[0].Settings.Reveal()["secret"] != canary {
		t.Errorf("saved %+v", f.saved)
	}
	k.choose("slack")
	k.point("s1", "test")
	press(c, fyne.KeySpace)
	if hasButton(c, "Test with this address") {
		t.Error("a service of the catalogue is asked for an address")
	}
}

func TestTheAddressToTestWithIsAFieldOfTheForm(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.list[5].Tested = auth.Tested{At: begin, OK: true, In: "Sandbox"}
	k := Open(c, f, Options{Edit: "c1"})
	e := k.page.(*editor)
	says(t, c, "Address to test with")
	if got := e.address.entry.PlaceHolder; got != "https://api.example.com/" {
		t.Errorf("it offers %q", got)
	}
	for typed, want := range map[string]string{
		"v1": "Enter an address", "https://example.org/v1": "none of the hosts", "http://api.example.com": "Enter an address", "https://api.example.com/v 1": "whole address",
	} {
		e.address.entry.SetText(typed)
		e.address.entry.OnBlur()
		says(t, c, want)
	}
	e.keep(nil)
	if len(f.saved) > 0 || c.Focused() != fyne.Focusable(e.address.entry) {
		t.Errorf("saved %d, the cursor is in %T", len(f.saved), c.Focused())
	}
	e.address.entry.SetText("files.example.com/list")
	e.test()
	e.keep(nil)
	if len(f.saved) != 1 || f.saved[0].TestAt != "https://files.example.com/list" || f.saved[0].Tested.At.IsZero() {
		t.Fatalf("saved %+v", f.saved)
	}
	k.trials["c1"].again("https://api.example.com/v2") // the form is gone
	if len(f.saved) != 2 || f.saved[1].TestAt != "https://api.example.com/v2" || !k.browsing() {
		t.Errorf("saved %+v", f.saved)
	}
	if want := []string{"https://files.example.com/list", "https://api.example.com/v2"}; !slices.Equal(f.at, want) || f.tested[0].ID != "c1" {
		t.Errorf("tested with %q", f.at)
	}
}

func TestAnAddressAtAnyHostBelowAWildcardIsTakenFromADraft(t *testing.T) {
	c := window(t, 1440, 900)
	f := newFake()
	k := Open(c, f, Options{Draft: &Draft{Hosts: []string{"https://*.example.com"}, TestAt: "https://eu.example.com/v1/me"}})
	e := k.page.(*editor)
	if at := e.record().TestAt; at != "https://eu.example.com/v1/me" || e.address.fault([]string{"https://*.example.com"}) != "" {
		t.Errorf("it tests with %q: %s", at, e.address.fault([]string{"https://*.example.com"}))
	}
	k = Open(c, f, Options{Draft: &Draft{Hosts: []string{"https://a.example.com"}, TestAt: "https://a.example.com/{{ context.id }}"}})
	if at := k.page.(*editor).record().TestAt; at != "" {
		t.Errorf("a template is no address: %q", at)
	}
}

func TestANameThatIsTakenIsNotOfferedAgain(t *testing.T) {
	c := window(t, 1440, 900)
	f := newFake()
	f.list = []Connection{{Record: auth.Record{ID: "x", Name: "api.example.com", Scheme: "api-key", Hosts: []string{"https://api.example.com"}}}}
	k := Open(c, f, Options{Draft: &Draft{Hosts: []string{"https://api.example.com"}}})
	if name := k.page.(*editor).record().Name; name != "api.example.com 2" {
		t.Errorf("offered is %q", name)
	}
}

func TestANewSignInClearsTheLastTest(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Provider: "slack"})
	of := k.list[0]
	k.trials[of.ID] = &trial{card: k}
	f.fails = errors.New("the sign-in was refused")
	if k.signIn(of); k.trials[of.ID] == nil {
		t.Error("a sign-in that failed cleared it")
	}
	f.fails = nil
	if k.signIn(of); k.trials[of.ID] != nil {
		t.Error("what a test said of the old sign-in still stands there")
	}
}

func TestACallSaysWhereItReallyWentAndWhatWasNotSent(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	sent := []auth.Pair{{Name: "Authorization", Value: "Bearer •••"}}
	f.result.Calls = []Call{
		{Method: "GET", URL: "https://api.example.com/v1", Mapped: "http://127.0.0.1:18080/v1", Sent: sent, Status: 200},
		{Method: "GET", URL: "https://files.example.com/", Sent: []auth.Pair{{Name: "X-Never", Value: "•••"}}, Unsent: true, Fault: "no such host"},
	}
	k := Open(c, f, Options{Own: true})
	k.point("c1", "test")
	press(c, fyne.KeySpace)
	test.Tap(k.trials["c1"].fold)
	says(t, c, "sent to http://127.0.0.1:18080/v1", "Authorization: Bearer •••", "not sent", "No such host.")
	if strings.Contains(texts(c), "X-Never") || strings.Count(texts(c), "Came back") > 0 {
		t.Error("it says that something was sent, or came back")
	}
}

func TestAFormIsTestedBeforeItIsSaved(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Edit: "c1"})
	button(t, c, "Test Connection").Tapped(nil)
	typed(c, "")
	c.Focus(k.page.(*editor).name)
	typed(c, "!")
	button(t, c, "Test Connection").Tapped(nil)
	if len(f.tested) != 2 || f.tested[0].ID != "c1" || f.tested[1].ID != "" || len(f.saved) != 0 {
		t.Errorf("tested %v", f.tested)
	}
	says(t, c, "Slack answered and knows the account")
}

func TestATokenCountsDownAndIsForgotten(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.tokens["c1"] = begin.Add(42 * time.Second)
	Open(c, f, Options{Own: true})
	says(t, c, "Token is good for 42 s")
	f.pass(2 * time.Second)
	says(t, c, "Token is good for 40 s")
	tab(t, c, "Forget token")
	press(c, fyne.KeySpace)
	if len(f.tokens) != 0 || hasButton(c, "Forget token") {
		t.Error("it was not forgotten")
	}
}

func TestADraftIsFilledInWithoutItsSecret(t *testing.T) {
	c := window(t, 1440, 900)
	f := newFake()
	var id string
	Open(c, f, Options{Draft: &Draft{Hosts: []string{"https://api.example.com"}, In: auth.Header, Key: "X-Key", Value: "Key {{secret}}", Secret: auth.Hide(canary)}, Then: func(s string) { id = s }})
	says(t, c, "https://api.example.com", "X-Key", dots+", taken from the node", "X-Key: Key "+dots)
	hides(t, c, canary)
	tab(t, c, "Save")
	press(c, fyne.KeyReturn)
	if id == "" || len(f.saved) != 1 {
		t.Fatal("it was not saved")
	}
	r := f.saved[0]
	if r.Name != "api.example.com" || r.Settings.Reveal()["secret"] != canary || r.Provider != "" || !slices.Equal(r.Hosts, []string{"https://api.example.com"}) {
		t.Errorf("saved %+v %v", r, r.Settings.Reveal())
	}
}

func TestTheHostsOfANodeAreFilledIn(t *testing.T) {
	c := window(t, 1440, 900)
	f := newFake()
	k := Open(c, f, Options{Add: true, Own: true, Draft: &Draft{Hosts: []string{"https://api.example.com"}}})
	e := k.page.(*editor)
	if _, ok := c.Focused().(*kit.Secret); !ok || e.name.Text != "api.example.com" || e.hostBox.entries[0].Text != "https://api.example.com" {
		t.Errorf("the cursor is in %T, the name is %q", c.Focused(), e.name.Text)
	}
	press(c, fyne.KeyEscape)
	if dialogs.Open(c) && !k.browsing() {
		t.Error("it asks about a form in which nothing was typed")
	}
}

func TestALockedCardAsksToUnlock(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.vault.Locked = true
	f.vault.Ways = []Way{{Kind: Passphrase}, {Kind: Recovery}}
	Open(c, f, Options{Provider: "slack"})
	says(t, c, "Your accounts are locked", "Unlock your accounts") // it asks at once
	hides(t, c, "Slack of the SEO team")
	press(c, fyne.KeyEscape)
	if b, ok := c.Focused().(*kit.Button); !ok || b.Text != "Unlock…" {
		t.Fatalf("the focus is on %T", c.Focused())
	}
	press(c, fyne.KeySpace)
	typed(c, "wrong words")
	f.fails = errors.New("this passphrase does not open the vault")
	press(c, fyne.KeyReturn)
	says(t, c, "This passphrase does not open the vault. Check Caps Lock", "A wrong one harms nothing.")
	f.fails = nil
	typed(c, "right words") // over the wrong ones, which are selected
	press(c, fyne.KeyReturn)
	says(t, c, "Slack of the SEO team")
}

func TestAStoreThatCannotBeReadSaysSo(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	f.fault = errors.New("the store is open in another window")
	Open(c, f, Options{Provider: "slack"})
	says(t, c, "The store is open in another window. Nothing was changed.")
	f.fault = nil
	button(t, c, "Try again").Tapped(nil)
	says(t, c, "Slack of the SEO team")
}

func TestOneMethodIsNoChoice(t *testing.T) {
	c := window(t, 1440, 900)
	f := newFake()
	k := Open(c, f, Options{Provider: "slack", Add: true})
	if k.page.(*editor).methods != nil {
		t.Error("there is a choice of one")
	}
	says(t, c, "Bot token")
	k = Open(c, f, Options{Own: true, Add: true})
	if n := len(k.page.(*editor).methods.Options); n != len(auth.All) {
		t.Errorf("%d methods for an API of one's own, want %d", n, len(auth.All))
	}
	k = Open(c, f, Options{Provider: "sheets", Add: true})
	if n := len(k.page.(*editor).methods.Options); n != 2 {
		t.Errorf("%d methods, want 2", n)
	}
}

func TestChangingTheMethodLosesNothing(t *testing.T) {
	c := window(t, 1440, 900)
	k := Open(c, newFake(), Options{Own: true, Add: true})
	e := k.page.(*editor)
	e.set("secret", canary)
	e.methods.OnChanged("none")
	if len(e.record().Settings.Reveal()) != 0 {
		t.Error("a secret is kept that the method has no use for")
	}
	e.methods.OnChanged("api-key")
	if e.record().Settings.Reveal()["secret"] != canary {
		t.Error("the secret is gone")
	}
	hides(t, c, canary)
}

func TestWhatIsAddedIsShownAsDots(t *testing.T) {
	c := window(t, 1440, 900)
	f := newFake()
	f.sent = []Sent{{In: auth.Header, Name: "Authorization", Value: auth.Hide("Bearer " + canary)}, {In: auth.Query, Name: "key", Value: auth.Hide(canary)}}
	Open(c, f, Options{Provider: "slack", Add: true})
	hides(t, c, "Added to each request")
	typed(c, canary)
	f.pass(time.Second)
	says(t, c, "Added to each request", "Authorization: Bearer "+dots, "?key="+dots)
	hides(t, c, canary)
}

func TestTabScrollsToWhatHasTheFocus(t *testing.T) {
	c := window(t, 960, 600)
	Open(c, stored(), Options{Own: true, Add: true})
	tab(t, c, "Add parameter")
	b := c.Focused().(*kit.Button)
	press(c, fyne.KeySpace)
	last := c.Focused().(fyne.CanvasObject)
	for _, o := range []fyne.CanvasObject{b, last} {
		if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y; y < 100 || y+o.Size().Height > 520 {
			t.Errorf("%T is out of sight, at %v", o, y)
		}
	}
}

func TestTheCardFitsTheSmallestWindow(t *testing.T) {
	for _, o := range []Options{{Provider: "slack"}, {Own: true}, {Own: true, Add: true}, {Edit: "c1"}} {
		c := window(t, 960, 600)
		k := Open(c, stored(), o)
		for _, b := range find[*kit.Button](c) {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
			if at.X < 0 || at.X+b.Size().Width > 960 || b.Size().Width < b.MinSize().Width {
				t.Errorf("%+v: the button %q is cut", o, b.Text)
			}
		}
		if s := k.right.Size(); s.Height < 300 {
			t.Errorf("%v of room", s)
		}
	}
}

func TestASecretIsNowhereInTheCard(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	k := Open(c, f, Options{Provider: "slack"})
	for _, p := range k.side.hits {
		k.choose(p.ID)
		hides(t, c, canary)
		for _, x := range k.of(p.ID) {
			k.edit(x)
			hides(t, c, canary)
			button(t, c, "Test Connection").Tapped(nil)
			f.pass(time.Second)
			hides(t, c, canary)
			k.page.(*editor).leave(k.page.(*editor).gone)
			k.remove(x)
			hides(t, c, canary)
			press(c, fyne.KeyEscape)
		}
	}
	k.security()
	hides(t, c, canary)
}

func TestMasksLeaveFourCharacters(t *testing.T) {
	for in, want := range map[string]string{
		"eyJhbGciOiJIUzI1NiJ9.e30.sig": "eyJh•••",
		"short":                        "short",
		"Login with the wrong key":     "Login with the wrong key",
		"the key sk_live_1234567890ab": "the key sk_l•••",
	} {
		if got := mask(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := maskNamed("authorization", "Bearer abcdefghijklmnop"); got != "Bearer abcd•••" {
		t.Errorf("got %q", got)
	}
	got := string(maskJSON([]byte(`{"token":"abc","user":{"name":"anna"},"list":["abcdefghijklmnop",1,true],"pin":123456,"secret_id":123456,"a":1,"a":2}`)))
	if want := `{"token":"•••","user":{"name":"anna"},"list":["abcd•••",1,true],"pin":123456,"secret_id":"•••","a":1,"a":2}`; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// schemes are added for the tests of forms that no scheme of today has.
func withScheme(t *testing.T, s auth.Scheme) {
	if _, ok := auth.Find(s.ID); ok {
		return
	}
	was := auth.All
	auth.All = append(slices.Clone(was), s)
	t.Cleanup(func() { auth.All = was })
}

type madeUp struct{ fields func() []spec.Field }

func (m madeUp) Fields() []spec.Field                 { return m.fields() }
func (m madeUp) Method(auth.Env) (auth.Method, error) { return auth.None{}, nil }

func signsIn(t *testing.T) string {
	for _, s := range auth.All {
		if s.SignsIn {
			return s.ID
		}
	}
	withScheme(t, auth.Scheme{ID: "made-up", Title: "Sign-in", SignsIn: true, New: func() auth.Account {
		return madeUp{func() []spec.Field {
			var id string
			return []spec.Field{spec.TextVar(&id, spec.Field{Name: "clientId", Label: "Client ID"})}
		}}
	}})
	return "made-up"
}

func TestSigningInIsWaitedForAndToldOf(t *testing.T) {
	c := window(t, 1440, 900)
	f := stored()
	id := signsIn(t)
	f.list = append(f.list, Connection{Record: auth.Record{ID: "o1", Name: "Calendar", Scheme: id, Hosts: []string{"https://calendar.example.com"}}})
	f.slow = true
	k := Open(c, f, Options{Own: true})
	says(t, c, "Not signed in yet")
	k.point("o1", "sign-in")
	press(c, fyne.KeySpace)
	says(t, c, "Waiting for the browser…")
	press(c, fyne.KeyEscape)
	f.goOn()
	says(t, c, "Not signed in yet")
	hides(t, c, "Waiting for the browser…")

	k.point("o1", "sign-in")
	press(c, fyne.KeySpace)
	f.goOn()
	says(t, c, "Signed in as anna@example.com, just now", "Sign in again")
	f.signed["o1"] = SignedIn{At: begin, Again: true}
	k.Renew()
	says(t, c, "The sign-in is over. Sign in again.")
	f.slow, f.fails = false, errors.New("the sign-in page sent back another state than it was given")
	button(t, c, "Sign in again").Tapped(nil)
	says(t, c, "Not signed in", "The sign-in page sent back another state than it was given.", "The connection is kept as it was.")
}
