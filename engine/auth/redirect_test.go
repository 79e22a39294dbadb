package auth

import (
	"strings"
	"testing"

	"flowbench/engine/spec"
)

func TestWhereTheBrowserComesBackTo(t *testing.T) {
	for _, c := range []struct {
		how, port any
		wantPort  int
		plain     bool
		wrong     string
	}{
		{how: nil},
		{how: "new", port: "8400"},
		{how: "callback", plain: true},
		{how: "port", port: "8400", wantPort: 8400, plain: true},
		{how: "port", port: "", wrong: "Redirect port"},
		{how: "port", port: "80", wrong: "Redirect port"},
		{how: "port", port: "70000", wrong: "Redirect port"},
		{how: "port", port: "8400.5", wrong: "whole number"},
		{how: "elsewhere", wrong: "Redirect address"},
	} {
		v := signInSettings()
		v["redirect"], v["redirectPort"] = c.how, c.port
		r := Record{Name: "Mine", Scheme: "oauth2", Settings: HideSettings(v)}
		var said []string
		for _, p := range r.Problems(nil) {
			if p.Severity == spec.Error {
				said = append(said, p.Text)
			}
		}
		if c.wrong != "" {
			if !strings.Contains(strings.Join(said, "\n"), c.wrong) {
				t.Errorf("%v, %v: %q, want %s", c.how, c.port, said, c.wrong)
			}
			continue
		}
		if len(said) > 0 {
			t.Errorf("%v, %v: %q", c.how, c.port, said)
		}
		if port, plain := account(t, "oauth2", v).(Grant).Redirect(); port != c.wantPort || plain != c.plain {
			t.Errorf("%v, %v: port %d, plain %v", c.how, c.port, port, plain)
		}
	}
}
