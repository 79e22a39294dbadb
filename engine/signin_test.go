package engine

import (
	"net/http"
	"strings"
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

func lent(host string, more ...string) auth.Record {
	v := spec.Values{"authUrl": "https://" + host + "/authorize?tenant=a%20b", "tokenUrl": "https://" + host + "/token", "clientId": "me", "clientSecret": "a-real-secret"}
	for i := 0; i < len(more); i += 2 {
		v[more[i]] = more[i+1]
	}
	return auth.Record{ID: "c1", Name: "Mine", Hosts: []string{"https://" + host}, Scheme: "oauth2", Settings: auth.HideSettings(v)}
}

func TestAPersonSignsInWhereTheEnvironmentHasThePage(t *testing.T) {
	n := outside(t, false, func(w http.ResponseWriter, r *http.Request) {})
	for _, c := range []struct {
		host, connection string
		mapped           bool
	}{{"idp.example.com", "c1", false}, {"api.example.com", "c1~sandbox", true}} {
		o, err := n.SignIn(lent(c.host, "redirect", "port", "redirectPort", "8400", "issuer", "https://"+c.host))
		if err != nil {
			t.Fatal(err)
		}
		page := o.Account.AuthURL("state", "verifier", "http://127.0.0.1:8400/callback")
		to := o.Map(page)
		if c.mapped == (to == page) || c.mapped && !strings.HasPrefix(to, n.Client.Mapped(c.host)+"/authorize?tenant=a%20b&") {
			t.Errorf("%s: opens %s", page, to)
		}
		if o.Env.Connection != c.connection || o.Env.Sender != (sender{n, "Mine", c.mapped}) || o.Name != "Mine" || o.Port != 8400 || !o.Plain || o.Account.Issuer() != "https://"+c.host {
			t.Errorf("%s: %+v", c.host, o)
		}
	}
}

// What is sent with a code to a mapped host is no secret of anybody's.
func TestAMappedSignInSendsMadeUpSecrets(t *testing.T) {
	var sent string
	n := outside(t, false, func(w http.ResponseWriter, r *http.Request) {
		sent = r.FormValue("client_secret")
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"access_token":"given"}`))
	})
	o, err := n.SignIn(lent("api.example.com", "clientAuth", "body"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Account.Exchange(t.Context(), o.Env, "code", auth.NewVerifier(), "http://127.0.0.1/callback"); err != nil || sent != "sandbox-clientSecret" {
		t.Errorf("sent %q, %v", sent, err)
	}
}

func TestWhereNobodyCanSignInItIsSaid(t *testing.T) {
	live, sandbox := outside(t, false, func(w http.ResponseWriter, r *http.Request) {}), outside(t, true, func(w http.ResponseWriter, r *http.Request) {})
	key := auth.Record{ID: "c1", Name: "Mine", Scheme: "api-key", Settings: auth.HideSettings(spec.Values{"secret": "s"})}
	google, err := transport.New(transport.Options{Mappings: map[string]string{"accounts.google.com": "http://127.0.0.1:1", "sheets.googleapis.com": "http://127.0.0.1:1"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		n    *Network
		r    auth.Record
		says string
	}{
		"a key":              {live, key, "Nobody signs in"},
		"a scheme unknown":   {live, auth.Record{Name: "Mine", Scheme: "odd"}, "which this Flowbench does not know"},
		"no domain":          {live, lent("127.0.0.1"), "at an address that is not called"},
		"not in the sandbox": {sandbox, lent("idp.example.com"), "idp.example.com is not in the sandbox"},
		"a provider's sandbox": {&Network{Catalog: live.Catalog, Client: google},
			auth.Record{ID: "g1", Name: "Sheets", Provider: "sheets", Scheme: "oauth2", Settings: auth.HideSettings(spec.Values{"clientId": "me"})}, "signed in already"},
	} {
		if _, err := c.n.SignIn(c.r); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
