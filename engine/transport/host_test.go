package transport

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"flowbench/engine/node"
	"flowbench/engine/request"
)

// tricks are texts that some program takes for a host that they are not; "" is to be
// refused, else the host and port that is to be called, and no other.
func tricks() map[string]string {
	m := map[string]string{
		"https://api.good.example":                               "api.good.example:443",
		"https://API.Good.Example./x":                            "api.good.example:443",
		"HTTPS://api.good.example/x":                             "api.good.example:443",
		"https://api.good.example:443/x":                         "api.good.example:443",
		"https://api.good.example:0443/x":                        "api.good.example:443",
		"https://api.good.example:8443/x":                        "api.good.example:8443",
		"https://api.good.example.evil.example/":                 "api.good.example.evil.example:443",
		"https://api.good.example/@evil.example/":                "api.good.example:443",
		"https://api.good.example/\\@evil.example/":              "api.good.example:443",
		"https://api.good.example?@evil.example/":                "api.good.example:443",
		"https://api.good.example#@evil.example/":                "api.good.example:443",
		"https://api.good.example/x?u=https://evil.example":      "api.good.example:443",
		"https://api.good.example//evil.example/":                "api.good.example:443",
		"https://api.good.example/..//evil.example/":             "api.good.example:443",
		"https://bücher.example/":                                "xn--bcher-kva.example:443",
		"https://BÜCHER.example/":                                "xn--bcher-kva.example:443",
		"https://xn--bcher-kva.example/":                         "xn--bcher-kva.example:443",
		"https://аpi.good.example/":                              "xn--pi-6kc.good.example:443", // a Cyrillic letter
		"https://api。good.example/":                              "api.good.example:443",
		"https://ａｐｉ.good.example/":                              "api.good.example:443",
		"https://api.go\u00adod.example/":                        "api.good.example:443", // a soft hyphen
		"https://r3---sn.good.example/":                          "r3---sn.good.example:443",
		"https://my_bucket.good.example/":                        "my_bucket.good.example:443",
		"https://1.2.3.4.good.example/":                          "1.2.3.4.good.example:443",
		"https://0x7f.good.example/":                             "0x7f.good.example:443",
		"https://127.0.0.1.nip.example/":                         "127.0.0.1.nip.example:443",
		"https://api.good.example/%2e%2e/%5c":                    "api.good.example:443",
		"  https://api.good.example/x  ":                         "api.good.example:443",
		"https://" + strings.Repeat("a", 63) + ".example/":       "" + strings.Repeat("a", 63) + ".example:443",
		"https://" + strings.Repeat("a", 64) + ".example/":       "",
		"https://" + strings.Repeat("abcdefg.", 40) + "example/": "",
		"":                            "",
		"https://":                    "",
		"https:///x":                  "",
		"https:/api.good.example/":    "",
		"https:api.good.example/":     "",
		"//api.good.example/":         "",
		"api.good.example":            "",
		"/x":                          "",
		"javascript:alert(1)":         "",
		"data:text/plain,x":           "",
		"https://?x":                  "",
		"https://#x":                  "",
		"https://.example/":           "",
		"https://a..example/":         "",
		"https://a.example../":        "",
		"https://-a.example/":         "",
		"https://a-.example/":         "",
		"https://a b.example/":        "",
		"https://a%2eb.example/":      "",
		"https://%31%32%37.0.0.1/":    "",
		"https://%6cocalhost/":        "",
		"https://a.example:/":         "",
		"https://a.example:0/":        "",
		"https://a.example:65536/":    "",
		"https://a.example:+443/":     "",
		"https://a.example:-1/":       "",
		"https://a.example:4 43/":     "",
		"https://a.example:443:80/":   "",
		"https://a.example:https/":    "",
		"https://a.example:٤٤٣/":      "",
		"https://xn--a.example/":      "",
		"https://xn--\u00fc.example/": "",
		"https://a\u202eb.example/":   "",
		"https://a\u200b.b..example/": "",
		"https://localhost/":          "",
		"https://localhost./":         "",
		"https://LOCALHOST/":          "",
		"https://a.localhost/":        "",
		"https://ⓛocalhost/":          "",
		"https://intranet/":           "",
		"https://com/":                "",
		"https://com./":               "",
		"https://{{x}}/":              "",
		"https://{{x}}.example/":      "",
		"https://a.{{x}}/":            "",
		"https://a.example:{{x}}/":    "",
		"{{x}}://a.example/":          "",
		"{{x}}":                       "",
		"https://{% context x %}/":    "",
		"https://{{context.steps.A.output.a // \"b\"}}.example/": "",
		"https://[::1]/":                                                 "",
		"https://[::1":                                                   "",
		"https://::1/":                                                   "",
		"https://[fe80::1%25eth0]/":                                      "",
		"https://[v1.x]/":                                                "",
		"https://[api.good.example]/":                                    "",
		"https://api.good.example[::1]/":                                 "",
		"https://api.good.example,evil.example/":                         "",
		"https://api.good.example;evil.example/":                         "",
		"https://api.good.example|evil.example/":                         "",
		"https://api.good.example&evil.example/":                         "",
		"https://api.good.example<evil.example/":                         "",
		"https://api.good.example\"evil.example/":                        "",
		"https://api.good.example'evil.example/":                         "",
		"https://api.good.example`evil.example/":                         "",
		"https://api.good.example$evil.example/":                         "",
		"https://api.good.example!evil.example/":                         "",
		"https://api.good.example*evil.example/":                         "",
		"https://*.good.example/":                                        "",
		"https://api.good.example^evil.example/":                         "",
		"https://api.good.example~evil.example/":                         "",
		"https://api.good.example+evil.example/":                         "",
		"https://api.good.example=evil.example/":                         "",
		"https://api.good.example(evil.example)/":                        "",
		"https://api.good.example{evil.example}/":                        "",
		"https://api.good.example／evil.example/":                         "", // a wide slash
		"https://api.good.example℀evil.example/":                         "", // maps to a/c
		"https://api.good.example﹖evil.example/":                         "",
		"https://api.good.example＃evil.example/":                         "",
		"https://api.good.example＠evil.example/":                         "",
		"https://api.good.example：8080/":                                 "",
		"https://api.good.example\\evil.example/":                        "",
		"https://api.good.example\\@evil.example/":                       "",
		"https://\\evil.example/":                                        "",
		"https:\\\\api.good.example\\":                                   "",
		"https://api.good.example:443@evil.example/":                     "",
		"https://api.good.example:443#@evil.example:80@other.example/":   "api.good.example:443",
		"https://evil.example:80#@api.good.example:443\\@other.example/": "evil.example:80",
	}
	// Addresses, in each way that inet_aton, browsers and Go read one.
	for _, ip := range []string{
		"127.0.0.1", "127.1", "127.0.1", "0x7f000001", "0x7f.1", "0x7f.0x0.0x0.0x1", "0X7F.0.0.1", "2130706433", "017700000001", "0177.0.0.1",
		"0177.0.0.01", "127.0.0.1.", "0", "0.0.0.0", "10.0.0.1", "10.1", "192.168.0.1", "192.168.1", "3232235521", "0xc0a80001", "169.254.169.254", "2852039166",
		"0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "172.16.0.1", "100.64.0.1", "255.255.255.255", "4294967295", "8.8.8.8", "134744072", "0x08080808", "1.1",
		"192.0.2.0", "51.145.180.18", "256.256.256.256", "1.2.3.4.5", "999", "0x", "127.0.0.0x1", "１２７.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "127．1", "０x7f.1",
		"[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2606:4700:4700::1111]",
	} {
		for _, form := range []string{"https://%s", "https://%s/", "https://%s:443/x", "https://%s?x", "https://user@%s/"} {
			m[fmt.Sprintf(form, ip)] = ""
		}
	}
	// A control character anywhere in what names the host.
	for c := range rune(33) {
		m["https://api.good"+string(c)+".example/"] = ""
		m["https"+string(c)+"://api.good.example/"] = ""
	}
	m["https://api.good\x7f.example/"] = ""
	for _, scheme := range []string{"http", "ftp", "file", "ws", "wss", "gopher", "httpss", "https+http", "unix", "https:http"} {
		m[scheme+"://api.good.example/"] = ""
	}
	for _, user := range []string{"user@", "user:pass@", ":@", "@", "api.good.example@", "api.good.example:443@", "%40@", "a@b@", "https:@"} {
		m["https://"+user+"evil.example/"] = ""
	}
	return m
}

// dialled records who is called, and lets nobody be.
type dialled struct {
	mu   sync.Mutex
	list []string
}

var errNobody = errors.New("nobody is called here")

func (d *dialled) dial(_ context.Context, _, address string) (net.Conn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, address)
	return nil, errNobody
}

func TestOnlyTheHostThatWasCheckedIsDialled(t *testing.T) {
	all := tricks()
	if len(all) < 300 {
		t.Fatalf("%d tricks", len(all))
	}
	for text, want := range all {
		var d dialled
		c, err := New(Options{dial: d.dial})
		if err != nil {
			t.Fatal(err)
		}
		_, x, err := c.Do(t.Context(), Call{Request: &request.Request{Method: "GET", URL: text}})
		var f *node.Failure
		if !errors.As(err, &f) || x == nil {
			t.Fatalf("%q: %v, %v", text, err, x)
		}
		if got := strings.Join(d.list, " "); got != want {
			t.Errorf("%q dialled %q, want %q", text, got, want)
		}
		checked := CheckURL(text)
		if (checked == nil) != (want != "") {
			t.Errorf("%q: CheckURL says %v", text, checked)
		}
		if refused := f.Fault.Type == "refused"; refused != (want == "") || refused && (f.Fault.Help == "" || len(x.Sent.Headers) > 0) {
			t.Errorf("%q: %+v, %+v", text, f.Fault, x.Sent)
		}
		// As the flow's author types it.
		d.list = nil
		if r, err := request.Build(request.Spec{URL: []node.Part{{Text: text}}}); err == nil {
			c.Do(t.Context(), Call{Request: r})
			if got := strings.Join(d.list, " "); got != want && got != "" {
				t.Errorf("%q, built as %q, dialled %q, want %q", text, r.URL, got, want)
			}
		}
	}
	if !t.Failed() {
		t.Logf("URL tricks: %d, as a URL and as typed: 0 wrong hosts dialled", len(all))
	}
}

func TestAForbiddenURLSaysWhichRuleItBreaks(t *testing.T) {
	for text, want := range map[string]HostError{
		"http://localhost:8080/x":       {Kind: BadScheme, Host: "localhost", Target: "http://localhost:8080"},
		"http://api.example.com":        {Kind: BadScheme, Host: "api.example.com", Target: "http://api.example.com"},
		"ftp://api.example.com":         {Kind: BadScheme, Host: "api.example.com"},
		"api.example.com/x":             {Kind: BadScheme},
		"https://127.1:8443/x":          {Kind: BadIP, Host: "127.1", Target: "https://127.1:8443"},
		"https://[::1]:8443/x":          {Kind: BadIP, Host: "[::1]:8443", Target: "https://[::1]:8443"},
		"https://localhost:8443/x":      {Kind: BadLocal, Host: "localhost", Target: "https://localhost:8443"},
		"https://me:pw@api.example.com": {Kind: BadUser, Host: "api.example.com"},
		"https://{{config.host}}/x":     {Kind: BadTemplate},
		"https://a b.com/x":             {Kind: BadHost, Host: "a b.com"},
	} {
		var e *HostError
		if err := CheckURL(text); !errors.As(err, &e) {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if e.Kind != want.Kind || e.Host != want.Host || e.Target != want.Target || e.Help() == "" {
			t.Errorf("%s: %s %q %q, want %s %q %q", text, e.Kind, e.Host, e.Target, want.Kind, want.Host, want.Target)
		}
		if strings.Contains(e.Error(), "pw") {
			t.Errorf("%s: the password stands in %q", text, e)
		}
	}
	for _, fine := range []string{"https://api.example.com/{{x}}?a={{y}}", "https://api.example.com:8443/{% context x %}"} {
		if err := CheckURL(fine); err != nil {
			t.Errorf("%s: %v", fine, err)
		}
	}
}

func TestTheGuardIsClosedToEverythingButThePublicInternet(t *testing.T) {
	if len(closed) != 27 {
		t.Errorf("%d networks", len(closed))
	}
	for address, open := range map[string]bool{
		"93.184.215.14:443": true, "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:443": true, "8.8.8.8:53": true,
		"127.0.0.1:443": false, "127.9.9.9:80": false, "10.1.2.3:443": false, "169.254.169.254:80": false, "100.64.0.1:1": false, "0.0.0.0:1": false,
		"192.0.0.192:1": false, "198.18.0.1:1": false, "192.168.1.1:1": false, "172.31.255.255:1": false, "172.32.0.1:1": true,
		"[::1]:1": false, "[::]:1": false, "[::ffff:10.0.0.1]:1": false, "[::ffff:8.8.8.8]:1": true, "[fe80::1]:1": false, "[fe80::1%eth0]:1": false,
		"[fd00::1]:1": false, "[64:ff9b::7f00:1]:1": false, "[2002:7f00:1::]:1": false, "[::7f00:1]:1": false, "255.255.255.255:1": false, "224.0.0.1:1": false,
		"/run/docker.sock": false, "": false,
	} {
		if err := guard("tcp", address, nil); (err == nil) != open {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// What we take for the host, net/url does too, however a URL is put together.
func TestNoTwoReadingsOfThousandsOfHosts(t *testing.T) {
	pieces := []string{"api.good.example", "evil.example", "127.1", "@", ":", "/", "?", "#", "\\", ".", "[", "]", "[::1]", "%2e", "%", "xn--", "-", "_",
		"é", "。", "／", "localhost", "443", ":8443", " ", "\t", "//", "https://", "&", "a", "0x7f", "\u00ad", "{{x}}"}
	texts := 15_000
	if os.Getenv("FLOWBENCH_LONG") != "" {
		texts = 2_000_000
	}
	random := rand.New(rand.NewSource(7))
	taken := 0
	var d dialled
	c, err := New(Options{dial: d.dial})
	if err != nil {
		t.Fatal(err)
	}
	for range texts {
		text := "https://"
		for range 1 + random.Intn(5) {
			text += pieces[random.Intn(len(pieces))]
		}
		host, err := Host(text)
		if err != nil {
			continue
		}
		taken++
		u, err := url.Parse(strings.TrimSpace(text))
		if err != nil {
			continue // refused before it is sent
		}
		name, _, _ := strings.Cut(host, ":")
		theirs, err := lookup.ToASCII(u.Hostname())
		if err != nil {
			theirs = strings.ToLower(u.Hostname()) // an underscore
		}
		if theirs = strings.TrimSuffix(theirs, "."); theirs != name || u.User != nil {
			t.Errorf("%q is %s to us and %s to net/url", text, name, u.Host)
		}
		d.list = nil
		c.Do(t.Context(), Call{Request: &request.Request{Method: "GET", URL: text}})
		if want, got := host+map[bool]string{false: ":443"}[strings.Contains(host, ":")], strings.Join(d.list, " "); got != want {
			t.Errorf("%q dialled %q, want %q", text, got, want)
		}
	}
	if !t.Failed() {
		t.Logf("URLs put together of pieces: %d, %d of them taken: 0 wrong hosts dialled", texts, taken)
	}
	if taken < 500 {
		t.Errorf("only %d were taken", taken)
	}
}
