package connect

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/engine/auth"
)

// widened are the hosts that a connection would be sent to besides those it was.
func widened(was, now auth.Record, p Provider) []string {
	hosts := now.Hosts
	if p.ID != own {
		hosts = p.Hosts
	}
	var out []string
	for _, h := range hosts {
		if !slices.Contains(was.Hosts, h) {
			out = append(out, h)
		}
	}
	return out
}

// Widen asks whether an account may be sent to more hosts. They are shown as they are
// dialled, in ASCII, each letter by itself: a name that only looks like another is seen.
func Widen(c fyne.Canvas, connection string, hosts []string, then func()) *dialogs.Dialog {
	var d *dialogs.Dialog
	list := kit.Column(0)
	odd := false
	for i, h := range hosts {
		if i > 0 {
			list.Add(kit.Rule(false))
		}
		odd = odd || strings.Contains(h, "xn--")
		list.Add(kit.Inset(kit.Beside(10, kit.NewIcon("globe", 16), kit.NewProse(h, kit.Code, 0)), 9, 12, 9, 12))
	}
	body := kit.Column(12, container.NewStack(kit.NewCard(kit.Surface), list))
	if odd {
		body.Add(kit.NewNotice("warning", kit.Caution, "A name with xn-- in it has letters that are not Latin, and may only look like another.", "", nil))
	}
	yes := kit.NewButton("Send it there too", "", kit.Danger, "Save the connection with these hosts", func() { d.Close(); then() })
	no := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Save nothing", "Esc"), func() { d.Cancel() })
	text := "“" + connection + "” would also be sent to the host below. Whoever owns it gets the account's secret."
	if len(hosts) > 1 {
		text = "“" + connection + "” would also be sent to the hosts below. Whoever owns one of them gets the account's secret."
	}
	d = dialogs.Show(c, dialogs.Card{Title: "Send the account to more hosts?", Text: text, Body: body, Width: 480, Buttons: []*kit.Button{no, yes}, First: no})
	return d
}
