package kit

import (
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
