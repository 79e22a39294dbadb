package connect

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// ShowRecovery shows a recovery code, this once. then is told when the person has kept it, or
// goes on without, which is asked about.
func ShowRecovery(c fyne.Canvas, host Host, code auth.Secret, then func()) *dialogs.Dialog {
	var d *dialogs.Dialog
	copied := kit.NewButton("Copy", "copy", kit.Plain, "Put it on the clipboard for 30 seconds", nil)
	copied.OnTapped = func() {
		host.CopySecret(code)
		copied.Set("Copied for 30 seconds", "check")
	}
	saved := kit.NewButton("Save to file…", "save", kit.Plain, "Write it into a file that only you can read", nil)
	note := kit.NewProse("", kit.Caption, 0)
	note.Hide()
	saved.OnTapped = func() {
		host.SaveFile("Save the recovery code", "flowbench-recovery-code.txt", auth.Hide("Flowbench recovery code\n\n"+code.Reveal()+"\n"), func(path string, err error) {
			switch {
			case err != nil:
				note.Role = kit.Bad
				note.Set("It was not saved: " + spec.Sentence(err.Error()))
			case path == "":
				return
			default:
				note.Role = kit.Caption
				note.Set("Saved as " + path + ". Keep it elsewhere than on this computer.")
				saved.Set("Saved", "check")
			}
			note.Show()
			d.Relayout()
		})
	}
	kept := false
	yes := kit.NewButton("I have kept it", "", kit.Primary, "Close this: the code is not shown again", func() {
		kept = true
		d.Close()
		then()
	})
	body := kit.Column(12, newCode(code), kit.Line(8, copied, saved), note)
	d = dialogs.Show(c, dialogs.Card{
		Title: "Your recovery code", Width: 500,
		Text:    "It opens your accounts when the passphrase or the key ring is lost. It is shown only now: write it down, or keep it in a password manager.",
		Body:    body,
		Buttons: []*kit.Button{yes}, First: copied, Closed: then,
		Leave: func() bool {
			if kept {
				return true
			}
			dialogs.Confirm(c, "Close without the code?", "It is not shown again. You can make another one under Security, which takes the place of this one.", "Close", true, func() {
				kept = true
				d.Cancel()
			})
			return false
		},
	})
	return d
}

// A codeView shows a recovery code large, in groups, four to a line.
type codeView struct {
	widget.BaseWidget
	lines []fyne.CanvasObject
}

func newCode(code auth.Secret) fyne.CanvasObject {
	groups := strings.FieldsFunc(code.Reveal(), func(r rune) bool { return r == '-' || r == ' ' })
	v := &codeView{}
	per := 4
	for i := 0; i < len(groups); i += per {
		t := fynecanvas.NewText(strings.Join(groups[i:min(i+per, len(groups))], " - "), color.Transparent)
		t.TextSize, t.TextStyle = 20, fyne.TextStyle{Monospace: true}
		t.Alignment = fyne.TextAlignCenter
		v.lines = append(v.lines, t)
	}
	v.ExtendBaseWidget(v)
	return container.NewStack(kit.NewCard(kit.CodeGround), kit.Inset(v, 14, 12, 14, 12))
}

// CreateRenderer implements [fyne.Widget].
func (v *codeView) CreateRenderer() fyne.WidgetRenderer {
	r := &codeRenderer{WidgetRenderer: widget.NewSimpleRenderer(kit.Column(4, v.lines...)), v: v}
	r.Refresh()
	return r
}

type codeRenderer struct {
	fyne.WidgetRenderer
	v *codeView
}

func (r *codeRenderer) Refresh() {
	for _, o := range r.v.lines {
		o.(*fynecanvas.Text).Color = kit.Colors().Text
		o.Refresh()
	}
}
