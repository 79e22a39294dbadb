package expr

import "fmt"

// The lexer splits jq source as gojq does, but keeps where each token stands,
// which gojq's syntax tree does not. Three jobs share it: finding the end of a
// template, refusing what nests too deep before it is parsed, and renaming.

type tokenKind byte

const (
	tokIdent    tokenKind = iota // select, context, if
	tokVariable                  // $x
	tokIndex                     // .name
	tokDigits                    // .1st right after steps: a node's name, which jq itself does not read
	tokNumber
	tokString // without interpolation, quotes included
	tokOther  // operators, brackets, formats, pieces of interpolated strings
)

type token struct {
	kind       tokenKind
	start, end int
}

type lexer struct {
	src      string
	pos      int
	template bool // stop at the first }} outside strings and brackets
	tokens   []token
	open     []opened
	defs     []int // per unfinished def: how many brackets were open
	ifs      int
	prefixes int // prefix operators in a row
	chain    int // operators since the innermost bracket opened
}

type opened struct {
	at     int
	closer byte
	text   bool // \( in a string: after its ) the string goes on
	chain  int  // of the level outside
}

// lexError says what is wrong at a byte of the source.
type lexError struct {
	at        int
	text, fix string
}

func (e *lexError) Error() string { return e.text }

// lex reads src from start. In a template it stops at the closing }} and
// returns its offset; otherwise it reads all and returns len(src).
func lex(src string, start int, template bool) ([]token, int, *lexError) {
	l := &lexer{src: src, pos: start, template: template}
	if !template {
		l.tokens = make([]token, 0, len(src)/4+4)
	}
	end, err := l.run()
	return l.tokens, end, err
}

func (l *lexer) run() (int, *lexError) {
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		if l.template && len(l.open) == 0 && l.atEnd(l.pos) {
			return l.pos, nil
		}
		switch {
		case isSpace(c):
			l.pos++
		case c == '#':
			l.comment()
		case c == '"':
			if err := l.text(l.pos, l.pos+1); err != nil {
				return 0, err
			}
		case isLetter(c):
			l.word()
		case c == '$' && l.letterAt(l.pos+1):
			l.emit(tokVariable, l.identEnd(l.pos+1))
		case c == '@' && l.letterAt(l.pos+1):
			l.emit(tokOther, l.identEnd(l.pos+1))
		case c == '.' && l.letterAt(l.pos+1):
			l.emit(tokIndex, l.identEnd(l.pos+1))
		case c == '.' && l.digitAt(l.pos+1) && l.afterSteps():
			l.emit(tokDigits, l.alnumEnd(l.pos+1))
		case isDigit(c), c == '.' && l.digitAt(l.pos+1):
			l.emit(tokNumber, l.numberEnd(l.pos))
		case c == '(' || c == '[' || c == '{':
			l.push(opened{at: l.pos, closer: closerOf(c)})
			l.emit(tokOther, l.pos+1)
		case c == ')' || c == ']' || c == '}':
			if err := l.closing(c); err != nil {
				return 0, err
			}
		default:
			l.operator(c)
		}
		if l.depth() > MaxNesting {
			return 0, &lexError{l.pos, fmt.Sprintf("nests deeper than %d", MaxNesting), "split it into smaller steps"}
		}
		if l.chain > MaxChain {
			return 0, &lexError{l.pos, fmt.Sprintf("has more than %d operators in a row", MaxChain), "split it into smaller steps"}
		}
	}
	if !l.template {
		return len(l.src), nil
	}
	if n := len(l.open); n > 0 {
		o := l.open[n-1]
		return 0, &lexError{o.at, fmt.Sprintf("this bracket is never closed by %c", o.closer), "close it before }}"}
	}
	return 0, &lexError{len(l.src), "the closing }} is missing", "add }}"}
}

func (l *lexer) depth() int {
	return len(l.open) + len(l.defs) + l.ifs + l.prefixes
}

func (l *lexer) emit(kind tokenKind, end int) {
	l.tokens = append(l.tokens, token{kind, l.pos, end})
	l.pos, l.prefixes = end, 0
}

func (l *lexer) push(o opened) {
	o.chain, l.chain = l.chain, 0
	l.open = append(l.open, o)
}

func (l *lexer) closing(c byte) *lexError {
	l.emit(tokOther, l.pos+1)
	n := len(l.open)
	if n == 0 || l.open[n-1].closer != c {
		return nil // gojq says it better
	}
	o := l.open[n-1]
	l.open, l.chain = l.open[:n-1], o.chain
	for len(l.defs) > 0 && l.defs[len(l.defs)-1] > len(l.open) {
		l.defs = l.defs[:len(l.defs)-1]
	}
	if o.text {
		return l.text(-1, l.pos)
	}
	return nil
}

// text reads a string from i on; start is its opening quote, or -1 where it
// goes on after an interpolation.
func (l *lexer) text(start, i int) *lexError {
	first := max(start, l.pos-1)
	for ; i < len(l.src); i++ {
		switch l.src[i] {
		case '"':
			if start >= 0 {
				l.emit(tokString, i+1)
			} else {
				l.emit(tokOther, i+1)
			}
			return nil
		case '\\':
			i++
			if i < len(l.src) && l.src[i] == '(' {
				l.push(opened{at: i, closer: ')', text: true})
				l.emit(tokOther, i+1)
				return nil
			}
		}
	}
	return &lexError{first, "the text that begins here has no closing quote", `add "`}
}

// word reads an identifier and keeps count of the keywords that nest.
func (l *lexer) word() {
	prefixes, end := l.prefixes, l.identEnd(l.pos)
	word := l.src[l.pos:end]
	l.emit(tokIdent, end)
	switch word {
	case "and", "or", "elif":
		l.chain++
	case "end":
		l.ifs = max(l.ifs-1, 0)
	case "try":
		l.prefixes = prefixes + 1
	case "if":
		if !l.isKey() {
			l.ifs++
		}
	case "def":
		if !l.isKey() {
			l.defs = append(l.defs, len(l.open))
		}
	}
}

// isKey tells whether the word just read is an object's key: {if: 1, def}.
func (l *lexer) isKey() bool {
	for i := l.pos; i < len(l.src); i++ {
		switch c := l.src[i]; {
		case isSpace(c):
		default:
			return c == ':' || c == ',' || c == '}'
		}
	}
	return false
}

func (l *lexer) operator(c byte) {
	prefixes := l.prefixes
	if c == ';' && len(l.defs) > 0 && l.defs[len(l.defs)-1] == len(l.open) {
		l.defs = l.defs[:len(l.defs)-1]
	}
	end := l.pos + 1
	if c == '.' && end < len(l.src) && l.src[end] == '.' {
		end++
	}
	l.emit(tokOther, end)
	if c != '.' && c != '?' && c != ':' {
		l.chain++
	}
	if c == '-' || c == '+' {
		l.prefixes = prefixes + 1
	}
}

// comment skips to the end of the line; in a template }} ends it too.
func (l *lexer) comment() {
	for ; l.pos < len(l.src); l.pos++ {
		switch c := l.src[l.pos]; {
		case c == '\n' || c == '\r':
			return
		case c == '\\':
			l.pos++
		case l.template && len(l.open) == 0 && l.atEnd(l.pos):
			return
		}
	}
	l.pos = min(l.pos, len(l.src))
}

func (l *lexer) atEnd(i int) bool {
	return l.src[i] == '}' && i+1 < len(l.src) && l.src[i+1] == '}'
}

// afterSteps tells whether the token right before is steps, with no space between.
func (l *lexer) afterSteps() bool {
	n := len(l.tokens)
	if n == 0 || l.tokens[n-1].end != l.pos {
		return false
	}
	t := l.tokens[n-1]
	return t.kind == tokIndex && l.src[t.start:t.end] == ".steps"
}

func (l *lexer) letterAt(i int) bool { return i < len(l.src) && isLetter(l.src[i]) }
func (l *lexer) digitAt(i int) bool  { return i < len(l.src) && isDigit(l.src[i]) }

func (l *lexer) identEnd(i int) int {
	for i < len(l.src) && (isLetter(l.src[i]) || isDigit(l.src[i])) {
		i++
	}
	return i
}

func (l *lexer) alnumEnd(i int) int {
	for i < len(l.src) && l.src[i] != '_' && (isLetter(l.src[i]) || isDigit(l.src[i])) {
		i++
	}
	return i
}

func (l *lexer) numberEnd(i int) int {
	digits := func() {
		for l.digitAt(i) {
			i++
		}
	}
	digits()
	if i < len(l.src) && l.src[i] == '.' {
		i++
		digits()
	}
	if i < len(l.src) && (l.src[i] == 'e' || l.src[i] == 'E') {
		j := i + 1
		if j < len(l.src) && (l.src[j] == '+' || l.src[j] == '-') {
			j++
		}
		if l.digitAt(j) {
			i = j
			digits()
		}
	}
	return i
}

func closerOf(c byte) byte {
	if c == '(' {
		return ')'
	}
	return c + 2 // [ ] and { } stand two apart
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}
