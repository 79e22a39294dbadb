package expr

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// QuoteBare makes JSON of a body as people type it. Where {{ }} or {% %} stands
// bare as a value it is put in quotes, so that {"n": {{config.n}}} becomes
// {"n": "{{config.n}}"}; where a template inside a text has quotes of its own
// they are escaped, as in {"t": "Bearer {{x | attr("token")}}"}. Everything
// else, also what is no JSON, stays as it is.
func QuoteBare(body string) string {
	var b strings.Builder
	last, mend := 0, true
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == '"':
			end := skipString(body, i)
			if mend && !readsAsString(body, i, end) {
				var text string
				var whole int
				if text, whole, mend = mendString(body, i); mend {
					b.WriteString(body[last:i] + text)
					last, end = whole, whole-1
				}
			}
			i = end
		case isOpening(body, i):
			end := partEnd(body, i)
			if end < 0 {
				break
			}
			b.WriteString(body[last:i])
			b.Write(appendString(nil, body[i:end]))
			last = end
			i = end - 1
		}
	}
	b.WriteString(body[last:])
	return b.String()
}

func isOpening(s string, i int) bool {
	return s[i] == '{' && i+1 < len(s) && (s[i+1] == '{' || s[i+1] == '%')
}

// skipString returns the offset of the quote that closes the one at i.
func skipString(body string, i int) int {
	for i++; i < len(body) && body[i] != '"'; i++ {
		if body[i] == '\\' {
			i++
		}
	}
	return i
}

// partEnd returns where the {{ }} or {% %} at i ends, or -1.
func partEnd(body string, i int) int {
	if body[i+1] == '%' {
		if n := strings.Index(body[i:], "%}"); n >= 0 {
			return i + n + 2
		}
		return -1
	}
	_, end, bad := lex(body, i+2, true)
	if bad != nil {
		return -1
	}
	return end + 2
}

// readsAsString tells whether the text between two quotes has no template that
// goes on beyond the second.
func readsAsString(body string, start, end int) bool {
	if !strings.Contains(body[start:end], "{{") {
		return true
	}
	s, err := jsontext.AppendUnquote(nil, body[start:min(end+1, len(body))])
	return err == nil && wholeParts(string(s))
}

// mendString escapes the templates in the text that begins at start. It returns
// the text and where it really ends.
func mendString(body string, start int) (text string, whole int, ok bool) {
	var b strings.Builder
	b.WriteByte('"')
	for i := start + 1; i < len(body); i++ {
		switch {
		case body[i] == '"':
			b.WriteByte('"')
			return b.String(), i + 1, true
		case body[i] == '\\' && i+1 < len(body):
			b.WriteString(body[i : i+2])
			i++
		case isOpening(body, i):
			end := partEnd(body, i)
			if end < 0 {
				return "", 0, false
			}
			quoted := appendString(nil, body[i:end])
			b.Write(quoted[1 : len(quoted)-1])
			i = end - 1
		default:
			b.WriteByte(body[i])
		}
	}
	return "", 0, false
}

// wholeParts tells whether every {{ in a text has its }}.
func wholeParts(s string) bool {
	for i := 0; i < len(s); i++ {
		if isOpening(s, i) && s[i+1] == '{' {
			end := partEnd(s, i)
			if end < 0 {
				return false
			}
			i = end - 1
		}
	}
	return true
}
