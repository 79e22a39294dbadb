package look

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"flowbench/canvas/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

type inked struct {
	name string
	ink  color.NRGBA
}

var drawings sync.Map // inked -> *fyne.StaticResource

// Drawing is one of our icons in a colour; a box where there is none of that name.
func Drawing(name string, ink color.Color) fyne.Resource {
	k := inked{name, color.NRGBAModel.Convert(ink).(color.NRGBA)}
	if r, ok := drawings.Load(k); ok {
		return r.(*fyne.StaticResource)
	}
	hex := fmt.Sprintf("#%02x%02x%02x", k.ink.R, k.ink.G, k.ink.B)
	svg := bytes.ReplaceAll(source(name), []byte("#000000"), []byte(hex))
	r, _ := drawings.LoadOrStore(k, fyne.NewStaticResource("flowbench-"+name+hex+".svg", svg))
	return r.(*fyne.StaticResource)
}

// Icon is one of our icons in the colour of the text around it, for Fyne's own widgets.
func Icon(name string) fyne.Resource {
	return theme.NewThemedResource(fyne.NewStaticResource("flowbench-"+name+".svg", source(name)))
}

func source(name string) []byte {
	if svg := draw.IconSVG(name); svg != nil {
		return svg
	}
	return draw.IconSVG("box")
}

// ours are the icons that stand for Fyne's in its own widgets.
var ours = map[fyne.ThemeIconName]string{
	theme.IconNameCancel: "close", theme.IconNameConfirm: "check", theme.IconNameDelete: "trash",
	theme.IconNameSearch: "search", theme.IconNameContentAdd: "plus", theme.IconNameContentRemove: "minus",
	theme.IconNameContentCopy: "copy", theme.IconNameContentPaste: "paste", theme.IconNameContentClear: "close",
	theme.IconNameContentUndo: "undo", theme.IconNameContentRedo: "redo", theme.IconNameInfo: "info",
	theme.IconNameQuestion: "help", theme.IconNameHelp: "help", theme.IconNameWarning: "warning",
	theme.IconNameError: "warning", theme.IconNameDocumentSave: "save", theme.IconNameMoreHorizontal: "more",
	theme.IconNameMediaPlay: "run", theme.IconNameMediaPause: "pause", theme.IconNameMediaStop: "stop",
	theme.IconNameNavigateBack: "chevron-left", theme.IconNameNavigateNext: "chevron-right",
	theme.IconNameMoveUp: "chevron-up", theme.IconNameMoveDown: "chevron-down",
	theme.IconNameArrowDropDown: "chevron-down", theme.IconNameArrowDropUp: "chevron-up",
	theme.IconNameMenuExpand: "chevron-right", theme.IconNameFolder: "folder", theme.IconNameFolderOpen: "folder",
	theme.IconNameFile: "file", theme.IconNameHistory: "history", theme.IconNameHome: "home",
	theme.IconNameSettings: "settings", theme.IconNameUpload: "export", theme.IconNameDownload: "import",
	theme.IconNameViewRefresh: "refresh", theme.IconNameViewZoomFit: "zoom-fit",
	theme.IconNameViewZoomIn: "plus", theme.IconNameViewZoomOut: "minus", theme.IconNameViewFullScreen: "expand",
	theme.IconNameVisibility: "debug", theme.IconNameVisibilityOff: "eye-off",
}

// Icon implements fyne.Theme.
func (l look) Icon(name fyne.ThemeIconName) fyne.Resource {
	if n, ok := ours[name]; ok {
		return Icon(n)
	}
	return theme.DefaultTheme().Icon(name)
}
