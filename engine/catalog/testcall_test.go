package catalog

import (
	"strings"
	"testing"
)

func TestAVerdictSaysInPlainWordsWhatTheAnswerMeans(t *testing.T) {
	slack, stripe := Builtin().Provider("slack"), Builtin().Provider("stripe")
	type object = map[string]any
	balance := object{"object": "balance", "livemode": true, "available": []any{object{"amount": 500, "currency": "jpy"}}}
	for _, c := range []struct {
		name   string
		p      *Provider
		status int
		body   any
		ok     bool
		want   string
	}{
		{"all is well", slack, 200, object{"ok": true, "team": "Acme", "user": "flow"}, true, "Signed in to the team Acme as @flow."},
		{"a refusal that looks like success", slack, 200, object{"ok": false, "error": "token_revoked"}, false, "Slack does not accept this account: the token was revoked."},
		{"a refusal that is not known here", slack, 200, object{"ok": false, "error": "ekm_access_denied"}, false, "Slack does not accept this account: ekm_access_denied."},
		{"a key that is in earnest", stripe, 200, balance, true, "The key is a live key, of an account that keeps JPY."},
		{"a wrong key", stripe, 401, object{"error": object{"message": "Invalid API Key provided: sk_test_***"}}, false, "Stripe does not accept this account (401 Unauthorized): Invalid API Key provided: sk_test_***."},
		{"a key that may not", stripe, 403, "no", false, "Stripe does not accept this account (403 Forbidden)."},
		{"too many calls", stripe, 429, nil, false, "Stripe could not say (429 Too Many Requests). The account was not judged: test it again in a while."},
		{"a fault of theirs", stripe, 503, "<html>", false, "Stripe could not say (503 Service Unavailable). The account was not judged: test it again in a while."},
		{"a text that would not be one line", stripe, 401, object{"error": object{"message": "a\n\u202eb\x1b[31m" + strings.Repeat("x", 300)}}, false, "Stripe does not accept this account (401 Unauthorized): a b[31m" + strings.Repeat("x", 192) + "…."},
	} {
		ok, said, err := c.p.Verdict(c.status, object{}, c.body)
		if err != nil || ok != c.ok || said != c.want {
			t.Errorf("%s: %v, %q, %v; want %v, %q", c.name, ok, said, err, c.ok, c.want)
		}
	}
	for name, body := range map[string]any{"a web page": "<html>Log in to the network</html>", "nothing": nil, "something else": object{"hello": 1}} {
		ok, said, err := stripe.Verdict(200, object{}, body)
		if ok || said != "" || err == nil || !strings.Contains(err.Error(), "not one that Stripe gives, though its status is 200") {
			t.Errorf("%s: %v, %q, %v", name, ok, said, err)
		}
	}
}

func TestATestIsARequestLikeAnyOther(t *testing.T) {
	for id, want := range map[string]string{
		"slack":  "POST https://slack.com/api/auth.test none/auto",
		"sheets": "GET https://openidconnect.googleapis.com/v1/userinfo none/auto",
	} {
		r, ok := Builtin().Provider(id).TestRequest()
		if got := write(r); !ok || got != want || r.Provider != "" || r.Action != "" {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if _, ok := Builtin().Provider("echo").TestRequest(); ok {
		t.Error("there is a test where none is declared")
	}
}
