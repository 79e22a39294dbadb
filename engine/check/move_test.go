package check

import (
	"fmt"
	"strings"
	"testing"

	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

func TestAKeyMovesToAConnection(t *testing.T) {
	const key = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
	api := func(config string) string {
		return between(`{"name": "A", "kind": "api", "config": {` + config + `}, "wires": {"success": ["End"]}}`)
	}
	for _, c := range []struct{ nodes, path, want, left string }{
		{api(`"url": "https://API.acme.com:8443/x?a=1", "headers": [{"name": "X", "value": "1"}, {"name": "Authorization", "value": "Bearer ` + key + `"}]`), "headers[1].value",
			"https://api.acme.com:8443 header Authorization: Bearer {{secret}} = " + key,
			`{"url":"https://API.acme.com:8443/x?a=1","headers":[{"name":"X","value":"1"}],"connection":"Acme"}`},
		{api(`"url": "https://api.acme.com/{{config.channel}}", "query": [{"name": "key", "value": " ` + key + ` "}]`), "query[0].value",
			"https://api.acme.com query key: {{secret}} = " + key, `{"url":"https://api.acme.com/{{config.channel}}","connection":"Acme"}`},
		{api(`"url": "https://api.acme.com/x?a={{config.channel}}&api%5Fkey=sk_live_4eC39HqLyjWDarjtT1zdp7dc&b=2#f"`), "url",
			"https://api.acme.com query api_key: {{secret}} = " + key, `{"url":"https://api.acme.com/x?a={{config.channel}}&b=2#f","connection":"Acme"}`},
		{api(`"url": "https://api.acme.com?k=` + key + `"`), "url", "https://api.acme.com query k: {{secret}} = " + key, `{"url":"https://api.acme.com","connection":"Acme"}`},
		{api(`"url": "https://api.acme.com", "connection": "Crm", "headers": [{"name": "Authorization", "value": "Basic YWRhOnNlY3JldA=="}]`), "headers[0].value",
			"https://api.acme.com header Authorization: Basic {{secret}} = YWRhOnNlY3JldA==", `{"url":"https://api.acme.com","connection":"Acme"}`},
		{api(`"url": "https://api.acme.com", "headers": [{"name": "Cookie", "value": "a=1; token=` + key + `-more; b=2"}]`), "headers[0].value",
			"https://api.acme.com header Cookie: a=1; token={{secret}}; b=2 = " + key + "-more", `{"url":"https://api.acme.com","connection":"Acme"}`},
		{api(`"url": "https://api.acme.com", "headers": [{"name": "Authorization", "value": "Token token=` + key + `"}]`), "headers[0].value",
			"https://api.acme.com header Authorization: Token token={{secret}} = " + key, `{"url":"https://api.acme.com","connection":"Acme"}`},
		{service(`{"provider": "slack", "action": "post-message", "fields": {"channel": "#a", "text": "xoxb-1234-abcdEFGH5678"}}`), "fields.text",
			"slack  text: {{secret}} = xoxb-1234-abcdEFGH5678", `{"provider":"slack","action":"post-message","fields":{"channel":"#a"},"connection":"Acme"}`},

		{api(`"url": "https://hooks.slack.com/services/T024BE7LD/B0ABCDEF1/abcdEFGH1234"`), "url", "", ""},                                        // a part of the path
		{api(`"url": "https://api.acme.com", "headers": [{"name": "X-{{config.channel}}", "value": "` + key + `"}]`), "headers[0].value", "", ""}, // nobody knows where
		{api(`"url": "https://api.acme.com", "headers": [{"name": "X", "value": "{{config.channel}} ` + key + `"}]`), "headers[0].value", "", ""},
		{api(`"url": "https://{{config.channel}}/", "headers": [{"name": "X", "value": "` + key + `"}]`), "headers[0].value", "", ""}, // no host
		{api(`"url": "https://api.acme.com", "method": "POST", "body": {"k": "` + key + `"}`), "body.k", "", ""},
		{api(`"url": "https://api.acme.com", "headers": [{"name": "` + key + `", "value": "1"}]`), "headers[0].name", "", ""},
		{debug(`"` + key + `"`), "value", "", ""},
	} {
		in := document(t, c.nodes)
		path := spec.Path{Flow: "Main", Node: "A", Field: c.path}
		m, ok := Movable(in, path)
		if ok != (c.want != "") {
			t.Errorf("%s: %v", c.nodes, ok)
		}
		offered := false
		for _, p := range Check(in, "Main", env(false)) {
			offered = offered || p.Fix != nil && p.Fix.Ask == "move-to-connection" && p.Path.Field == c.path && p.Fix.Value == c.path
		}
		if offered != ok {
			t.Errorf("%s: offered: %v", c.nodes, offered)
		}
		if !ok {
			continue
		}
		if got := fmt.Sprintf("%s%s %s %s: %s = %s", m.Provider, m.Host, m.In, m.Name, m.Value, m.Secret.Reveal()); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
		before := string(flow.Write(in))
		undo, err := m.To(in, "Acme").Apply(in)
		if err != nil {
			t.Fatal(err)
		}
		left := "{"
		for i, s := range in.Flows[0].Node("A").Config {
			left += map[bool]string{true: ","}[i > 0] + `"` + s.Name + `":` + string(s.Value)
		}
		if left += "}"; left != c.left {
			t.Errorf("left is %s, want %s", left, c.left)
		}
		if strings.Contains(string(flow.Write(in)), m.Secret.Reveal()) || len(Secrets(in, env(true).Kinds)) > 0 {
			t.Errorf("the key is still there: %s", flow.Write(in))
		}
		for _, p := range Check(in, "Main", env(true)) {
			if p.Path.Field == "connection" && p.Severity == spec.Error {
				t.Errorf("%s: %s", c.nodes, p.Text)
			}
		}
		if _, err := undo.Apply(in); err != nil || string(flow.Write(in)) != before {
			t.Errorf("undone it is %s, %v", flow.Write(in), err)
		}
	}
}

func TestAHostIsAddedToAConnection(t *testing.T) {
	for _, nodes := range []string{with("api.mapped.com", "Crm"), with("echo.example.com", "None")} {
		in := document(t, nodes)
		ps := Check(in, "Main", env(true))
		if len(ps) == 0 || ps[0].Severity != spec.Error || ps[0].Fix == nil {
			t.Fatalf("got %v", texts(ps))
		}
		if _, err := ps[0].Fix.Edit.(flow.Edit).Apply(in); err != nil {
			t.Fatal(err)
		}
		if ps := Check(in, "Main", env(true)); len(ps) > 0 && ps[0].Severity == spec.Error {
			t.Errorf("mended, it says %v", texts(ps))
		}
	}
}
