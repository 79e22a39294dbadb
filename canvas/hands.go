package canvas

// A Hand is something that a hand does on the board beside the window's commands: keys or
// a movement, and what comes of it.
type Hand struct {
	Keys []string // any of them
	Does string
}

// Hands are what a hand does on the board, for a page of all keys.
func Hands() []Hand {
	return []Hand{
		{[]string{"Tab", "Shift+Tab"}, "Go to the next node in the order of the flow, then to notes and groups; or back"},
		{[]string{"Alt+Arrows"}, "Go along the wires: to what follows, what comes before, what lies beside"},
		{[]string{"Shift+Alt+Arrows"}, "The same, and keep what is selected"},
		{[]string{"Arrows"}, "Move what is selected, by a step of the grid"},
		{[]string{"Shift+Arrows"}, "Move it by four steps"},
		{[]string{"Esc"}, "Give up a drag; select nothing"},
		{[]string{"Wheel"}, "Zoom at the pointer"},
		{[]string{"Drag", "Middle button", "Space"}, "Pan the board"},
		{[]string{"Shift+Wheel", "Two fingers"}, "Pan"},
		{[]string{"Shift+Click", "Ctrl+Click"}, "Add to what is selected, or take away"},
		{[]string{"Shift+Drag"}, "Select what a box touches"},
		{[]string{"Ctrl+Drag"}, "On the board: select what lies in a box. On a node: put a copy there"},
		{[]string{"Drag a node"}, "Move it; into a loop, out of one, or onto a wire"},
		{[]string{"Drag a port"}, "Draw a wire; let go over the board, and add what follows"},
		{[]string{"Click a port"}, "Add what follows"},
		{[]string{"Drag a wire's end"}, "Lead it elsewhere"},
		{[]string{"Double click"}, "Open a node, write a note or a title, add a node on the board"},
		{[]string{"Right click"}, "Menu"},
	}
}
