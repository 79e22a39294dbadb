package connect

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// Unlock asks for what opens the vault: the passphrase, or the recovery code. then is told
// once it is open.
func Unlock(c fyne.Canvas, host Keeper, then func()) *dialogs.Dialog {
	_, phrase := host.Vault().Way(Passphrase)
	_, code := host.Vault().Way(Recovery)
	return unlock(c, host, !phrase && code, then)
}

func unlock(c fyne.Canvas, host Keeper, recovery bool, then func()) *dialogs.Dialog {
	var d *dialogs.Dialog
	label, verb := "Passphrase", "Use the recovery code…"
	text := "Your accounts are kept encrypted. The passphrase opens them until Flowbench is closed, or left alone for a while. A wrong one harms nothing."
	if recovery {
		label, verb = "Recovery code", "Use the passphrase…"
		text = "The recovery code was shown once, when it was made. Large and small letters, spaces and dashes make no difference. A wrong one harms nothing."
	}
	entry := kit.NewSecret(1)
	problem := kit.NewProse("", kit.Bad, 3)
	problem.Min = 2 // its room is kept: the buttons stay where they are
	tell := func(text string) {
		if entry.Unmark(); text != "" {
			entry.Mark(kit.Bad)
		}
		problem.Set(text)
	}
	body := kit.Column(4, kit.NewField(label, "", false, entry), problem)
	var yes *kit.Button
	busy := false
	done := func() {
		if busy {
			return
		}
		if entry.Text == "" {
			tell("Enter the " + lower(label) + ".")
			return
		}
		busy = true
		yes.Disable()
		yes.Set("Unlocking…", "")
		tell("")
		host.Unlock(auth.Hide(entry.Text), recovery, func(err error) {
			busy = false
			if d.Done() {
				return
			}
			yes.Enable()
			yes.Set("Unlock", "")
			if err != nil {
				tell(refused(err, recovery))
				c.Focus(entry)
				entry.SelectAll()
				return
			}
			d.Close()
			if recovery && host.Vault().ByRecovery {
				offerPassphrase(c, host, then)
				return
			}
			then()
		})
	}
	entry.OnSubmitted = func(string) { done() }
	entry.OnChanged = func(string) { tell("") }
	yes = kit.NewButton("Unlock", "", kit.Primary, kit.Tip("Unlock", "Enter"), done)
	no := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Leave them locked", "Esc"), func() { d.Cancel() })
	f := dialogs.Card{Title: "Unlock your accounts", Text: text, Body: body, Width: 460, Buttons: []*kit.Button{no, yes}, First: entry, Enter: done}
	other := Recovery
	if recovery {
		other = Passphrase
	}
	if _, ok := host.Vault().Way(other); ok {
		f.Aside = kit.NewButton(verb, "", kit.Link, "", func() { d.Close(); unlock(c, host, !recovery, then) })
	}
	d = dialogs.Show(c, f)
	return d
}

// refused says why the vault did not open, and what to do where that says no such thing.
func refused(err error, recovery bool) string {
	text := spec.Sentence(err.Error())
	switch {
	case strings.Contains(text, ". "):
		return text
	case recovery:
		return text + " Compare it with what you wrote down."
	}
	return text + " Check Caps Lock and the keyboard's language."
}

// offerPassphrase asks who came by the recovery code for another passphrase, since the one
// there is may be lost. It can be set later, until the accounts are locked.
func offerPassphrase(c fyne.Canvas, host Keeper, then func()) {
	p := phrasing{title: "Set a new passphrase?", verb: "Set Passphrase", no: "Later", noTip: "Go on without: it can be set under Security, Change, until the accounts are locked",
		text: "The recovery code has opened your accounts. If the passphrase is lost, set another one now: the old one is not asked for.", note: codeNote(host.Vault(), true)}
	choosePassphrase(c, p, host.SetPassphrase, func(bool) { then() })
}

func lower(s string) string { return string(s[0]+'a'-'A') + s[1:] }

func colorOf(ink func(*draw.Theme) color.NRGBA) func() color.Color {
	return func() color.Color { return ink(kit.Colors()) }
}

// unlock opens the vault, and shows what is in it.
func (k *Card) unlock() {
	Unlock(k.canvas(), k.host, func() {
		k.load()
		k.begin()
	})
}
