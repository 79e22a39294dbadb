package dialogs

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
)

// A KeyGroup is a part of the shortcuts sheet.
type KeyGroup struct {
	Title string
	Lines []KeyLine
}

// A KeyLine is what some keys do, each of them alone.
type KeyLine struct {
	Does string
	Keys []string
}

// Keys shows the shortcuts sheet: the groups in two columns.
func Keys(c fyne.Canvas, groups []KeyGroup) *Dialog {
	total := 0
	for _, g := range groups {
		total += len(g.Lines) + 2
	}
	left, right := kit.Column(18), kit.Column(18)
	rows := 0
	for _, g := range groups {
		to := left
		if rows > 0 && rows+(len(g.Lines)+2)/2 > total/2 {
			to = right
		}
		rows += len(g.Lines) + 2
		to.Add(keyGroup(g))
	}
	sheet := container.New(topDown{}, kit.Inset(kit.Share(36, []bool{false, false}, left, right), 2, pad, pad, pad))
	return show(c, frame{title: "Keyboard", subtitle: "Every command is in the command palette too.", body: container.NewVScroll(sheet), fill: true, width: 860, height: 720})
}

func keyGroup(g KeyGroup) fyne.CanvasObject {
	col := kit.Column(0, kit.Inset(kit.NewLabel(g.Title, kit.Strong), 0, 0, 6, 0))
	for _, l := range g.Lines {
		line := []fyne.CanvasObject{kit.NewHint(kit.NewLabel(l.Does, kit.Body), "")}
		for _, k := range l.Keys {
			line = append(line, KeyCap(k))
		}
		col.Add(kit.Rule(false))
		col.Add(kit.Inset(kit.LineGrow(4, 0, line...), 4, 0, 4, 0))
	}
	return col
}

// KeyCap is a key as it is drawn in lists of them.
func KeyCap(key string) fyne.CanvasObject {
	ground := kit.NewCard(kit.Background)
	ground.Radius = 4
	return container.NewStack(ground, kit.Inset(kit.NewText(key, kit.Caption), 1, 6, 2, 6))
}
