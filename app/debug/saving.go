package debug

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
)

// A saving makes room in a bar, or takes that back.
type saving func(on bool)

// without leaves an object out. Who made the object does not hide it too: what comes and
// goes stands in a line of its own.
func without(o fyne.CanvasObject) saving {
	return func(on bool) { visible(o, !on) }
}

// instead puts a smaller object in place of another.
func instead(o, small fyne.CanvasObject) saving {
	small.Hide()
	return func(on bool) {
		visible(o, !on)
		visible(small, on)
	}
}

// closer moves tabs together.
func closer(tabs *kit.Tabs) saving {
	return func(on bool) {
		if tabs.Close != on {
			tabs.Close = on
			tabs.Refresh()
		}
	}
}

// foldable makes a list to choose from that stands in place of tabs.
func foldable(tabs *kit.Tabs) (fyne.CanvasObject, saving) {
	pick := kit.NewSelect(nil, "", func(item string) { tabs.Select(slices.Index(tabs.Items, item)) })
	box := kit.MinSize(pick, foldedWidth, 0)
	swap := instead(tabs, box)
	return box, func(on bool) {
		if on && tabs.Selected < len(tabs.Items) {
			pick.Options = pick.Options[:0]
			for _, item := range tabs.Items {
				pick.Options = append(pick.Options, kit.Option{Value: item, Text: item})
			}
			pick.Put(tabs.Items[tabs.Selected])
		}
		swap(on)
	}
}

const foldedWidth = 108

// menuButton opens a menu of what has no room for buttons of its own.
func menuButton(items func() []*fyne.MenuItem) *kit.Button {
	b := kit.NewButton("", "more", kit.Quiet, "More", nil)
	b.Small = true
	b.OnMenu = func(at fyne.Position) {
		if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
			widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items()...), c, at)
		}
	}
	return b
}
