package vault

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestHostsComeToTheirOrigins(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"https://api.example.com", "https://api.example.com"},
		{" HTTPS://API.Example.com. ", "https://api.example.com"},
		{"api.example.com", "https://api.example.com"},
		{"https://api.example.com:443/v1/things?key=x", "https://api.example.com"},
		{"https://api.example.com:8443", "https://api.example.com:8443"},
		{"bücher.example", "https://xn--bcher-kva.example"},
		{"*.example.com", "https://*.example.com"},
		{"https://*.eu.example.co.uk", "https://*.eu.example.co.uk"},
		{"*.corp.internal", "https://*.corp.internal"},
	} {
		got, err := Hosts([]string{c.typed, "", c.typed})
		if err != nil || !slices.Equal(got, []string{c.want}) {
			t.Errorf("%q: %q, %v", c.typed, got, err)
		}
	}
}

func TestHostsThatAreNoneOrTooWideAreRefused(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"", "name a host"},
		{"http://api.example.com", "Write https://"},
		{"ftp://api.example.com", "https hosts only"},
		{"127.0.0.1", "is an IP address"},
		{"https://[::1]", "is an IP address"},
		{"0x7f000001", "is an IP address"},
		{"localhost", "is no domain"},
		{"https://user:pw@example.com", "before the @"},
		{"https://{{config.host}}", "cannot come from a template"},
		{"api.*.com", "is no host"},
		{"*", "is no host"},
		{"*.com", "too wide"},
		{"*.co.uk", "too wide"},
		{"*.github.io", "too wide"},
		{"*.*.example.com", "is no host"},
		{"*.127.0.0.1", "is an IP address"},
	} {
		got, err := Hosts([]string{c.typed})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %q, %v; want %q", c.typed, got, err, c.want)
		}
	}
	many := make([]string, 51)
	for i := range many {
		many[i] = strings.Repeat("a", i+1) + ".example.com"
	}
	if _, err := Hosts(many); err == nil || !strings.Contains(err.Error(), "50 hosts at most") {
		t.Errorf("51 hosts: %v", err)
	}
}

func TestBoundIsOfTheSetOfHosts(t *testing.T) {
	a, b := bound([]string{"https://a.example", "https://b.example"}), bound([]string{"https://b.example", "https://a.example"})
	if !bytes.Equal(a, b) || bytes.Equal(a, bound([]string{"https://a.example"})) {
		t.Error("another order is another bound, or another set the same")
	}
}
