package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"flowbench/engine/catalog"
)

func str(v any) string { return fmt.Sprint(v) }

func TestEchoAnswersWithWhatItGot(t *testing.T) {
	g := open(t).raw("PATCH", "https://echo.example.com/a%2Fb/c?x=1&x=2&y=", `{"n":1.50,"big":12345678901234567890}`, map[string]string{"Content-Type": "application/json", "X-Own": "yes"})
	if g.status != 200 || g.at("method") != "PATCH" || g.at("path") != "/a%2Fb/c" || str(g.at("query")) != "map[x:[1 2] y:]" || g.at("headers", "x-own") != "yes" ||
		str(g.at("body")) != "map[big:12345678901234567890 n:1.50]" {
		t.Errorf("%d %s", g.status, g.text)
	}
	if g := open(t).raw("GET", "https://echo.example.com/hello", "", nil); g.at("path") != "/hello" || g.at("body") != nil {
		t.Errorf("%s", g.text)
	}
}

func TestHostsThatAreNotInTheSandboxAreRefusedByName(t *testing.T) {
	g := open(t).raw("GET", "https://api.acme.com/v1", "", nil)
	if g.status != http.StatusMisdirectedRequest || !contains(g.text, "api.acme.com is not in the sandbox") {
		t.Errorf("%d %s", g.status, g.text)
	}
}

func TestProvidersAnswerBelowTheirIdForCurl(t *testing.T) {
	c := open(t)
	for _, tt := range []struct{ url, want string }{
		{"http://127.0.0.1:8088/slack/api/auth.test", `"ok":true`},
		{"http://localhost:8088/sheets/v4/spreadsheets/SHEET_ID", "Leads 2026"},
		{"http://[::1]:8088/echo/hello", `"path":"/hello"`},
		{"http://127.0.0.1:8088/", "/v3/site-explorer/broken-backlinks"},
		{"http://127.0.0.1:8088/nobody/x", `no provider "nobody"`},
	} {
		if g := c.raw("GET", tt.url, "", map[string]string{"Authorization": "Bearer x"}); !contains(g.text, tt.want) {
			t.Errorf("%s: %d %s", tt.url, g.status, g.text)
		}
	}
}

func TestPagesOfOtherSitesMayNotUseIt(t *testing.T) {
	c := open(t)
	g := c.raw("POST", "http://127.0.0.1:8088/slack/api/chat.postMessage", `{"channel":"#seo","text":"x"}`, map[string]string{"Origin": "https://evil.example", "Authorization": "Bearer x"})
	if g.status != http.StatusForbidden || g.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%d %v", g.status, g.header)
	}
}

func TestABodyOfMoreThan1MBIsRefused(t *testing.T) {
	g := open(t).raw("POST", "https://echo.example.com/", strings.Repeat("x", maxBody+1), nil)
	if g.status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %s", g.status, g.text)
	}
}

func TestItListensOnThisMachineOnly(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.168.1.1:0", "example.com:80", "127.0.0.1"} {
		if err := open(t).server.Listen(addr); err == nil {
			t.Errorf("%s was taken", addr)
		}
	}
}

func TestMappedCallsKeepTheirHost(t *testing.T) {
	s := open(t).server
	if err := s.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, _ := http.NewRequest("GET", s.Mappings()["echo.example.com"]+"/hello", nil)
	r.Host = "echo.example.com"
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if b, _ := io.ReadAll(res.Body); !contains(string(b), `"host":"echo.example.com"`) {
		t.Errorf("%s", b)
	}
}

func TestDelaysAreSteadyAndOf150To400Milliseconds(t *testing.T) {
	seen := map[time.Duration]bool{}
	for i := range 2000 {
		path := fmt.Sprintf("/v1/%d", i)
		d := Delay("stripe", path)
		if d < 150*time.Millisecond || d > 400*time.Millisecond || d != Delay("stripe", path) {
			t.Fatalf("%s takes %v", path, d)
		}
		seen[d] = true
	}
	if len(seen) < 100 {
		t.Errorf("only %d different delays", len(seen))
	}
}

func TestNothingIsLostAmongManyAtOnce(t *testing.T) {
	c := open(t)
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() { c.do("slack", "post-message", fields{"channel": "#seo", "text": fmt.Sprint(i)}) })
	}
	wg.Wait()
	id := c.do("slack", "post-message", fields{"channel": "#seo", "text": "last"}).at("channel")
	g := c.do("slack", "channel-history", fields{"channel": id, "limit": 999})
	if n := len(g.at("messages").([]any)); n != 62 { // and the welcome
		t.Errorf("%d messages", n)
	}
}

func TestTheListenerHearsEachRequestInOrder(t *testing.T) {
	c := open(t)
	var heard []int
	c.server.Journal().Listen(func(e Entry) { heard = append(heard, e.Seq) })
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { c.raw("GET", "https://echo.example.com/", "", nil) })
	}
	wg.Wait()
	for i, seq := range heard {
		if seq != i+1 {
			t.Fatalf("heard %v", heard)
		}
	}
	if len(heard) != 20 {
		t.Errorf("heard %d", len(heard))
	}
}

func TestTheJournalKeepsTheLast500(t *testing.T) {
	var j Journal
	for range 3 * journalLength {
		j.add(Entry{})
	}
	if e := j.Entries(); len(e) != journalLength || e[0].Seq != 3*journalLength {
		t.Errorf("%d entries, the newest %d", len(e), e[0].Seq)
	}
}

func TestAProviderIsAddedByAFile(t *testing.T) {
	cat, problems := catalog.Load(fstest.MapFS{"acme.json": {Data: []byte(`{
		"id": "acme", "version": "1", "title": "Acme", "summary": "Anvils", "tile": {"letter": "A", "light": "#000000", "dark": "#ffffff"},
		"hosts": ["https://api.acme.example"],
		"auth": [{"scheme": "api-key", "title": "Key", "doc": "Ask", "settings": {"headers": [], "params": [{"name": "key", "value": "{{secret}}"}]}, "sandbox": {"secret": "made-up"}}],
		"test": {"method": "GET", "path": "/me", "says": "\"It works\""},
		"actions": [{"id": "drop", "title": "Drop", "summary": "Drops an anvil", "method": "POST", "path": "/v1/anvils/{{fields.id}}/drop",
			"fields": [{"name": "id", "type": "number", "label": "Anvil", "doc": "Which", "required": true}],
			"sample": {"dropped": 1}, "answer": "reply(201; {dropped: .params.id, before: .state}) | keeps(1)"}],
		"sandbox": {"denied": "reply(403; {})"}}`)}})
	if problems != nil {
		t.Fatal(problems)
	}
	c := client{t, New(cat, Programs()), false}
	if g := c.raw("POST", "https://api.acme.example/v1/anvils/7/drop", "", nil); g.status != 403 {
		t.Errorf("without a key: %d", g.status)
	}
	c.raw("POST", "https://api.acme.example/v1/anvils/7/drop?key=k", "", nil)
	if g := c.raw("POST", "https://api.acme.example/v1/anvils/7/drop?key=k", "", nil); g.status != 201 || g.text != `{"before":1,"dropped":"7"}` {
		t.Errorf("%d %s", g.status, g.text)
	}
}
