package connect

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// leastPassphrase is how many characters a passphrase has at least.
const leastPassphrase = 8

// FirstPassphrase asks for the passphrase of a new vault, and says why one is needed. then
// is told once the vault is open, or that the person thought better of it.
func FirstPassphrase(c fyne.Canvas, host Keeper, then func(made bool)) *dialogs.Dialog {
	return choosePassphrase(c, phrasing{
		title: "Protect your accounts",
		text:  "This computer has no key ring that could keep a key for Flowbench, so your accounts are encrypted with a passphrase of yours. You are asked for it once, each time Flowbench starts and needs them.",
		verb:  "Protect",
	}, func(_, fresh auth.Secret, told func(error)) { host.SetPassphrase(auth.Secret{}, fresh, told) }, then)
}

// A phrasing is what a dialog for a new passphrase says.
type phrasing struct {
	title, text, verb string
	note              string // below the fields
	old               bool   // the one before is asked for too
	no, noTip         string // the button that leaves it as it is; "" is Cancel
}

// choosePassphrase asks for a passphrase, twice. set is given it, and tells how it went.
func choosePassphrase(c fyne.Canvas, p phrasing, set func(old, fresh auth.Secret, told func(error)), then func(done bool)) *dialogs.Dialog {
	var d *dialogs.Dialog
	old, one, two := kit.NewSecret(1), kit.NewSecret(1), kit.NewSecret(1)
	oldField := kit.NewField("Current passphrase", "", true, old)
	oneField := kit.NewField("Passphrase", "A few words that belong to nobody else's sentence are easy to remember and hard to guess.", true, one)
	twoField := kit.NewField("Once more", "", true, two)
	hint := kit.NewLabel("", kit.Caption)
	body := kit.Column(12)
	if p.old {
		oneField = kit.NewField("New passphrase", "", true, one)
		body.Add(oldField)
	}
	body.Add(kit.Column(4, oneField, hint))
	body.Add(twoField)
	note := "Nobody can bring it back. The recovery code, which is shown next, opens your accounts without it."
	if p.note != "" {
		note = p.note
	}
	body.Add(kit.Beside(7, kit.Inset(kit.NewIcon("info", 14), 1, 0, 1, 0), kit.NewProse(note, kit.Caption, 0)))

	rate := func() {
		text, role := Strength(one.Text)
		ink := roleColor(role)
		one.Unmark()
		hint.SetRole(kit.Caption)
		hint.Set(text)
		hint.Color = nil
		if role != kit.Muted {
			hint.Color = colorOf(ink)
		}
		hint.Refresh()
	}
	busy := false
	var yes *kit.Button
	done := func() {
		if busy {
			return
		}
		oneField.SetProblem("", kit.Bad)
		twoField.SetProblem("", kit.Bad)
		rate()
		oldField.SetProblem("", kit.Bad)
		switch {
		case p.old && old.Text == "":
			oldField.SetProblem("The current passphrase is needed.", kit.Bad)
			c.Focus(old)
		case len([]rune(one.Text)) < leastPassphrase:
			one.Mark(kit.Bad)
			hint.SetRole(kit.Bad) // it says so already
			hint.Color = nil
			c.Focus(one)
		case one.Text != two.Text:
			twoField.SetProblem("This is not what was typed above. Type it once more.", kit.Bad)
			c.Focus(two)
		default:
			busy = true
			yes.Disable()
			set(auth.Hide(old.Text), auth.Hide(one.Text), func(err error) {
				busy = false
				if d.Done() {
					return
				}
				yes.Enable()
				if err != nil {
					at, entry := oneField, one
					if p.old {
						at, entry = oldField, old
					}
					at.SetProblem(spec.Sentence(err.Error())+" Nothing was changed.", kit.Bad)
					d.Relayout()
					c.Focus(entry)
					entry.SelectAll()
					return
				}
				d.Close()
				then(true)
			})
			return
		}
		d.Relayout()
	}
	yes = kit.NewButton(p.verb, "", kit.Primary, kit.Tip(p.verb, "Enter"), done)
	if p.no == "" {
		p.no, p.noTip = "Cancel", "Leave it as it is"
	}
	no := kit.NewButton(p.no, "", kit.Plain, kit.Tip(p.noTip, "Esc"), func() { d.Cancel() })
	one.OnChanged = func(string) { rate(); d.Relayout() }
	for _, e := range []*kit.Secret{old, one, two} {
		e.OnSubmitted = func(string) { done() }
	}
	rate()
	first := one
	if p.old {
		first = old
	}
	d = dialogs.Show(c, dialogs.Card{Title: p.title, Text: p.text, Body: body, Width: 460, Buttons: []*kit.Button{no, yes}, First: first, Enter: done, Closed: func() { then(false) }})
	return d
}

// codeNote says what becomes of the recovery code when a passphrase is set; another is
// another in place of one.
func codeNote(v Vault, another bool) string {
	_, code := v.Way(Recovery)
	_, phrase := v.Way(Passphrase)
	switch {
	case !code:
		return "Nobody can bring it back, and there is no recovery code: make one under Security, to open your accounts when it is lost."
	case another && phrase:
		return "The recovery code is good no longer then: another one takes its place, and is shown next."
	}
	return "Nobody can bring it back. The recovery code opens your accounts without it."
}

// common are the passphrases that are tried first, and parts of them.
var common = []string{"password", "passwort", "12345678", "qwerty", "letmein", "iloveyou", "flowbench", "11111111", "abcdefgh"}

// Strength says in words how hard a passphrase is to guess.
func Strength(text string) (string, kit.Role) {
	n, seen := 0, map[rune]bool{}
	for _, r := range strings.ToLower(text) {
		n++
		seen[r] = true
	}
	for _, c := range common {
		if strings.Contains(strings.ToLower(text), c) && n < 20 {
			return "Easy to guess: it is among the first that would be tried.", kit.Caution
		}
	}
	switch {
	case n < leastPassphrase:
		return "At least 8 characters; several words are best.", kit.Muted
	case len(seen) < 5:
		return "Easy to guess: it repeats itself.", kit.Caution
	case n < 12:
		return "Short: another word makes it much harder to guess.", kit.Caution
	case n < 18:
		return "Fair: hard to guess for a person, less so for a machine.", kit.Muted
	}
	return "Good: hard to guess, also for a machine.", kit.Good
}
