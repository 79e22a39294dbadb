package kinds

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// condition takes the first branch that holds.
type condition struct{ branches []branch }

type branch struct {
	name, when, expression string
	rules                  []rule
}

type rule struct {
	left, right any
	operator    string
}

const elsePort = "Else"

var (
	operators  = spec.Options(append(slices.Clone(binary), opEmpty, opExists)...)
	hasRight   = &spec.When{Field: "operator", Is: binary}
	byRules    = &spec.When{Field: "when", Is: []string{"all", "any"}}
	byProgram  = &spec.When{Field: "when", Is: []string{"jq"}}
	waysToHold = []spec.Option{{Value: "all", Label: "All (AND)", Doc: "all rules hold"}, {Value: "any", Label: "Any (OR)", Doc: "one rule holds"},
		{Value: "jq", Label: "jq", Doc: "the jq expression gives anything but false or null"}}
	aRule      = new(rule).fields()
	aBranch    = new(branch).fields()
	mostBranch = spec.Limit(20)
)

func (r *rule) fields() []spec.Field {
	return []spec.Field{
		spec.ValueVar(&r.left, spec.Field{Name: "left", Label: "Value", Template: true, Lazy: true, Required: true,
			Placeholder: "{{context.steps.NAME.output}}", Doc: "What is looked at."}),
		spec.ChoiceVar(&r.operator, spec.Field{Name: "operator", Label: "Operator", Narrow: true, Default: opEquals, Options: operators, Doc: "How it is compared."}),
		spec.ValueVar(&r.right, spec.Field{Name: "right", Label: "Compared with", Narrow: true, Template: true, Lazy: true,
			When: hasRight, Doc: "What it is compared with."}),
	}
}

func (b *branch) fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&b.name, spec.Field{Name: "name", Label: "Name", Required: true, Hidden: true, Doc: "The branch's port. It stays for life; the board shows IF, ELSE IF, ELSE."}),
		spec.ChoiceVar(&b.when, spec.Field{Name: "when", Label: "Holds when", Default: "all", Options: waysToHold, Doc: "How the rules are joined, or a jq expression in their place."}),
		spec.ListVar(&b.rules, spec.Field{Name: "rules", Label: "Rules", RowNoun: "rule", Row: aRule, AnyOrder: true, Template: true, Lazy: true, When: byRules, NewRow: newRule,
			Doc: "What is compared with what."}, (*rule).fields),
		spec.ProgramVar(&b.expression, spec.Field{Name: "expression", Label: "Expression", Lazy: true, OnContext: true, Lines: 2, Required: true, When: byProgram,
			Placeholder: ".steps.NAME.output | length > 0", Doc: "A jq expression: the branch holds unless it gives false or null. `.` is the context."}),
	}
}

func (n *condition) Fields() []spec.Field {
	return []spec.Field{spec.ListVar(&n.branches, spec.Field{Name: "branches", Label: "Branches", RowNoun: "ELSE IF", Row: aBranch, Template: true, Lazy: true,
		Required: true, Max: mostBranch, NewRow: newBranch, RowTitle: func(i int, _ map[string]any) string { return branchLabel(i) },
		Foot: "ELSE is taken where no branch above holds.", Doc: "Tried in order; the first that holds is taken, and ELSE where none does."}, (*branch).fields)}
}

func (n *condition) Run(ctx context.Context, env node.Env) (node.Result, error) {
	for i, b := range n.branches {
		ok, err := b.holds(ctx, env)
		if err != nil {
			return node.Result{}, fmt.Errorf("%s: %w", branchLabel(i), err)
		}
		if ok {
			return node.Result{Port: b.name, Output: map[string]any{"branch": b.name}}, nil
		}
	}
	return node.Result{Port: elsePort, Output: map[string]any{"branch": elsePort}}, nil
}

// holds evaluates no more rules than it needs to know.
func (b branch) holds(ctx context.Context, env node.Env) (bool, error) {
	if b.when == "jq" {
		v, err := env.Program(ctx, b.expression, nil, true)
		return v != nil && v != false, err
	}
	any := b.when == "any"
	for _, r := range b.rules {
		left, _, err := env.Eval(ctx, r.left)
		if err != nil {
			return false, err
		}
		right, _, err := env.Eval(ctx, r.right)
		if err != nil {
			return false, err
		}
		ok, err := holds(left, r.operator, right)
		if err != nil {
			return false, err
		}
		if ok == any {
			return any, nil
		}
	}
	return !any && len(b.rules) > 0, nil
}

func branchLabel(i int) string {
	if i == 0 {
		return "IF"
	}
	return "ELSE IF"
}

// branchNames are the names of the branches that have one, each once.
func branchNames(v spec.Values) []string {
	var out []string
	rows, _ := v["branches"].([]any)
	for _, el := range rows {
		row, _ := el.(map[string]any)
		if name := spec.ToText(row["name"]); name != "" && !slices.Contains(out, name) && name != elsePort && name != spec.OnFailure.Name {
			out = append(out, name)
		}
	}
	return out
}

// NextBranch is the name of a branch that is added to a Condition's settings: a name that
// no branch has, so that wires of the others stay where they are.
func NextBranch(v spec.Values) string {
	taken := branchNames(v)
	if len(taken) == 0 {
		return "If"
	}
	for n := len(taken) + 1; ; n++ {
		if name := fmt.Sprintf("ElseIf%d", n); !slices.Contains(taken, name) {
			return name
		}
	}
}

func newRule([]any) map[string]any {
	return map[string]any{"left": "", "operator": opEquals, "right": ""}
}

func newBranch(have []any) map[string]any {
	return map[string]any{"name": NextBranch(spec.Values{"branches": have}), "when": "all", "rules": []any{newRule(nil)}}
}

func conditionPorts(v spec.Values) []spec.Port {
	var out []spec.Port
	for i, name := range branchNames(v) {
		out = append(out, spec.Port{Name: name, Label: branchLabel(i), Style: spec.Branch, Required: true, Doc: "its rules hold, and those of no branch before"})
	}
	return append(out,
		spec.Port{Name: elsePort, Label: "ELSE", Style: spec.Branch, Required: true, Doc: "no branch holds"},
		spec.Port{Name: spec.OnFailure.Name, Style: spec.Failure, Doc: "a rule could not be evaluated"})
}

var branchName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,31}$`)

func checkCondition(a spec.Around) []spec.Problem {
	var out []spec.Problem
	add := func(path, format string, args ...any) {
		out = append(out, spec.Problem{Severity: spec.Error, Path: spec.Path{Field: path}, Text: fmt.Sprintf(format, args...)})
	}
	rows, _ := a.Values["branches"].([]any)
	seen := map[string]bool{}
	for i, el := range rows {
		row, ok := el.(map[string]any)
		if !ok {
			continue
		}
		at, name := fmt.Sprintf("branches[%d]", i), spec.ToText(row["name"])
		switch {
		case name == "":
		case name == elsePort || name == spec.OnFailure.Name || !branchName.MatchString(name):
			add(at+".name", "A branch cannot be called %q: use letters and digits, a letter first, and neither Else nor failure.", name)
		case seen[name]:
			add(at+".name", "There are two branches called %s: rename one.", name)
		}
		seen[name] = true
		rules, _ := row["rules"].([]any)
		if row["when"] == "jq" {
			continue // said by the field itself
		}
		if len(rules) == 0 {
			add(at+".rules", "%s has no rule: add one, or choose jq and write an expression.", branchLabel(i))
		}
		for j, r := range rules {
			r, _ := r.(map[string]any)
			pattern := spec.ToText(r["right"])
			if r["operator"] == opMatches && !spec.HasTemplate(pattern) {
				if _, err := regexp.Compile(pattern); err != nil {
					add(fmt.Sprintf("%s.rules[%d].right", at, j), "%s is no regular expression: %s.", show(pattern), regexpFault(err))
				}
			}
		}
	}
	return out
}

func conditionLine(a spec.Around) string {
	rows, _ := a.Values["branches"].([]any)
	if len(rows) == 0 {
		return ""
	}
	row, _ := rows[0].(map[string]any)
	if e := strings.TrimSpace(spec.ToText(row["expression"])); row["when"] == "jq" {
		return e
	}
	rules, _ := row["rules"].([]any)
	var parts []string
	for _, el := range rules {
		r, _ := el.(map[string]any)
		if isEmpty(r["left"]) {
			continue
		}
		op := spec.ToText(r["operator"])
		if op == "" {
			op = opEquals
		}
		part := brief(r["left"]) + " "
		switch {
		case !slices.Contains(binary, op):
			part += op
		case signs[op] != "":
			part += signs[op] + " " + brief(r["right"])
		default:
			part += op + " " + brief(r["right"])
		}
		parts = append(parts, part)
	}
	join := " and "
	if row["when"] == "any" {
		join = " or "
	}
	return strings.Join(parts, join)
}

func conditionKind() node.Kind {
	one := func(left any, op string, right any) map[string]any {
		return map[string]any{"left": left, "operator": op, "right": right}
	}
	branches := func(bs ...any) map[string]any { return map[string]any{"branches": bs} }
	return node.Kind{
		Kind: spec.Kind{
			ID: "condition", Title: "Condition", Group: spec.Logic, Icon: "condition",
			Summary: "Takes one of several paths: IF, ELSE IF, ELSE",
			Doc: `The branches are tried in order, and the first that holds is taken; **ELSE** where none does. A branch holds when all, or any, of its
rules hold, or, with **jq**, when its expression gives anything but false or null. Rules after the deciding one are not evaluated.

Two sides that are both numbers, or text that reads as a number, are compared as numbers: ` + "`9`" + ` is less than ` + "`10`" + `. All else is compared
as text, and case counts; but whether a list or object is greater or less than a number cannot be said, and fails: compare how many items it
has, as in ` + "`{{context.steps.Ahrefs.output.backlinks | length}}`" + `. **is empty** holds for null, "", [] and {}; **exists** holds for all but null. **contains** looks for text in a text,
an element in a list, a key in an object. **matches** takes a regular expression in RE2 syntax.

Each branch, ELSE too, must lead somewhere. A rule that cannot be evaluated takes the failure port.`,
			Search: []string{"if", "else", "branch", "switch", "decision", "filter", "compare", "AND", "OR"},
			New:    branches(newBranch(nil)),
			Fields: func(spec.Around) []spec.Field { return new(condition).Fields() },
			Ports:  conditionPorts,
			Line:   conditionLine,
			Check:  checkCondition,
			Sample: func(a spec.Around) any {
				names := append(branchNames(a.Values), elsePort)
				return map[string]any{"branch": names[0]}
			},
		},
		New: func() node.Runner { return new(condition) },
		Examples: []node.Example{
			{
				Title:   "More than nothing",
				Config:  branches(map[string]any{"name": "If", "when": "all", "rules": []any{one("{{context.steps.Ahrefs.output.backlinks | length}}", opGreater, "0")}}),
				Context: someLinks(), Port: "If", Want: map[string]any{"branch": "If"},
			},
			{
				Title: "The second branch, by a jq expression",
				Config: branches(
					map[string]any{"name": "If", "rules": []any{one("{{context.steps.Ahrefs.output.backlinks[9]}}", opExists, "")}},
					map[string]any{"name": "ElseIf2", "when": "jq", "expression": `.steps.Ahrefs.output.backlinks | any(.http_code_target == 404)`}),
				Context: someLinks(), Port: "ElseIf2", Want: map[string]any{"branch": "ElseIf2"},
			},
			{
				Title: "None holds",
				Config: branches(map[string]any{"name": "If", "when": "any", "rules": []any{
					one("{{context.steps.Ahrefs.output.backlinks[0].anchor}}", opContains, "Pricing"), one("{{context.steps.Ahrefs.output.backlinks | length}}", opGreater, 100)}}),
				Context: someLinks(), Port: elsePort, Want: map[string]any{"branch": elsePort},
			},
			{
				Title:   "A rule that cannot be evaluated",
				Config:  branches(map[string]any{"name": "If", "rules": []any{one("{{context.steps.Ahrefs.output.backlinks[0].anchor}}", opMatches, "(")}}),
				Context: someLinks(), Fails: "IF: \"(\" is no regular expression: missing closing ): “(”",
			},
			{
				Title:   "A list is not a number",
				Config:  branches(map[string]any{"name": "If", "rules": []any{one("{{context.steps.Ahrefs.output.backlinks}}", opGreater, "0")}}),
				Context: someLinks(), Fails: "IF: a list is not a number, and cannot be compared with 0: compare how many items it has, with “| length”",
			},
		},
	}
}
