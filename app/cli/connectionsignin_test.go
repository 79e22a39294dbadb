package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"flowbench/engine/auth"
	"flowbench/engine/spec"
	"flowbench/store"
)

// A fakeGrant is an account that gives a token for any code.
type fakeGrant struct {
	auth.Account
	refresh auth.Secret
	err     error
}

func (g fakeGrant) Issuer() string        { return "" }
func (g fakeGrant) Redirect() (int, bool) { return 0, false }
func (g fakeGrant) AuthURL(state, _, redirect string) string {
	return "https://login.example.com/?" + url.Values{"state": {state}, "redirect_uri": {redirect}}.Encode()
}

func (g fakeGrant) Exchange(context.Context, auth.Env, string, string, string) (auth.Token, error) {
	return auth.Token{Values: []auth.Secret{auth.Hide("access-" + key1)}, Refresh: g.refresh}, g.err
}

// A watched buffer is read while it is written to.
type watched struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

// browse opens the page that a command printed, as one who allows everything.
func browse(t *testing.T, said *watched) {
	for range 500 {
		if m := regexp.MustCompile(`https://login\.example\.com/\S+`).FindString(said.String()); m != "" {
			page, err := url.Parse(m)
			if err != nil {
				t.Error(err)
				return
			}
			q := page.Query()
			resp, err := http.Get(q.Get("redirect_uri") + "?" + url.Values{"state": {q.Get("state")}, "code": {"a-code"}}.Encode())
			if err != nil {
				t.Error(err)
				return
			}
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("no page was shown:\n%s", said)
}

func TestSigningInKeepsWhatStaysSignedIn(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Team")
	for _, c := range []struct {
		name  string
		grant fakeGrant
		want  string
		kept  string
	}{
		{"nothing to stay with", fakeGrant{}, "gave nothing to stay signed in with, and so nothing was kept", ""},
		{"refused", fakeGrant{err: errors.New("invalid_grant")}, "Team", ""},
		{"signed in", fakeGrant{refresh: auth.Hide("refresh-" + key1)}, "", "refresh-" + key1},
	} {
		said := &watched{}
		cmd := &command{in: strings.NewReader(""), out: io.Discard, err: said}
		d, err := cmd.desk(vaultFlags{data: h.data})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Unlock(t.Context(), store.Passphrase(vaultPass)); err != nil {
			t.Fatal(err)
		}
		list, err := d.Connections()
		if err != nil {
			t.Fatal(err)
		}
		go browse(t, said)
		err = cmd.waitForBrowser(t.Context(), d, list[0], c.grant, nil)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", c.name, err)
		}
		if kept, err := d.Grants().Grant(list[0].ID); err != nil || kept.Reveal() != c.kept {
			t.Errorf("%s: kept %q, %v", c.name, kept.Reveal(), err)
		}
		if strings.Contains(said.String(), key1) {
			t.Errorf("%s: it shows a token:\n%s", c.name, said)
		}
		d.Close()
	}
}

func TestASignInThatIsInterruptedKeepsNothing(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Team")
	cmd := &command{in: strings.NewReader(""), out: io.Discard, err: io.Discard}
	d, err := cmd.desk(vaultFlags{data: h.data})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := auth.Record{ID: "x", Name: "Team", Settings: auth.HideSettings(spec.Values{})}
	if err := cmd.waitForBrowser(ctx, d, r, fakeGrant{}, nil); err == nil || err.Error() != "interrupted: nothing was kept" {
		t.Errorf("%v", err)
	}
}

func TestSignInIsForConnectionsThatNeedIt(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Team")
	if got := h.call("", "sign-in", "Team"); got.code != Wrong || !strings.Contains(got.err, `nobody signs in to the connection "Team"`) {
		t.Errorf("%+v", got)
	}
	got := h.must("", "add", "--host", "api.example.com", "--name", "Crm", "--scheme", "oauth2", "--sign-in-later",
		"--set", "authUrl=https://login.example.com/authorize", "--set", "tokenUrl=https://login.example.com/token", "--set", "clientId=flowbench")
	if !strings.Contains(got.err, "Sign in to it: flowbench connection sign-in Crm") {
		t.Errorf("%s", got.err)
	}
}
