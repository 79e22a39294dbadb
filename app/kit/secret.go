package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A Secret is a field whose text is masked. It is shown while its eye is pressed, or from
// one Control+Space to the next; leaving the field masks it again. Nothing can be copied
// from it. White space and line ends around what is pasted go.
type Secret struct {
	Entry
	OnClean func() // told when a paste was not taken as it was

	eye *Button
}

// NewSecret makes a masked field of one line, or of more, as for a key in PEM.
func NewSecret(lines int) *Secret {
	s := &Secret{}
	s.Password = true
	s.init(lines)
	s.TextStyle.Monospace = true
	s.eye = NewButton("", "debug", Quiet, Tip("Shown while you press", "Ctrl+Space"), nil)
	s.eye.OnPress = s.Reveal
	s.SetAction(s.eye)
	s.ExtendBaseWidget(s)
	return s
}

// Reveal shows the text, or masks it.
func (s *Secret) Reveal(on bool) {
	if s.Password == on {
		s.Password = !on
		icon := "debug"
		if on {
			icon = "eye-off"
		}
		s.eye.Set("", icon)
		s.Refresh()
	}
}

// Revealed reports whether the text can be read.
func (s *Secret) Revealed() bool { return !s.Password }

// FocusLost implements [fyne.Focusable].
func (s *Secret) FocusLost() {
	s.Reveal(false)
	s.Entry.FocusLost()
}

// TypedShortcut implements [fyne.Shortcutable].
func (s *Secret) TypedShortcut(sc fyne.Shortcut) {
	switch sc := sc.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		return
	case *fyne.ShortcutPaste:
		s.paste(sc.Clipboard.Content())
		return
	case *desktop.CustomShortcut:
		if sc.KeyName == fyne.KeySpace && sc.Modifier == fyne.KeyModifierControl {
			s.Reveal(s.Password)
			return
		}
	}
	s.Entry.TypedShortcut(sc)
}

// TappedSecondary implements [fyne.SecondaryTappable]: the menu is that of a masked field.
func (s *Secret) TappedSecondary(e *fyne.PointEvent) {
	s.Reveal(false)
	s.Entry.TappedSecondary(e)
}

func (s *Secret) paste(text string) {
	clean := CleanSecret(text, s.MultiLine)
	s.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: given(clean)})
	if clean != text && s.OnClean != nil {
		s.OnClean()
	}
}

// CleanSecret takes from a pasted secret what came along with it: white space around it,
// characters that are not seen, and line ends where it is one line.
func CleanSecret(text string, lines bool) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines:
			return r
		case r == '\n', r == '\r', r == '\ufeff', unicode.Is(unicode.Cf, r), unicode.Is(unicode.Cc, r) && r != '\t':
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// given is a clipboard that holds one text.
type given string

func (g given) Content() string   { return string(g) }
func (g given) SetContent(string) {}
