package sandbox

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"flowbench/engine/catalog"
)

const (
	maxBody   = 1 << 20
	maxAtOnce = 32
)

// A Server answers for the providers of a catalogue. It is an http.Handler; Listen
// gives it an address of its own.
type Server struct {
	catalog *catalog.Catalog
	by      Answerer
	houses  map[string]*house // by provider
	slots   chan struct{}
	delays  atomic.Bool
	journal Journal

	http *http.Server
	addr string
}

// New returns a server for the catalogue whose programs are run by by.
func New(c *catalog.Catalog, by Answerer) *Server {
	s := &Server{catalog: c, by: by, houses: map[string]*house{}, slots: make(chan struct{}, maxAtOnce)}
	for _, p := range c.Providers {
		s.houses[p.ID] = newHouse(p)
	}
	return s
}

// Listen starts the server at an address of this machine, such as 127.0.0.1:8088;
// port 0 takes a free one.
func (s *Server) Listen(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("the address %q has no port: write it as in 127.0.0.1:8088", addr)
	}
	if !loopback(host) {
		return fmt.Errorf("the address %q is not of this machine: the sandbox listens on 127.0.0.1 only", addr)
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("the sandbox at %s: %w", addr, err)
	}
	s.addr = ln.Addr().String()
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, MaxHeaderBytes: 256 << 10}
	go s.http.Serve(ln)
	return nil
}

// Close stops the server at once.
func (s *Server) Close() error {
	if s.http == nil {
		return nil
	}
	return s.http.Close()
}

// URL returns the server's own address, such as http://127.0.0.1:8088.
func (s *Server) URL() string { return "http://" + s.addr }

// Mappings returns, for each host that the server answers for, the address to dial.
func (s *Server) Mappings() map[string]string { return s.catalog.Mappings(s.URL()) }

// Journal returns what was received.
func (s *Server) Journal() *Journal { return &s.journal }

// SetDelays switches realistic delays on or off: see [Delay].
func (s *Server) SetDelays(on bool) { s.delays.Store(on) }

// Reset forgets all that was posted, and the journal.
func (s *Server) Reset() {
	for _, h := range s.houses {
		h.reset()
	}
	s.journal.reset()
}

// Delay returns how long a path of a provider takes when delays are on: 150 to 400 ms,
// and the same each time.
func Delay(provider, path string) time.Duration {
	h := fnv.New32a()
	io.WriteString(h, provider+path)
	return time.Duration(150+h.Sum32()%251) * time.Millisecond
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-r.Context().Done():
		return
	}
	e := Entry{Method: r.Method, Path: r.URL.RequestURI()}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	e.Request = head(body)
	a := s.answer(r, body, err, &e)
	e.Status, e.Said, e.Response = a.status, a.said, head(a.body)
	s.journal.add(e)
	a.write(w)
}

func (s *Server) answer(r *http.Request, body []byte, bodyErr error, e *Entry) *answer {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(bodyErr, &tooLarge):
		return refuse(http.StatusRequestEntityTooLarge, "the body is larger than 1 MB: the sandbox takes no more")
	case bodyErr != nil:
		return refuse(http.StatusBadRequest, "the body was cut: %v", bodyErr)
	}
	h, origin, path, refused := s.house(r)
	if refused != nil {
		return refused
	}
	e.Provider, e.Title = h.provider.ID, h.provider.Title
	if s.delays.Load() {
		if !wait(r.Context(), Delay(h.provider.ID, path)) {
			return refuse(http.StatusServiceUnavailable, "the caller left")
		}
	}
	a, route, err := h.answer(r.Context(), s.by, r, origin, path, body)
	if route != nil {
		e.Action = route.action
	}
	if err != nil {
		return refuse(http.StatusInternalServerError, "the sandbox could not answer for %s: %v", h.provider.Title, err)
	}
	return a
}

// house finds whom a request is for: by its host, or below the provider's id on the
// server's own. path is the escaped path at the provider.
func (s *Server) house(r *http.Request) (h *house, origin, path string, refused *answer) {
	path = r.URL.EscapedPath()
	host := hostname(r.Host)
	if p := s.catalog.ForHost(host); p != nil {
		return s.houses[p.ID], "https://" + host, path, nil
	}
	if !loopback(host) {
		return nil, "", "", refuse(http.StatusMisdirectedRequest, "%s is not in the sandbox", host)
	}
	if o := r.Header.Get("Origin"); o != "" || r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return nil, "", "", refuse(http.StatusForbidden, "a page of another site may not use the sandbox")
	}
	id, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if h := s.houses[id]; h != nil {
		return h, "", "/" + rest, nil
	}
	if path == "/" {
		return nil, "", "", s.index()
	}
	return nil, "", "", refuse(http.StatusNotFound, "there is no provider %q in the sandbox: http://%s/ lists them", id, r.Host)
}

// index lists what the server answers for.
func (s *Server) index() *answer {
	var t strings.Builder
	t.WriteString("The sandbox of Flowbench. Nothing here leaves this machine.\n")
	for _, p := range s.catalog.Providers {
		fmt.Fprintf(&t, "\n%s  %s/%s/\n", p.Title, s.URL(), p.ID)
		for _, a := range p.Actions {
			path, _ := url.PathUnescape(templateParam.ReplaceAllString(a.Path, "{$1}"))
			fmt.Fprintf(&t, "  %-6s %s\n", a.Method, path)
		}
	}
	return refuse(http.StatusOK, "%s", strings.TrimSuffix(t.String(), "\n"))
}

func hostname(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
