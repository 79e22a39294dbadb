package transport

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"flowbench/engine/auth"
)

// The bounds of a call, where nothing else is said.
const (
	DefaultTimeout = 60 * time.Second // of one try, from its start to the end of its answer
	DefaultMaxBody = 16 << 20         // bytes of an answer, unpacked
	MaxHeaders     = 256 << 10        // bytes of an answer's headers
	maxHops        = 10
)

// Options are what is common to the calls of an environment.
type Options struct {
	Mappings map[string]string // "api.example.com" -> "http://127.0.0.1:8080/base"
	Sandbox  bool              // a host that is not mapped is refused
	Timeout  time.Duration     // 0 is DefaultTimeout
	MaxBody  int64             // 0 is DefaultMaxBody

	// Redactor learns the secrets that calls use, and looks for them in records. Who shows
	// other things that a call brought in gives its own.
	Redactor *auth.Redactor

	// Wrap are put around every hop of a call, the first outermost, authentication inside
	// of all. They see the request without it, addressed as the flow wrote it.
	Wrap []func(next http.RoundTripper) http.RoundTripper

	dial func(ctx context.Context, network, address string) (net.Conn, error) // for tests
	tls  *tls.Config
}

// A Client sends calls. It is made once for an environment, keeps connections open, and
// may be used by many goroutines at once.
type Client struct {
	opts   Options
	maps   mappings
	hide   *auth.Redactor
	chain  http.RoundTripper
	direct *http.Transport // public addresses only
	mapped *http.Transport // only the addresses that hosts are mapped to
}

// New makes a client. It fails for a mapping that is none.
func New(o Options) (*Client, error) {
	maps, err := readMappings(o.Mappings)
	if err != nil {
		return nil, err
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.MaxBody <= 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.Redactor == nil {
		o.Redactor = &auth.Redactor{}
	}
	c := &Client{opts: o, maps: maps, hide: o.Redactor}
	public := &net.Dialer{Timeout: 20 * time.Second, KeepAlive: 30 * time.Second, Control: guard}
	dial := public.DialContext
	if o.dial != nil {
		dial = o.dial
	}
	c.direct = newTransport(dial, o.tls)
	c.mapped = newTransport(c.dialMapped, nil)
	c.chain = c.authenticate(roundTrip(c.wire))
	for i := len(o.Wrap) - 1; i >= 0; i-- {
		c.chain = o.Wrap[i](c.chain)
	}
	return c, nil
}

// Mapped returns where a host, as [Host] gives it, is sent; "" for the host itself.
func (c *Client) Mapped(host string) string {
	if m := c.maps.find(host); m != nil {
		return m.origin() + m.base
	}
	return ""
}

// Redactor is what learns the secrets of calls: for who shows what else they brought in.
func (c *Client) Redactor() *auth.Redactor { return c.hide }

// Close closes the connections that are kept open.
func (c *Client) Close() {
	c.direct.CloseIdleConnections()
	c.mapped.CloseIdleConnections()
}

func newTransport(dial func(context.Context, string, string) (net.Conn, error), t *tls.Config) *http.Transport {
	return &http.Transport{
		DialContext:            dial,
		TLSClientConfig:        t,
		TLSHandshakeTimeout:    20 * time.Second,
		DisableCompression:     true, // we unpack, so that the bound holds and the record is true
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    64,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: MaxHeaders,
	}
}

// dialMapped needs no guard: a person chose these addresses. It dials no others.
func (c *Client) dialMapped(ctx context.Context, network, address string) (net.Conn, error) {
	for _, m := range c.maps {
		if strings.EqualFold(m.address(), address) {
			d := net.Dialer{KeepAlive: 30 * time.Second}
			return d.DialContext(ctx, network, address)
		}
	}
	return nil, fmt.Errorf("%s is no address that a host is mapped to", address)
}

// roundTrip is a function as a RoundTripper.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
