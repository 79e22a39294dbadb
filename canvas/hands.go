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
		{[]string{"Arrows"}, "Move what is selected, by a step of the grid"},
		{[]string{"Shift+Arrows"}, "Move it by four steps"},
		{[]string{"Esc"}, "Give up a drag; select nothing"},
		{[]string{"Wheel"}, "Zoom at the pointer"},
		{[]string{"Drag", "Middle button", "Space"}, "Pan the board"},
		{[]string{"Shift+Wheel", "Two fingers"}, "Pan"},
		{[]string{"Shift+Click", "Ctrl+Click"}, "Add to what is selected, or take away"},
		{[]string{"Shift+Drag"}, "Select all within a box"},
		{[]string{"Drag a port"}, "Draw a wire"},
		{[]string{"Double click"}, "Open a node"},
		{[]string{"Right click"}, "Menu"},
	}
}
