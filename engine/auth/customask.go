package auth

import (
	"errors"
	"net/url"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

var looksLikeForm = regexp.MustCompile(`^[^=&\s{<]+=[^&\s]*(&[^=&\s]+=[^&\s]*)*$`)

// ask is the authorization request. What holds the secret is in its Parts, and is shown
// with ••• for it.
func (a *customAccount) ask() (Ask, error) {
	q := Ask{Method: a.method, URL: strings.TrimSpace(a.url), Parts: Parts{Secrets: []Secret{Hide(a.secret)}}}
	if err := q.cutQuery(a.secret); err != nil {
		return Ask{}, err
	}
	for _, h := range a.headers {
		name := strings.TrimSpace(h.name)
		switch {
		case secretTemplate.MatchString(h.value):
			q.Parts.Add = append(q.Parts.Add, Part{In: Header, Name: name,
				Value: Hide(withSecret(h.value, a.secret)), Shown: withSecret(h.value, Hidden)})
		case strings.EqualFold(name, "Content-Type"):
			q.Type = h.value
		case name != "":
			q.Header = append(q.Header, Pair{name, h.value})
		}
	}
	body := a.body
	if strings.TrimSpace(body) == "" {
		return q, nil
	}
	if q.Type == "" {
		q.Type = typeOf(body)
	}
	if !secretTemplate.MatchString(body) {
		q.Body = body
		return q, nil
	}
	q.Parts.Add = append(q.Parts.Add, Part{In: Whole, Value: Hide(fill(body, q.Type, a.secret, url.QueryEscape)), Shown: fill(body, q.Type, Hidden, asItIs)})
	return q, nil
}

// cutQuery takes the parameters that hold the secret out of the URL.
func (q *Ask) cutQuery(secret string) error {
	base, query, found := strings.Cut(q.URL, "?")
	if secretTemplate.MatchString(base) {
		return errors.New("{{secret}} stands in the path of the URL, where it would be seen: put it into a parameter, a header or the body")
	}
	if !found || !secretTemplate.MatchString(query) {
		return nil
	}
	var kept []string
	for _, p := range strings.Split(query, "&") {
		name, value, _ := strings.Cut(p, "=")
		if secretTemplate.MatchString(name) {
			return errors.New("{{secret}} stands in the name of a URL parameter: put it into its value")
		}
		if !secretTemplate.MatchString(value) {
			kept = append(kept, p)
			continue
		}
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if plain, err := url.QueryUnescape(value); err == nil {
			value = plain
		}
		q.Parts.Add = append(q.Parts.Add, Part{In: Query, Name: name, Value: Hide(withSecret(value, secret))})
	}
	q.URL = base
	if len(kept) > 0 {
		q.URL += "?" + strings.Join(kept, "&")
	}
	return nil
}

func withSecret(text, secret string) string {
	return secretTemplate.ReplaceAllLiteralString(text, secret)
}

func asItIs(s string) string { return s }

// typeOf is what a body is by its looks.
func typeOf(body string) string {
	trimmed := strings.TrimSpace(body)
	switch {
	case isJSON(body) || isJSON(withSecret(body, "0")):
		return "application/json"
	case looksLikeForm.MatchString(withSecret(trimmed, "x")):
		return formType
	case strings.HasPrefix(trimmed, "<"):
		return "application/xml"
	}
	return "text/plain; charset=utf-8"
}

func isJSON(text string) bool { return jsontext.Value(strings.TrimSpace(text)).IsValid() }

// fill puts the secret into a body as its type needs it, so that it stays one value. In
// what is JSON as it stands, {{secret}} is within a string; where it is not, it is the
// string itself.
func fill(body, mediaType, secret string, inForm func(string) string) string {
	mediaType = strings.ToLower(mediaType)
	switch {
	case strings.Contains(mediaType, "json") && isJSON(body):
		return withSecret(body, jsonText(strings.ToValidUTF8(secret, "\uFFFD")))
	case strings.Contains(mediaType, "json"):
		if quoted := withSecret(body, `"`+jsonText(strings.ToValidUTF8(secret, "\uFFFD"))+`"`); isJSON(quoted) {
			return quoted
		}
	case strings.HasPrefix(mediaType, formType):
		return withSecret(body, inForm(secret))
	}
	return withSecret(body, secret)
}
