package signin

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"
	"unicode"

	"flowbench/engine/auth"
	"flowbench/engine/node"
	"flowbench/engine/transport"
)

// An Error is the end of a sign-in that did not work, in words for who signs in.
type Error struct {
	Text string // what happened, and what is safe
	Help string // what to do
	Err  error  // beneath: context.Canceled, context.DeadlineExceeded, what the exchange said
}

func (e *Error) Error() string {
	if e.Help == "" {
		return e.Text
	}
	return e.Text + " " + e.Help
}

// Unwrap returns what is beneath.
func (e *Error) Unwrap() error { return e.Err }

const nothingStored = " Nothing was stored."

// name is what people know the account by.
func (s *SignIn) name() string {
	if s.o.Name != "" {
		return s.o.Name
	}
	return s.pageHost
}

func cancelled(err error) error {
	return &Error{Text: "The sign-in was cancelled." + nothingStored, Help: "Sign in again when you like.", Err: err}
}

// late is a browser that never came back.
func (s *SignIn) late() error {
	s.mu.Lock()
	strangers := s.strangers
	s.mu.Unlock()
	e := &Error{
		Text: "The browser did not come back within " + span(s.within) + "." + nothingStored,
		Help: "Sign in again. If the browser showed no page, copy its address there yourself; if the page spoke of a redirect, " + s.register(),
		Err:  context.DeadlineExceeded,
	}
	if strangers > 0 {
		e.Text = "The browser came back within " + span(s.within) + " only with what belongs to another sign-in, which was left alone." + nothingStored
		e.Help = "Close the other windows of the sign-in, and sign in again."
	}
	return e
}

// register says how a provider learns where the browser comes back to.
func (s *SignIn) register() string {
	if s.o.Plain && s.o.Port != 0 {
		return "enter " + s.redirect + " there as the redirect address of the app."
	}
	return "enter a redirect address there that this connection keeps to: " + Redirect(8400) + ", say, with that port in the connection."
}

func span(d time.Duration) string {
	switch {
	case d == time.Minute:
		return "a minute"
	case d > time.Minute && d%time.Minute == 0:
		return fmt.Sprintf("%d minutes", d/time.Minute)
	}
	return d.Round(time.Second).String()
}

func noListener(port int, err error) error {
	if port != 0 && errors.Is(err, syscall.EADDRINUSE) {
		return &Error{
			Text: fmt.Sprintf("Port %d of this machine, which the browser is to come back to, is in use.%s", port, nothingStored),
			Help: "End the sign-in or the program that uses it, or take another port, here and at the provider.", Err: err}
	}
	return &Error{
		Text: fmt.Sprintf("This machine lets nobody wait for the browser at 127.0.0.1: %v.%s", err, nothingStored),
		Help: "Look whether a firewall or a sandbox around Flowbench forbids it.", Err: err}
}

func badPage(err error) error {
	e := &Error{Text: "The page to sign in at cannot be opened: " + strings.TrimSuffix(err.Error(), ".") + "." + nothingStored, Help: "Look at the connection's authorization URL.", Err: err}
	var rule *transport.HostError
	if errors.As(err, &rule) {
		e.Help = "In the connection's authorization URL: " + rule.Help()
	}
	return e
}

func (s *SignIn) wrongState() error {
	return &Error{
		Text: "The browser came back with an answer that belongs to another sign-in, so it was not used." + nothingStored,
		Help: "Sign in again, and go on in the window that opens then. If it happens each time, someone may be meddling: stop, and ask who looks after " + s.name() + "."}
}

func (s *SignIn) wrongIssuer(iss string) error {
	want := s.issuer
	if want == "" {
		want = "a server at " + s.pageHost
	}
	return &Error{
		Text: fmt.Sprintf("The answer says that it comes from %s, and %s was expected, so it was not used.%s", quoted(iss), want, nothingStored),
		Help: "If both are the same provider, enter that name as the connection's issuer; if not, do not go on."}
}

func (s *SignIn) noIssuer() error {
	return &Error{
		Text: "The answer does not say which server it comes from, and " + s.issuer + " was expected, so it was not used." + nothingStored,
		Help: "If the provider never says it, leave the connection's issuer empty."}
}

func (s *SignIn) noCode() error {
	return &Error{
		Text: "The browser came back without the code that access is given by." + nothingStored,
		Help: "Sign in again. If it happens each time, look whether the authorization URL is that of the provider's authorization code sign-in."}
}

// noToken is a code that nothing came of. Accounts say in their errors what to look at.
func (s *SignIn) noToken(err error) error {
	e := &Error{
		Text: "You signed in, but " + s.name() + " gave no token: " + strings.TrimSuffix(err.Error(), ".") + "." + nothingStored,
		Help: "Then sign in again.", Err: err}
	var f *node.Failure
	switch {
	case errors.Is(err, auth.ErrSignIn):
		e.Help = "" // said
	case errors.As(err, &f) && f.Fault.Help != "":
		e.Help = f.Fault.Help + " " + e.Help
	}
	return e
}

// refusals are what servers end a sign-in with (RFC 6749, 4.1.2.1), as sentences after the
// account's name, and what to do.
var refusals = map[string]struct{ text, help string }{
	"access_denied": {"gave no access: you did not agree, or may not.",
		"If that was not meant, sign in again and agree; where others decide, ask who looks after the account."},
	"invalid_scope":             {"does not know the access that is asked for.", "Look at the connection's scope."},
	"unauthorized_client":       {"does not let this app sign in so.", "Look at the client ID, and at the kind of app that the provider has it for."},
	"invalid_request":           {"did not understand what was asked.", "Look at the authorization URL, the client ID and the scope."},
	"unsupported_response_type": {"does not know this kind of sign-in.", "Look at the authorization URL, and whether the provider has a sign-in with a code."},
	"server_error":              {"had trouble of its own.", "Sign in again in a while."},
	"temporarily_unavailable":   {"has too much to do just now.", "Sign in again in a while."},
}

func (s *SignIn) declined(code, description string) error {
	r, known := refusals[code]
	if !known {
		r.text, r.help = "ended the sign-in with "+quoted(code)+".", "Sign in again. If it happens each time, ask who looks after the account."
	}
	said := ""
	if d := clean(description); d != "" {
		said = " It says: " + strings.TrimSuffix(d, ".") + "."
	}
	return &Error{Text: s.name() + " " + r.text + said + nothingStored, Help: r.help}
}

// quoted is a word of the server's.
func quoted(text string) string {
	if text = clean(text); text == "" {
		return "an empty name"
	}
	return "“" + text + "”"
}

// clean makes one short line of what a server says.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	if runes := []rune(text); len(runes) > 200 {
		text = string(runes[:200]) + "…"
	}
	return strings.Join(strings.Fields(text), " ")
}
