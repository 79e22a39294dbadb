package vault

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"flowbench/engine/transport"
)

const (
	secure   = "https://"
	anyLabel = "*."
	maxHosts = 50
)

// Hosts brings hosts as people write them to the form that a record has, each once: see
// Origin.
func Hosts(typed []string) ([]string, error) {
	var out []string
	for _, text := range typed {
		if strings.TrimSpace(text) == "" {
			continue
		}
		o, err := Origin(text)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	switch {
	case len(out) == 0:
		return nil, errors.New("name a host that the connection may be sent to, as in https://api.example.com")
	case len(out) > maxHosts:
		return nil, fmt.Errorf("a connection may be sent to %d hosts at most, and these are %d: make more than one of it", maxHosts, len(out))
	}
	return out, nil
}

// Origin makes the https origin of a host as people write it, in lower case and ASCII. Of
// a URL that was pasted the path is left away. "*.x.example.com" stands for all below it,
// and x.example.com must be a name that somebody can own: nobody may send an account to
// every host below com or co.uk.
func Origin(text string) (string, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		text = secure + text
	}
	scheme, rest, _ := strings.Cut(text, "://")
	rest, below := strings.CutPrefix(rest, anyLabel)
	host, err := transport.Host(scheme + "://" + rest)
	if err != nil {
		bad, ok := errors.AsType[*transport.HostError](err)
		switch {
		case ok && below && bad.Kind == transport.BadLocal:
			return "", tooWide(bad.Host)
		case ok:
			return "", errors.New(reworded(bad))
		}
		return "", err
	}
	if !below {
		return secure + host, nil
	}
	name, _, _ := strings.Cut(host, ":")
	if _, err := publicsuffix.EffectiveTLDPlusOne(name); err != nil {
		return "", tooWide(name)
	}
	return secure + anyLabel + host, nil
}

func tooWide(name string) error {
	return fmt.Errorf("*.%s is too wide: everybody can have a host below %[1]s. Name a domain of the service, as in *.example.com", name)
}

// reworded says of a connection what the transport says of a flow.
func reworded(e *transport.HostError) string {
	text := strings.ReplaceAll(e.Error(), "A flow names https hosts only", "A connection is sent to https hosts only")
	switch e.Kind {
	case transport.BadScheme:
		return text + " Write https://."
	case transport.BadIP, transport.BadLocal:
		return text + " Write the domain of the service; an environment can map it to an address of yours."
	case transport.BadUser:
		return text + " Take out what stands before the @."
	case transport.BadTemplate:
		return text + " Write the host itself."
	}
	return strings.TrimSpace(text + " " + e.Help())
}

// bound is what of a record's hosts is sealed beside it.
func bound(hosts []string) []byte {
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(hosts)), "\n")))
	return sum[:]
}
