package connect

import (
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// A safe is the page about the vault: how it is opened, when it locks, its backups.
type safe struct {
	card     *Card
	box      *fyne.Container
	scroller *container.Scroll
	buttons  map[string]*kit.Button
	said     *fyne.Container
}

// security opens the page about the vault.
func (k *Card) security() {
	if k.host.Vault().Locked {
		Unlock(k.canvas(), k.host, func() {
			k.load()
			k.security()
		})
		return
	}
	s := &safe{card: k, box: kit.Column(18), said: kit.Column(0)}
	s.scroller = container.NewVScroll(container.New(narrowed{680, 14}, kit.Inset(s.box, 0, 20, 20, 20)))
	s.fill()
	k.show(s, true)
	k.focus(s.first())
}

func (s *safe) leave(then func())         { then() }
func (s *safe) scroll() *container.Scroll { return s.scroller }
func (s *safe) back() bool {
	k := s.card
	k.load()
	k.choose(k.chosen)
	k.focus(k.side.search)
	return true
}

func (s *safe) first() fyne.Focusable {
	for _, name := range []string{"passphrase", "recovery", "lock"} {
		if b := s.buttons[name]; b != nil {
			return b
		}
	}
	return nil
}

func (s *safe) object() (body, foot fyne.CanvasObject) {
	k := s.card
	back := kit.NewButton("Back", "chevron-left", kit.Plain, kit.Tip("Back to the connections", "Esc"), func() { s.back() })
	shut := kit.NewButton("Close", "", kit.Plain, "Close Integrations", func() { k.dialog.Cancel() })
	return s.scroller, kit.LineGrow(8, 1, back, kit.Gap(0, 0), shut)
}

func (s *safe) button(name, text, icon, tip string, do func()) *kit.Button {
	b := kit.NewButton(text, icon, kit.Plain, tip, do)
	b.Small = true
	s.buttons[name] = b
	kit.Follow(s.scroller, b)
	return b
}

// fill shows the vault as it stands; the focus stays on the button it was on.
func (s *safe) fill() {
	k := s.card
	had := ""
	if k.dialog != nil {
		for name, b := range s.buttons {
			if k.canvas().Focused() == fyne.Focusable(b) {
				had = name
			}
		}
	}
	s.buttons = map[string]*kit.Button{}
	v := k.host.Vault()
	s.box.Objects = []fyne.CanvasObject{s.said,
		chapter("How your accounts are opened", "Each of these opens them by itself. Keep at least two.", s.ways(v)...),
		chapter("Locking", "", s.locking(v)...),
		chapter("Backup and other computers", "", s.moving(v)...),
	}
	s.said.Hidden = len(s.said.Objects) == 0
	s.box.Refresh()
	s.scroller.Refresh()
	if b := s.buttons[had]; b != nil {
		k.focus(b)
	}
}

// say tells how something went, above all.
func (s *safe) say(r kit.Role, text string) {
	icon := "check"
	if r == kit.Bad {
		icon = "warning"
	}
	s.said.Objects = []fyne.CanvasObject{kit.NewNotice(icon, r, text, "", nil)}
	s.fill()
	s.scroller.ScrollToTop()
}

// went tells of an error, or of what was done.
func (s *safe) went(err error, done string) {
	if err != nil {
		s.say(kit.Bad, spec.Sentence(err.Error())+" Your accounts are as they were.")
		return
	}
	s.say(kit.Good, done)
}

// chapter is a section of the page: lines in a box, under a head.
func chapter(title, text string, lines ...fyne.CanvasObject) fyne.CanvasObject {
	box := kit.Column(0)
	for i, l := range lines {
		if i > 0 {
			box.Add(kit.Rule(false))
		}
		box.Add(kit.Inset(l, 10, 12, 10, 14))
	}
	head := kit.Column(1, kit.NewLabel(title, kit.Strong))
	if text != "" {
		head.Add(kit.NewLabel(text, kit.Caption))
	}
	card := kit.NewCard(kit.Surface)
	card.Radius = 8
	return kit.Column(8, head, container.NewStack(card, box))
}

// entry is a line of a section: an icon, words, and what can be done.
func entry(icon string, ink func(*draw.Theme) color.NRGBA, title, text string, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	words := kit.Column(1, kit.NewLabel(title, kit.Body), kit.NewHint(kit.NewLabel(text, kit.Caption), ""))
	all := []fyne.CanvasObject{kit.NewColorIcon(icon, 18, colorOf(ink)), words}
	return kit.LineGrow(12, 1, append(all, buttons...)...)
}

func mutedColor(t *draw.Theme) color.NRGBA { return t.Muted }

func (s *safe) ways(v Vault) []fyne.CanvasObject {
	k := s.card
	now := k.host.Now()
	var out []fyne.CanvasObject
	if w, ok := v.Way(KeyRing); ok {
		out = append(out, entry("check", roleColor(kit.Good), "Key ring of this computer", "Opens them by itself while you are signed in · since "+day(w.Made)))
	}
	if w, ok := v.Way(Passphrase); ok {
		out = append(out, entry("check", roleColor(kit.Good), "Passphrase", "Set "+ago(w.Made, now), s.button("passphrase", "Change…", "", "Choose another passphrase", func() { s.passphrase(true) })))
	} else {
		out = append(out, entry("minus", mutedColor, "Passphrase", "None: not needed as long as the key ring opens them", s.button("passphrase", "Set…", "", "Choose a passphrase", func() { s.passphrase(false) })))
	}
	if w, ok := v.Way(Recovery); ok {
		out = append(out, entry("check", roleColor(kit.Good), "Recovery code", "Made "+ago(w.Made, now)+" · shown only then", s.button("recovery", "New Code…", "", "Make another; the one before is good no longer", func() { s.recovery(true) })))
	} else {
		out = append(out, entry("warning", roleColor(kit.Caution), "Recovery code", "None yet: what is lost without one stays lost", s.button("recovery", "Make Recovery Code…", "", "Make a code to write down", func() { s.recovery(false) })))
	}
	for i, w := range v.Ways {
		if w.Kind != KeyFile {
			continue
		}
		text := "Made " + ago(w.Made, now)
		if w.Note != "" {
			text = w.Note + " · made " + ago(w.Made, now)
		}
		out = append(out, entry("file", mutedColor, "Key file", text, s.button("remove"+strconv.Itoa(i), "Remove…", "", "Make the file good no longer", func() { s.remove(w) })))
	}
	return append(out, entry("terminal", mutedColor, "For the command line", "A key file opens them where nobody can type: FLOWBENCH_KEY_FILE names it", s.button("key-file", "New Key File…", "", "Write a key file", s.keyFile)))
}

// keyFile says what a key file is before it asks where to.
func (s *safe) keyFile() {
	dialogs.Confirm(s.card.canvas(), "Make a key file?", "The file opens all your accounts, without a passphrase: it is for commands that run where nobody can type one. Whoever has it and a copy of the store can use them, so keep it as you would a password.", "Choose Where…", false, func() {
		s.card.host.NewKeyFile(func(path string, err error) {
			if err != nil || path != "" {
				s.went(err, "The key file was written as "+path+". Keep it as you would a password.")
			}
		})
	})
}

// passphrase sets one, or another in its place.
func (s *safe) passphrase(another bool) {
	k := s.card
	v := k.host.Vault()
	p := phrasing{title: "Set a passphrase", verb: "Set Passphrase", text: "It opens your accounts where the key ring does not, such as from a backup on another computer.", note: codeNote(v, another)}
	if another {
		p.title, p.verb, p.old = "Change the passphrase", "Change Passphrase", !v.ByRecovery
		p.text = "All accounts are encrypted anew; a backup is made before. The old passphrase is good no longer."
		if v.ByRecovery {
			p.text += " It is not asked for, since the recovery code opened your accounts."
		}
	}
	choosePassphrase(k.canvas(), p, k.host.SetPassphrase, func(done bool) {
		if !done {
			return
		}
		s.say(kit.Good, "The passphrase was set.")
	})
}

func (s *safe) recovery(another bool) {
	k := s.card
	make := func() {
		k.host.NewRecoveryCode(func(code auth.Secret, err error) {
			if err != nil {
				s.went(err, "")
				return
			}
			ShowRecovery(k.canvas(), k.host, code, func() { s.say(kit.Good, "The recovery code was made. Keep it elsewhere than on this computer.") })
			s.fill()
		})
	}
	if !another {
		make()
		return
	}
	dialogs.Confirm(k.canvas(), "Make a new recovery code?", "The code you have now will be good no longer.", "Make New Code", false, make)
}

func (s *safe) remove(w Way) {
	dialogs.Confirm(s.card.canvas(), "Remove the key file?", "The file opens your accounts no longer. Commands that are run with it ask for another.", "Remove", true, func() {
		s.card.host.Remove(w, func(err error) { s.went(err, "The key file is good no longer. You can delete it.") })
	})
}

// lockTimes are the choices of when to lock, in minutes; 0 is never.
var lockTimes = []int{5, 15, 30, 60, 0}

func (s *safe) locking(v Vault) []fyne.CanvasObject {
	k := s.card
	var options []kit.Option
	for _, m := range lockTimes {
		text := "After " + plural(m, "minute")
		if m == 0 {
			text = "Never"
		}
		options = append(options, kit.Option{Value: strconv.Itoa(m), Text: text})
	}
	sel := kit.NewSelect(options, strconv.Itoa(int(v.LockAfter/time.Minute)), func(value string) {
		m, _ := strconv.Atoi(value)
		k.host.SetLockAfter(time.Duration(m) * time.Minute)
	})
	kit.Follow(s.scroller, sel)
	sel.SetTip("How long Flowbench is left alone before the accounts are locked")
	lock := s.button("lock", "Lock Now", "lock", "Lock the accounts; flows that run are not disturbed", func() {
		k.host.Lock()
		k.load()
		k.choose(k.chosen)
		k.focus(k.page.(*shelf).firstAction())
	})
	return []fyne.CanvasObject{
		entry("delay", mutedColor, "Lock when nobody is there", "The accounts are locked when Flowbench is left alone", kit.MinSize(sel, 150, kit.Height)),
		entry("lock", mutedColor, "Lock at once", "Opened again by any of the ways above", lock),
	}
}

func (s *safe) moving(v Vault) []fyne.CanvasObject {
	k := s.card
	last := "Never backed up"
	if !v.BackedUp.IsZero() {
		last = "Last backed up " + ago(v.BackedUp, k.host.Now())
	}
	return []fyne.CanvasObject{
		entry("save", mutedColor, "Backup", last+"; each day by itself, and before anything risky", s.button("backup", "Back Up Now", "", "Write a copy of the whole store beside it", func() {
			k.host.BackUp(func(path string, err error) { s.went(err, "Backed up as "+path+".") })
		})),
		entry("export", mutedColor, "Take connections to another computer", "One file, sealed with a passphrase", s.button("export", "Export Connections…", "", "Choose which", s.export)),
		entry("import", mutedColor, "Bring connections from another computer", "You see each before it goes in", s.button("import", "Import Connections…", "", "Choose the file", s.bring)),
	}
}
