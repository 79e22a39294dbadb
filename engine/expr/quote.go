package expr

import "strings"

// QuoteBare makes JSON of a body as people type it: where {{ }} or {% %} stands
// bare as a value, it is put in quotes, so that {"n": {{config.n}}} becomes
// {"n": "{{config.n}}"}. Everything else, also what is no JSON, stays as it is.
func QuoteBare(body string) string {
	var b strings.Builder
	last := 0
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == '"':
			i = skipString(body, i)
		case body[i] == '{' && i+1 < len(body) && (body[i+1] == '{' || body[i+1] == '%'):
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
