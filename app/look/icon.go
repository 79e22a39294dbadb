package look

import (
	"flowbench/canvas/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Icon is one of our icons in the colour of the text around it, for Fyne's own widgets;
// a box where there is none of that name.
func Icon(name string) fyne.Resource {
	svg := draw.IconSVG(name)
	if svg == nil {
		svg = draw.IconSVG("box")
	}
	return theme.NewThemedResource(fyne.NewStaticResource("flowbench-"+name+".svg", svg))
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
