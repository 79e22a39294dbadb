package transport

import (
	"fmt"
	"net/netip"
	"syscall"
)

// closed are the networks that no name of a flow may lead to: this machine, its
// neighbours, and what is translated or reserved.
var closed = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/128", "::1/128", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
	"2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

func isPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, p := range closed {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsValid()
}

// A guardError is an address that a name resolved to and that is not dialled.
type guardError struct{ addr netip.Addr }

func (e *guardError) Error() string { return fmt.Sprintf("%s is no public address", e.addr) }

// guard is a net.Dialer's Control: it sees the address really dialled, after the name was
// looked up, so that a name which resolves differently the second time gains nothing.
func guard(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !isPublic(ap.Addr()) {
		return &guardError{ap.Addr()}
	}
	return nil
}
