package expr

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// RenameStep rewrites every reference to the step called from in a template and
// touches nothing else of it. It is not sure where a reference cannot be told
// before the template runs (context.steps[config.name]), or where the text
// cannot be read and has the name in it; what is sure is rewritten all the same.
func RenameStep(text, from, to string, opts ...Option) (out string, changed, sure bool) {
	return rename(text, from, to, steps, opts)
}

// RenameStepProgram is [RenameStep] for a jq program.
func RenameStepProgram(program, from, to string, opts ...Option) (out string, changed, sure bool) {
	return renameIn(program, from, to, steps, &optionsOf(ProgramTime, opts).names)
}

// RenameConfig is [RenameStep] for a config variable.
func RenameConfig(text, from, to string, opts ...Option) (out string, changed, sure bool) {
	return rename(text, from, to, variables, opts)
}

// RenameConfigProgram is [RenameConfig] for a jq program.
func RenameConfigProgram(program, from, to string, opts ...Option) (out string, changed, sure bool) {
	return renameIn(program, from, to, variables, &optionsOf(ProgramTime, opts).names)
}

// A named is a sort of thing that expressions refer to by name.
type named struct {
	root string // where its references begin
	seen func(*analysis) []string
}

var (
	steps     = named{rootContext, func(a *analysis) []string { return a.needs().steps }}
	variables = named{rootConfig, (*analysis).variables}
)

// variables are the config variables that are named.
func (a *analysis) variables() []string {
	var out []string
	for _, p := range a.places {
		if p.root == rootConfig && len(p.keys) > 0 {
			if name, ok := p.keys[0].(string); ok {
				out = append(out, name)
			}
		}
	}
	return out
}

func rename(text, from, to string, what named, opts []Option) (out string, changed, sure bool) {
	o := optionsOf(TemplateTime, opts)
	var b strings.Builder
	last, sure := 0, true
	lastTag := strings.LastIndex(text, "%}")
	for i := nextOpening(text, 0, lastTag); i < len(text); {
		if text[i+1] == '%' {
			i = nextOpening(text, i+2, lastTag)
			continue
		}
		_, end, bad := lex(text, i+2, true)
		if bad != nil {
			sure = sure && !mentions(text[i:], from)
			break
		}
		part, partChanged, partSure := renameIn(text[i+2:end], from, to, what, &o.names)
		sure = sure && partSure
		if partChanged {
			changed = true
			b.WriteString(text[last:i+2] + part)
			last = end
		}
		i = nextOpening(text, end+2, lastTag)
	}
	if !changed {
		return text, false, sure
	}
	return b.String() + text[last:], true, sure
}

// change replaces one token.
type change struct {
	token
	text string
}

// renameIn finds references by trial: each token that could be one is renamed
// to a name of its own found nowhere else; where the analysis then sees a step
// or variable of that name, the token was a reference. So the analysis, which
// follows jq's meaning, needs no positions, and the positions need no meaning.
func renameIn(src, from, to string, what named, n *names) (out string, changed, sure bool) {
	_, a, bad := parse(src, n)
	if bad != nil {
		return src, false, !mentions(src, from)
	}
	sure = true
	for _, r := range a.refs() {
		if r.Root == what.root && r.Dynamic {
			sure = false
		}
	}
	tokens, _, _ := lex(src, 0, false)
	probe := "Probe"
	for strings.Contains(src, probe) {
		probe += "x"
	}
	var found []int // tokens that could be references
	var trials []change
	for i := range tokens {
		if spells(src, tokens, i, from) {
			found = append(found, i)
			trials = append(trials, replaced(src, tokens, i, probe+strconv.Itoa(i)))
		}
	}
	if len(found) == 0 {
		return src, false, sure
	}
	_, a, bad = parse(apply(src, trials), n)
	if bad != nil { // a name that reads as a reference and is none
		return src, false, false
	}
	var changes []change
	seen := what.seen(a)
	for _, i := range found {
		if slices.Contains(seen, probe+strconv.Itoa(i)) {
			changes = append(changes, replaced(src, tokens, i, to))
		}
	}
	return apply(src, changes), len(changes) > 0, sure
}

func apply(src string, changes []change) string {
	var b strings.Builder
	last := 0
	for _, c := range changes {
		b.WriteString(src[last:c.start] + c.text)
		last = c.end
	}
	return b.String() + src[last:]
}

// spells tells whether the token at i could refer to what is called name.
func spells(src string, tokens []token, i int, name string) bool {
	t := tokens[i]
	text := src[t.start:t.end]
	switch t.kind {
	case tokIndex, tokDigits:
		return text[1:] == name
	case tokString:
		s, err := jsontext.AppendUnquote(nil, text)
		return err == nil && string(s) == name
	case tokIdent: // as a key: {A}, {A: $a}
		return text == name && isKeyAt(src, tokens, i)
	case tokVariable: // as a pattern's key: {$A}
		return text[1:] == name && isKeyAt(src, tokens, i)
	}
	return false
}

// isKeyAt tells whether the token at i is a key in braces.
func isKeyAt(src string, tokens []token, i int) bool {
	if i == 0 || i+1 == len(tokens) {
		return false
	}
	if c := src[tokens[i+1].start]; c != ':' && c != ',' && c != '}' {
		return false
	}
	if c := src[tokens[i-1].start]; c != '{' && c != ',' {
		return false
	}
	depth := 0
	for i--; i >= 0; i-- { // the bracket that stands open here
		if tokens[i].kind != tokOther {
			continue
		}
		switch c := src[tokens[i].end-1]; c { // the end: "x \( opens too
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth == 0 {
				return c == '{'
			}
			depth--
		}
	}
	return false
}

// replaced says how the token at i is written when it shall name something else.
func replaced(src string, tokens []token, i int, name string) change {
	t := tokens[i]
	quoted := string(appendString(nil, name))
	key := quoted // as an object's key
	if isIdent(name) {
		key = name
	}
	at := func(j int) byte {
		if j < 0 || j >= len(tokens) || tokens[j].kind != tokOther {
			return 0
		}
		return src[tokens[j].start]
	}
	old := src[t.start:t.end]
	// {A} and {"A"} stand for {A: .A}, and in a pattern {$A} for {A: $A}: what
	// the value is called outside must stay.
	short := (at(i-1) == '{' || at(i-1) == ',') && (at(i+1) == '}' || at(i+1) == ',')
	switch t.kind {
	case tokIdent, tokString:
		switch {
		case short && isIdent(name):
			return change{t, old + ": ." + name}
		case short:
			return change{t, old + ": ." + quoted}
		case t.kind == tokString:
			return change{t, quoted}
		}
		return change{t, key}
	case tokVariable:
		return change{t, key + ": " + old}
	}
	// After a dot: .A, or .1st where it follows steps.
	afterSteps := i > 0 && tokens[i-1].end == t.start && tokens[i-1].kind == tokIndex &&
		src[tokens[i-1].start:t.start] == ".steps"
	switch {
	case isIdent(name), afterSteps && isAlnum(name) && isDigit(name[0]):
		return change{t, "." + name}
	}
	return change{t, "." + quoted}
}

// mentions tells whether name stands in text as a word.
func mentions(text, name string) bool {
	for i := 0; name != ""; {
		j := strings.Index(text[i:], name)
		if j < 0 {
			return false
		}
		start, end := i+j, i+j+len(name)
		if (start == 0 || !wordByte(text[start-1])) && (end == len(text) || !wordByte(text[end])) {
			return true
		}
		i = start + 1
	}
	return false
}

func wordByte(c byte) bool { return isLetter(c) || isDigit(c) }
