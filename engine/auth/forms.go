package auth

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"unicode/utf16"
)

const (
	shortest     = 6 // a shorter secret cannot be looked for: it would be found everywhere
	shortestForm = 5
)

// Findable reports whether a secret is long enough to be looked for in what comes back.
func Findable(s Secret) bool { return len(s.Reveal()) >= shortest }

// A form is a text in which a secret may come back.
type form struct {
	text   string
	shared bool // base64: the characters beside it hold bits of the secret's ends
}

// forms returns every form of a secret: itself, and encoded up to twice, such as base64
// in a URL; and any of these in JSON, since so much is.
func forms(secret string) []form {
	seen := map[string]bool{}
	var all []form
	add := func(shared bool, texts ...string) {
		for _, t := range texts {
			if len(t) >= shortestForm && !seen[t] {
				seen[t] = true
				all = append(all, form{t, shared})
			}
		}
	}
	add(false, secret, strings.ToLower(secret), strings.ToUpper(secret))
	add(false, escapes(secret)...)
	add(true, base64s(secret)...)
	for _, once := range all[:len(all):len(all)] {
		add(once.shared, escapes(once.text)...)
		add(true, base64s(once.text)...)
	}
	for _, twice := range all[:len(all):len(all)] {
		add(twice.shared, jsonSafe(twice.text), jsonText(twice.text))
	}
	return all
}

// escapes returns the text in each encoding that goes byte by byte.
func escapes(s string) []string {
	query := url.QueryEscape(s)
	out := []string{
		query,
		strings.ReplaceAll(query, "+", "%20"),
		lowerEscapes(query),
		url.PathEscape(s),
		lowerEscapes(url.PathEscape(s)),
		html.EscapeString(s),
		strings.NewReplacer("&#34;", "&quot;", "&#39;", "&#x27;").Replace(html.EscapeString(s)),
		hex.EncodeToString([]byte(s)),
		strings.ToUpper(hex.EncodeToString([]byte(s))),
	}
	safe, plain := jsonSafe(s), jsonText(s)
	return append(out, safe, plain, strings.ReplaceAll(plain, "/", `\/`), asciiOnly(plain), asciiOnly(safe))
}

// base64s returns the text in base64 as it stands amid other text: it begins at one of
// three places in a group, and characters that its neighbours have a part in are left away.
func base64s(s string) []string {
	var out []string
	for shift := range 3 {
		b := append(make([]byte, shift), s...)
		from, to := (shift*8+5)/6, len(b)/3*4
		if from >= to {
			continue
		}
		out = append(out, base64.StdEncoding.EncodeToString(b)[from:to], base64.URLEncoding.EncodeToString(b)[from:to])
	}
	return out
}

// jsonSafe is s as in JSON that is safe in HTML: < as \u003c.
func jsonSafe(s string) string {
	b, _ := json.Marshal(s) // a string always encodes
	return string(b[1 : len(b)-1])
}

// jsonText is s as in JSON, nothing escaped that need not be.
func jsonText(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return string(b.Bytes()[1 : b.Len()-2])
}

// asciiOnly writes é as \u00e9, as many JSON writers do.
func asciiOnly(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < 0x80:
			b.WriteByte(byte(r))
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		}
	}
	return b.String()
}

// lowerEscapes writes %2F as %2f.
func lowerEscapes(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], bytes.ToLower(b[i+1:i+3]))
		}
	}
	return string(b)
}
