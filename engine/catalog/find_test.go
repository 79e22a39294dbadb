package catalog

import (
	"strings"
	"testing"
)

func TestProvidersAreFoundByPartsOfWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "ahrefs sheets sendgrid slack stripe"},
		{"SLA", "slack"},
		{"backlin", "ahrefs"},
		{"spread", "sheets"},
		{"s", "sendgrid slack stripe ahrefs sheets"},
		{"receipt", "sendgrid"},
		{"refund customer", "stripe"},
		{"echo", ""},
		{"nothing like it", ""},
	} {
		var got []string
		for _, p := range Builtin().Search(c.text) {
			got = append(got, p.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q finds %q, want %s", c.text, got, c.want)
		}
	}
	if a := Builtin().Provider("ahrefs").SearchActions("BROKEN back"); len(a) != 1 || a[0].ID != "broken-backlinks" {
		t.Errorf("actions: %v", a)
	}
}

func TestAHostBelongsToItsProvider(t *testing.T) {
	for host, want := range map[string]string{
		"slack.com": "slack", "hooks.slack.com": "slack", "https://API.Stripe.com": "stripe", "api.stripe.com.": "stripe", "api.stripe.com:443": "stripe",
		"echo.example.com": "echo", "oauth2.googleapis.com": "sheets", "https://accounts.google.com": "sheets", "evil.slack.com": "", "api.stripe.com:8443": "", "http://slack.com": "",
	} {
		got := ""
		if p := Builtin().ForHost(host); p != nil {
			got = p.ID
		}
		if got != want {
			t.Errorf("%s is of %q, want %q", host, got, want)
		}
	}
}

func TestWhereTokensAreAskedForIsInTheSandboxToo(t *testing.T) {
	m := Builtin().Mappings("http://127.0.0.1:1")
	for _, host := range []string{"slack.com", "accounts.google.com", "oauth2.googleapis.com", "auth.lab.example.com", "api.synerise.com"} {
		if m[host] != "http://127.0.0.1:1" {
			t.Errorf("%s is mapped to %q", host, m[host])
		}
	}
	if got := strings.Join(Builtin().Provider("sheets").AuthHosts(), " "); got != "https://accounts.google.com https://oauth2.googleapis.com" {
		t.Errorf("the hosts are %s", got)
	}
}
