package dialogs

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// A Finding is a setting that looks like a secret.
type Finding struct {
	Where string // Slack / headers[0].value
	Text  string // looks like a key
	Open  func() // goes to the node
}

// ExportSecrets holds an export back that would carry what looks like secrets.
func ExportSecrets(c fyne.Canvas, findings []Finding, export func()) *Dialog {
	var d *Dialog
	list := kit.Column(0)
	for i, f := range findings {
		if i > 0 {
			list.Add(kit.Rule(false))
		}
		open := kit.NewButton("Go to node", "", kit.Plain, "Close this and show the setting", func() { d.Close(); f.Open() })
		open.Small = true
		words := kit.Column(2, kit.NewLabel(f.Where, kit.Strong), kit.NewLabel(f.Text, kit.Caption))
		list.Add(kit.Inset(kit.LineGrow(12, 1, small("key", warningColor), words, open), 9, 12, 9, 12))
	}
	anyway := kit.NewButton("Export anyway", "", kit.Danger, "Write the file with these values in it", func() { d.Close(); export() })
	no := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Export nothing", "Esc"), func() { d.cancel() })
	text := "The file would carry a value that looks like a secret. Whoever gets the file could use it. Move it to a connection or a config variable first."
	if len(findings) > 1 {
		text = "The file would carry values that look like secrets. Whoever gets the file could use them. Move them to a connection or a config variable first."
	}
	d = show(c, frame{title: "Export with secrets?", text: text, body: boxed(list), buttons: []*kit.Button{no, anyway}, width: 540, first: no})
	return d
}
