package request

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"flowbench/engine/event"
	"flowbench/engine/expr"
	"flowbench/engine/node"
)

// parts reads "https://a/{{}}/b" as literal text with the values in its gaps.
func parts(text string, values ...any) []node.Part {
	var out []node.Part
	for i, literal := range strings.Split(text, "{{}}") {
		if i > 0 {
			out = append(out, node.Part{Value: values[i-1], IsValue: true})
		}
		out = append(out, node.Part{Text: literal})
	}
	return out
}

func values(v ...any) []any { return v }

func TestURLs(t *testing.T) {
	for _, c := range []struct {
		text   string
		values []any
		query  []Row
		want   string
	}{
		{"https://api.example.com", nil, nil, "https://api.example.com/"},
		{"  https://api.example.com/x \n", nil, nil, "https://api.example.com/x"},
		{"https://api.example.com?a=1", nil, nil, "https://api.example.com/?a=1"},
		{"https://api.example.com/a?", nil, nil, "https://api.example.com/a"},
		{"https://api.example.com/a#part?x=1", nil, nil, "https://api.example.com/a"},
		{"https://h.com/v4/spreadsheets/1/values/Sheet1!A1:append", nil, nil, "https://h.com/v4/spreadsheets/1/values/Sheet1!A1:append"},
		{"https://h.com/values/{{}}:append", values("Sheet1!A1"), nil, "https://h.com/values/Sheet1!A1:append"},
		{"https://h.com/{{}}/x", values("a/b?c#d%e"), nil, "https://h.com/a%2Fb%3Fc%23d%25e/x"},
		{"https://h.com/{{}}", values("!:@$&'()*+,;=-._~"), nil, "https://h.com/!:@$&'()*+,;=-._~"},
		{"https://h.com/{{}}", values("a b\"<>\\^`{|}[]é\r\n\x00"), nil, "https://h.com/a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D%C3%A9%0D%0A%00"},
		{"https://h.com/{{}}", values("%2F"), nil, "https://h.com/%252F"},
		{"https://h.com/a%2Fb/é ü", nil, nil, "https://h.com/a%2Fb/%C3%A9%20%C3%BC"},
		{"https://h.com/100%/x%zz", nil, nil, "https://h.com/100%25/x%25zz"},
		{"https://h.com/a//b/../c/", nil, nil, "https://h.com/a//b/../c/"},
		{"https://h.com/{{}}", values("..."), nil, "https://h.com/..."},
		{"https://h.com/a{{}}", values(".."), nil, "https://h.com/a.."},
		{"https://h.com/{{}}/{{}}.json", values(7, nil), nil, "https://h.com/7/.json"},
		{"https://h.com/{{}}", values(1.5), nil, "https://h.com/1.5"},
		{"https://h.com/{{}}", values(json.Number("12345678901234567890")), nil, "https://h.com/12345678901234567890"},
		{"https://h.com/{{}}", values(true), nil, "https://h.com/true"},
		{"https://h.com/x?q={{}}", values("a b&c=d+e/f?é"), nil, "https://h.com/x?q=a%20b%26c%3Dd%2Be%2Ff%3F%C3%A9"},
		{"https://h.com/x?q={{}}&z=1", values(nil), nil, "https://h.com/x?z=1"},
		{"https://h.com/x?q=a{{}}&z=1", values(nil), nil, "https://h.com/x?q=a&z=1"},
		{"https://h.com/x?q={{}}", values(nil), nil, "https://h.com/x"},
		{"https://h.com/x?id={{}}", values([]any{1, "b c", nil}), nil, "https://h.com/x?id=1&id=b%20c"},
		{"https://h.com/x?{{}}=1", values("a&b"), nil, "https://h.com/x?a%26b=1"},
		{"https://h.com/x?a=1&&b=[2]+3", nil, nil, "https://h.com/x?a=1&&b=[2]+3"},
		{"https://h.com/x?a=/?:@", nil, nil, "https://h.com/x?a=/?:@"},
		{"https://h.com/x?a=1#{{}}", values("f"), nil, "https://h.com/x?a=1"},
		{"https://h.com/x", nil, []Row{{"a b", "c d"}, {"list", []any{1, 2}}, {"gone", nil}, {"empty", ""}, {"o", map[string]any{"k": 1}}},
			"https://h.com/x?a%20b=c%20d&list=1&list=2&empty=&o=%7B%22k%22%3A1%7D"},
		{"https://h.com/x?z=1", nil, []Row{{"a", "1"}}, "https://h.com/x?z=1&a=1"},
		{"https://h.com:8443{{}}", values("x"), nil, ""},
		{"https://{{}}/x", values("evil.com"), nil, ""},
		{"https://api.example.com{{}}", values(".evil.com"), nil, ""},
		{"{{}}", values("https://evil.com"), nil, ""},
		{"{{}}://h.com", values("http"), nil, ""},
		{"https://h.com:{{}}/", values(8080), nil, ""},
		{"https://user{{}}@h.com/", values("x"), nil, ""},
		{"https://h.com\\@evil.com/{{}}", values("x"), nil, ""},
		{"h.com/x", nil, nil, ""},
		{"", nil, nil, ""},
		{"https://h.com/{{}}/x", values(".."), nil, ""},
		{"https://h.com/{{}}", values("."), nil, ""},
		{"https://h.com/.{{}}/x", values("."), nil, ""},
		{"https://h.com/%2e{{}}/x", values("."), nil, ""},
		{"https://h.com/{{}}{{}}/x", values(".", "."), nil, ""},
	} {
		r, err := Build(Spec{URL: parts(c.text, c.values...), Query: c.query})
		if c.want == "" {
			var f *node.Failure
			if !errors.As(err, &f) || f.Fault.Help == "" {
				t.Errorf("%s %v: %v, want a fault with its help", c.text, c.values, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %v: %v", c.text, c.values, err)
			continue
		}
		if r.URL != c.want {
			t.Errorf("%s %v:\n got %s\nwant %s", c.text, c.values, r.URL, c.want)
		}
		u, err := url.Parse(r.URL)
		if err != nil {
			t.Errorf("%s: %v", r.URL, err)
			continue
		}
		if onWire := u.Scheme + "://" + u.Host + u.RequestURI(); onWire != r.URL {
			t.Errorf("net/url sends %s for %s", onWire, r.URL)
		}
	}
}

// Whatever a value is, it adds no host, segment, parameter or fragment.
func TestAValueStaysOneValue(t *testing.T) {
	for c := range 256 {
		v := "a" + string([]byte{byte(c)}) + "b"
		r, err := Build(Spec{URL: parts("https://h.com/p/{{}}/q?x={{}}&y=1", v, v)})
		if err != nil {
			t.Fatalf("%q: %v", v, err)
		}
		u, err := url.Parse(r.URL)
		if err != nil {
			t.Fatalf("%q: %v", v, err)
		}
		if u.Host != "h.com" || u.Fragment != "" || strings.Count(u.EscapedPath(), "/") != 3 || len(u.Query()) != 2 ||
			u.Query().Get("x") != v || u.Path != "/p/"+v+"/q" {
			t.Errorf("%q became %s", v, r.URL)
		}
	}
}

func TestHeaders(t *testing.T) {
	ok := []Row{{"X-A", "1"}, {"x-b", 2}, {"X-Gone", nil}, {"X-Empty", ""}, {"", ""}, {" X-C ", " c\td "}, {"X-A", "again"}, {"X-É", nil}}
	if _, err := Build(Spec{URL: parts("https://h.com"), Headers: ok}); err == nil {
		t.Error("X-É is taken as a name")
	}
	r, err := Build(Spec{URL: parts("https://h.com"), Headers: ok[:7]})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range r.Headers {
		got = append(got, h.Name+"="+h.Value)
	}
	if s := strings.Join(got, "|"); s != "X-A=1|x-b=2|X-Empty=|X-C=c\td|X-A=again" {
		t.Errorf("got %s", s)
	}
	for _, bad := range []Row{
		{"X", "a\r\nInjected: 1"}, {"X", "a\n"}, {"X", "a\rb"}, {"X", "\x00"}, {"X", "\x7f"},
		{"X Y", "1"}, {"X:", "1"}, {"X\r\nY", "1"}, {"", "1"}, {"é", "1"}, {"(x)", "1"},
		{"Host", "evil.com"}, {"content-length", "0"}, {"Transfer-Encoding", "chunked"}, {"Connection", "close"}, {"UPGRADE", "h2c"},
	} {
		_, err := Build(Spec{URL: parts("https://h.com"), Headers: []Row{bad}})
		var f *node.Failure
		if !errors.As(err, &f) || f.Fault.Help == "" {
			t.Errorf("%q: %v, want a fault with its help", bad, err)
			continue
		}
		if v := bad.Value.(string); len(v) > 1 && strings.Contains(err.Error(), v) {
			t.Errorf("%q: the value stands in the error %q", bad, err)
		}
	}
}

func TestMethods(t *testing.T) {
	for in, want := range map[string]string{"": "GET", "post": "POST", "Delete": "DELETE", "HEAD": "HEAD"} {
		if r, err := Build(Spec{Method: in, URL: parts("https://h.com")}); err != nil || r.Method != want {
			t.Errorf("%q: %v, %v", in, r, err)
		}
	}
	for _, bad := range []string{"CONNECT", "TRACE", "GET\r\nX: 1", "FETCH", "G ET"} {
		if _, err := Build(Spec{Method: bad, URL: parts("https://h.com")}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func object(pairs ...any) expr.Object {
	var o expr.Object
	for i := 0; i < len(pairs); i += 2 {
		o = append(o, expr.Member{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	return o
}

func TestBodies(t *testing.T) {
	form := []Row{{"content-type", "application/x-www-form-urlencoded"}}
	for _, c := range []struct {
		body    any
		as      string
		headers []Row
		want    string
		ctype   string
	}{
		{nil, JSON, nil, "", ""},
		{map[string]any{"a": 1}, None, nil, "", ""},
		{object("z", 1, "a", "<b>&é\u2028"), JSON, nil, "{\"z\":1,\"a\":\"<b>&é\u2028\"}", "application/json"},
		{map[string]any{"b": 1, "a": []any{nil, true, 1.5}}, Auto, nil, `{"a":[null,true,1.5],"b":1}`, "application/json"},
		{json.Number("1.10"), JSON, nil, "1.10", "application/json"},
		{"text", JSON, nil, `"text"`, "application/json"},
		{"text", Auto, nil, "text", "text/plain; charset=utf-8"},
		{"<a/>", Text, []Row{{"Content-Type", "application/xml"}}, "<a/>", "application/xml"},
		{object("a", 1), JSON, []Row{{"Content-Type", "application/vnd.api+json"}}, `{"a":1}`, "application/vnd.api+json"},
		{object("a", 1), Text, nil, `{"a":1}`, "text/plain; charset=utf-8"},
		// Stripe's example: an object with the header of a form.
		{object("amount", 2000, "payment_method_types[]", "card"), JSON, form, "amount=2000&payment_method_types[]=card", "application/x-www-form-urlencoded"},
		{object("amount", 2000), Auto, []Row{{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}}, "amount=2000", "application/x-www-form-urlencoded; charset=utf-8"},
		{[]any{1}, JSON, form, "[1]", "application/x-www-form-urlencoded"},
		{"a=1&b=2", Form, nil, "a=1&b=2", "application/x-www-form-urlencoded"},
		{object("a", []any{1, 2}), Form, nil, "a[]=1&a[]=2", "application/x-www-form-urlencoded"},
		{object("a[]", []any{1, "x y"}), Form, nil, "a[]=1&a[]=x+y", "application/x-www-form-urlencoded"},
		{object("metadata", object("order", 7, "who", object("id", "é&="))), Form, nil, "metadata[order]=7&metadata[who][id]=%C3%A9%26%3D", "application/x-www-form-urlencoded"},
		{object("items", []any{object("price", "p", "n", 1), object("price", "q")}), Form, nil, "items[0][price]=p&items[0][n]=1&items[1][price]=q", "application/x-www-form-urlencoded"},
		{object("m", []any{[]any{1, 2}, 3}), Form, nil, "m[0][]=1&m[0][]=2&m[1]=3", "application/x-www-form-urlencoded"},
		{object("gone", nil, "none", []any{}, "a", []any{nil, 1}, "t", true, "e", ""), Form, nil, "a[]=&a[]=1&t=true&e=", "application/x-www-form-urlencoded"},
		{object("a&b=c", "d+e f"), Form, nil, "a%26b%3Dc=d%2Be+f", "application/x-www-form-urlencoded"},
		{map[string]any{"b": 1, "a": 2}, Form, nil, "a=2&b=1", "application/x-www-form-urlencoded"},
	} {
		r, err := Build(Spec{Method: "POST", URL: parts("https://h.com"), Headers: c.headers, Body: c.body, BodyAs: c.as})
		if err != nil {
			t.Errorf("%v as %q: %v", c.body, c.as, err)
			continue
		}
		if string(r.Body) != c.want || r.Header("Content-Type") != c.ctype || r.Type != c.ctype {
			t.Errorf("%v as %q: %s %q %q, want %s %q", c.body, c.as, r.Body, r.Header("Content-Type"), r.Type, c.want, c.ctype)
		}
		if isForm(c.ctype) && c.as == Form {
			if _, err := url.ParseQuery(string(r.Body)); err != nil {
				t.Errorf("%s: %v", r.Body, err)
			}
		}
	}
	for _, bad := range []Spec{{Body: []any{1}, BodyAs: Form}, {Body: 7, BodyAs: Form}, {Body: "x", BodyAs: "yaml"}} {
		bad.URL = parts("https://h.com")
		if _, err := Build(bad); err == nil {
			t.Errorf("%v as %s is taken", bad.Body, bad.BodyAs)
		}
	}
}

func TestExtrasStandOnTheWireAndHiddenInTheRecord(t *testing.T) {
	base := func(body any, as string) *Request {
		r, err := Build(Spec{Method: "POST", URL: parts("https://h.com/x?key=mine&a=1"),
			Headers: []Row{{"authorization", "mine"}}, Body: body, BodyAs: as})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	const value = "s&=c "
	for _, c := range []struct {
		in         string
		r          *Request
		wire, mask string
	}{
		{"header", base(nil, None), "mine -> s&=c", "•••"},
		{"query", base(nil, None), "https://h.com/x?a=1&key=s%26%3Dc%20", "https://h.com/x?a=1&key=•••"},
		{"body", base(object("key", 1, "b", 2), Form), "b=2&key=s%26%3Dc+", "b=2&key=•••"},
		{"body", base(object("key", 1, "b", 2), JSON), `{"b":2,"key":"s&=c "}`, `{"b":2,"key":"•••"}`},
		{"body", base(nil, None), "key=s%26%3Dc+", "key=•••"},
	} {
		name := "key"
		if c.in == "header" {
			name = "Authorization"
		}
		before := *c.r
		shown := func(hidden bool, v string) string {
			r, err := c.r.With(Extra{c.in, name, v, hidden})
			if err != nil {
				t.Fatal(err)
			}
			switch c.in {
			case "header":
				return r.Header(name)
			case "query":
				return r.URL
			}
			return string(r.Body)
		}
		if got := shown(false, value); got != strings.TrimPrefix(c.wire, "mine -> ") {
			t.Errorf("%s: sent %s, want %s", c.in, got, c.wire)
		}
		if got := shown(true, "•••"); got != c.mask {
			t.Errorf("%s: recorded %s, want %s", c.in, got, c.mask)
		}
		if c.r.URL != before.URL || c.r.Header("authorization") != "mine" || string(c.r.Body) != string(before.Body) {
			t.Errorf("%s: the request itself was changed", c.in)
		}
	}
	for _, bad := range []Extra{{"header", "X\n", "v", false}, {"header", "X", "a\nSECRET", false}, {"header", "Host", "h", false}, {"cookie", "a", "b", false}} {
		if _, err := base(nil, None).With(bad); err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := base("plain", Text).With(Extra{"body", "key", "v", false}); err == nil {
		t.Error("a text has taken a field")
	}
}

func TestAWholeBodyTakesThePlaceOfTheBody(t *testing.T) {
	for _, c := range []struct {
		spec Spec
		want string
	}{
		{Spec{Body: object("a", 1)}, "application/json"},
		{Spec{Headers: []Row{{"Content-Type", "application/xml"}}}, "application/xml"},
		{Spec{Headers: []Row{{"Content-Type", "application/xml"}}, Body: "<a/>", BodyAs: Text}, "application/xml"},
		{Spec{}, ""},
	} {
		c.spec.Method, c.spec.URL = "POST", parts("https://h.com")
		r, err := Build(c.spec)
		if err != nil {
			t.Fatal(err)
		}
		before := string(r.Body)
		full, err := r.With(Extra{In: "whole", Value: `{"key": "s&\r\n"}`})
		if err != nil || string(full.Body) != `{"key": "s&\r\n"}` || full.Type != c.want || full.Header("Content-Type") != c.want {
			t.Errorf("%+v: %q of type %q, %v", c.spec, full.Body, full.Type, err)
		}
		if string(r.Body) != before {
			t.Errorf("%+v: the request itself was changed", c.spec)
		}
	}
}

func TestAKindsRequestIsASpec(t *testing.T) {
	s := Of(node.Request{Method: "put", URL: parts("https://h.com/{{}}", "a"), Headers: []event.Header{{Name: "A", Value: "1"}},
		Query: []event.Header{{Name: "q", Value: "2"}}, Body: "b", BodyAs: Text})
	r, err := Build(s)
	if err != nil || r.Method != http.MethodPut || r.URL != "https://h.com/a?q=2" || r.Header("a") != "1" || string(r.Body) != "b" {
		t.Errorf("got %+v, %v", r, err)
	}
}

func BenchmarkBuild(b *testing.B) {
	s := Spec{Method: "POST", URL: parts("https://h.com/v1/{{}}/items?q={{}}", "abc", "d e"), Headers: []Row{{"X-A", "1"}}, Body: object("a", 1, "b", "text")}
	for b.Loop() {
		if _, err := Build(s); err != nil {
			b.Fatal(err)
		}
	}
}
