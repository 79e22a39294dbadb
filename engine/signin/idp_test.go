package signin_test

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// The test binary is also the server that people sign in at: a process of its own.
const asServer = "SIGNIN_TEST_SERVER"

func TestMain(m *testing.M) {
	if life := os.Getenv(asServer); life != "" {
		d, err := time.ParseDuration(life)
		if err != nil {
			panic(err)
		}
		serve(d)
	}
	os.Exit(m.Run())
}

// startServer starts the process and returns its address.
func startServer(t *testing.T, life time.Duration) string {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), asServer+"="+life.String())
	c.Stderr = os.Stderr
	in, err := c.StdinPipe() // the server ends with it
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); c.Process.Kill(); c.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal("the server has not started: ", err)
	}
	return strings.TrimSpace(line)
}

func serve(life time.Duration) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() { os.Stdin.Read(make([]byte, 1)); os.Exit(0) }()
	fmt.Printf("http://%s\n", ln.Addr())
	http.Serve(ln, newServer(life))
}

// A server gives tokens and believes nothing: client, redirect, PKCE, codes and refresh
// tokens are checked, and what was used once is not taken again.
type server struct {
	life time.Duration
	mux  http.ServeMux

	mu      sync.Mutex
	asked   map[string]url.Values // sign-ins begun, by id
	codes   map[string]url.Values // what a code was given for
	refresh map[string]string     // refresh token -> client
	access  map[string]time.Time  // access token -> its end
}

const (
	issuer       = "https://idp.example.com"
	clientSecret = "sandbox-clientSecret"
)

// clients are whether they have a secret.
var clients = map[string]bool{"flowbench": false, "flowbench-web": true, "flowbench-jobs": true}

func newServer(life time.Duration) *server {
	s := &server{life: life, asked: map[string]url.Values{}, codes: map[string]url.Values{}, refresh: map[string]string{}, access: map[string]time.Time{}}
	s.mux.HandleFunc("GET /authorize", s.authorize)
	s.mux.HandleFunc("POST /login", s.login)
	s.mux.HandleFunc("POST /oauth/token", s.token)
	s.mux.HandleFunc("GET /userinfo", s.userinfo)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mux.ServeHTTP(w, r)
}

func fresh() string { return rand.Text() + rand.Text() }

var form = template.Must(template.New("").Parse(`<!doctype html><form method="post" action="/login"><input type="hidden" name="id" value="{{.}}">
<input name="username" id="username"><input name="password" id="password"><button>Sign in</button></form>`))

func (s *server) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	to, err := url.Parse(q.Get("redirect_uri"))
	_, known := clients[q.Get("client_id")]
	switch {
	case !known, err != nil, to.Scheme != "http", to.Hostname() != "127.0.0.1", to.Path != "/callback" && !strings.HasPrefix(to.Path, "/callback/"):
		http.Error(w, "no such client, or not its redirect", http.StatusBadRequest)
	case q.Get("response_type") != "code", q.Get("code_challenge_method") != "S256", len(q.Get("code_challenge")) != 43, len(q.Get("state")) < 22:
		s.back(w, r, q, url.Values{"error": {"invalid_request"}})
	default:
		id := fresh()
		s.asked[id] = q
		form.Execute(w, id)
	}
}

func (s *server) login(w http.ResponseWriter, r *http.Request) {
	q, ok := s.asked[r.FormValue("id")]
	switch {
	case !ok:
		http.Error(w, "no such sign-in", http.StatusBadRequest)
	case r.FormValue("cancel") != "":
		s.back(w, r, q, url.Values{"error": {"access_denied"}, "error_description": {"The user went back."}})
	case r.FormValue("username") != "test" || r.FormValue("password") != "verysecure":
		http.Error(w, "no such user", http.StatusForbidden)
	default:
		delete(s.asked, r.FormValue("id"))
		code := fresh()
		s.codes[code] = q
		s.back(w, r, q, url.Values{"code": {code}})
	}
}

func (s *server) back(w http.ResponseWriter, r *http.Request, q, with url.Values) {
	with.Set("state", q.Get("state"))
	with.Set("iss", issuer)
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+with.Encode(), http.StatusFound)
}

func (s *server) token(w http.ResponseWriter, r *http.Request) {
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = r.FormValue("client_id"), r.FormValue("client_secret")
	}
	if hasSecret, known := clients[id]; r.Host != "idp.example.com" || !known || hasSecret && secret != clientSecret {
		refuse(w, http.StatusUnauthorized, "invalid_client")
		return
	}
	switch r.FormValue("grant_type") {
	case "authorization_code":
		q, ok := s.codes[r.FormValue("code")]
		delete(s.codes, r.FormValue("code"))
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if !ok || q.Get("client_id") != id || q.Get("redirect_uri") != r.FormValue("redirect_uri") ||
			q.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) {
			refuse(w, http.StatusBadRequest, "invalid_grant")
			return
		}
		s.give(w, id)
	case "refresh_token":
		owner, ok := s.refresh[r.FormValue("refresh_token")]
		delete(s.refresh, r.FormValue("refresh_token"))
		if !ok || owner != id {
			refuse(w, http.StatusBadRequest, "invalid_grant")
			return
		}
		s.give(w, id)
	case "client_credentials":
		if !clients[id] {
			refuse(w, http.StatusBadRequest, "unauthorized_client")
			return
		}
		s.give(w, "")
	default:
		refuse(w, http.StatusBadRequest, "unsupported_grant_type")
	}
}

// give writes a token, and with it the one to renew it with, where a person lends them.
func (s *server) give(w http.ResponseWriter, client string) {
	access := fresh()
	s.access[access] = time.Now().Add(s.life)
	answer := map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": int(s.life.Seconds())}
	if client != "" {
		next := fresh()
		s.refresh[next] = client
		answer["refresh_token"] = next
	}
	write(w, http.StatusOK, answer)
}

func (s *server) userinfo(w http.ResponseWriter, r *http.Request) {
	end, ok := s.access[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if !ok || time.Now().After(end) {
		refuse(w, http.StatusUnauthorized, "invalid_token")
		return
	}
	write(w, http.StatusOK, map[string]any{"sub": "id1"})
}

func refuse(w http.ResponseWriter, status int, code string) {
	write(w, status, map[string]any{"error": code})
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}
