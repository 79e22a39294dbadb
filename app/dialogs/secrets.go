package dialogs

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// A Finding is a setting that looks like a secret, or is one.
type Finding struct {
	Where string // Slack / headers[0].value
	Text  string // looks like a key
	Open  func() // goes to the node; nil where there is nothing to go to
}

// ExportSecrets holds an export back that would carry what looks like secrets.
func ExportSecrets(c fyne.Canvas, findings []Finding, export func()) *Dialog {
	var d *Dialog
	list := findingList(findings, func() { d.Close() })
	anyway := kit.NewButton("Export anyway", "", kit.Danger, "Write the file with these values in it", func() { d.Close(); export() })
	no := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Export nothing", "Esc"), func() { d.cancel() })
	text := "The file would carry a value that looks like a secret. Whoever gets the file could use it. Move it to a connection or a config variable first."
	if len(findings) > 1 {
		text = "The file would carry values that look like secrets. Whoever gets the file could use them. Move them to a connection or a config variable first."
	}
	d = show(c, frame{title: "Export with secrets?", text: text, body: boxed(list), buttons: []*kit.Button{no, anyway}, width: 540, first: no})
	return d
}

// RefuseSecrets says that something does not leave because a stored secret stands in it.
// There is no way around.
func RefuseSecrets(c fyne.Canvas, title string, findings []Finding) *Dialog {
	var d *Dialog
	list := findingList(findings, func() { d.Close() })
	ok := kit.NewButton("Close", "", kit.Primary, kit.Tip("Close this", "Esc"), func() { d.cancel() })
	text := "A secret that is stored with a connection stands in it. Whoever gets it could use your account. Take the secret out: a connection puts it into requests by itself."
	d = show(c, frame{title: title, text: text, body: boxed(list), buttons: []*kit.Button{ok}, width: 540, first: ok})
	return d
}

func findingList(findings []Finding, leave func()) *fyne.Container {
	list := kit.Column(0)
	for i, f := range findings {
		if i > 0 {
			list.Add(kit.Rule(false))
		}
		line := []fyne.CanvasObject{small("key", warningColor), kit.Column(2, kit.NewLabel(f.Where, kit.Strong), kit.NewLabel(f.Text, kit.Caption))}
		if f.Open != nil {
			open := kit.NewButton("Go to node", "", kit.Plain, "Close this and show the setting", func() { leave(); f.Open() })
			open.Small = true
			line = append(line, open)
		}
		list.Add(kit.Inset(kit.LineGrow(12, 1, line...), 9, 12, 9, 12))
	}
	return list
}
