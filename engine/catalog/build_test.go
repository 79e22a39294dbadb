package catalog

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"flowbench/engine/node"
)

// write shows a request: values from fields stand in ‹›.
func write(r node.Request) string {
	var s strings.Builder
	s.WriteString(r.Method + " ")
	for _, p := range r.URL {
		if p.IsValue {
			fmt.Fprintf(&s, "‹%v›", p.Value)
		} else {
			s.WriteString(p.Text)
		}
	}
	for _, q := range r.Query {
		s.WriteString(" ?" + q.Name + "=" + q.Value)
	}
	for _, h := range r.Headers {
		s.WriteString(" " + h.Name + ": " + h.Value)
	}
	if r.Body != nil {
		b, _ := json.Marshal(r.Body)
		s.WriteString(" " + string(b))
	}
	return s.String() + " " + r.BodyAs + "/" + r.Reads
}

func TestARequestIsBuiltFromItsFields(t *testing.T) {
	for _, c := range []struct {
		provider, action string
		fields           map[string]any
		want             string
	}{
		{"ahrefs", "domain-rating", map[string]any{"target": "example.com", "date": "2026-01-31"},
			"GET https://api.ahrefs.com/v3/site-explorer/domain-rating ?target=example.com ?date=2026-01-31 ?protocol=both none/json"},
		{"sheets", "append-values", map[string]any{"spreadsheetId": "a/b", "range": "Sheet1!A1", "values": []any{[]any{"x", nil, 1}}, "insertDataOption": nil},
			`POST https://sheets.googleapis.com/v4/spreadsheets/‹a/b›/values/‹Sheet1!A1›:append ?valueInputOption=USER_ENTERED {"values":[["x",null,1]]} json/json`},
		{"slack", "post-message", map[string]any{"channel": "#seo", "text": "{{not.a.template}}", "unfurl_links": "false", "username": ""},
			`POST https://slack.com/api/chat.postMessage {"channel":"#seo","text":"{{not.a.template}}","unfurl_links":false} json/json`},
		{"slack", "send-webhook", map[string]any{"workspace": "T0", "app": "B0", "key": "x", "text": 5},
			`POST https://hooks.slack.com/services/‹T0›/‹B0›/‹x› {"text":"5"} json/text`},
		{"stripe", "create-payment-intent", map[string]any{"amount": "2000", "payment_method_types": []any{"card", "link"}, "idempotency_key": "k", "metadata": map[string]any{"order": 1, "tags": []any{"a"}}},
			`POST https://api.stripe.com/v1/payment_intents Idempotency-Key: k {"amount":2000,"confirm":false,"currency":"usd","metadata[order]":1,"metadata[tags][]":["a"],"payment_method_types[]":["card","link"]} form/json`},
		{"stripe", "create-payment-intent", map[string]any{"amount": json.Number("2000")},
			`POST https://api.stripe.com/v1/payment_intents {"amount":2000,"confirm":false,"currency":"usd","payment_method_types[]":"card"} form/json`},
		{"sendgrid", "send-mail", map[string]any{"to": "a@example.com", "from": "b@example.com", "subject": "Hi", "text": "x"},
			`POST https://api.sendgrid.com/v3/mail/send {"content":[{"type":"text/plain","value":"x"}],"from":{"email":"b@example.com"},"personalizations":[{"to":[{"email":"a@example.com"}]}],"subject":"Hi"} json/empty`},
		{"sendgrid", "send-mail", map[string]any{"to": "a@example.com", "from": "b@example.com", "subject": "Hi", "text": "x", "html": "<p>", "reply_to": "c@example.com"},
			`POST https://api.sendgrid.com/v3/mail/send {"content":[{"type":"text/plain","value":"x"},{"type":"text/html","value":"\u003cp\u003e"}],"from":{"email":"b@example.com"},"personalizations":[{"to":[{"email":"a@example.com"}]}],"reply_to":{"email":"c@example.com"},"subject":"Hi"} json/empty`},
	} {
		r, err := Builtin().Build(c.provider, c.action, c.fields)
		if err != nil {
			t.Errorf("%s/%s: %v", c.provider, c.action, err)
		} else if got := write(r); got != c.want {
			t.Errorf("%s/%s:\n got %s\nwant %s", c.provider, c.action, got, c.want)
		}
	}
}

func TestWhatCannotBeBuiltIsNamed(t *testing.T) {
	for _, c := range []struct {
		provider, action string
		fields           map[string]any
		want             string
	}{
		{"ahrefs", "domain-rating", map[string]any{"date": "2026-01-31"}, "Target is missing: Get domain rating needs it"},
		{"ahrefs", "domain-rating", map[string]any{"target": nil, "date": "2026-01-31"}, "Target is missing: Get domain rating needs it"},
		{"stripe", "create-payment-intent", map[string]any{"amount": "much"}, `Amount: a number belongs here, not "much"`},
		{"stripe", "create-payment-intent", map[string]any{"amount": 2000, "confirm": "perhaps"}, `Confirm at once: "perhaps" is neither true nor false`},
		{"stripe", "shout", nil, `the catalogue has no action "shout" of "stripe"`},
		{"nobody", "shout", nil, `the catalogue has no action "shout" of "nobody"`},
	} {
		if _, err := Builtin().Build(c.provider, c.action, c.fields); err == nil || err.Error() != c.want {
			t.Errorf("%s/%s: %v, want %s", c.provider, c.action, err, c.want)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	fields := map[string]any{"target": "example.com", "limit": 100}
	for b.Loop() {
		if _, err := Builtin().Build("ahrefs", "broken-backlinks", fields); err != nil {
			b.Fatal(err)
		}
	}
}
