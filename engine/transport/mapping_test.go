package transport

import "testing"

func TestMappings(t *testing.T) {
	for _, c := range []struct {
		host, target       string
		loopback, anywhere bool
	}{
		{"api.example.com", "http://127.0.0.1:8080", true, true},
		{"https://api.example.com/", "http://localhost:8080/base", true, true},
		{"api.example.com:8443", "https://[::1]:8080", true, true},
		{"api.example.com", "http://127.9.9.9", true, true},
		{"api.example.com", "http://192.168.1.9:8080", false, true},
		{"api.example.com", "https://staging.example.com", false, true},
		{"api.example.com", "http://localhost.evil.com", false, true},
		{"api.example.com", "http://127.0.0.1.evil.com", false, true},
		{"127.0.0.1", "http://127.0.0.1:8080", false, false},
		{"localhost", "http://127.0.0.1:8080", false, false},
		{"http://api.example.com", "http://127.0.0.1:8080", false, false},
		{"", "http://127.0.0.1:8080", false, false},
		{"api.example.com", "", false, false},
		{"api.example.com", "127.0.0.1:8080", false, false},
		{"api.example.com", "ftp://127.0.0.1", false, false},
		{"api.example.com", "http://me:pw@127.0.0.1", false, false},
		{"api.example.com", "http://127.0.0.1/?x=1", false, false},
		{"api.example.com", "http://127.0.0.1/#x", false, false},
	} {
		if err := CheckMapping(c.host, c.target, true); (err == nil) != c.loopback {
			t.Errorf("%s=%s on the command line: %v", c.host, c.target, err)
		}
		if err := CheckMapping(c.host, c.target, false); (err == nil) != c.anywhere {
			t.Errorf("%s=%s: %v", c.host, c.target, err)
		}
		c2, err := New(Options{Mappings: map[string]string{c.host: c.target}})
		if (err == nil) != c.anywhere {
			t.Errorf("%s=%s in a client: %v, %v", c.host, c.target, c2, err)
		}
	}
}
