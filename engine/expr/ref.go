package expr

import (
	"strconv"
	"strings"
)

// Ref is one thing an expression reaches: context.steps.Ahrefs.output.backlinks.
type Ref struct {
	Root    string // context, config, currentItem, index, a name of [WithNames], or "." for the input
	Keys    []any  // what is taken from it, string or int, as far as it stands in the source
	Dynamic bool   // which step or config variable it is cannot be told before it runs
	Guarded bool   // the source reckons with its being missing: by ?, //, a condition and the like
	Offset  int    // of the template's part it stands in
}

// Step returns the name of the step that is referred to.
func (r Ref) Step() (string, bool) {
	if r.Root != rootContext || !isStep(r.Keys) {
		return "", false
	}
	return r.Keys[1].(string), true
}

// ConfigName returns the name of the config variable that is referred to.
func (r Ref) ConfigName() (string, bool) {
	if r.Root != rootConfig || len(r.Keys) == 0 {
		return "", false
	}
	name, ok := r.Keys[0].(string)
	return name, ok
}

// String writes the reference as a plain path.
func (r Ref) String() string {
	var b strings.Builder
	b.WriteString(r.Root)
	for i, k := range r.Keys {
		switch k := k.(type) {
		case int:
			b.WriteString("[" + strconv.Itoa(k) + "]")
		case string:
			switch {
			case !isIdent(k) && !(i == 1 && isStep(r.Keys) && isAlnum(k)):
				b.Write(appendString([]byte{'['}, k))
				b.WriteByte(']')
			case r.Root == rootDot && i == 0:
				b.WriteString(k)
			default:
				b.WriteString("." + k)
			}
		}
	}
	return b.String()
}

// refs lists what the places say: each as far down as the source tells it.
func (a *analysis) refs() []Ref {
	var out []Ref
	seen := map[string]int{}
	for _, p := range a.places { // in the order of the walk
		if !p.reached() {
			continue
		}
		r := Ref{Root: p.root, Keys: p.keys, Dynamic: p.dynamic(), Guarded: p.guarded}
		s := r.String()
		if i, ok := seen[s]; ok {
			out[i].Guarded = out[i].Guarded || r.Guarded // looked at first, then used
			continue
		}
		seen[s] = len(out)
		out = append(out, r)
	}
	if _, ok := seen[rootContext]; a.lost() && !ok {
		out = append(out, Ref{Root: rootContext, Dynamic: true})
	}
	return out
}

// needs tells how much of the context must be there.
func (a *analysis) needs() *needs {
	n := &needs{all: a.lost()}
	for _, p := range a.places {
		if p.root != rootContext {
			continue
		}
		switch {
		case isStep(p.keys):
			n.addStep(p.keys[1].(string))
		case len(p.keys) > 0 && p.keys[0] == "run":
			n.run = true
		case p.reached() && p.dynamic():
			n.all = true
		}
	}
	return n
}

// lost tells whether functions that call themselves may reach anything.
func (a *analysis) lost() bool {
	return a.loops && (a.names.dotIsContext || a.roots[rootContext])
}

// reached tells whether the place itself counts, not only something below it.
// A root that is passed by without a look does not.
func (p *place) reached() bool {
	return p.used || !p.extended && len(p.keys) > 0
}

func (p *place) dynamic() bool {
	switch p.root {
	case rootContext:
		return len(p.keys) == 0 || p.keys[0] == "steps" && !isStep(p.keys)
	case rootConfig:
		return len(p.keys) == 0
	}
	return false
}

func isIdent(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) && (i == 0 || !isDigit(s[i])) {
			return false
		}
	}
	return s != ""
}

func isAlnum(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) && !isDigit(s[i]) || s[i] == '_' {
			return false
		}
	}
	return s != ""
}
