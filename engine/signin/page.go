package signin

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"net/http"
	"strconv"
)

// A page is what the browser shows in the end. Nothing of the request stands in it.
type page struct {
	State       state
	Title, Text string
}

// A state is how a page looks: its class and the mark beside its title.
type state string

const (
	worked  state = "worked"
	failed  state = "failed"
	nothing state = "nothing"
)

// Mark is the state's sign, for who sees no colours.
func (s state) Mark() string {
	return map[state]string{worked: "✓", failed: "✕", nothing: "–"}[s]
}

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string

	pages = template.Must(template.New("page").Parse(pageHTML))
	style = template.CSS(pageCSS)

	// policy allows our own style sheet and nothing else.
	policy = func() string {
		sum := sha256.Sum256([]byte(pageCSS))
		return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	}()
)

// The pages of those who come at another time than that of the one answer.
var (
	busyPage = page{nothing, "The sign-in is being finished",
		"The browser came back twice. The first time counts; nothing happened now. You can close this window."}
	againPage = page{worked, "You are signed in already",
		"This sign-in was finished before; nothing happened now. You can close this window."}
	overPage = page{nothing, "This sign-in has ended",
		"Nothing happened now, and nothing was stored. You can close this window; to sign in, begin again in Flowbench."}
	strangerPage = page{nothing, "This belongs to another sign-in",
		"Nothing happened, and nothing was stored. You can close this window. If you are signing in now, go on in the window that Flowbench opened last."}
)

// last is the page of the one answer.
func (s *SignIn) last() page {
	if s.err == nil {
		return page{worked, "You are signed in", "Flowbench has what it needs for " + s.name() + ". You can close this window and go on in Flowbench."}
	}
	return page{failed, "The sign-in did not work", "Nothing was stored. You can close this window: Flowbench says what happened and what to do."}
}

func show(w http.ResponseWriter, p page) {
	var b bytes.Buffer
	if err := pages.Execute(&b, struct {
		page
		Style template.CSS
	}{p, style}); err != nil {
		panic(err) // a page of ours
	}
	h := guarded(w, "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.Write(b.Bytes())
	http.NewResponseController(w).Flush()
}

func refuse(w http.ResponseWriter, status int, text string) {
	guarded(w, "text/plain; charset=utf-8")
	w.WriteHeader(status)
	io.WriteString(w, text+"\n")
}

// guarded sets the headers of every answer: it is kept nowhere, its address is told to
// nobody, and it loads, runs and sends nothing.
func guarded(w http.ResponseWriter, mediaType string) http.Header {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	return h
}
