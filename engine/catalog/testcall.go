package catalog

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/itchyny/gojq"

	"flowbench/engine/node"
)

// A Test is the cheapest call of a provider that shows whether an account works. It
// changes nothing there.
type Test struct {
	Method  string  `json:"method"`
	Host    string  `json:"host,omitempty"` // one of the provider's; "" is the first
	Path    string  `json:"path"`
	Query   []Row   `json:"query,omitempty"`
	Says    Program `json:"says"`              // of {status, headers, body}: a sentence about the account
	Refused Program `json:"refused,omitempty"` // the same: the reason, when the answer is a refusal; else null

	call Action
}

// cut makes the call: an action that takes no fields.
func (t *Test) cut(p *Provider, at string, fail func(at string, err error)) {
	t.call = Action{ID: "test", Title: "Test", Method: t.Method, Host: t.Host, Path: t.Path, Query: t.Query, Reads: "auto"}
	t.call.cut(p, at, fail)
}

// TestRequest returns the request of the provider's test, without authentication. It
// names no action: it is sent as it is.
func (p *Provider) TestRequest() (node.Request, bool) {
	if p.Test == nil {
		return node.Request{}, false
	}
	r := p.Test.call.request("", nil)
	r.Action = ""
	return r, true
}

// Verdict says what the answer to the test means: whether the account works, and a
// sentence for people. An error is an answer that is not the provider's.
func (p *Provider) Verdict(status int, headers map[string]any, body any) (ok bool, said string, err error) {
	if p.Test == nil {
		return false, "", fmt.Errorf("%s has no test of an account", p.Title)
	}
	answer := map[string]any{"status": status, "headers": headers, "body": body}
	reason := ""
	if p.Test.Refused != "" {
		reason, err = judge(string(p.Test.Refused), answer)
	}
	switch {
	case status == http.StatusTooManyRequests || status >= 500:
		return false, p.answered("could not say", status, reason) + ". The account was not judged: test it again in a while.", nil
	case status < 200 || status > 299:
		return false, p.answered("does not accept this account", status, reason) + ".", nil
	case reason != "":
		return false, p.Title + " does not accept this account: " + reason + ".", nil
	}
	if err == nil {
		said, err = judge(string(p.Test.Says), answer)
	}
	if err == nil && said == "" {
		err = fmt.Errorf("nothing is known of the account")
	}
	if err != nil {
		return false, "", fmt.Errorf("the answer is not one that %s gives, though its status is %d: %w", p.Title, status, err)
	}
	return true, said + ".", nil
}

func (p *Provider) answered(what string, status int, reason string) string {
	text := fmt.Sprintf("%s %s (%d %s)", p.Title, what, status, http.StatusText(status))
	if reason != "" {
		text += ": " + reason
	}
	return text
}

// judge runs one of the test's programs; null is "". What it gives goes to people, and
// comes from elsewhere: it is made one short line.
func judge(program string, answer map[string]any) (string, error) {
	code, err := Compile(program)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	v, ok := code.RunWithContext(ctx, answer).Next()
	if err, failed := v.(error); failed {
		return "", err
	}
	s, isText := v.(string)
	if !ok || v != nil && !isText {
		return "", fmt.Errorf("the program of the test gave %s, no text", gojq.Preview(v))
	}
	return line(s), nil
}

// line is a text as one line of at most 200 characters that shows what it is.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, s)
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) > 200 {
		runes = append(runes[:199], '…')
	}
	return strings.TrimRight(string(runes), ". ")
}
