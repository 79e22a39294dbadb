package seal

import (
	"crypto/sha256"
	"errors"
	"strings"
	"unicode"
)

// A recovery code is 26 random letters of 5 bits, 130 bits, and two that check
// them, in groups of four.
const (
	codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // without I, L, O, U
	codeRandom  = 26
	codeLength  = codeRandom + 2
	codeGroup   = 4
)

// ErrMistyped says that a text is no recovery code at all.
var ErrMistyped = errors.New("no recovery code: a letter is wrong, missing or too many")

// NewCode is a new recovery code, as it is shown.
func NewCode() string {
	text := make([]byte, codeRandom)
	for i, b := range random(codeRandom) {
		text[i] = codeLetters[b&31]
	}
	all := string(text) + check(string(text))
	var groups []string
	for ; all != ""; all = all[codeGroup:] {
		groups = append(groups, all[:codeGroup])
	}
	return strings.Join(groups, "-")
}

// ReadCode gives the secret in a code as somebody typed it: in any case, with
// any dashes and spaces, with O for 0 and I or L for 1.
func ReadCode(typed string) ([]byte, error) {
	var b strings.Builder
	for _, r := range typed {
		r = unicode.ToUpper(r)
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r), unicode.Is(unicode.Cf, r), r == '_', r == '.', r == '−':
			continue
		case r == 'O':
			r = '0'
		case r == 'I', r == 'L':
			r = '1'
		}
		if r > unicode.MaxASCII || !strings.ContainsRune(codeLetters, r) {
			return nil, ErrMistyped
		}
		b.WriteRune(r)
	}
	text := b.String()
	if len(text) != codeLength || check(text[:codeRandom]) != text[codeRandom:] {
		return nil, ErrMistyped
	}
	return []byte(text[:codeRandom]), nil
}

// check is two letters that tell a typing mistake from a wrong code.
func check(text string) string {
	sum := sha256.Sum256([]byte("flowbench code 1 " + text))
	return string([]byte{codeLetters[sum[0]&31], codeLetters[sum[1]&31]})
}
