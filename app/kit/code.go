package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
	"github.com/go-json-experiment/json/jsontext"
)

// A CodeView shows text in the monospace face, JSON in its colours; it can be selected
// line by line and scrolls by itself.
type CodeView struct {
	widget.TextGrid
}

// NewCodeView makes an empty view.
func NewCodeView() *CodeView {
	v := &CodeView{}
	v.ExtendBaseWidget(v)
	v.Scroll = fyne.ScrollBoth
	return v
}

// SetJSON shows a value, laid out and coloured.
func (v *CodeView) SetJSON(raw jsontext.Value) {
	raw = raw.Clone()
	if raw.Indent(jsontext.WithIndent("  ")) != nil {
		v.SetPlain(string(raw))
		return
	}
	v.SetPlain(string(raw))
	c := Colors()
	style := func(ink color.Color) *widget.CustomTextGridStyle { return &widget.CustomTextGridStyle{FGColor: ink} }
	key, str, num := style(c.CodeKey), style(c.CodeString), style(c.CodeNumber)
	for i, line := range strings.Split(string(raw), "\n") {
		v.color(i, line, key, str, num)
	}
	v.Refresh()
}

func (v *CodeView) color(row int, line string, key, str, num widget.TextGridStyle) {
	runes := []rune(line)
	i := 0
	for i < len(runes) && runes[i] == ' ' {
		i++
	}
	paint := func(from, to int, s widget.TextGridStyle) {
		if to > from {
			v.SetStyleRange(row, from, row, to-1, s)
		}
	}
	if i < len(runes) && runes[i] == '"' {
		end := stringEnd(runes, i)
		if end < len(runes) && runes[end] == ':' {
			paint(i, end, key)
			i = end + 1
			for i < len(runes) && runes[i] == ' ' {
				i++
			}
		}
	}
	if i >= len(runes) {
		return
	}
	switch {
	case runes[i] == '"':
		paint(i, stringEnd(runes, i), str)
	case !strings.ContainsRune("{}[],", runes[i]):
		end := len(runes)
		if runes[end-1] == ',' {
			end--
		}
		paint(i, end, num)
	}
}

func stringEnd(r []rune, from int) int {
	for i := from + 1; i < len(r); i++ {
		if r[i] == '\\' {
			i++
		} else if r[i] == '"' {
			return i + 1
		}
	}
	return len(r)
}

// SetPlain shows text.
func (v *CodeView) SetPlain(text string) {
	v.SetText(text)
}
