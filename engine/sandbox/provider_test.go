package sandbox

import (
	"strings"
	"testing"
)

func contains(text, part string) bool { return part != "" && strings.Contains(text, part) }

type fields = map[string]any

func TestBadInputGetsTheProvidersOwnError(t *testing.T) {
	json, form := map[string]string{"Content-Type": "application/json"}, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	for _, c := range []struct {
		name, method, url, body string
		header                  map[string]string
		status                  int
		want                    string
	}{
		{"no columns", "GET", "https://api.ahrefs.com/v3/site-explorer/broken-backlinks?target=example.com", "", nil, 400, `{"error":"missing required parameter: select"}`},
		{"an unknown column", "GET", "https://api.ahrefs.com/v3/site-explorer/broken-backlinks?target=example.com&select=url_from,nope", "", nil, 400, `{"error":"bad select: column 'nope' not found"}`},
		{"an unknown mode", "GET", "https://api.ahrefs.com/v3/site-explorer/broken-backlinks?target=example.com&select=url_from&mode=all", "", nil, 400, "bad mode"},
		{"no domain", "GET", "https://api.ahrefs.com/v3/site-explorer/broken-backlinks?target=ex%20ample&select=url_from", "", nil, 400, "bad target"},
		{"a filter that is none", "GET", "https://api.ahrefs.com/v3/site-explorer/broken-backlinks?target=example.com&select=url_from&where=x", "", nil, 400, "bad where"},
		{"no limit", "GET", "https://api.ahrefs.com/v3/site-explorer/broken-backlinks?target=example.com&select=url_from&limit=0", "", nil, 400, "bad limit"},
		{"an old version", "GET", "https://api.ahrefs.com/v2/", "", nil, 404, "Not found"},

		{"no text", "POST", "https://slack.com/api/chat.postMessage", `{"channel":"#seo"}`, json, 200, `{"error":"no_text","ok":false}`},
		{"a channel that cannot be", "POST", "https://slack.com/api/chat.postMessage", `{"channel":"Seo Team","text":"x"}`, json, 200, `{"error":"channel_not_found","ok":false}`},
		{"no JSON", "POST", "https://slack.com/api/chat.postMessage", `{`, json, 200, `channel_not_found`},
		{"a stranger", "GET", "https://slack.com/api/users.lookupByEmail?email=x@elsewhere.test", "", nil, 200, `{"error":"users_not_found","ok":false}`},
		{"a name for an ID", "GET", "https://slack.com/api/conversations.history?channel=general", "", nil, 200, "channel_not_found"},
		{"an unknown method", "POST", "https://slack.com/api/chat.shout", "{}", json, 200, "unknown_method"},
		{"a webhook without text", "POST", "https://hooks.slack.com/services/T0/B0/x", `{}`, json, 400, "no_text"},
		{"a webhook without JSON", "POST", "https://hooks.slack.com/services/T0/B0/x", `text`, json, 400, "invalid_payload"},

		{"no amount", "POST", "https://api.stripe.com/v1/payment_intents", "currency=usd", form, 400, `"code":"parameter_missing"`},
		{"an amount that is no number", "POST", "https://api.stripe.com/v1/payment_intents", "currency=usd&amount=20.5", form, 400, "Invalid integer: 20.5"},
		{"too little", "POST", "https://api.stripe.com/v1/payment_intents", "currency=usd&amount=20", form, 400, "amount_too_small"},
		{"no currency of theirs", "POST", "https://api.stripe.com/v1/payment_intents", "currency=xyz&amount=2000", form, 400, "Invalid currency: xyz"},
		{"an unknown parameter", "POST", "https://api.stripe.com/v1/payment_intents", "currency=usd&amount=2000&colour=red", form, 400, "Received unknown parameter: colour"},
		{"JSON where a form belongs", "POST", "https://api.stripe.com/v1/payment_intents", `{"amount":2000}`, json, 400, "check that your POST content type is application/x-www-form-urlencoded"},
		{"a declined card", "POST", "https://api.stripe.com/v1/payment_intents", "currency=usd&amount=2000&confirm=true&payment_method=pm_card_visa_chargeDeclined", form, 402, `"decline_code":"generic_decline"`},
		{"an intent that is not", "GET", "https://api.stripe.com/v1/payment_intents/pi_nope", "", nil, 404, "No such payment_intent: 'pi_nope'"},
		{"a customer that is not", "POST", "https://api.stripe.com/v1/payment_intents", "currency=usd&amount=2000&customer=cus_nope", form, 400, ""},
		{"a limit too high", "GET", "https://api.stripe.com/v1/charges?limit=500", "", nil, 400, "less than or equal to 100"},

		{"no sender", "POST", "https://api.sendgrid.com/v3/mail/send", `{"personalizations":[{"to":[{"email":"a@example.com"}]}],"subject":"x","content":[{"type":"text/plain","value":"x"}]}`, json, 400, `"field":"from.email"`},
		{"an address that is none", "POST", "https://api.sendgrid.com/v3/mail/send", `{"personalizations":[{"to":[{"email":"ada"}]}],"from":{"email":"b@example.com"},"subject":"x","content":[{"type":"text/plain","value":"x"}]}`, json, 400, `"field":"personalizations.0.to.0.email"`},
		{"nothing in the mail", "POST", "https://api.sendgrid.com/v3/mail/send", `{}`, json, 400, `"field":"personalizations"`},
		{"no JSON mail", "POST", "https://api.sendgrid.com/v3/mail/send", `hello`, json, 400, "Bad Request"},
		{"a day that is none", "GET", "https://api.sendgrid.com/v3/stats?start_date=yesterday", "", nil, 400, "YYYY-MM-DD"},

		{"no valueInputOption", "POST", "https://sheets.googleapis.com/v4/spreadsheets/SHEET_ID/values/Sheet1!A1:append", `{"values":[["x"]]}`, json, 400, `'valueInputOption' is required but not specified`},
		{"a sheet that is not", "GET", "https://sheets.googleapis.com/v4/spreadsheets/SHEET_ID/values/Nope!A1", "", nil, 400, "Unable to parse range: Nope!A1"},
		{"a spreadsheet that is not", "GET", "https://sheets.googleapis.com/v4/spreadsheets/no", "", nil, 404, `"status":"NOT_FOUND"`},
		{"values that are no rows", "POST", "https://sheets.googleapis.com/v4/spreadsheets/SHEET_ID/values/Sheet1!A1:append?valueInputOption=RAW", `{"values":["x"]}`, json, 400, "Invalid value at 'data.values[0]'"},
		{"more than fits", "PUT", "https://sheets.googleapis.com/v4/spreadsheets/SHEET_ID/values/Sheet1!A2:B2?valueInputOption=RAW", `{"values":[["x","y","z"]]}`, json, 400, "tried writing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.want == "" {
				c.want, c.status = "No such customer: 'cus_nope'", 404
			}
			g := open(t).raw(c.method, c.url, c.body, c.header)
			if g.status != c.status || !contains(g.text, c.want) {
				t.Errorf("%d %s; want %d %s", g.status, g.text, c.status, c.want)
			}
		})
	}
}

func TestExampleComHas240BrokenBacklinks(t *testing.T) {
	c := open(t)
	g := c.do("ahrefs", "broken-backlinks", fields{"target": "example.com", "limit": 1000})
	all, _ := g.at("backlinks").([]any)
	if len(all) != 240 {
		t.Fatalf("there are %d: %.200s", len(all), g.text)
	}
	some, _ := c.do("ahrefs", "broken-backlinks", fields{"target": "example.com", "limit": 50}).at("backlinks").([]any)
	if len(some) != 50 || some[49].(map[string]any)["url_from"] != all[49].(map[string]any)["url_from"] {
		t.Errorf("a limit of 50 gives %d, not the first 50", len(some))
	}
	strong, _ := c.do("ahrefs", "broken-backlinks", fields{"target": "example.com", "limit": 1000, "where": map[string]any{"field": "domain_rating_source", "is": []any{"gte", 60}}}).at("backlinks").([]any)
	if len(strong) == 0 || len(strong) >= 240 {
		t.Errorf("a filter leaves %d", len(strong))
	}
}

func TestWhatWasPostedIsSeenByLaterReads(t *testing.T) {
	c := open(t)

	posted := c.do("slack", "post-message", fields{"channel": "#made-here", "text": "Hello"})
	id := posted.at("channel").(string)
	if g := c.do("slack", "channel-history", fields{"channel": id}); g.at("messages", 0, "text") != "Hello" {
		t.Errorf("Slack's history is %s", g.text)
	}
	c.raw("POST", "https://hooks.slack.com/services/T0/B0/x", `{"text":"By webhook","channel":"#made-here"}`, map[string]string{"Content-Type": "application/json"})
	if g := c.do("slack", "channel-history", fields{"channel": id, "limit": 1}); g.at("messages", 0, "text") != "By webhook" || g.at("has_more") != true {
		t.Errorf("Slack's history is %s", g.text)
	}

	pi := c.do("stripe", "create-payment-intent", fields{"amount": 2000, "payment_method": "pm_card_visa", "confirm": true, "metadata": map[string]any{"order": "6735"}})
	if pi.at("status") != "succeeded" || pi.at("metadata", "order") != "6735" {
		t.Errorf("Stripe made %s", pi.text)
	}
	if g := c.do("stripe", "retrieve-payment-intent", fields{"id": pi.at("id")}); g.text != pi.text {
		t.Errorf("Stripe kept %s, not %s", g.text, pi.text)
	}
	if g := c.do("stripe", "create-refund", fields{"payment_intent": pi.at("id"), "amount": 500}); g.at("status") != "succeeded" {
		t.Errorf("Stripe gives back %s", g.text)
	}
	if g := c.do("stripe", "list-charges", fields{"payment_intent": pi.at("id")}); str(g.at("data", 0, "amount_refunded")) != "500" {
		t.Errorf("Stripe's charges are %s", g.text)
	}

	c.do("sendgrid", "send-mail", fields{"to": "new@example.com", "from": "shop@example.com", "subject": "Receipt", "text": "Thank you"})
	if g := c.do("sendgrid", "list-messages", fields{"query": `to_email="new@example.com"`}); g.at("messages", 0, "subject") != "Receipt" {
		t.Errorf("SendGrid's messages are %s", g.text)
	}
	c.do("sendgrid", "add-contacts", fields{"contacts": []any{map[string]any{"email": "New@Example.com", "first_name": "New"}}})
	if g := c.do("sendgrid", "find-contacts", fields{"emails": []any{"new@example.com"}}); g.at("result", "new@example.com", "contact", "first_name") != "New" {
		t.Errorf("SendGrid's contacts are %s", g.text)
	}

	sheet := fields{"spreadsheetId": "SHEET_ID", "range": "Sheet1!A1"}
	added := c.do("sheets", "append-values", fields{"spreadsheetId": "SHEET_ID", "range": "Sheet1!A1", "values": []any{[]any{"Ada", 42, true}}})
	if added.at("updates", "updatedRange") != "Sheet1!A5:C5" || added.at("tableRange") != "Sheet1!A1:D4" {
		t.Errorf("Sheets added %s", added.text)
	}
	sheet["range"] = "Sheet1!A5:D9"
	if g := c.do("sheets", "get-values", sheet); str(g.at("values")) != "[[Ada 42 TRUE]]" {
		t.Errorf("Sheets has %s", g.text)
	}
	c.do("sheets", "update-values", fields{"spreadsheetId": "SHEET_ID", "range": "Sheet1!B5", "values": []any{[]any{"x"}}})
	c.do("sheets", "clear-values", fields{"spreadsheetId": "SHEET_ID", "range": "Sheet1!C1:C9"})
	if g := c.do("sheets", "get-values", sheet); str(g.at("values")) != "[[Ada x]]" {
		t.Errorf("Sheets has %s", g.text)
	}
	made := c.do("sheets", "create-spreadsheet", fields{"title": "Orders", "sheets": []any{map[string]any{"properties": map[string]any{"title": "Paid"}}}})
	if g := c.do("sheets", "get-spreadsheet", fields{"spreadsheetId": made.at("spreadsheetId")}); g.at("sheets", 0, "properties", "title") != "Paid" {
		t.Errorf("Sheets made %s", g.text)
	}
}

func TestAnIdempotencyKeyIsPaidOnce(t *testing.T) {
	c := open(t)
	pay := fields{"amount": 2000, "payment_method": "pm_card_visa", "confirm": true, "idempotency_key": "order-1"}
	one, two := c.do("stripe", "create-payment-intent", pay), c.do("stripe", "create-payment-intent", pay)
	if one.text != two.text || two.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("first %s, then %s", one.text, two.text)
	}
}

func TestResetForgetsWhatWasPosted(t *testing.T) {
	c := open(t)
	pi := c.do("stripe", "create-payment-intent", fields{"amount": 2000})
	c.server.Reset()
	if g := c.do("stripe", "retrieve-payment-intent", fields{"id": pi.at("id")}); g.status != 404 {
		t.Errorf("after the reset it is still there: %s", g.text)
	}
	if n := len(c.server.Journal().Entries()); n != 1 {
		t.Errorf("the journal has %d entries", n)
	}
}

func TestTheJournalSaysWhatPeopleWouldSee(t *testing.T) {
	c := open(t)
	c.do("slack", "post-message", fields{"channel": "#seo", "text": "240 broken backlinks for example.com"})
	c.raw("POST", "https://hooks.slack.com/services/T0/B0/x", `{"text":"New \"lead\""}`, map[string]string{"Content-Type": "application/json"})
	c.do("sendgrid", "send-mail", fields{"to": "ada@example.com", "from": "shop@example.com", "subject": "Receipt", "text": "Thank you"})
	c.do("sheets", "append-values", fields{"spreadsheetId": "SHEET_ID", "range": "Sheet1!A1", "values": []any{[]any{"Ada"}}})
	c.do("stripe", "create-payment-intent", fields{"amount": 2050, "payment_method": "pm_card_visa", "confirm": true, "receipt_email": "ada@example.com"})
	c.do("ahrefs", "broken-backlinks", fields{"target": "example.com", "limit": 1000})
	want := []string{
		`Ahrefs: 240 broken backlinks of example.com`,
		`Stripe: 20.50 usd paid by ada@example.com`,
		`Sheet1: 1 row added`,
		`Mail to ada@example.com: "Receipt"`,
		`Slack #general: "New \"lead\""`,
		`Slack #seo: "240 broken backlinks for example.com"`,
	}
	for i, e := range c.server.Journal().Entries() {
		if e.Said != want[i] {
			t.Errorf("entry %d says %q, want %q", i, e.Said, want[i])
		}
	}
}
