package spec

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

type header struct {
	name  string
	value any
}

func (h *header) fields() []Field {
	return []Field{
		TextVar(&h.name, Field{Name: "name", Label: "Header", Required: true}),
		ValueVar(&h.value, Field{Name: "value", Label: "Value", Template: true}),
	}
}

// A call has a field of each type.
type call struct {
	method, url string
	headers     []header
	body        any
	extra       map[string]any
	tries       float64
	wait        time.Duration
	quiet       bool
}

func (c *call) fields(Around) []Field {
	return []Field{
		ChoiceVar(&c.method, Field{Name: "method", Label: "Method", Options: Options("GET", "POST"), Default: "GET", Required: true}),
		TextVar(&c.url, Field{Name: "url", Label: "URL", Doc: "Where to | call.", Required: true, Template: true, Source: "R69"}),
		ListVar(&c.headers, Field{Name: "headers", Label: "Headers", RowNoun: "header", Template: true, Max: Limit(2)}, (*header).fields),
		ValueVar(&c.body, Field{Name: "body", Label: "Body", Type: JSON, Template: true, Required: true, When: &When{"method", []string{"POST"}}}),
		FormVar(&c.extra, Field{Name: "extra", Label: "Extra", Template: true, Sub: func(a Around) []Field {
			return []Field{{Name: "to", Label: "To " + a.Name, Type: Text, Required: true}}
		}}),
		NumberVar(&c.tries, Field{Name: "tries", Label: "Tries", Default: json.Number("3"), Min: Limit(1), Max: Limit(10), Unit: "times", Template: true}),
		DurationVar(&c.wait, Field{Name: "wait", Label: "Wait", Default: "2s", Max: Limit(24 * 3600), Template: true}),
		BoolVar(&c.quiet, Field{Name: "quiet", Label: "Quiet"}),
	}
}

func kind() Kind {
	return Kind{ID: "call", Title: "Call", Summary: "Calls a thing", Doc: "Calls it now.",
		New:    map[string]any{"url": "https://example.com"},
		Fields: func(a Around) []Field { return new(call).fields(a) },
		Ports:  func(Values) []Port { return []Port{OnSuccess, OnFailure} },
	}
}

func decode(t *testing.T, s string) Values {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v Values
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEachFaultOfAFieldIsSaidOnce(t *testing.T) {
	for _, c := range []struct{ config, want string }{
		{`{"url": "https://x"}`, ``},
		{`{}`, `error url: URL is required.`},
		{`{"url": "  "}`, `error url: URL is required.`},
		{`{"url": ["a"]}`, `error url: URL: a text belongs here, not ["a"].`},
		{`{"url": "x", "method": "PUT"}`, `error method: Method: "PUT" is none of GET, POST.`},
		{`{"url": "x", "method": "{{m}}"}`, `error method: Method takes no template: choose a value.`},
		{`{"url": "x", "method": "POST"}`, `error body: Body is required.`},
		{`{"url": "x", "tries": 11}`, `error tries: Tries: 11 times is too much: at most 10 times.`},
		{`{"url": "x", "tries": "many"}`, `error tries: Tries: a number belongs here, not "many".`},
		{`{"url": "x", "tries": "{{n}}"}`, ``},
		{`{"url": "x", "wait": "25h"}`, `error wait: Wait: 25h is too much: at most 24h.`},
		{`{"url": "x", "wait": "soon"}`, `error wait: Wait: a length of time belongs here, such as 1.5s or 2m, not "soon".`},
		{`{"url": "x", "quiet": 3}`, `error quiet: Quiet: true or false belongs here, not 3.`},
		{`{"url": "x", "headers": [{"value": 1}, 2]}`, "error headers[0].name: Header is required.\nerror headers[1]: Headers, row 2: an object belongs here, not 2."},
		{`{"url": "x", "headers": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}`, `error headers: Headers: 3 rows are too many: at most 2.`},
		{`{"url": "x", "extra": {"two": 1}}`, "error extra.to: To Ada is required.\nwarning extra.two: The setting “two” is not known here and does nothing: remove it, or write “to”."},
		{`{"url": "x", "metod": "GET", "zzz": 1}`, "warning metod: The setting “metod” is not known here and does nothing: remove it, or write “method”.\n" +
			"warning zzz: The setting “zzz” is not known here and does nothing: remove it."},
	} {
		a := Around{Name: "Ada", Values: decode(t, c.config)}
		var got []string
		for _, p := range CheckFields(new(call).fields(a), a.Values, a) {
			got = append(got, string(p.Severity)+" "+p.Path.Field+": "+p.Text)
		}
		if g := strings.Join(got, "\n"); g != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.config, g, c.want)
		}
	}
}

func TestAPathIsSaidAsThePanelDoes(t *testing.T) {
	v := decode(t, `{"url": "x", "method": "POST", "headers": [{"name": "a"}], "body": {"k": [1]}, "extra": {}}`)
	a := Around{Name: "Ada", Values: v}
	for path, want := range map[string]string{
		"url": "URL", "headers": "Headers", "headers[0].name": "Header 1 / Header", "headers[7].value": "Header 8 / Value", "headers[0]": "Header 1",
		"body.k[0]": "Body / k[0]", "extra.to": "To Ada", "extra": "Extra", "metod": "Metod", "headers[0].odd": "Header 1 / odd", "": "",
	} {
		if got := Where(new(call).fields(a), v, a, path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestLoadStoresValuesInTheirTypes(t *testing.T) {
	var c call
	err := Load(c.fields(Around{}), decode(t, `{"method": "POST", "url": "x", "headers": [{"name": "a", "value": 1.10}], "body": {"k": 1}, "tries": "4", "wait": "1m"}`))
	if err != nil {
		t.Fatal(err)
	}
	if c.method != "POST" || c.tries != 4 || c.wait != time.Minute || len(c.headers) != 1 || c.headers[0].value != json.Number("1.10") || c.body == nil {
		t.Errorf("got %+v", c)
	}
}

func TestLoadRefusesWhatATemplateMadeWrong(t *testing.T) {
	for _, c := range []struct{ config, want string }{
		{`{}`, `URL: a value is required, and there is none`},
		{`{"url": "x", "tries": 0}`, `Tries: 0 times is too little: at least 1 times`},
		{`{"url": "x", "wait": "24h1s"}`, `Wait: 24h0m1s is too much: at most 24h`},
		{`{"url": "x", "headers": [{"name": "a"}, {}]}`, `Headers: row 2: Header: a value is required, and there is none`},
	} {
		err := Load(new(call).fields(Around{}), decode(t, c.config))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s\n got %v\nwant %s", c.config, err, c.want)
		}
	}
}

func TestAFieldBehindAHiddenOneIsHidden(t *testing.T) {
	fields := []Field{
		{Name: "a", Default: "no"},
		{Name: "b", Default: "yes", When: &When{"a", []string{"yes"}}},
		{Name: "c", When: &When{"b", []string{"yes"}}},
	}
	if fields[2].Shown(Values{}, fields) {
		t.Error("c is shown though b, which it depends on, is not")
	}
	if !fields[2].Shown(Values{"a": "yes"}, fields) {
		t.Error("c is not shown though b is, with its default")
	}
}

func TestNearestFindsTheSlipOfThePen(t *testing.T) {
	names := []string{"Slack", "Ahrefs", "Start", "GoogleSheets"}
	for in, want := range map[string]string{"slack": "Slack", "Ahref": "Ahrefs", "Strat": "Start", "GoogleSheet": "GoogleSheets", "Mail": "", "X": ""} {
		if got := Nearest(in, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]bool{"12": true, " -1.5 ": true, "2e3": true, "": false, "NaN": false, "0x10": false, "1_000": false, "Inf": false, "e": false, "1e999": false, "--1": false} {
		if _, ok := ParseNumber(in); ok != want {
			t.Errorf("ParseNumber(%q) is a number: %v", in, ok)
		}
	}
}

func TestHelpAndSchemaComeFromTheDeclaration(t *testing.T) {
	golden(t, "call.md", Markdown(kind(), Example{Title: "One call", Config: Values{"url": "https://example.com"}, Gives: []any{1}}))
	golden(t, "call.schema.json", indent(Schema(kind()))+"\n")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s differs (UPDATE=1 writes it): %v\n%s", path, err, got)
	}
}
