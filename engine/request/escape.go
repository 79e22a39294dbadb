package request

import "strings"

const (
	unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
	segment    = unreserved + "!$&'()*+,;=:@" // RFC 3986 pchar
	anywhere   = segment + "/?[]"             // what a URL may hold as typed
)

// A set of the bytes that stay as they are.
type set [256]bool

func setOf(chars string) *set {
	var s set
	for i := range len(chars) {
		s[chars[i]] = true
	}
	return &s
}

var (
	inSegment   = setOf(segment)
	inComponent = setOf(unreserved)
	inLiteral   = setOf(anywhere)
	inFormKey   = setOf(unreserved + "[]")
)

// escapeSegment writes a value as one segment of a path.
func escapeSegment(s string) string { return escape(s, inSegment, false) }

// escapeQuery writes a value as one component of a query.
func escapeQuery(s string) string { return escape(s, inComponent, false) }

// escapeLiteral writes text as its author typed it, with what no URL may hold escaped;
// what is escaped already stays.
func escapeLiteral(s string) string { return escape(s, inLiteral, true) }

func escape(s string, keep *set, escaped bool) string {
	n := 0
	for i := range len(s) {
		if !keep[s[i]] {
			n++
		}
	}
	if n == 0 {
		return s
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s) + 2*n)
	for i := range len(s) {
		c := s[i]
		if keep[c] || escaped && c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
