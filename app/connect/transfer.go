package connect

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// A picker is a list of records with a box before each.
type picker struct {
	checks  []*kit.Check
	records []auth.Record
	object  fyne.CanvasObject
}

// pick lists records; changed is told when a box is ticked, or not any more. note says
// more about one.
func (k *Card) pick(rs []auth.Record, note func(auth.Record) string, changed func()) *picker {
	p := &picker{records: rs}
	list := kit.Column(0)
	inner := container.NewVScroll(list)
	for i, r := range rs {
		if i > 0 {
			list.Add(kit.Rule(false))
		}
		home := k.provider(k.home(Connection{Record: r}))
		c := kit.NewCheck(true, "Take “"+r.Name+"”", func(bool) { changed() })
		p.checks = append(p.checks, c)
		kit.Follow(inner, c)
		var hosts []string
		for _, h := range r.Hosts {
			hosts = append(hosts, strings.TrimPrefix(h, "https://"))
		}
		about := strings.Join(append([]string{home.Title, schemeTitle(r.Scheme, home)}, strings.Join(hosts, ", ")), " · ")
		words := kit.Column(1, kit.NewLabel(r.Name, kit.Strong), kit.NewHint(kit.NewLabel(about, kit.Caption), ""))
		if text := note(r); text != "" {
			caution := kit.NewLabel(text, kit.Caption)
			caution.Color = colorOf(roleColor(kit.Caution))
			words.Add(kit.NewHint(caution, ""))
		}
		row := kit.NewRow(kit.LineGrow(10, 1, look.NewTile(26, home.Sign), words), "", nil)
		list.Add(kit.Inset(kit.LineGrow(10, 1, c, row), 4, 8, 4, 12))
	}
	p.object = container.New(kit.UpTo(250, inner.Content), kit.NewCard(kit.Surface), inner)
	return p
}

func (p *picker) chosen() (out []auth.Record) {
	for i, c := range p.checks {
		if c.On {
			out = append(out, p.records[i])
		}
	}
	return out
}

// export asks which connections go into a file, and what seals it.
func (s *safe) export() {
	k := s.card
	var all []auth.Record
	for _, c := range k.list {
		if c.Fault == "" {
			all = append(all, c.Record)
		}
	}
	if len(all) == 0 {
		s.say(kit.Bad, "There is no connection to export yet.")
		return
	}
	var d *dialogs.Dialog
	one, two := kit.NewSecret(1), kit.NewSecret(1)
	oneField := kit.NewField("Passphrase for the file", "It is asked for where the file is imported. It need not be that of the vault.", true, one)
	twoField := kit.NewField("Once more", "", true, two)
	hint := kit.NewLabel("", kit.Caption)
	rate := func() { text, _ := Strength(one.Text); hint.Set(text) }
	rate()
	var p *picker
	var done func()
	yes := kit.NewButton("Export", "", kit.Primary, "Choose where to, and write the file", func() { done() })
	p = k.pick(all, func(auth.Record) string { return "" }, func() { enable(yes, len(p.chosen()) > 0) })
	done = func() {
		var ids []string
		for _, r := range p.chosen() {
			ids = append(ids, r.ID)
		}
		oneField.SetProblem("", kit.Bad)
		twoField.SetProblem("", kit.Bad)
		switch {
		case len(ids) == 0:
			return
		case len([]rune(one.Text)) < leastPassphrase:
			oneField.SetProblem("A passphrase has at least 8 characters.", kit.Bad)
			k.focus(one)
		case one.Text != two.Text:
			twoField.SetProblem("This is not what was typed above. Type it once more.", kit.Bad)
			k.focus(two)
		default:
			phrase := auth.Hide(one.Text)
			d.Close()
			k.host.Export(ids, phrase, func(path string, err error) {
				if err != nil || path != "" {
					s.went(err, plural(len(ids), "connection")+" exported as "+path+". Give the passphrase on another way than the file.")
				}
			})
			return
		}
		d.Relayout()
	}
	one.OnChanged = func(string) { rate() }
	one.OnSubmitted = func(string) { k.focus(two) }
	two.OnSubmitted = func(string) { done() }
	no := kit.NewButton("Cancel", "", kit.Plain, "", func() { d.Cancel() })
	body := kit.Column(12, p.object, kit.Grid(12, oneField, twoField), hint)
	d = dialogs.Show(k.canvas(), dialogs.Card{Title: "Export Connections", Text: "The file holds the secrets of the connections, sealed with a passphrase of its own.",
		Body: body, Width: 560, Buttons: []*kit.Button{no, yes}, First: one, Enter: func() { done() }})
}

func enable(b *kit.Button, on bool) {
	if on && b.Disabled() {
		b.Enable()
	} else if !on && !b.Disabled() {
		b.Disable()
	}
}

// bring asks for a file and its passphrase, and shows what is in it.
func (s *safe) bring() {
	s.card.host.ChooseExport(func(path string) {
		if path != "" {
			s.open(path)
		}
	})
}

func (s *safe) open(path string) {
	k := s.card
	var d *dialogs.Dialog
	entry := kit.NewSecret(1)
	field := kit.NewField("Passphrase of the file", "The one that was chosen when it was exported.", true, entry)
	busy := false
	done := func() {
		if busy {
			return
		}
		busy = true
		k.host.ReadExport(path, auth.Hide(entry.Text), func(rs []auth.Record, err error) {
			busy = false
			switch {
			case d.Done():
			case err != nil:
				field.SetProblem(spec.Sentence(err.Error())+" Nothing was imported.", kit.Bad)
				d.Relayout()
				k.focus(entry)
				entry.SelectAll()
			default:
				d.Close()
				s.review(rs)
			}
		})
	}
	entry.OnSubmitted = func(string) { done() }
	yes := kit.NewButton("Open", "", kit.Primary, kit.Tip("See what is in the file", "Enter"), done)
	no := kit.NewButton("Cancel", "", kit.Plain, "", func() { d.Cancel() })
	d = dialogs.Show(k.canvas(), dialogs.Card{Title: "Import Connections", Text: path, Body: field, Width: 460, Buttons: []*kit.Button{no, yes}, First: entry, Enter: done})
}

// review shows each record before it goes in.
func (s *safe) review(rs []auth.Record) {
	k := s.card
	if len(rs) == 0 {
		s.say(kit.Bad, "There is no connection in the file.")
		return
	}
	var d *dialogs.Dialog
	var p *picker
	yes := kit.NewButton("Import", "", kit.Primary, "Add those that are ticked", nil)
	count := func() {
		n := len(p.chosen())
		yes.Set("Import "+plural(n, "Connection"), "")
		enable(yes, n > 0)
	}
	p = k.pick(rs, func(r auth.Record) string {
		for _, c := range k.list {
			if c.Provider == r.Provider && strings.EqualFold(c.Name, r.Name) {
				return "There is one of this name already. Both are kept."
			}
		}
		return ""
	}, func() { count() })
	count()
	yes.OnTapped = func() {
		chosen := p.chosen()
		if len(chosen) == 0 {
			return
		}
		d.Close()
		k.host.Import(chosen, func(err error) {
			k.load()
			s.went(err, plural(len(chosen), "connection")+" imported. Test each before a flow relies on it.")
		})
	}
	no := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Import nothing", "Esc"), func() { d.Cancel() })
	d = dialogs.Show(k.canvas(), dialogs.Card{Title: "Import Connections", Text: "This is in the file. Only those that are ticked go in; each is sent only to the hosts it names.",
		Body: p.object, Width: 560, Buttons: []*kit.Button{no, yes}, First: p.checks[0], Enter: yes.OnTapped})
}
