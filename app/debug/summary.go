package debug

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/event"
)

// lineLimit is how much of a value stands on one line: no row is wider.
const lineLimit = 240

// summarize says on one line what a step did.
func summarize(t *Trace, s *Step) string {
	switch {
	case s.Status == event.Skipped:
		return "skipped"
	case s.Error != nil:
		return oneLine(s.Error.Message)
	}
	if c := s.Call(); c != nil {
		return c.Method + " " + place(c.URL)
	}
	switch s.Kind {
	case "condition":
		if text := ruling(t, s); text != "" {
			return text
		}
	case "start":
		return assignments(s.Output)
	}
	switch {
	case s.Running && s.Items != nil:
		return fmt.Sprintf("%d of %d", s.Item, *s.Items)
	case s.Running:
		return "running"
	case s.Output == nil:
		return ""
	}
	return Brief(s.Output)
}

// place is a URL without scheme and query: what fits on a line.
func place(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return oneLine(address)
	}
	return oneLine(u.Host + u.Path)
}

// Brief is the beginning of a value, on one line.
func Brief(v *event.Value) string {
	switch {
	case v == nil:
		return ""
	case v.Ref != "":
		return oneLine(v.Head)
	}
	return briefJSON(v.Value)
}

func briefJSON(v jsontext.Value) string {
	if len(v) > 0 && v[0] == '"' {
		if b, err := jsontext.AppendUnquote(nil, v); err == nil {
			return oneLine(string(b))
		}
	}
	return oneLine(string(v))
}

// oneLine puts runs of white space together and cuts what is too long.
func oneLine(s string) string {
	long := len(s) > lineLimit
	if long {
		n := lineLimit
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n]
	}
	s = strings.Join(strings.Fields(s), " ")
	if long {
		s += "…"
	}
	return s
}

// assignments shows an object's members as "target = example.com, limit = 240".
func assignments(v *event.Value) string {
	if v == nil || v.Ref != "" {
		return Brief(v)
	}
	var b strings.Builder
	for name, value := range members(v.Value) {
		if b.Len() > lineLimit {
			break
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(name + " = " + briefJSON(value))
	}
	return oneLine(b.String())
}

// members goes through an object in its order.
func members(v jsontext.Value) func(yield func(string, jsontext.Value) bool) {
	return func(yield func(string, jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewReader(v), jsontext.AllowDuplicateNames(true))
		if d.PeekKind() != '{' {
			return
		}
		d.ReadToken()
		for d.PeekKind() == '"' {
			tok, err := d.ReadToken()
			if err != nil {
				return
			}
			name := tok.String()
			value, err := d.ReadValue()
			if err != nil || !yield(name, value.Clone()) {
				return
			}
		}
	}
}

// elements goes through a list.
func elements(v jsontext.Value) func(yield func(jsontext.Value) bool) {
	return func(yield func(jsontext.Value) bool) {
		d := jsontext.NewDecoder(bytes.NewReader(v), jsontext.AllowDuplicateNames(true))
		if d.PeekKind() != '[' {
			return
		}
		d.ReadToken()
		for k := d.PeekKind(); k != ']' && k > 0; k = d.PeekKind() {
			value, err := d.ReadValue()
			if err != nil || !yield(value.Clone()) {
				return
			}
		}
	}
}

func member(v jsontext.Value, name string) jsontext.Value {
	for n, value := range members(v) {
		if n == name {
			return value
		}
	}
	return nil
}

var operators = map[string]string{"equals": "=", "not equals": "≠", "greater": ">", "less": "<"}

// ruling is the rule that decided a condition: "240 > 0".
func ruling(t *Trace, s *Step) string {
	if s.Input == nil || s.Input.Ref != "" {
		return ""
	}
	var last string
	for branch := range elements(member(s.Input.Value, "branches")) {
		last = branchText(t, s, branch)
		if briefJSON(member(branch, "name")) == s.Port {
			return last
		}
	}
	return last
}

func branchText(t *Trace, s *Step, branch jsontext.Value) string {
	if briefJSON(member(branch, "when")) == "jq" {
		return briefJSON(member(branch, "expression"))
	}
	joint := " and "
	if briefJSON(member(branch, "when")) == "any" {
		joint = " or "
	}
	var rules []string
	for rule := range elements(member(branch, "rules")) {
		op := briefJSON(member(rule, "operator"))
		if sign, ok := operators[op]; ok {
			op = sign
		} else if op == "" {
			op = "="
		}
		text := operand(t, s, member(rule, "left")) + " " + op
		if right := member(rule, "right"); right != nil {
			text += " " + operand(t, s, right)
		}
		rules = append(rules, text)
	}
	return oneLine(strings.Join(rules, joint))
}

var plainPath = regexp.MustCompile(`^\{\{\s*context\.steps\.([A-Za-z0-9]+)((?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])+)\s*\}\}$`)
var pathPart = regexp.MustCompile(`[A-Za-z0-9_]+`)

// operand shows a side of a rule: a template that is a plain path by the value that it
// had, where the trace holds it, and otherwise by its path.
func operand(t *Trace, s *Step, v jsontext.Value) string {
	text := briefJSON(v)
	m := plainPath.FindStringSubmatch(text)
	if m == nil {
		return strings.TrimSuffix(strings.TrimPrefix(text, "{{"), "}}")
	}
	from := t.Step(s.Path[:strings.LastIndexByte(s.Path, '/')+1] + m[1])
	if from == nil {
		from = t.Step(m[1])
	}
	below, whole := strings.CutPrefix(m[2], ".output") // Start's inputs stand without it, too
	if from == nil || from.Output == nil || from.Output.Ref != "" || !whole && from.Kind != "start" {
		return m[1] + m[2]
	}
	at := from.Output.Value
	for _, part := range pathPart.FindAllString(below, -1) {
		at = child(at, part)
	}
	switch {
	case at == nil:
		return "null"
	case at[0] == '[' || at[0] == '{':
		return m[1] + below
	}
	return briefJSON(at)
}

func child(v jsontext.Value, part string) jsontext.Value {
	n, err := strconv.Atoi(part)
	if err != nil || len(v) == 0 || v[0] != '[' {
		return member(v, part)
	}
	for e := range elements(v) {
		if n == 0 {
			return e
		}
		n--
	}
	return nil
}

// Duration is a time as it stands beside a step.
func Duration(ms float64) string {
	switch {
	case ms < 999.5:
		return fmt.Sprintf("%.0f ms", ms)
	case ms < 59950:
		return fmt.Sprintf("%.1f s", ms/1000)
	}
	s := int(ms/1000 + 0.5)
	return fmt.Sprintf("%d min %02d s", s/60, s%60)
}

// Size is a number of bytes as it stands beside a body.
func Size(n int) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 999_500:
		return fmt.Sprintf("%.0f KB", float64(n)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// branchLabel is a port as the flow log shows it; success and failure show themselves.
func branchLabel(port string) string {
	switch {
	case port == "success" || port == "failure":
		return ""
	case port == "If":
		return "IF"
	case port == "Else":
		return "ELSE"
	case strings.HasPrefix(port, "ElseIf"):
		return "ELSE IF"
	}
	return port
}
