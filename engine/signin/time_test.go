package signin

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"flowbench/engine/auth"
)

// pipes is a listener in memory, so that time can be the test's own.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711} }

func (p *pipes) Close() error {
	select {
	case <-p.closed:
	default:
		close(p.closed)
	}
	return nil
}

// timed is a sign-in with a time of its own.
func timed(t *testing.T, a *stub, o Options) (*SignIn, *pipes) {
	p := &pipes{make(chan net.Conn), make(chan struct{})}
	o.listen = func(string) (net.Listener, error) { return p, nil }
	return begun(t, a, o), p
}

// get is a browser; it says "gone" where nobody listens any more.
func (p *pipes) get(a *stub, query string) string {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- theirs:
	case <-p.closed:
		return "gone"
	}
	defer ours.Close()
	r, _ := http.NewRequest("GET", a.redirect+"?"+a.fill(query), nil)
	go r.Write(ours)
	resp, err := http.ReadResponse(bufio.NewReader(ours), r)
	if err != nil {
		return err.Error()
	}
	body, _ := io.ReadAll(resp.Body)
	return string(body)
}

func TestABrowserThatNeverComesBackIsWaitedForFiveMinutes(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want time.Duration
		say  string
	}{
		{Options{}, 5 * time.Minute, "within 5 minutes"},
		{Options{Within: 20 * time.Second}, 20 * time.Second, "within 20s"},
		{Options{Within: time.Minute, Plain: true, Port: 4711}, time.Minute, "within a minute"},
	} {
		synctest.Test(t, func(t *testing.T) {
			a := &stub{}
			s, p := timed(t, a, c.o)
			start := time.Now()
			_, err := s.Wait(t.Context())
			if took := time.Since(start); took != c.want || !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("after %s: %v", took, err)
			}
			mustSay(t, "error", err.Error(), c.say, "Nothing was stored", "Sign in again", "127.0.0.1")
			mustSay(t, "too late", p.get(a, "code=c1&state=STATE"), "This sign-in has ended", "begin again")
			time.Sleep(linger + time.Second)
			if got := p.get(a, "code=c1&state=STATE"); got != "gone" || a.exchanged() != 0 {
				t.Errorf("it still listens: %s", got)
			}
		})
	}
}

func TestStrangersAreToldOfWhenTheBrowserNeverComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &stub{}
		s, p := timed(t, a, Options{Plain: true, Port: 4711})
		p.get(a, "code=c1&state=other")
		_, err := s.Wait(t.Context())
		mustSay(t, "error", err.Error(), "belongs to another sign-in", "Nothing was stored", "Close the other windows")
	})
}

func TestASignInIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &stub{}
		s, p := timed(t, a, Options{})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		start := time.Now()
		_, err := s.Wait(ctx)
		if !errors.Is(err, context.Canceled) || time.Since(start) != time.Minute {
			t.Fatalf("after %s: %v", time.Since(start), err)
		}
		mustSay(t, "error", err.Error(), "was cancelled", "Nothing was stored", "Sign in again")
		mustSay(t, "page", p.get(a, "code=c1&state=STATE"), "This sign-in has ended")
		if _, again := s.Wait(t.Context()); again != err || a.exchanged() != 0 {
			t.Errorf("another time: %v", again)
		}
		s.Close()
		if got := p.get(a, ""); got != "gone" {
			t.Errorf("closed, it listens: %s", got)
		}
	})
}

func TestCancelledWhileTheCodeIsExchangedNothingIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &stub{exchange: func(ctx context.Context, _ string) (auth.Token, error) {
			<-ctx.Done() // and yet it has a token
			return auth.Token{Values: []auth.Secret{auth.Hide(aToken)}}, nil
		}}
		s, p := timed(t, a, Options{})
		ctx, cancel := context.WithCancel(t.Context())
		page := make(chan string, 1)
		go func() { page <- p.get(a, "code=c1&state=STATE") }()
		time.AfterFunc(10*time.Second, cancel)
		token, err := s.Wait(ctx)
		if !errors.Is(err, context.Canceled) || token.Values != nil {
			t.Errorf("%v, %v", token.Values, err)
		}
		mustSay(t, "page", <-page, "did not work", "Nothing was stored")
	})
}

// The browser may come back in the last second; the server still has its minute.
func TestAnExchangeHasAMinuteOfItsOwn(t *testing.T) {
	for _, c := range []struct {
		takes time.Duration
		ok    bool
	}{{50 * time.Second, true}, {time.Hour, false}} {
		synctest.Test(t, func(t *testing.T) {
			a := &stub{exchange: func(ctx context.Context, _ string) (auth.Token, error) {
				select {
				case <-time.After(c.takes):
					return auth.Token{Values: []auth.Secret{auth.Hide(aToken)}}, nil
				case <-ctx.Done():
					return auth.Token{}, errors.New("it did not answer in time")
				}
			}}
			s, p := timed(t, a, Options{})
			page := make(chan string, 1)
			time.AfterFunc(Within-time.Second, func() { page <- p.get(a, "code=c1&state=STATE") })
			start := time.Now()
			_, err := s.Wait(t.Context())
			took := time.Since(start)
			if c.ok {
				mustSay(t, "page", <-page, "You are signed in")
				if err != nil || took != Within-time.Second+c.takes {
					t.Errorf("after %s: %v", took, err)
				}
				return
			}
			mustSay(t, "page", <-page, "did not work")
			if err == nil || took != Within-time.Second+exchangeTime {
				t.Fatalf("after %s: %v", took, err)
			}
			mustSay(t, "error", err.Error(), "did not answer in time", "Nothing was stored")
		})
	}
}

// The page is out before the one who waits is told: the program may end then.
func TestThePageIsSentBeforeTheTokenIsGiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &stub{}
		s, p := timed(t, a, Options{})
		ours, theirs := net.Pipe()
		p.conns <- theirs
		r, _ := http.NewRequest("GET", a.redirect+"?"+a.fill("code=c1&state=STATE"), nil)
		go r.Write(ours)
		told := make(chan bool)
		go func() { s.Wait(t.Context()); close(told) }()
		synctest.Wait()
		select {
		case <-told:
			t.Error("told before anybody could read the page")
		default:
		}
		page, _ := io.ReadAll(ours)
		if <-told; !strings.Contains(string(page), "You are signed in") {
			t.Errorf("%s", page)
		}
	})
}
