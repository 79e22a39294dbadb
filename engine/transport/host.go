package transport

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// HostErrorKind says which rule a URL breaks.
type HostErrorKind string

// The rules. BadScheme, BadIP and BadLocal are those where a host mapping is the way out.
const (
	BadScheme   HostErrorKind = "scheme"   // not https
	BadIP       HostErrorKind = "ip"       // an address, in any of its forms
	BadLocal    HostErrorKind = "local"    // localhost and other names that are no domain
	BadUser     HostErrorKind = "user"     // user:password@
	BadTemplate HostErrorKind = "template" // a template in scheme, host or port
	BadHost     HostErrorKind = "host"     // malformed
)

// A HostError is a URL that the host rule forbids.
type HostError struct {
	Kind   HostErrorKind
	Host   string // as written
	Target string // "http://localhost:8080", where that is what an environment can map a host to
	text   string
	help   string
}

func (e *HostError) Error() string { return e.text }

// Help says what to do.
func (e *HostError) Help() string { return e.help }

// CheckURL tells whether a flow may name this URL: https and a domain, written out.
// Templates may follow after the host. The error is a *HostError.
func CheckURL(text string) error {
	_, err := Host(text)
	return err
}

// Host returns a URL's host, with its port unless that is 443, in lower case and ASCII: the
// name by which mappings and connections know it. The error is a *HostError.
func Host(text string) (string, error) {
	text = strings.TrimSpace(text)
	scheme, rest, found := strings.Cut(text, "://")
	if hasTemplate(scheme) {
		return "", badTemplate()
	}
	if !found {
		return "", &HostError{Kind: BadScheme, text: fmt.Sprintf("A flow names https hosts only, and %q is no URL.", short(text)),
			help: "Write it whole, as in https://api.example.com/v1."}
	}
	end := strings.IndexAny(rest, `/?#\`)
	if end < 0 {
		end = len(rest)
	}
	authority := rest[:end]
	switch {
	case hasTemplate(authority):
		return "", badTemplate()
	case strings.Contains(authority, "@"):
		return "", &HostError{Kind: BadUser, Host: authority[strings.LastIndexByte(authority, '@')+1:],
			text: "A URL holds no user name or password.", help: "Take out what stands before the @, and use a connection."}
	case end < len(rest) && rest[end] == '\\':
		return "", badHost(authority + `\`)
	}
	host, port, err := splitPort(authority)
	if err != nil {
		return "", err
	}
	if !strings.EqualFold(scheme, "https") {
		e := &HostError{Kind: BadScheme, Host: host, text: "A flow names https hosts only, not " + short(scheme+"://"+authority) + ".",
			help: "Write https://, or let an environment map a host to this address."}
		if strings.EqualFold(scheme, "http") {
			e.Target = "http://" + authority
		}
		return "", e
	}
	name, err := normalise(host)
	if err != nil {
		if e := err.(*HostError); e.Kind != BadHost {
			e.Target = "https://" + authority
		}
		return "", err
	}
	if port != "" && port != "443" {
		name += ":" + port
	}
	return name, nil
}

func splitPort(authority string) (host, port string, err error) {
	if strings.HasPrefix(authority, "[") {
		return authority, "", nil // an IPv6 address, refused as such
	}
	host, port, found := strings.Cut(authority, ":")
	if !found {
		return host, "", nil
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 || port[0] < '0' || port[0] > '9' {
		return "", "", badHost(authority)
	}
	return host, strconv.FormatUint(n, 10), nil
}

// lookup maps a domain as browsers do, and is strict about what remains.
var lookup = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true))

// normalise returns a domain in lower case and ASCII, without a dot at its end.
func normalise(host string) (string, error) {
	if strings.HasPrefix(host, "[") {
		return "", badIP(host)
	}
	name := strings.ToLower(host)
	if !isPlain(host) {
		var err error
		if name, err = lookup.ToASCII(host); err != nil {
			return "", badHost(host)
		}
	}
	name = strings.TrimSuffix(name, ".")
	labels := strings.Split(name, ".")
	last := labels[len(labels)-1]
	if _, err := netip.ParseAddr(name); err == nil || isNumber(last) {
		return "", badIP(host)
	}
	if name == "" || len(name) > 253 {
		return "", badHost(host)
	}
	for _, l := range labels {
		if !isLabel(l) {
			return "", badHost(host)
		}
	}
	if len(labels) == 1 || last == "localhost" {
		return "", &HostError{Kind: BadLocal, Host: host,
			text: "A flow names https hosts only, and " + host + " is no domain.",
			help: "Write the domain of the real service; an environment can map it to this address."}
	}
	return name, nil
}

// isPlain reports whether a name needs no mapping.
func isPlain(name string) bool {
	for i := range len(name) {
		if name[i] >= 0x80 {
			return false
		}
	}
	return true
}

func isLabel(l string) bool {
	if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
		return false
	}
	for i := range len(l) {
		c := l[i]
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	if strings.HasPrefix(l, "xn--") {
		_, err := lookup.ToUnicode(l)
		return err == nil
	}
	return true
}

// isNumber reports whether a name that ends in this label is read as an IPv4 address
// somewhere: 127.1, 0x7f.1, 017700000001.
func isNumber(label string) bool {
	digits := "0123456789"
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		label, digits = hex+"0", digits+"abcdef"
	}
	return label != "" && strings.Trim(label, digits) == ""
}

func hasTemplate(s string) bool { return strings.Contains(s, "{{") || strings.Contains(s, "{%") }

func badTemplate() error {
	return &HostError{Kind: BadTemplate, text: "The scheme, host and port of a URL cannot come from a template.",
		help: "Write the host itself; an environment can map it to another address."}
}

func badIP(host string) error {
	return &HostError{Kind: BadIP, Host: host, text: "A flow names https hosts only, and " + short(host) + " is an IP address.",
		help: "Write the host's name; an environment can map it to this address."}
}

func badHost(host string) error {
	return &HostError{Kind: BadHost, Host: host, text: fmt.Sprintf("%q is no host.", short(host)),
		help: "Write a domain, as in https://api.example.com."}
}

func short(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}
