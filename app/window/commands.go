package window

import (
	"flowbench/app/connect"
	"flowbench/app/look"
	"flowbench/canvas"
)

var (
	opened   = &need{func(w *Window) bool { return w.shown() != nil }, "Open an integration first."}
	selected = &need{func(w *Window) bool { return w.shown() != nil && len(w.board.Selected()) > 0 }, "Select a node first."}
	anything = &need{func(w *Window) bool {
		return w.shown() != nil && len(w.board.Selected())+len(w.board.SelectedNotes()) > 0
	}, "Select a node or a note first."}
	one      = &need{func(w *Window) bool { return w.chosen() != nil }, "Select one node first."}
	several  = &need{func(w *Window) bool { return w.shown() != nil && len(w.board.Selected()) > 1 }, "Select two nodes or more first."}
	within   = &need{func(w *Window) bool { return w.shown() != nil && w.board.Body() != 0 }, "The whole flow is shown."}
	undoable = &need{func(w *Window) bool { return w.s != nil && w.s.UndoLabel() != "" }, "There is nothing to undo."}
	redoable = &need{func(w *Window) bool { return w.s != nil && w.s.RedoLabel() != "" }, "There is nothing to redo."}
	going    = &need{func(w *Window) bool { return w.running() }, "No run is going on."}
	flows    = &need{func(w *Window) bool { return w.shown() != nil && len(w.s.Integration().Flows) > 1 }, "This integration has one flow only."}
)

// table is every command there is. Each has a key that no other has.
func table() []menu {
	return []menu{
		{"File", [][]command{{
			{id: "new", title: "Add Integration…", keys: "Ctrl+N", do: (*Window).newIntegration},
			{id: "open", title: "Open File…", keys: "Ctrl+O", do: (*Window).openFile},
			{id: "recent", title: "Open Recent…", keys: "Ctrl+R", do: (*Window).openRecent},
		}, {
			{id: "save", title: "Save", keys: "Ctrl+S", needs: opened, do: (*Window).save},
			{id: "save-as", title: "Save As File…", keys: "Ctrl+Shift+S", needs: opened, do: (*Window).saveAs},
			{id: "details", title: "Rename Integration…", tip: "Rename the integration", keys: "Ctrl+I", needs: opened, do: (*Window).details},
		}, {
			{id: "export", title: "Export JSON…", keys: "Ctrl+Shift+E", needs: opened, do: (*Window).export},
			{id: "export-clipboard", title: "Copy JSON to Clipboard", keys: "Ctrl+Shift+C", needs: opened, do: (*Window).exportClipboard},
			{id: "picture", title: "Export Picture…", tip: "Draw the flow, or what is selected, as PNG or SVG", keys: "Ctrl+Shift+X", needs: opened, do: (*Window).exportPicture},
			{id: "import", title: "Import JSON from File…", keys: "Ctrl+Shift+I", do: (*Window).importFile},
			{id: "import-clipboard", title: "Import JSON from Clipboard", keys: "Ctrl+Shift+V", do: (*Window).importClipboard},
		}, {
			{id: "home", title: "Start Page", tip: "Start page: samples, recent and all integrations", keys: "Ctrl+Shift+H", do: (*Window).home},
			{id: "quit", title: "Quit", keys: "Ctrl+Q", do: (*Window).close},
		}}},
		{"Edit", [][]command{{
			{id: "add", title: "Add Node…", tip: "Add a node behind the one that is selected, or in the middle of the board", keys: "A", needs: opened, do: func(w *Window) { w.board.QuickAdd(false) }},
			{id: "add-failure", title: "Add for Failure…", tip: "Add what is done where the selected node fails", keys: "E", needs: one, do: func(w *Window) { w.board.QuickAdd(true) }},
		}, {
			{id: "undo", title: "Undo", keys: "Ctrl+Z", needs: undoable, field: ownField, name: (*Window).undoLabel, do: (*Window).undo},
			{id: "redo", title: "Redo", keys: "Ctrl+Y Ctrl+Shift+Z", needs: redoable, field: ownField, name: (*Window).redoLabel, do: (*Window).redo},
		}, {
			{id: "cut", title: "Cut", tip: "Cut what is selected: it goes to the clipboard as text", keys: "Ctrl+X", needs: opened, field: anyField, do: (*Window).cut},
			{id: "copy", title: "Copy", tip: "Copy what is selected to the clipboard, as text that can be sent", keys: "Ctrl+C", needs: opened, field: anyField, do: (*Window).copy},
			{id: "paste", title: "Paste", tip: "Paste nodes, a curl command or a request at the pointer", keys: "Ctrl+V", field: anyField, do: (*Window).paste},
			{id: "duplicate", title: "Duplicate", keys: "Ctrl+D", needs: anything, field: anyField, do: (*Window).duplicate},
			{id: "delete", title: "Delete", keys: "Delete Backspace", needs: opened, board: true, do: func(w *Window) { w.board.Delete() }},
			{id: "delete-joined", title: "Delete and Join", tip: "Delete the selected nodes and join what stood around them", keys: "Ctrl+Delete Ctrl+Backspace", needs: selected, field: anyField, do: (*Window).deleteJoined},
		}, {
			{id: "all", title: "Select All", keys: "Ctrl+A", needs: opened, field: anyField, do: func(w *Window) { w.board.SelectAll() }},
			{id: "upstream", title: "Select Upstream", tip: "Select too what leads to the selected nodes", keys: "Ctrl+Shift+Left", needs: selected, field: anyField, do: func(w *Window) { w.board.SelectUpstream() }},
			{id: "downstream", title: "Select Downstream", tip: "Select too what follows the selected nodes", keys: "Ctrl+Shift+Right", needs: selected, field: anyField, do: func(w *Window) { w.board.SelectDownstream() }},
			{id: "connected", title: "Select Connected", tip: "Select too all that is joined to the selected nodes by wires", keys: "Ctrl+Shift+A", needs: selected, field: anyField, do: func(w *Window) { w.board.SelectConnected() }},
		}, {
			{id: "properties", title: "Open Properties", keys: "Enter", needs: one, board: true, do: (*Window).openNode},
			{id: "rename", title: "Rename", tip: "Rename the node or group, or write the note, that is selected", keys: "F2", needs: opened, do: func(w *Window) { w.board.Rename() }},
			{id: "disable", title: "Enable or Disable", tip: "A run passes over a node that is disabled", keys: "D", needs: selected, do: (*Window).disable},
			{id: "icon", title: "Change Icon…", tip: "Give the node another icon", keys: "I", needs: one, do: (*Window).changeIcon},
		}}},
		{"Flow", [][]command{{
			{id: "run", title: "Run Flow", tip: "Run this flow", keys: "Ctrl+Enter", needs: opened, do: (*Window).run},
			{id: "stop", title: "Stop", tip: "Stop the run", keys: "Ctrl+.", needs: going, do: func(w *Window) { w.s.CancelRun() }},
			{id: "problems", title: "Problems…", keys: "F8", needs: opened, do: (*Window).problemsByKey},
			{id: "runs", title: "Earlier Runs…", keys: "Ctrl+H", needs: opened, do: (*Window).earlierRuns},
			{id: "curl", title: "Copy Call as cURL", tip: "Copy the call that the Debug window shows as a command for a shell", keys: "Ctrl+Shift+U", needs: opened, do: (*Window).copyCurl},
		}, {
			{id: "environment", title: "Choose Environment…", tip: "Choose what flows run in: Sandbox, Live, or one of your own", keys: "Ctrl+E", needs: opened, do: (*Window).chooseEnv},
		}, {
			{id: "add-flow", title: "Add Flow…", tip: "Add a flow to this integration", keys: "Ctrl+T", needs: opened, do: (*Window).addFlow},
			{id: "rename-flow", title: "Rename Flow…", keys: "Shift+F2", needs: opened, do: (*Window).renameFlow},
			{id: "duplicate-flow", title: "Duplicate Flow", keys: "Ctrl+Shift+D", needs: opened, do: (*Window).duplicateFlow},
			{id: "flow-left", title: "Move Flow Left", tip: "Put the flow's tab before the one at its left", keys: "Ctrl+Shift+PageUp", needs: flows, do: func(w *Window) { w.moveFlow(-1) }},
			{id: "flow-right", title: "Move Flow Right", tip: "Put the flow's tab behind the one at its right", keys: "Ctrl+Shift+PageDown", needs: flows, do: func(w *Window) { w.moveFlow(1) }},
			{id: "delete-flow", title: "Delete Flow…", keys: "Ctrl+Shift+W", needs: opened, do: (*Window).deleteFlow},
		}, {
			{id: "next-flow", title: "Next Flow", keys: "Ctrl+PageDown Ctrl+Tab", needs: flows, do: func(w *Window) { w.turn(1) }},
			{id: "previous-flow", title: "Previous Flow", keys: "Ctrl+PageUp Ctrl+Shift+Tab", needs: flows, do: func(w *Window) { w.turn(-1) }},
		}}},
		{"Settings", [][]command{{
			{id: "integrations", title: "Integrations…", tip: "The accounts that your flows use", keys: "Ctrl+,", do: func(w *Window) { w.integrations(connect.Options{}) }},
		}, {
			{id: "environments", title: "Environments…", tip: "Set values, connections and hosts of each environment", keys: "Alt+E", needs: opened, do: func(w *Window) { w.editEnvironments("") }},
			{id: "variables", title: "Config Variables…", tip: "Declare the values that differ from one environment to another", keys: "Alt+C", needs: opened, do: func(w *Window) { w.editVariables("") }},
			{id: "mappings", title: "Host Mappings…", keys: "Ctrl+M", needs: opened, do: (*Window).mappings},
		}}},
		{"Arrange", [][]command{{
			{id: "align-left", title: "Align Left", keys: "Alt+A", needs: several, do: func(w *Window) { w.board.Align(canvas.Left) }},
			{id: "align-centre", title: "Align Centre", keys: "Alt+H", needs: several, do: func(w *Window) { w.board.Align(canvas.Centre) }},
			{id: "align-right", title: "Align Right", keys: "Alt+D", needs: several, do: func(w *Window) { w.board.Align(canvas.Right) }},
			{id: "align-top", title: "Align Top", keys: "Alt+W", needs: several, do: func(w *Window) { w.board.Align(canvas.Top) }},
			{id: "align-middle", title: "Align Middle", keys: "Alt+V", needs: several, do: func(w *Window) { w.board.Align(canvas.Middle) }},
			{id: "align-bottom", title: "Align Bottom", keys: "Alt+S", needs: several, do: func(w *Window) { w.board.Align(canvas.Bottom) }},
		}, {
			{id: "distribute", title: "Distribute Horizontally", tip: "Make the gaps between the selected nodes alike", keys: "Alt+Shift+H", needs: several, do: func(w *Window) { w.board.Distribute(false) }},
			{id: "distribute-down", title: "Distribute Vertically", tip: "Make the gaps between the selected nodes alike", keys: "Alt+Shift+V", needs: several, do: func(w *Window) { w.board.Distribute(true) }},
			{id: "arrange", title: "Auto Arrange", tip: "Place all nodes anew, in the order of the flow", keys: "Ctrl+L", needs: opened, field: anyField, do: (*Window).arrange},
		}, {
			{id: "group", title: "Group", tip: "Put a frame around the selected nodes", keys: "Ctrl+G", needs: selected, field: anyField, do: func(w *Window) { w.board.Group() }},
			{id: "ungroup", title: "Ungroup", tip: "Take a group's frame away; its nodes stay", keys: "Ctrl+Shift+G", needs: opened, field: anyField, do: func(w *Window) { w.board.Ungroup() }},
			{id: "fold", title: "Fold or Unfold", tip: "Fold a loop or a group, or open it again", keys: "O", needs: opened, do: func(w *Window) { w.board.ToggleFold() }},
			{id: "note", title: "Add Note", tip: "Put a note on the board, at the pointer", keys: "N", needs: opened, do: func(w *Window) { w.board.AddNote(w.board.Pointer().At) }},
		}}},
		{"View", [][]command{{
			{id: "palette", title: "Command Palette…", tip: "Every command, by its name", keys: "Ctrl+Shift+P", do: (*Window).commandPalette},
			{id: "find", title: "Find…", tip: "Find a text in this flow", keys: "Ctrl+F", needs: opened, do: func(w *Window) { w.find.open() }},
			{id: "find-next", title: "Find Next", keys: "F3", needs: opened, do: func(w *Window) { w.find.step(1) }},
			{id: "find-previous", title: "Find Previous", keys: "Shift+F3", needs: opened, do: func(w *Window) { w.find.step(-1) }},
			{id: "assets", title: "Search Assets", tip: "Search what can be added to the flow", keys: "/", needs: opened, do: (*Window).searchAssets},
		}, {
			{id: "board", title: "Go to the Board", tip: "Leave a field, a panel or a list for the board", keys: "Esc F6", needs: opened, do: func(w *Window) { w.win.Canvas().Focus(w.board) }},
			{id: "left", title: "Assets", tip: "Show or hide the Assets panel", keys: "Ctrl+1", needs: opened, on: func(w *Window) bool { return !w.dock.HideLeft }, do: func(w *Window) { w.toggle(&w.dock.HideLeft) }},
			{id: "below", title: "Debug Window", tip: "Show or hide the Debug window", keys: "Ctrl+2", needs: opened, on: func(w *Window) bool { return !w.dock.HideBelow }, do: func(w *Window) { w.toggle(&w.dock.HideBelow) }},
			{id: "right", title: "Properties", tip: "Show or hide the properties", keys: "Ctrl+3", needs: opened, on: func(w *Window) bool { return !w.dock.HideRight }, do: func(w *Window) { w.toggle(&w.dock.HideRight) }},
		}, {
			{id: "zoom-in", title: "Zoom In", keys: "Ctrl+= +", needs: opened, board: true, do: func(w *Window) { w.board.ZoomTo(w.board.Zoom() * zoomStep) }},
			{id: "zoom-out", title: "Zoom Out", keys: "Ctrl+- -", needs: opened, board: true, do: func(w *Window) { w.board.ZoomTo(w.board.Zoom() / zoomStep) }},
			{id: "zoom-whole", title: "Zoom to 100 %", keys: "0", needs: opened, board: true, do: func(w *Window) { w.board.ZoomTo(1) }},
			{id: "zoom-selected", title: "Zoom to Selection", keys: "2", needs: opened, do: func(w *Window) { w.board.FitSelection() }},
			{id: "fit", title: "Show Whole Flow", keys: "Ctrl+0 F 1", needs: opened, board: true, do: func(w *Window) { w.board.Fit() }},
			{id: "enter", title: "Show Body Alone", tip: "Show only what stands in the selected loop", keys: "Ctrl+Down", needs: one, field: anyField, do: func(w *Window) { w.board.EnterBody() }},
			{id: "leave", title: "Leave Body", tip: "Show again what the loop stands in", keys: "Ctrl+Up", needs: within, field: anyField, do: func(w *Window) { w.board.LeaveBody() }},
		}, {
			{id: "grid", title: "Grid", tip: "Show the grid, to which what is moved snaps", keys: "G", on: func(w *Window) bool { return !w.view.NoGrid }, do: func(w *Window) { w.flip(&w.view.NoGrid) }},
			{id: "minimap", title: "Minimap", tip: "Show the whole flow small in a corner", keys: "M", on: func(w *Window) bool { return !w.view.NoMinimap }, do: func(w *Window) { w.flip(&w.view.NoMinimap) }},
			{id: "motion", title: "Reduced Motion", tip: "Nothing glides: what moves is there at once", keys: "Ctrl+Shift+M", on: func(w *Window) bool { return w.view.Still }, do: func(w *Window) { w.flip(&w.view.Still) }},
		}, {
			{id: "theme-system", title: "Theme as the System", keys: "Ctrl+7", on: themeIs(look.System), do: func(w *Window) { w.setTheme(look.System) }},
			{id: "theme-light", title: "Light Theme", keys: "Ctrl+8", on: themeIs(look.Light), do: func(w *Window) { w.setTheme(look.Light) }},
			{id: "theme-dark", title: "Dark Theme", keys: "Ctrl+9", on: themeIs(look.Dark), do: func(w *Window) { w.setTheme(look.Dark) }},
		}}},
		{"Help", [][]command{{
			{id: "help", title: "Help on the Selected Node", keys: "F1", do: (*Window).help},
			{id: "keys", title: "Keyboard", tip: "Every key there is", keys: "?", do: (*Window).showKeys},
		}, {
			{id: "help-first-flow", title: "Your First Flow", keys: "Alt+1", do: func(w *Window) { w.helpOn("first-flow") }},
			{id: "help-board", title: "The Board", keys: "Alt+5", do: func(w *Window) { w.helpOn("board") }},
			{id: "help-templates", title: "Templates {{ }} and jq", keys: "Alt+2", do: func(w *Window) { w.helpOn("templates") }},
			{id: "help-running", title: "Running a Flow", keys: "Alt+3", do: func(w *Window) { w.helpOn("running") }},
			{id: "help-sandbox", title: "Sandbox and Live", keys: "Alt+4", do: func(w *Window) { w.helpOn("sandbox") }},
			{id: "help-connections", title: "Connections", keys: "Alt+6", do: func(w *Window) { w.helpOn("connections") }},
			{id: "help-environments", title: "Environments", keys: "Alt+7", do: func(w *Window) { w.helpOn("environments") }},
			{id: "help-security", title: "Where Secrets Are Kept", keys: "Alt+8", do: func(w *Window) { w.helpOn("security") }},
		}}},
	}
}

const zoomStep = 1.2

func themeIs(m look.Mode) func(*Window) bool {
	return func(w *Window) bool { return w.view.Theme == string(m) }
}
