package window

import (
	"runtime"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A stroke is a key, with what is held beside it. It is written as people read it:
// "Ctrl+Shift+P", "F2", "?". Ctrl is Command on a Mac.
type stroke string

// strokes are the keys of a command, the one that is shown first: "Ctrl+Y Ctrl+Shift+Z".
func strokes(keys string) []stroke {
	var out []stroke
	for _, k := range strings.Fields(keys) {
		out = append(out, stroke(k))
	}
	return out
}

// held are the modifiers by their names.
var held = map[string]fyne.KeyModifier{
	"Ctrl": fyne.KeyModifierShortcutDefault, "Shift": fyne.KeyModifierShift, "Alt": fyne.KeyModifierAlt,
}

// named are the keys that Fyne calls otherwise than people do.
var named = map[string]fyne.KeyName{
	"Enter": fyne.KeyReturn, "Esc": fyne.KeyEscape, "Backspace": fyne.KeyBackspace,
	"PageUp": fyne.KeyPageUp, "PageDown": fyne.KeyPageDown,
}

// parts are the modifiers and the key.
func (s stroke) parts() (mods fyne.KeyModifier, key fyne.KeyName) {
	rest := string(s)
	for {
		before, after, more := strings.Cut(rest, "+")
		if !more || held[before] == 0 {
			break
		}
		mods |= held[before]
		rest = after
	}
	if k, ok := named[rest]; ok {
		return mods, k
	}
	return mods, fyne.KeyName(rest)
}

// typed is a bare stroke as the window is told of it.
func (s stroke) typed() stroke {
	mods, key := s.parts()
	if mods&fyne.KeyModifierShift != 0 {
		return "Shift+" + stroke(key)
	}
	return stroke(key)
}

// bare reports whether the stroke comes as a key typed, and not as a shortcut: it means
// something only where nothing is being written.
func (s stroke) bare() bool {
	mods, _ := s.parts()
	return mods&^fyne.KeyModifierShift == 0
}

// char is the character that a bare stroke types, or 0: characters stand on other keys of
// another keyboard.
func (s stroke) char() rune {
	if r := []rune(string(s)); len(r) == 1 {
		return unicode.ToLower(r[0])
	}
	return 0
}

// standard are the shortcuts that Fyne gives names of their own.
var standard = map[stroke]fyne.Shortcut{
	"Ctrl+Z": &fyne.ShortcutUndo{}, "Ctrl+Y": &fyne.ShortcutRedo{}, "Ctrl+A": &fyne.ShortcutSelectAll{},
	"Ctrl+X": &fyne.ShortcutCut{}, "Ctrl+C": &fyne.ShortcutCopy{}, "Ctrl+V": &fyne.ShortcutPaste{},
}

// shortcut is the stroke as Fyne tells of it. A bare one never comes so, and a menu shows
// it all the same.
func (s stroke) shortcut() fyne.Shortcut {
	if std := standard[s]; std != nil {
		return std
	}
	mods, key := s.parts()
	return &desktop.CustomShortcut{KeyName: key, Modifier: mods}
}

// String is the stroke for a person.
func (s stroke) String() string {
	if runtime.GOOS == "darwin" {
		return strings.Replace(string(s), "Ctrl", "Cmd", 1)
	}
	return string(s)
}
