package session

import (
	"strings"
	"testing"
)

func TestDifference(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"a\nb\n", "a\nb\n", ""},
		{"", "a\n", "+a"},
		{"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n", " 2| 3| 4|-5|+x| 6| 7| 8"},
		{"a\nb\nc\n", "a\nc\n", " a|-b| c"},
		{"a\nb\nc\nd\n", "a\nx\nc\ny\nd\n", " a|-b|+x| c|+y| d"},
	} {
		var got []string
		for _, l := range Difference([]byte(c.a), []byte(c.b)) {
			got = append(got, string(l.Op)+l.Text)
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%q to %q: %s, want %s", c.a, c.b, s, c.want)
		}
	}
	long := strings.Repeat("a\n", 3000) // beyond what is compared line by line
	if n := len(Difference([]byte("x\n"+long+"y\n"), []byte("z\n"+strings.Repeat("b\n", 3000)+"w\n"))); n != 6004 {
		t.Errorf("%d lines", n)
	}
}
