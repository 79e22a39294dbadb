package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/oauth2"

	"flowbench/engine/expr"
	"flowbench/engine/spec"
)

var errNoSender = errors.New("there is nothing here to send the request for a token by")

// said are the errors of OAuth2 in plain words, and what to do.
var said = map[string]string{
	"invalid_client":            "does not know the client: look at Client ID and Client secret, and at how the client authenticates",
	"unauthorized_client":       "does not let this client ask in this way: look at what it is registered for there",
	"invalid_scope":             "does not give what Scope asks for: look at Scope",
	"unsupported_grant_type":    "gives no tokens in this way: look at the Token endpoint URL",
	"unsupported_response_type": "gives no tokens in this way",
	"invalid_request":           "could not make sense of the request: look at the fields of the connection",
	"invalid_target":            "does not know the resource or audience: look at the extra parameters",
	"access_denied":             "refused: look at what the client may do there",
	"server_error":              "has a fault of its own: try again later",
	"temporarily_unavailable":   "is not available at the moment: try again later",
	"slow_down":                 "was asked too often: try again later",
}

// over are the errors after which only a new sign-in helps.
var over = map[string]bool{
	"invalid_grant": true, "interaction_required": true, "login_required": true, "consent_required": true,
	"bad_refresh_token": true, "invalid_refresh_token": true, "token_revoked": true, "bad_verification_code": true,
}

// explain says what went wrong with a token request. [oauth2.RetrieveError] prints the
// whole answer, so no text of that package goes out.
func (a *asking) explain(err error) error {
	if !a.came {
		return a.unanswered(err)
	}
	code, text := a.reply.fault()
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.ErrorCode != "" {
		code, text = refused.ErrorCode, refused.ErrorDescription
	}
	says := quote(code, text, a.secrets)
	where := fmt.Sprintf("%s answered the request for a token with status %d", a.host, a.reply.Status)
	switch {
	case over[code] && a.ended != "":
		return fmt.Errorf("%s %s%s: %w", a.host, a.ended, says, ErrSignIn)
	case said[code] != "":
		return errors.New(a.host + " " + said[code] + says)
	case code != "" || text != "":
		return errors.New(a.host + " gave no token" + says)
	case a.reply.isPage():
		return errors.New(where + " and a web page, not with a token: look at the Token endpoint URL")
	case a.reply.Status == 401 || a.reply.Status == 403:
		return errors.New(where + ": look at Client ID and Client secret, and at how the client authenticates")
	case a.reply.Status == 404 || a.reply.Status == 405:
		return errors.New(where + ": look at the Token endpoint URL")
	case a.reply.Status == 429 || a.reply.Status > 499:
		return errors.New(where + ": try again later")
	case a.reply.Status < 200 || a.reply.Status > 299:
		return errors.New(where + ": look at the Token endpoint URL and at the fields of the connection")
	case strings.TrimSpace(a.reply.Body) == "":
		return errors.New(where + " and nothing else: look at the Token endpoint URL")
	case a.reply.isObject():
		return errors.New(where + " and JSON, but there is no access_token in it that can be read: look at the Token endpoint URL")
	}
	return errors.New(where + ", but not with JSON: look at the Token endpoint URL")
}

func (a *asking) unanswered(err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return &because{"the request for a token was cancelled", context.Canceled}
	case errors.Is(err, context.DeadlineExceeded):
		return &because{a.host + " did not answer the request for a token in time: try again", context.DeadlineExceeded}
	case a.err != nil:
		return a.err // the sender's, in its own plain words
	}
	return errors.New("the Token endpoint URL is none: write it whole, as in https://login.example.com/oauth/token")
}

// because is a sentence for people, and for programs the error behind it.
type because struct {
	text string
	err  error
}

func (b *because) Error() string { return b.text }
func (b *because) Unwrap() error { return b.err }

// fault reads what a reply says went wrong, also where error is an object, as some have it.
func (r Reply) fault() (code, text string) {
	v, err := expr.Decode([]byte(strings.TrimSpace(r.Body)))
	if err != nil {
		return "", ""
	}
	m, _ := v.(map[string]any)
	code, _ = m["error"].(string)
	text, _ = m["error_description"].(string)
	if inner, ok := m["error"].(map[string]any); ok {
		code, _ = inner["code"].(string)
		text, _ = inner["message"].(string)
	}
	return code, text
}

func (r Reply) isObject() bool {
	v, err := expr.Decode([]byte(strings.TrimSpace(r.Body)))
	_, is := v.(map[string]any)
	return err == nil && is
}

func (r Reply) isPage() bool {
	t := r.mediaType()
	return t == "text/html" || t == "application/xhtml+xml" || strings.HasPrefix(strings.TrimSpace(r.Body), "<")
}

// quote is what a server said, short and without secrets, for the end of a sentence.
func quote(code, text string, secrets []Secret) string {
	code, text = clean(code, 60, secrets), clean(text, 200, secrets)
	switch {
	case code == "" && text == "":
		return ""
	case text == "":
		return " (it says: " + code + ")"
	case code == "":
		return " (it says: " + text + ")"
	}
	return " (it says: " + code + ", " + text + ")"
}

// clean makes one short line of text from elsewhere. Text that holds a secret too short
// to be looked for in every form is not shown at all.
func clean(text string, limit int, secrets []Secret) string {
	var r Redactor
	for _, s := range secrets {
		if !Findable(s) && !s.Empty() && strings.Contains(text, s.Reveal()) {
			return Hidden
		}
	}
	r.Add(secrets...)
	text = r.Text(strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return ' '
		}
		if !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, text)
	text = strings.TrimRight(strings.Join(strings.Fields(text), " "), ".")
	if short := []rune(text); len(short) > limit {
		text = string(short[:limit-1]) + "…"
	}
	return text
}

// lifetime reads expires_in, a number or text that is one; 0 where there is none.
func lifetime(v any) time.Duration {
	if i, ok := v.(int64); ok {
		v = float64(i)
	}
	n, err := spec.ToNumber(v)
	if err != nil || n <= 0 || n > 1e9 {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}
