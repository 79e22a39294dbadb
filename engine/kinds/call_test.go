package kinds

import (
	"errors"
	"fmt"
	"testing"

	"flowbench/engine/node"
)

func TestAnAPICallIsHandedOverInParts(t *testing.T) {
	config := map[string]any{"method": "POST", "url": "https://api.example.com/a/{{context.steps.Start.id}}?x=1",
		"query": []any{map[string]any{"name": "q", "value": "{{context.steps.Start.name}}"}, map[string]any{"name": "gone", "value": "{{context.steps.Start.nothing}}"},
			map[string]any{"name": "off", "value": "{{error}}", "off": true}},
		"headers": []any{map[string]any{"name": "X-{{context.steps.Start.id}}", "value": "v"}, map[string]any{"name": "X-Empty", "value": ""}},
		"bodyAs":  "text", "body": "Hello {{context.steps.Start.name}}", "timeout": 5, "responseAs": "text"}
	b, res, err := run(t, apiKind(), node.Example{Config: config, Context: map[string]any{"Start": map[string]any{"id": "1/2", "name": "Ada"}},
		Got: &node.Response{Status: 200, Body: "ok", Headers: map[string]any{"a": "b"}, MS: 3}})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%+v", b.sent[0])
	want := `{Provider: Action: Fields:map[] Connection: Method:POST URL:[{Text:https://api.example.com/a/ Value:<nil> IsValue:false} {Text: Value:1/2 IsValue:true} ` +
		`{Text:?x=1 Value:<nil> IsValue:false}] Headers:[{Name:X-1/2 Value:v} {Name:X-Empty Value:}] Query:[{Name:q Value:Ada}] Body:Hello Ada BodyAs:text Reads:text Timeout:5}`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got, want := text(res.Response), `{"body":"ok","headers":{"a":"b"},"ms":3,"status":200}`; got != want {
		t.Errorf("response %s, want %s", got, want)
	}
}

func TestAGetSendsNoBody(t *testing.T) {
	b, _, err := run(t, apiKind(), node.Example{Config: map[string]any{"method": "GET", "url": echoURL, "body": map[string]any{"a": "{{error}}"}}, Got: &node.Response{Status: 200}})
	if err != nil || b.sent[0].BodyAs != asNone || b.sent[0].Body != nil || b.sent[0].Timeout != 60 || b.sent[0].Reads != asAuto {
		t.Errorf("got %+v, %v", b.sent, err)
	}
}

func TestARefusalSaysWhatTheAPISaid(t *testing.T) {
	for _, c := range []struct {
		body any
		want string
	}{
		{map[string]any{"error": map[string]any{"message": "No such customer", "type": "invalid"}}, "api.example.com answered with status 400: No such customer"},
		{map[string]any{"errors": []any{map[string]any{"message": "bad from"}}}, "api.example.com answered with status 400: bad from"},
		{map[string]any{"error": "invalid_auth"}, "api.example.com answered with status 400: invalid_auth"},
		{"no_text", "api.example.com answered with status 400: no_text"},
		{"<html><body>Oh</body></html>", "api.example.com answered with status 400"},
		{nil, "api.example.com answered with status 400"},
	} {
		_, err := answered("api.example.com", &node.Response{Status: 400, Body: c.body})
		var f *node.Failure
		if !errors.As(err, &f) || f.Error() != c.want || f.Fault.Type != "http" || f.Fault.Status != 400 || f.Response == nil {
			t.Errorf("%v: got %v", c.body, err)
		}
	}
}

func TestARequestObjectBecomesAnAPINode(t *testing.T) {
	for in, want := range map[string]string{
		`{"url":"https://api.stripe.com/v1/payment_intents","method":"post","headers":{"Z":"1","Content-Type":"application/x-www-form-urlencoded"},"body":{"amount":1099,"payment_method_types[]":"card"}}`: `method="POST" url="https://api.stripe.com/v1/payment_intents" headers=[{"name":"Z","value":"1"},{"name":"Content-Type","value":"application/x-www-form-urlencoded"}] bodyAs="form" body={"amount":1099,"payment_method_types[]":"card"} `,
		`{"url":"https://x.example.com","body":{"a":1}}`:                       `method="GET" url="https://x.example.com" `,
		`{"url":"https://x.example.com","method":"PUT","body":{"b":1,"a":2}}`:  `method="PUT" url="https://x.example.com" body={"b":1,"a":2} `,
		`{"url":"https://x.example.com","method":"POST","body":"plain words"}`: `method="POST" url="https://x.example.com" bodyAs="text" body="plain words" `,
		`{"url":"https://x.example.com","headers":null,"method":"GET"}`:        `method="GET" url="https://x.example.com" `,
		`{"method":"GET"}`:                             "",
		`{"url":"https://x.example.com","other":1}`:    "",
		`{"url":"https://x.example.com","headers":[]}`: "",
		`[]`: "",
	} {
		config, ok := FromRequest([]byte(in))
		got := ""
		for _, s := range config {
			got += s.Name + "=" + string(s.Value) + " "
		}
		if got != want || ok != (want != "") {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestTheSampleOfAnIntegrationGoesThroughAPlainMapping(t *testing.T) {
	for mapping, want := range map[string]string{
		"": `{"list":[{"a":1}]}`, " . ": `{"list":[{"a":1}]}`, ".list[0].a": `1`, ".list": `[{"a":1}]`, ".gone": `null`,
		".list[7]": `null`, ".list.a": `null`, ".list | length": `null`, "[.list[].a]": `null`,
	} {
		if got := text(mapped(like(t, map[string]any{"list": []any{map[string]any{"a": 1}}}), mapping)); got != want {
			t.Errorf("%q: got %s, want %s", mapping, got, want)
		}
	}
}
