package dialogs

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
)

// A Choice is an entry of a list to choose from.
type Choice struct {
	ID, Title, Doc string
	Note           string // at the right, in the monospace face: "GET /v3/site-explorer"
	Words          string // by which the search finds it besides
	Sign           draw.Sign
	Pale           bool // it cannot be had just now
}

// A Question is a list to choose one entry from.
type Question struct {
	Title, Subtitle string
	Hint            string // in the search field: "Search services"
	Caution         string // a text above the list: what is lost by choosing
	Verb            string // of the button: "Add Action"
	Empty           string // said where nothing matches
	From            []Choice
	Chosen          string // the ID that is chosen at first
	Then            func(Choice)
}

// Choose lets a person pick one of a list: by search, arrow keys and Enter, or a double click.
func Choose(c fyne.Canvas, q Question) *Dialog {
	l := &chooser{question: q, at: -1}
	l.search = kit.NewSearch(q.Hint, func(string) { l.filter() })
	l.search.OnKey = l.key
	l.search.OnSubmitted = func(string) { l.done() }
	l.rows = kit.NewRows(56, func() fyne.CanvasObject { return newItem() }, l.fill)
	if q.Empty == "" {
		q.Empty = "Nothing is called so. Try a shorter word."
	}
	l.empty = container.NewCenter(kit.MinSize(kit.NewProse(q.Empty, kit.Muted, 0), 320, 40))

	verb := q.Verb
	if verb == "" {
		verb = "Choose"
	}
	l.yes = kit.NewButton(verb, "", kit.Primary, "", l.done)
	no := kit.NewButton("Cancel", "", kit.Plain, "", func() { l.dialog.cancel() })
	top := kit.Column(10)
	if q.Caution != "" {
		top.Add(notice("warning", warningColor, q.Caution))
	}
	top.Add(l.search)
	body := container.NewBorder(kit.Inset(top, 2, pad, 8, pad), nil, nil, nil,
		container.NewStack(kit.Inset(l.rows, 0, 12, 0, 12), l.empty))
	l.dialog = show(c, frame{title: q.Title, subtitle: q.Subtitle, body: body, fill: true, buttons: []*kit.Button{no, l.yes},
		width: 560, height: 520, first: l.search, enter: l.done, onKey: l.key})
	l.filter()
	return l.dialog
}

type chooser struct {
	question Question
	hits     []Choice
	at       int // in hits; -1 is none
	search   *kit.Entry
	rows     *kit.Rows
	empty    *fyne.Container
	yes      *kit.Button
	dialog   *Dialog
}

func (l *chooser) filter() {
	chosen := l.question.Chosen
	if l.at >= 0 {
		chosen = l.hits[l.at].ID
	}
	l.hits, l.at = nil, -1
	for _, c := range l.question.From {
		if matches(l.search.Text, c.Title, c.Doc, c.Note, c.Words, c.ID) {
			if c.ID == chosen {
				l.at = len(l.hits)
			}
			l.hits = append(l.hits, c)
		}
	}
	if l.at < 0 && len(l.hits) > 0 && (chosen == "" || l.search.Text != "") {
		l.at = 0
	}
	l.rows.SetCount(len(l.hits))
	if len(l.hits) == 0 {
		l.empty.Show()
	} else {
		l.empty.Hide()
	}
	l.pick(l.at)
}

// matches reports whether each word of the query is part of one of the texts.
func matches(query string, texts ...string) bool {
	all := strings.ToLower(strings.Join(texts, "\n"))
	for _, w := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

func (l *chooser) pick(i int) {
	l.at = i
	if i >= 0 {
		l.yes.Enable()
		l.rows.Reveal(i)
	} else {
		l.yes.Disable()
	}
	l.rows.Update()
}

func (l *chooser) key(e *fyne.KeyEvent) bool {
	page := max(1, int(l.rows.Size().Height/l.rows.Height)-1)
	step := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -page, fyne.KeyPageDown: page}[e.Name]
	if step == 0 {
		return false
	}
	if len(l.hits) > 0 {
		l.pick(max(0, min(len(l.hits)-1, l.at+step)))
	}
	return true
}

func (l *chooser) fill(i int, o fyne.CanvasObject) {
	it := o.(*item)
	it.set(l.hits[i], i == l.at)
	it.tapped = func(double bool) {
		l.dialog.canvas.Focus(l.search)
		l.pick(i)
		if double {
			l.done()
		}
	}
}

func (l *chooser) done() {
	if l.at < 0 || l.dialog.closed {
		return
	}
	c := l.hits[l.at]
	l.dialog.Close()
	l.question.Then(c)
}
