package kit

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestAPastedSecretLosesWhatCameAlong(t *testing.T) {
	for _, c := range []struct {
		in, want string
		lines    bool
	}{
		{" key ", "key", false},
		{"key\r\n", "key", false},
		{"abc\ndef", "abcdef", false},
		{"two words", "two words", false},
		{"\ufeffk\u200bey\u00a0", "key", false},
		{"-----BEGIN\r\nabc\r\n-----END\n", "-----BEGIN\nabc\n-----END", true},
		{"\n", "", false},
	} {
		if got := CleanSecret(c.in, c.lines); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestABoxIsTickedByKeyAndTellsOnce(t *testing.T) {
	test.NewTempApp(t)
	told := 0
	c := NewCheck(false, "", func(bool) { told++ })
	test.NewTempWindow(t, c)
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	c.Put(false)
	c.Disable()
	c.Tapped(nil)
	if c.On || told != 1 {
		t.Errorf("on: %v, told %d times", c.On, told)
	}
}

func TestKeysThatAFieldHasNoUseForReachTheWindow(t *testing.T) {
	test.NewTempApp(t)
	entry, soft, lines, area, secret, pem := NewEntry(1), NewSoft(), NewEntry(4), NewArea(3, false, nil), NewSecret(1), NewSecret(4)
	for _, field := range []struct {
		fyne.Widget
		self fyne.Widget // whose window is asked: the driver knows none of a part
	}{
		{entry, entry.self}, {soft, soft.self}, {lines, lines.self}, {area, area.self}, {secret, secret.self}, {pem, pem.self},
	} {
		if field.self != field.Widget {
			t.Errorf("%T: the keys go to the window of a %T", field.Widget, field.self)
		}
		win := test.NewTempWindow(t, field.Widget)
		var got []fyne.KeyName
		win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, e.Name) })
		for _, key := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyF1, fyne.KeyLeft} {
			field.Widget.(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: key})
		}
		if want := []fyne.KeyName{fyne.KeyEscape, fyne.KeyF1}; !slices.Equal(got, want) {
			t.Errorf("%T: the window got %v, want %v", field.Widget, got, want)
		}
	}
}
