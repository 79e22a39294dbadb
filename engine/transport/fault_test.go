package transport

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/request"
)

// raw is a client for which api.example.com is mapped to a server that writes bytes.
func raw(t *testing.T, o Options, answer func(net.Conn)) *Client {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				c.Read(make([]byte, 4096)) // the request
				answer(c)
			}()
		}
	}()
	o.Mappings = map[string]string{"api.example.com": "http://" + l.Addr().String()}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func says(text string) func(net.Conn) {
	return func(c net.Conn) { io.WriteString(c, text) }
}

// endless writes until nobody reads any more, 1 GB at most.
func endless(head, chunk string) func(net.Conn) {
	return func(c net.Conn) {
		io.WriteString(c, head)
		for n := 0; n < 1<<30; n += len(chunk) {
			if _, err := io.WriteString(c, chunk); err != nil {
				return
			}
		}
	}
}

func packedZeros(size int) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for n := 0; n < size; n += len(zeros) {
		z.Write(zeros)
	}
	z.Close()
	return b.Bytes()
}

func TestFaultsOfTheNetworkEndInASentence(t *testing.T) {
	bomb := packedZeros(24 << 20)
	damaged := bytes.Clone(packedZeros(1 << 20))
	damaged[len(damaged)-6] ^= 0xff
	packed := func(b []byte) func(net.Conn) {
		return says(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(b), b))
	}
	const ok = "HTTP/1.1 200 OK\r\n"
	for name, c := range map[string]struct {
		answer  func(net.Conn)
		reads   string
		kind    string
		message string
		status  int
	}{
		"closed":             {says(""), "", "network", "api.example.com closed the connection without an answer.", 0},
		"garbage":            {says("\x00\x01\x02 what is this\r\n\r\n"), "", "network", "api.example.com answered with something that is not HTTP.", 0},
		"another protocol":   {says("220 mail.example.com ESMTP\r\n"), "", "network", "api.example.com answered with something that is not HTTP.", 0},
		"headers cut":        {says(ok + "Content-Ty"), "", "network", "api.example.com answered with something that is not HTTP.", 0},
		"bad header":         {says(ok + "no colon here\r\n\r\n"), "", "network", "api.example.com answered with something that is not HTTP.", 0},
		"body cut":           {says(ok + "Content-Length: 100\r\n\r\nshort"), "", "network", "The answer of api.example.com was cut off.", 200},
		"chunk cut":          {says(ok + "Transfer-Encoding: chunked\r\n\r\n10\r\nshort"), "", "network", "The answer of api.example.com was cut off.", 200},
		"bad chunk":          {says(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "", "network", "api.example.com answered with something that is not HTTP.", 200},
		"lengths that fight": {says(ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "", "network", "api.example.com answered with something that is not HTTP.", 0},
		"negative length":    {says(ok + "Content-Length: -1\r\n\r\n"), "", "network", "api.example.com answered with something that is not HTTP.", 0},
		"told to be huge":    {says(ok + "Content-Length: 99999999999\r\n\r\nx"), "", "value", "api.example.com answered with more than 16 MB.", 200},
		"a gigabyte":         {endless(ok+"\r\n", strings.Repeat("x", 1<<16)), "", "value", "api.example.com answered with more than 16 MB.", 200},
		"endless chunks":     {endless(ok+"Transfer-Encoding: chunked\r\n\r\n", "10000\r\n"+strings.Repeat("x", 1<<16)+"\r\n"), "", "value", "api.example.com answered with more than 16 MB.", 200},
		"endless headers":    {endless(ok, "X-Again: "+strings.Repeat("x", 1000)+"\r\n"), "", "value", "api.example.com answered with more than 256 KB of headers.", 0},
		"one endless header": {endless(ok+"X: ", strings.Repeat("x", 1<<16)), "", "value", "api.example.com answered with more than 256 KB of headers.", 0},
		"bomb":               {packed(bomb), "", "value", "api.example.com answered with more than 16 MB.", 200},
		"bomb, cut":          {says(ok + "Content-Encoding: gzip\r\nContent-Length: 99999\r\n\r\n" + string(bomb[:500])), "", "network", "The answer of api.example.com was cut off.", 200},
		"bad checksum":       {packed(damaged), "", "network", "The answer of api.example.com is damaged: it cannot be unpacked.", 200},
		"not packed":         {packed([]byte("this is not packed at all")), "", "network", "The answer of api.example.com is damaged: it cannot be unpacked.", 200},
		"deep JSON":          {says(ok + "Content-Type: application/json\r\nConnection: close\r\n\r\n" + strings.Repeat("[", 100_000)), "", "value", "api.example.com answered with JSON that nests too deep to be read.", 200},
		"not JSON":           {says(ok + "Content-Type: text/html\r\nConnection: close\r\n\r\n<h1>\n Hello"), JSON, "value", "api.example.com answered with text/html, not with JSON: <h1> Hello", 200},
		"half JSON":          {says(ok + "Content-Type: application/json\r\nConnection: close\r\n\r\n{\"a\":"), JSON, "value", "api.example.com answered with application/json, not with JSON: {\"a\":", 200},
	} {
		t.Run(name, func(t *testing.T) {
			client := raw(t, Options{}, c.answer)
			a, x, err := client.Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://api.example.com/x"), Reads: c.reads, Attempt: 1})
			f, is := err.(*node.Failure)
			if !is || a != nil {
				t.Fatalf("%v, %v", a, err)
			}
			if f.Fault.Type != c.kind || f.Fault.Message != c.message || f.Fault.Help == "" || f.Fault.Attempts != 1 || f.Fault.Status != c.status {
				t.Errorf("%+v", f.Fault)
			}
			if r, _ := f.Response.(map[string]any); (name == "not JSON" || name == "deep JSON") != (r != nil && r["status"] == 200) && name != "half JSON" {
				t.Errorf("response %v", f.Response)
			}
			if x.Error != c.message || x.Sent.Headers == nil || x.Status != c.status || (x.Got != nil) != (c.status != 0) {
				t.Errorf("recorded %+v", x)
			}
			if x.Got != nil && x.Got.Body != nil && len(x.Got.Body.Value) > 4*event.Inline {
				t.Errorf("recorded %d bytes of it", len(x.Got.Body.Value))
			}
		})
	}
}

func TestFaultsBeforeAnythingIsSent(t *testing.T) {
	fails := func(err error) func(context.Context, string, string) (net.Conn, error) {
		return func(context.Context, string, string) (net.Conn, error) { return nil, err }
	}
	plain := httptest.NewServer(http.NotFoundHandler())
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	secure.Config.ErrorLog = quiet
	defer plain.Close()
	defer secure.Close()
	to := func(s *httptest.Server) func(context.Context, string, string) (net.Conn, error) {
		return func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
		}
	}
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	for name, c := range map[string]struct {
		o             Options
		kind, message string
	}{
		"no such host": {Options{dial: fails(&net.OpError{Op: "dial", Err: &net.DNSError{Name: "api.example.com", IsNotFound: true}})}, "network", "No host named api.example.com can be found."},
		"no lookup":    {Options{dial: fails(&net.DNSError{Name: "api.example.com", Err: "server misbehaving"})}, "network", "The name api.example.com could not be looked up."},
		"a neighbour": {Options{dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{Control: guard}).DialContext(ctx, network, plain.Listener.Addr().String())
		}}, "refused", "api.example.com is at 127.0.0.1, which is no public address. Nothing was sent."},
		"nobody there": {Options{Mappings: map[string]string{"api.example.com": "http://" + gone.Addr().String()}}, "network", "Nothing listens at http://" + gone.Addr().String() + ", where api.example.com is mapped to."},
		"http":         {Options{dial: to(plain)}, "network", "api.example.com does not speak https."},
		"certificate":  {Options{dial: to(secure)}, "network", "The certificate of api.example.com cannot be trusted: nobody known has signed it. Nothing was sent."},
		"other":        {Options{dial: fails(errNobody)}, "network", "The call to api.example.com failed: nobody is called here."},
	} {
		client, err := New(c.o)
		if err != nil {
			t.Fatal(err)
		}
		_, x, err := get(t, client, "https://api.example.com/x")
		if f, _ := err.(*node.Failure); f == nil || f.Fault.Type != c.kind || f.Fault.Message != c.message || f.Fault.Help == "" || x.Got != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// pipes is a network without sockets, so that time can be a bubble's.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	if c, ok := <-p; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

func TestTimeIsBounded(t *testing.T) {
	s := httptest.NewTLSServer(nil)
	config := s.TLS.Clone()
	s.Close()
	config.NextProtos = nil
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		timeout time.Duration
		cancel  bool
		message string
	}{
		"silent":    {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 0, false, "api.example.com did not answer within 60 s."},
		"own time":  {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 5 * time.Second, false, "api.example.com did not answer within 5 s."},
		"cancelled": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 0, true, "The call to api.example.com was cancelled."},
		"drop by drop": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				time.Sleep(time.Second)
			}
		}, 0, false, "api.example.com did not finish its answer within 60 s."},
	} {
		synctest.Test(t, func(t *testing.T) {
			network := make(pipes)
			server := &http.Server{Handler: c.handler, ErrorLog: quiet}
			go server.Serve(tls.NewListener(network, config))
			client, err := New(Options{tls: &tls.Config{InsecureSkipVerify: true}, dial: func(context.Context, string, string) (net.Conn, error) {
				here, there := net.Pipe()
				network <- there
				return here, nil
			}})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.cancel {
				time.AfterFunc(3*time.Second, cancel)
			}
			start := time.Now()
			_, _, err = client.Do(ctx, Call{Request: built(t, request.Spec{}, "https://api.example.com/x"), Timeout: c.timeout})
			f, _ := err.(*node.Failure)
			if f == nil || f.Fault.Message != c.message {
				t.Errorf("%s: %v", name, err)
			} else if want := map[bool]string{true: "cancelled", false: "timeout"}[c.cancel]; f.Fault.Type != want {
				t.Errorf("%s: %s, want %s", name, f.Fault.Type, want)
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("%s took %v", name, took)
			}
			client.Close()
			close(network)
			server.Close()
			time.Sleep(time.Minute) // what still sleeps wakes up and ends
		})
	}
}

func TestTheBoundOfABodyIsASetting(t *testing.T) {
	c := served(t, Options{MaxBody: 2000}, "", func(w http.ResponseWriter, r *http.Request) {
		w.Write(make([]byte, len(r.URL.Path)*10))
	})
	for path, max := range map[string]int64{strings.Repeat("a", 198): 0, strings.Repeat("a", 200): 0, strings.Repeat("a", 400): 5000} {
		_, _, err := c.Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://api.example.com/"+path), MaxBody: max})
		if fits := len(path) != 200; (err == nil) != fits {
			t.Errorf("%d: %v", len(path), err)
		}
	}
}

// A POST is sent once, whatever happens.
func TestAPostIsNotSentTwice(t *testing.T) {
	var came atomic.Int32
	c := raw(t, Options{}, func(net.Conn) { came.Add(1) })
	r := built(t, request.Spec{Method: "POST", Body: map[string]any{"pay": 1}}, "https://api.example.com/x")
	if _, _, err := c.Do(t.Context(), Call{Request: r}); err == nil || came.Load() != 1 {
		t.Errorf("%v, sent %d times", err, came.Load())
	}
}
