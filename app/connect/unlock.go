package connect

import (
	"image/color"

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
	text := "Your accounts are kept encrypted. The passphrase opens them until Flowbench is closed, or left alone for a while."
	if recovery {
		label, verb = "Recovery code", "Use the passphrase…"
		text = "The recovery code was shown once, when it was made. Large and small letters, spaces and dashes make no difference."
	}
	entry := kit.NewSecret(1)
	field := kit.NewField(label, "", false, entry)
	var yes *kit.Button
	busy := false
	done := func() {
		if busy {
			return
		}
		if entry.Text == "" {
			field.SetProblem("Enter the "+lower(label)+".", kit.Bad)
			d.Relayout()
			return
		}
		busy = true
		yes.Disable()
		yes.Set("Unlocking…", "")
		field.SetProblem("", kit.Bad)
		host.Unlock(auth.Hide(entry.Text), recovery, func(err error) {
			busy = false
			if d.Done() {
				return
			}
			yes.Enable()
			yes.Set("Unlock", "")
			if err != nil {
				help := " Check Caps Lock and the keyboard's language, and try again."
				if recovery {
					help = " Compare it with what you wrote down, and try again."
				}
				field.SetProblem(spec.Sentence(err.Error())+help+" Your accounts are safe as they are.", kit.Bad)
				d.Relayout()
				c.Focus(entry)
				entry.SelectAll()
				return
			}
			d.Close()
			then()
		})
	}
	entry.OnSubmitted = func(string) { done() }
	entry.OnChanged = func(string) { field.SetProblem("", kit.Bad); d.Relayout() }
	yes = kit.NewButton("Unlock", "", kit.Primary, kit.Tip("Unlock", "Enter"), done)
	no := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Leave them locked", "Esc"), func() { d.Cancel() })
	f := dialogs.Card{Title: "Unlock your accounts", Text: text, Body: field, Width: 460, Buttons: []*kit.Button{no, yes}, First: entry, Enter: done}
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
