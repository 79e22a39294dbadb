package signin

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"flowbench/engine/auth"
	"flowbench/engine/transport"
)

// Within is how long the browser may take to come back, where nothing else is said.
const Within = 5 * time.Minute

const (
	exchangeTime = time.Minute      // for the code to become a token
	linger       = 30 * time.Second // after the end, for a browser that comes again
	maxRequest   = 1 << 20
	maxAtOnce    = 32
)

// An Account is one that a person signs in to: what is needed of an [auth.Grant].
type Account interface {
	AuthURL(state, verifier, redirect string) string
	Exchange(ctx context.Context, e auth.Env, code, verifier, redirect string) (auth.Token, error)
	Issuer() string
}

// Options say how a sign-in is done.
type Options struct {
	Name    string // of the connection, for people
	Account Account
	Env     auth.Env                // what the exchange is sent by
	Port    int                     // 0 is a free one
	Plain   bool                    // the browser comes back to [Redirect] and nothing else
	Within  time.Duration           // 0 is five minutes
	Map     func(url string) string // where an environment has the page; nil is where it is

	listen func(address string) (net.Listener, error) // for tests
}

// Redirect is the address that a plain sign-in comes back to: what a provider is to be
// told beforehand.
func Redirect(port int) string { return fmt.Sprintf("http://127.0.0.1:%d%s", port, plainPath) }

const plainPath = "/callback"

// A SignIn is one that is under way. It is good once.
type SignIn struct {
	o        Options
	within   time.Duration
	url      string // to be opened
	pageHost string // as the account calls it
	issuer   string // "" is any name at the page's own host
	redirect string
	host     string // of the listener
	path     auth.Secret
	state    auth.Secret
	verifier auth.Secret

	ctx    context.Context // ends with the sign-in
	cancel context.CancelFunc
	server *http.Server
	ln     net.Listener
	slots  chan struct{}
	timer  *time.Timer
	done   chan struct{}

	mu        sync.Mutex
	phase     phase
	strangers int // answers that belong to other sign-ins
	token     auth.Token
	err       error
}

// A phase is how far a sign-in is.
type phase int

const (
	waiting phase = iota
	taken         // an answer has come, which is the only one
	settled       // it is decided what it came to
)

// Begin listens, and makes the page's address. The listener is there until Close, or for
// a little while after the sign-in has ended.
func Begin(o Options) (*SignIn, error) {
	s := &SignIn{o: o, within: o.Within, issuer: o.Account.Issuer(), slots: make(chan struct{}, maxAtOnce), done: make(chan struct{})}
	if s.within <= 0 {
		s.within = Within
	}
	s.state, s.verifier = random(), auth.Hide(auth.NewVerifier())
	path := plainPath
	if !o.Plain {
		path += "/" + random().Reveal()
	}
	s.path = auth.Hide(path)
	listen := o.listen
	if listen == nil {
		listen = func(address string) (net.Listener, error) { return net.Listen("tcp4", address) }
	}
	ln, err := listen(fmt.Sprintf("127.0.0.1:%d", o.Port))
	if err != nil {
		return nil, noListener(o.Port, err)
	}
	s.ln, s.host = ln, ln.Addr().String()
	s.redirect = "http://" + s.host + path
	if s.url, err = s.page(); err != nil {
		ln.Close()
		return nil, err
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.server = &http.Server{
		Handler: s, ErrorLog: log.New(io.Discard, "", 0), MaxHeaderBytes: maxRequest,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: exchangeTime + 10*time.Second,
	}
	s.server.SetKeepAlivesEnabled(false)
	s.mu.Lock() // the timer may be due before it is kept
	s.timer = time.AfterFunc(s.within, func() { s.end(waiting, s.late()) })
	s.mu.Unlock()
	go s.server.Serve(ln)
	return s, nil
}

// page makes the address to be opened.
func (s *SignIn) page() (string, error) {
	page := s.o.Account.AuthURL(s.state.Reveal(), s.verifier.Reveal(), s.redirect)
	var err error
	if s.pageHost, err = transport.Host(page); err != nil {
		return "", badPage(err)
	}
	mapped := page
	if s.o.Map != nil {
		mapped = s.o.Map(page)
	}
	if !openable(mapped, mapped != page) {
		return "", badPage(errors.New("it is no address that a browser opens"))
	}
	return mapped, nil
}

// openable tells whether text can be handed to the system as a page and nothing else.
func openable(text string, mapped bool) bool {
	for _, c := range []byte(text) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			return false
		}
	}
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "https" || mapped && u.Scheme == "http")
}

// random is 256 bits, as text that stands in URLs as it is.
func random() auth.Secret {
	var b [32]byte
	rand.Read(b[:])
	return auth.Hide(base64.RawURLEncoding.EncodeToString(b[:]))
}

// URL is the page that the browser is to open.
func (s *SignIn) URL() string { return s.url }

// Wait waits until the sign-in has ended. When ctx ends before, so does the sign-in.
func (s *SignIn) Wait(ctx context.Context) (auth.Token, error) {
	select {
	case <-s.done:
	case <-ctx.Done():
		s.end(taken, cancelled(ctx.Err()))
		<-s.done
	}
	return s.token, s.err
}

// Close ends the sign-in, if it has not ended yet, and its listener.
func (s *SignIn) Close() {
	s.end(taken, cancelled(context.Canceled))
	<-s.done
	s.shut()
}

// shut frees the port at once, also where the server has not come to serve it yet.
func (s *SignIn) shut() {
	s.ln.Close()
	s.server.Close()
}

// settle decides what the sign-in came to, if it has not come further than a phase.
func (s *SignIn) settle(last phase, t auth.Token, err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase > last {
		return false
	}
	s.phase, s.token, s.err = settled, t, err
	s.cancel()
	s.timer.Stop()
	return true
}

// tell lets the one who waits go on, and the listener end.
func (s *SignIn) tell() {
	close(s.done)
	time.AfterFunc(linger, s.shut)
}

func (s *SignIn) end(last phase, err error) {
	if s.settle(last, auth.Token{}, err) {
		s.tell()
	}
}
