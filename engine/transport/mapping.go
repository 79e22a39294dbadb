package transport

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// A mapping is where an environment sends what is meant for a host.
type mapping struct {
	scheme, host, base string // base is "" or "/path"
}

// CheckMapping tells whether a host may be mapped to a target, a base URL such as
// http://127.0.0.1:8080. The command line allows loopback addresses only.
func CheckMapping(host, target string, loopback bool) error {
	if _, err := mappedHost(host); err != nil {
		return err
	}
	m, err := readTarget(target)
	if err != nil {
		return err
	}
	if loopback && !m.isLoopback() {
		return fmt.Errorf("%s is mapped to %s, which is not this machine: use 127.0.0.1, [::1] or localhost", host, target)
	}
	return nil
}

// mappedHost takes "api.example.com", with or without https:// and a port.
func mappedHost(host string) (string, error) {
	if !strings.Contains(host, "://") {
		host = "https://" + host
	}
	return Host(strings.TrimSuffix(host, "/"))
}

func readTarget(target string) (mapping, error) {
	u, err := url.Parse(target)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return mapping{}, fmt.Errorf("%q is no address to map a host to: write it as in http://127.0.0.1:8080", target)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
		return mapping{}, fmt.Errorf("%q is no address to map a host to: only a host, a port and a path may stand in it", u.Redacted())
	}
	return mapping{u.Scheme, u.Host, strings.TrimSuffix(u.EscapedPath(), "/")}, nil
}

func (m mapping) isLoopback() bool {
	u := url.URL{Host: m.host}
	if strings.EqualFold(u.Hostname(), "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && ip.Unmap().IsLoopback()
}

func (m mapping) origin() string { return m.scheme + "://" + m.host }

// url returns where a request's path and query go.
func (m mapping) url(u *url.URL) *url.URL {
	to := *u
	to.Scheme, to.Host = m.scheme, m.host
	if m.base != "" {
		raw := m.base + u.EscapedPath()
		to.Path, _ = url.PathUnescape(raw) // both halves are valid
		to.RawPath = raw
	}
	return &to
}

// back turns a redirect's target, given by a server that knows only its own address or
// that it speaks plain http, into what the flow would call it.
func (m mapping) back(u *url.URL, host string) {
	switch {
	case u.Scheme == m.scheme && strings.EqualFold(u.Host, m.host):
		if rest, ok := strings.CutPrefix(u.EscapedPath(), m.base); ok && (rest == "" || rest[0] == '/') {
			u.Path, _ = url.PathUnescape(rest)
			u.RawPath = rest
			u.Scheme, u.Host = "https", host
		}
	case u.Scheme == m.scheme && strings.EqualFold(u.Host, host):
		u.Scheme = "https"
	}
}

type mappings map[string]mapping

func readMappings(given map[string]string) (mappings, error) {
	ms := make(mappings, len(given))
	for host, target := range given {
		name, err := mappedHost(host)
		if err != nil {
			return nil, fmt.Errorf("mapping %s: %w", host, err)
		}
		if ms[name], err = readTarget(target); err != nil {
			return nil, fmt.Errorf("mapping %s: %w", host, err)
		}
	}
	return ms, nil
}

// find looks for host and port, then for the host with any port.
func (ms mappings) find(host string) *mapping {
	m, ok := ms[host]
	if !ok {
		name, _, port := strings.Cut(host, ":")
		if m, ok = ms[name]; !port || !ok {
			return nil
		}
	}
	return &m
}

// address is what is dialled.
func (m mapping) address() string {
	u := url.URL{Host: m.host}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[m.scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}
