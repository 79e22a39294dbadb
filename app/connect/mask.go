package connect

import (
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/auth"
)

// dots stands where a secret is that nobody sees any part of.
const dots = "••••••••"

// A run is what may be a token: letters and digits without a space, too long for a word.
var run = regexp.MustCompile(`[A-Za-z0-9_\-+/=.~%]{13,}`)

// telling are the names whose values are masked however short they are.
var telling = regexp.MustCompile(`(?i)token|secret|passw|api.?key|^key$|jwt|session|cookie|auth|signature|credential`)

// mask leaves of each run that may be a token its first four characters.
func mask(text string) string {
	return run.ReplaceAllStringFunc(text, func(s string) string { return s[:4] + auth.Hidden })
}

// maskNamed masks a value as its name asks for.
func maskNamed(name, value string) string {
	if !telling.MatchString(name) {
		return mask(value)
	}
	words := strings.Split(value, " ")
	for i, w := range words {
		switch {
		case w == "", len(words) > 1 && i == 0 && prefixes[strings.ToLower(w)]:
		case len(w) > 12:
			words[i] = string([]rune(w)[:4]) + auth.Hidden
		default:
			words[i] = auth.Hidden
		}
	}
	return strings.Join(words, " ")
}

// prefixes stand before a secret and are none.
var prefixes = map[string]bool{"bearer": true, "basic": true, "token": true, "apikey": true, "api-key": true, "key": true}

// maskJSON masks the strings in a value.
func maskJSON(v jsontext.Value) jsontext.Value {
	out, err := maskValue(v, "")
	if err != nil {
		return jsontext.Value(`"` + auth.Hidden + `"`)
	}
	return out
}

func maskValue(v jsontext.Value, name string) (jsontext.Value, error) {
	switch v.Kind() {
	case '"':
		s, err := jsontext.AppendUnquote(nil, v)
		if err != nil {
			return nil, err
		}
		return jsontext.AppendQuote(nil, maskNamed(name, string(s)))
	case '{', '[':
		return maskInside(v, name)
	case '0':
		if telling.MatchString(name) && len(v) > 4 {
			return jsontext.Value(`"` + auth.Hidden + `"`), nil
		}
	}
	return v.Clone(), nil
}

func maskInside(v jsontext.Value, name string) (jsontext.Value, error) {
	var out strings.Builder
	e := jsontext.NewEncoder(&out, jsontext.AllowDuplicateNames(true))
	d := jsontext.NewDecoder(strings.NewReader(string(v)), jsontext.AllowDuplicateNames(true))
	open, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	object := open.Kind() == '{'
	if err := e.WriteToken(open); err != nil {
		return nil, err
	}
	for d.PeekKind() != '}' && d.PeekKind() != ']' {
		under := name
		if object {
			tok, err := d.ReadToken()
			if err != nil {
				return nil, err
			}
			under = tok.String()
			if err := e.WriteToken(jsontext.String(under)); err != nil {
				return nil, err
			}
		}
		inner, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		masked, err := maskValue(inner, under)
		if err != nil {
			return nil, err
		}
		if err := e.WriteValue(masked); err != nil {
			return nil, err
		}
	}
	end, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	if err := e.WriteToken(end); err != nil {
		return nil, err
	}
	return jsontext.Value(strings.TrimSpace(out.String())), nil
}
