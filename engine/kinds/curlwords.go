package kinds

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

var (
	isCurl     = regexp.MustCompile(`^(?:[$%>#]\s+)?curl(?:\.exe)?[\s^]`)
	prompt     = regexp.MustCompile(`^[$%>#]\s+`)
	forCmd     = regexp.MustCompile(`\^(?:\n|")`) // as the command line of Windows has it
	blankAtEnd = regexp.MustCompile(`\\[ \t]+\n`) // a backslash that was to go on with the next line
)

var errNoCurl = errors.New("this is no curl command")

// IsCurl reports whether a text begins as a curl command does.
func IsCurl(text string) bool { return isCurl.MatchString(strings.TrimSpace(text)) }

// curlWords splits a curl command into its words, as the shell does that it was written
// for. Vars are the shell's variables in it, each of which stands as a config variable.
func curlWords(text string) (words, vars []string, err error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n")
	text = prompt.ReplaceAllString(text, "")
	if forCmd.MatchString(text) && !strings.Contains(text, "\\\n") {
		words = cmdWords(uncaret(text))
	} else if words, vars, err = shellWords(blankAtEnd.ReplaceAllString(text, "\\\n")); err != nil {
		return nil, nil, err
	}
	if len(words) == 0 || words[0] != "curl" && words[0] != "curl.exe" {
		return nil, nil, errNoCurl
	}
	return words[1:], vars, nil
}

// shellWords gives the words of the curl command in a line of the shell. Lines after it
// that begin with an option belong to it: the backslash before them got lost.
func shellWords(text string) (words, vars []string, err error) {
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	if err != nil {
		if p, ok := errors.AsType[syntax.ParseError](err); ok {
			return nil, nil, fmt.Errorf("line %d: the command cannot be read: %s", p.Pos.Line(), p.Text)
		}
		return nil, nil, fmt.Errorf("the command cannot be read: %w", err)
	}
	for _, call := range calls(file) {
		var more []string
		for _, arg := range call.Args {
			word, ok := literal(arg.Parts, false)
			if !ok {
				return nil, nil, fmt.Errorf("line %d: the shell works something out here, as in $( ): put in what that gives", arg.Pos().Line())
			}
			more = append(more, word)
		}
		if words != nil && !strings.HasPrefix(more[0], "-") {
			break
		}
		words = append(words, more...)
	}
	return words, variablesOf(file), nil
}

// literal is what a word of the shell stands for; ok is false where the shell would work
// something out, which is not done here.
func literal(parts []syntax.WordPart, quoted bool) (text string, ok bool) {
	var b strings.Builder
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit:
			b.WriteString(unescaped(p.Value, quoted))
		case *syntax.SglQuoted:
			s := p.Value
			if p.Dollar {
				s, _, _ = expand.Format(nil, s, nil)
			}
			b.WriteString(s)
		case *syntax.DblQuoted:
			s, ok := literal(p.Parts, true)
			if !ok {
				return "", false
			}
			b.WriteString(s)
		case *syntax.ParamExp:
			if !isVariable(p) {
				return "", false
			}
			b.WriteString("{{config." + p.Param.Value + "}}")
		default:
			return "", false
		}
	}
	return b.String(), true
}

// unescaped takes the backslashes away that the shell takes away.
func unescaped(s string, quoted bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && (!quoted || strings.IndexByte("\"\\$`\n", s[i+1]) >= 0) {
			if i++; s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// isVariable reports whether it is $NAME or ${NAME}.
func isVariable(p *syntax.ParamExp) bool {
	return p.Param != nil && syntax.ValidName(p.Param.Value) && !p.Excl && !p.Length && !p.Width &&
		p.Index == nil && p.Slice == nil && p.Repl == nil && p.Names == 0 && p.Exp == nil
}

// variablesOf are the names of the shell's variables in a file.
func variablesOf(file *syntax.File) (names []string) {
	syntax.Walk(file, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && isVariable(p) && !slices.Contains(names, p.Param.Value) {
			names = append(names, p.Param.Value)
		}
		return true
	})
	return names
}

// calls are the commands of a file in their order, without those inside of others.
func calls(file *syntax.File) (out []*syntax.CallExpr) {
	syntax.Walk(file, func(n syntax.Node) bool {
		c, ok := n.(*syntax.CallExpr)
		if ok && len(c.Args) > 0 {
			out = append(out, c)
		}
		return !ok
	})
	return out
}

// uncaret takes the carets of cmd.exe away: outside of quotes one makes the next character
// plain, and a line that ends with one goes on.
func uncaret(text string) string {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '^' && !quoted && i+1 < len(text):
			i++
			if text[i] == '\n' {
				if i++; i == len(text) {
					return b.String()
				}
			}
			b.WriteByte(text[i])
			continue
		case c == '"':
			quoted = !quoted
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// cmdWords splits a line as a program on Windows splits its command line.
func cmdWords(text string) (words []string) {
	var b strings.Builder
	quoted, begun := false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			n := 1
			for i+n < len(text) && text[i+n] == '\\' {
				n++
			}
			i += n - 1
			begun = true
			if i+1 < len(text) && text[i+1] == '"' { // two make one before a quote, an odd one makes that plain
				b.WriteString(strings.Repeat(`\`, n/2))
				if n%2 == 1 {
					b.WriteByte('"')
					i++
				}
				continue
			}
			b.WriteString(strings.Repeat(`\`, n))
		case c == '"' && quoted && i+1 < len(text) && text[i+1] == '"':
			b.WriteByte('"')
			i++
		case c == '"':
			quoted, begun = !quoted, true
		case !quoted && (c == ' ' || c == '\t' || c == '\n'):
			if begun {
				words = append(words, b.String())
				b.Reset()
				begun = false
			}
		default:
			begun = true
			b.WriteByte(c)
		}
	}
	if begun {
		words = append(words, b.String())
	}
	return words
}
