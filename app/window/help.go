package window

import (
	"io/fs"
	"strings"

	"flowbench/app/dialogs"
	"flowbench/assets"
	"flowbench/canvas"
	"flowbench/engine/kinds"
)

// help shows the help page of the node that is selected, else the keys.
func (w *Window) help() {
	n := w.chosen()
	if n == nil {
		w.showKeys()
		return
	}
	k, ok := w.kinds.Lookup(n.Kind)
	if !ok {
		return
	}
	page := kinds.Help(k)
	if p := w.faces.Provider(n); p != nil {
		if a := p.Action(n.Config.Text("action")); a != nil {
			page += "\n" + strings.Replace(kinds.ActionHelp(p, a), "# ", "## ", 1)
		}
	}
	dialogs.Help(w.win.Canvas(), k.Title+" node", page, w.browse)
}

// helpOn shows a page of assets/help, whose first line is its title.
func (w *Window) helpOn(name string) {
	b, err := fs.ReadFile(assets.Help(), name+".md")
	if err != nil {
		w.fail("The help page is missing", err)
		return
	}
	title, page, _ := strings.Cut(string(b), "\n")
	dialogs.Help(w.win.Canvas(), strings.TrimPrefix(title, "# "), page, w.browse)
}

// showKeys shows every key there is: those of the commands, by menu, and what a hand does
// on the board.
func (w *Window) showKeys() {
	dialogs.Keys(w.win.Canvas(), w.keySheet())
}

func (w *Window) keySheet() []dialogs.KeyGroup {
	var out []dialogs.KeyGroup
	for _, m := range w.menus {
		g := dialogs.KeyGroup{Title: m.title}
		for _, section := range m.sections {
			for _, c := range section {
				line := dialogs.KeyLine{Does: c.title}
				for _, s := range strokes(c.keys) {
					line.Keys = append(line.Keys, s.String())
				}
				g.Lines = append(g.Lines, line)
			}
		}
		out = append(out, g)
	}
	board := dialogs.KeyGroup{Title: "On the board"}
	for _, h := range canvas.Hands() {
		board.Lines = append(board.Lines, dialogs.KeyLine{Keys: h.Keys, Does: h.Does})
	}
	return append(out, board)
}
