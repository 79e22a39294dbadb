package debug

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine/event"
)

// told is how much of a message stands in a notice; Copy gives the whole.
const told = 600

// newFault says what happened, and what to do: the fault's help, and buttons for what
// mends it. goTo, if any, leads to the step that it is about.
func newFault(f *event.Fault, host Host, env string, goTo func()) fyne.CanvasObject {
	message := f.Message
	if len([]rune(message)) > told {
		message = string([]rune(message)[:told]) + "… (Copy gives the whole message.)"
	}
	ink := func(t *draw.Theme) color.NRGBA { return t.Failure }
	card := kit.NewCard(kit.Surface)
	card.Stroke = func(t *draw.Theme) color.Color { return t.Failure }

	var buttons []fyne.CanvasObject
	if goTo != nil {
		b := kit.NewButton("Go to "+f.Step, "", kit.Plain, "Show the step in the flow log", goTo)
		b.Small = true
		buttons = append(buttons, b)
	}
	for _, m := range Mends(f) {
		if m == RunLive && strings.EqualFold(env, "live") {
			continue
		}
		b := kit.NewButton(string(m), "", kit.Plain, mendTips[m], func() { host.Fix(*f, m) })
		b.Small = true
		buttons = append(buttons, b)
	}
	text := kit.Column(-8, kit.NewParagraph(message, kit.Bad))
	if f.Help != "" {
		text.Add(kit.NewParagraph(f.Help, kit.Muted))
	}
	if len(buttons) > 0 {
		text.Add(kit.Inset(kit.Line(6, buttons...), 8, 8, 8, 8))
	}
	copies := kit.NewButton("", "copy", kit.Quiet, "Copy the message", func() { host.Copy(strings.TrimSpace(f.Message + "\n" + f.Help)) })
	copies.Small = true
	icon := kit.Inset(container.NewVBox(stateIcon("cross", ink)), 9, 0, 0, 10)
	right := kit.Inset(container.NewVBox(copies), 5, 6, 5, 0)
	return container.NewStack(card, container.NewBorder(nil, nil, icon, right, text))
}

var mendTips = map[Mend]string{
	MapHost: "Send what is meant for this host to an address of yours",
	RunLive: "Run the flow again, with the real services",
}
