package signin

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"flowbench/engine/auth"
)

func TestABrowserThatComesBackBringsAToken(t *testing.T) {
	for i, o := range []Options{{}, {}, {Plain: true}, {Within: time.Hour}} {
		a := &stub{issuer: []string{"", "https://idp.example.com"}[i%2]}
		s := begun(t, a, o)
		if u, _ := url.Parse(a.redirect); u.Hostname() != "127.0.0.1" || o.Plain != (u.Path == "/callback") || !o.Plain && len(u.Path) < len("/callback/")+43 {
			t.Errorf("%+v: the redirect is %s", o, a.redirect)
		}
		got := a.back(t, "code=c1", "state=STATE", "iss=https://idp.example.com/")
		mustSay(t, "page", got.body, "You are signed in", "close this window", "Example &lt;CRM&gt;")
		token, err := s.Wait(t.Context())
		if err != nil || len(token.Values) != 1 || token.Values[0].Reveal() != aToken {
			t.Errorf("%+v: %v, %v", o, token.Values, err)
		}
	}
}

// Each of these ends the sign-in with a sentence, and nothing is exchanged.
func TestAWrongAnswerEndsTheSignIn(t *testing.T) {
	for name, c := range map[string]struct {
		o      Options
		issuer string
		query  string
		say    []string
	}{
		"wrong state":         {query: "code=CODE&state=other", say: []string{"belongs to another sign-in", "Sign in again"}},
		"no state":            {query: "code=CODE", say: []string{"belongs to another sign-in"}},
		"state twice":         {query: "code=CODE&state=STATE&state=STATE", say: []string{"belongs to another sign-in"}},
		"a query that is not": {query: "code=CODE&state=STATE&x=%zz", say: []string{"belongs to another sign-in"}},
		"no code":             {query: "state=STATE", say: []string{"without the code", "Sign in again"}},
		"an empty code":       {query: "code=&state=STATE", say: []string{"without the code"}},
		"two codes":           {query: "code=CODE&code=d&state=STATE", say: []string{"without the code"}},
		"declined":            {query: "error=access_denied&state=STATE", say: []string{"Example <CRM> gave no access", "sign in again and agree"}},
		"declined, no state":  {query: "error=access_denied", say: []string{"gave no access"}},
		"declined by another": {query: "error=access_denied&state=other", say: []string{"belongs to another sign-in"}},
		"declined with words": {query: "error=access_denied&state=STATE&error_description=" + url.QueryEscape("ask\u202e your\nadmin."), say: []string{"It says: ask your admin. Nothing"}},
		"declined and a code": {query: "error=access_denied&code=CODE&state=STATE", say: []string{"gave no access"}},
		"a scope":             {query: "error=invalid_scope&state=STATE", say: []string{"does not know the access", "scope"}},
		"an error unknown":    {query: "error=tea_pot&state=STATE", say: []string{"“tea_pot”"}},
		"an error empty":      {query: "error=&state=STATE", say: []string{"an empty name"}},
		"an error of a mile":  {query: "error=" + strings.Repeat("e", 5000) + "&state=STATE", say: []string{strings.Repeat("e", 200) + "…”"}},
		"another server":      {query: "code=CODE&state=STATE&iss=https://evil.example", say: []string{"“https://evil.example”", "a server at idp.example.com", "do not go on"}},
		"another server's no": {query: "error=access_denied&state=STATE&iss=https://evil.example", say: []string{"“https://evil.example”"}},
		"no server at all":    {query: "code=CODE&state=STATE&iss=", say: []string{"comes from an empty name"}},
		"two servers":         {query: "code=CODE&state=STATE&iss=https://idp.example.com&iss=https://idp.example.com", say: []string{"comes from an empty name"}},
		"not the issuer":      {issuer: "https://idp.example.com/a", query: "code=CODE&state=STATE&iss=https://idp.example.com/b", say: []string{"“https://idp.example.com/b”", "https://idp.example.com/a was expected"}},
		"issuer not said":     {issuer: "https://idp.example.com/a", query: "code=CODE&state=STATE", say: []string{"does not say which server", "leave the connection's issuer empty"}},
		"plain, no code":      {o: Options{Plain: true}, query: "state=STATE", say: []string{"without the code"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := &stub{issuer: c.issuer}
			s := begun(t, a, c.o)
			got := a.back(t, strings.ReplaceAll(c.query, "CODE", "a-code-of-the-server"))
			mustSay(t, "page", got.body, "did not work", "Nothing was stored", "close this window")
			token, err := s.Wait(t.Context())
			if e := new(Error); !errors.As(err, &e) || e.Help == "" || token.Values != nil {
				t.Fatalf("%v, %v", token.Values, err)
			}
			mustSay(t, "error", err.Error(), append(c.say, "Nothing was stored.")...)
			if a.exchanged() != 0 {
				t.Error("a code was exchanged")
			}
			for what, text := range map[string]string{"page": got.body, "error": err.Error()} {
				if strings.Contains(text, "a-code-of-the-server") || strings.Contains(text, a.state) {
					t.Errorf("the %s holds the code or the state: %s", what, text)
				}
			}
			if again := a.back(t, "code=CODE", "state=STATE"); !strings.Contains(again.body, "This sign-in has ended") || a.exchanged() != 0 {
				t.Errorf("the right answer after that: %s", again.body)
			}
		})
	}
}

// Where everyone knows the path, everyone can send an answer: it ends nothing.
func TestAStrangersAnswerIsLeftAloneWhereThePathIsKnown(t *testing.T) {
	a := &stub{}
	s := begun(t, a, Options{Plain: true})
	for _, q := range []string{"code=evil&state=other", "code=evil", "error=access_denied", "error=access_denied&state=other", ""} {
		mustSay(t, q, a.back(t, q).body, "belongs to another sign-in", "nothing was stored")
	}
	mustSay(t, "page", a.back(t, "code=c1", "state=STATE").body, "You are signed in")
	if _, err := s.Wait(t.Context()); err != nil || a.exchanged() != 1 {
		t.Errorf("%v, %d exchanges", err, a.exchanged())
	}
}

func TestASecondAnswerChangesNothing(t *testing.T) {
	a := &stub{}
	entered, leave := make(chan bool), make(chan bool)
	a.exchange = func(context.Context, string) (auth.Token, error) {
		entered <- true
		<-leave
		return auth.Token{Values: []auth.Secret{auth.Hide(aToken)}}, nil
	}
	s := begun(t, a, Options{})
	first := make(chan answered)
	go func() { first <- a.back(t, "code=c1", "state=STATE") }()
	<-entered
	mustSay(t, "while it is exchanged", a.back(t, "code=c2", "state=STATE").body, "being finished", "nothing happened now")
	close(leave)
	mustSay(t, "first", (<-first).body, "You are signed in")
	for _, q := range []string{"code=c1&state=STATE", "code=c2&state=STATE", "code=c3&state=other", "error=access_denied&state=STATE", ""} {
		mustSay(t, q, a.back(t, q).body, "You are signed in already", "nothing happened now")
	}
	token, err := s.Wait(t.Context())
	if err != nil || token.Values[0].Reveal() != aToken || a.exchanged() != 1 {
		t.Errorf("%v, %d exchanges", err, a.exchanged())
	}
}

func TestManyAnswersAtOnceAreOne(t *testing.T) {
	a := &stub{}
	s := begun(t, a, Options{})
	pages := make(chan string)
	for range 20 {
		go func() { pages <- a.back(t, "code=c", "state=STATE").body }()
	}
	worked := 0
	for range 20 {
		if strings.Contains(<-pages, "has what it needs") {
			worked++
		}
	}
	if _, err := s.Wait(t.Context()); err != nil || worked != 1 || a.exchanged() != 1 {
		t.Errorf("%v, %d pages say it worked, %d exchanges", err, worked, a.exchanged())
	}
}

func TestACodeThatGivesNoTokenSaysWhy(t *testing.T) {
	for name, exchange := range map[string]func(context.Context, string) (auth.Token, error){
		"refused":  func(context.Context, string) (auth.Token, error) { return auth.Token{}, errors.New("invalid_client.") },
		"no token": func(context.Context, string) (auth.Token, error) { return auth.Token{}, nil },
		"a panic":  func(context.Context, string) (auth.Token, error) { panic(http.ErrAbortHandler) },
	} {
		a := &stub{exchange: exchange}
		s := begun(t, a, Options{})
		if name == "a panic" {
			if resp, err := http.Get(a.redirect + "?" + a.fill("code=c1&state=STATE")); err == nil {
				resp.Body.Close()
			}
		} else {
			mustSay(t, name, a.back(t, "code=c1", "state=STATE").body, "did not work")
		}
		_, err := s.Wait(t.Context())
		if err == nil {
			t.Fatalf("%s: no error", name)
		}
		mustSay(t, name, err.Error(), "You signed in, but Example <CRM> gave no token", "Nothing was stored. Then sign in again.", map[string]string{"refused": "invalid_client. N"}[name])
	}
}

func TestRequestsOfOthersGetNothing(t *testing.T) {
	a := &stub{}
	s := begun(t, a, Options{})
	right := a.redirect + "?" + a.fill("code=c1&state=STATE")
	base, _, _ := strings.Cut(a.redirect, "/callback")
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	port := strings.TrimPrefix(base, "http://127.0.0.1")
	for name, c := range map[string]struct {
		got  answered
		want int
	}{
		"the root":          {ask(t, "GET", base+"/"), 404},
		"an icon":           {ask(t, "GET", base+"/favicon.ico"), 404},
		"no token":          {ask(t, "GET", base+"/callback?"+a.fill("code=c1&state=STATE")), 404},
		"a guess":           {ask(t, "GET", base+"/callback/"+strings.Repeat("A", 43)+"?"+a.fill("code=c1&state=STATE")), 404},
		"a slash more":      {ask(t, "GET", a.redirect+"/?"+a.fill("code=c1&state=STATE")), 404},
		"in other letters":  {ask(t, "GET", strings.Replace(right, "/callback", "/c%61llback", 1)), 404},
		"POST":              {ask(t, "POST", right), 405},
		"HEAD":              {ask(t, "HEAD", right), 405},
		"OPTIONS":           {ask(t, "OPTIONS", right, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }), 405},
		"another host":      {ask(t, "GET", right, host("evil.example")), 421},
		"a host rebound":    {ask(t, "GET", right, host("evil.example"+port)), 421},
		"localhost":         {ask(t, "GET", right, host("localhost"+port)), 421},
		"the host, no port": {ask(t, "GET", right, host("127.0.0.1")), 421},
	} {
		if c.got.status != c.want {
			t.Errorf("%s: %d, want %d", name, c.got.status, c.want)
		}
		for h := range c.got.header {
			if strings.HasPrefix(h, "Access-Control") {
				t.Errorf("%s: %s is sent", name, h)
			}
		}
		if strings.Contains(c.got.body, a.state) || strings.Contains(c.got.body, strings.TrimPrefix(a.redirect, base)) {
			t.Errorf("%s: the path or the state is told: %s", name, c.got.body)
		}
	}
	if conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://")); err == nil {
		fmt.Fprintf(conn, "GET /%s HTTP/1.1\r\n", strings.Repeat("a", 2<<20))
		conn.Close()
	}
	if a.exchanged() != 0 {
		t.Fatal("a code was exchanged")
	}
	mustSay(t, "the right one", ask(t, "GET", right).body, "You are signed in")
	if _, err := s.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTwoSignInsShareNothing(t *testing.T) {
	a, b := &stub{}, &stub{}
	begun(t, a, Options{})
	begun(t, b, Options{})
	if a.state == b.state || a.verifier == b.verifier || a.redirect == b.redirect || len(a.state) != 43 || len(a.verifier) != 43 {
		t.Errorf("%+v\n%+v", a, b)
	}
}

func TestAPageThatIsNoneIsNotOpened(t *testing.T) {
	to := func(u string) func(string) string { return func(string) string { return u } }
	for _, c := range []struct {
		page string
		maps func(string) string
		ok   bool
	}{
		{"https://idp.example.com/a?b=c", nil, true},
		{"https://idp.example.com/a?b=c", to("http://127.0.0.1:9/a?b=c"), true},
		{"https://idp.example.com/a?b=c", to("https://idp.example.com/a?b=c"), true},
		{"http://idp.example.com/a", nil, false},
		{"http://idp.example.com/a", to("http://127.0.0.1:9/a"), false},
		{"https://127.0.0.1/a", nil, false},
		{"https://me:pw@idp.example.com/a", nil, false},
		{"file:///etc/passwd", nil, false},
		{"calc.exe", nil, false},
		{"https://idp.example.com/a b", nil, false},
		{"https://idp.example.com/\"&calc", nil, false},
		{"https://idp.example.com/\n", nil, false},
		{"https://idp.example.com/a", to("file:///etc/passwd"), false},
		{"https://idp.example.com/a", to("http://me:pw@127.0.0.1/a"), false},
		{"https://idp.example.com/a", to("calc.exe"), false},
	} {
		a := &stub{page: c.page}
		s, err := Begin(Options{Account: a, Map: c.maps})
		if c.ok != (err == nil) {
			t.Errorf("%s: %v", c.page, err)
		}
		if err == nil {
			if want := c.page; c.maps == nil && s.URL() != want || c.maps != nil && s.URL() != c.maps("") {
				t.Errorf("%s: opens %s", c.page, s.URL())
			}
			s.Close()
			continue
		}
		mustSay(t, c.page, err.Error(), "cannot be opened", "Nothing was stored", "authorization URL")
	}
}

func TestAMappedServerMayCallItselfByWhereItIs(t *testing.T) {
	for iss, ok := range map[string]bool{"http://127.0.0.1:9998/realms/x": true, "https://idp.example.com": true, "http://127.0.0.1:9999": false, "https://evil.example": false} {
		a := &stub{}
		s := begun(t, a, Options{Map: func(u string) string {
			return strings.Replace(u, "https://idp.example.com", "http://127.0.0.1:9998", 1)
		}})
		if !strings.HasPrefix(s.URL(), "http://127.0.0.1:9998/authorize?") {
			t.Errorf("opens %s", s.URL())
		}
		a.back(t, "code=c1", "state=STATE", "iss="+url.QueryEscape(iss))
		if _, err := s.Wait(t.Context()); ok != (err == nil) {
			t.Errorf("%s: %v", iss, err)
		}
	}
}

func TestAPortThatIsTakenSaysSo(t *testing.T) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := ln.Addr().(*net.TCPAddr).Port
	_, err = Begin(Options{Account: &stub{}, Port: port, Plain: true})
	if err == nil {
		t.Fatal("two listen at one port")
	}
	mustSay(t, "taken", err.Error(), fmt.Sprintf("Port %d", port), "is in use", "another port")
	ln.Close()
	a := &stub{}
	s := begun(t, a, Options{Port: port, Plain: true})
	if a.redirect != Redirect(port) {
		t.Errorf("comes back to %s", a.redirect)
	}
	s.Close()
	again := begun(t, a, Options{Port: port, Plain: true}) // as soon as the last one is closed
	again.Close()
	if _, err := again.Wait(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("closed: %v", err)
	}
}
