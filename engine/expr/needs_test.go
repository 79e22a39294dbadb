package expr

import (
	"fmt"
	"testing"
	"time"
)

// What the analysis leaves out of the context must never be missed.
func TestACutContextGivesWhatTheWholeOneGives(t *testing.T) {
	programs := []string{
		`context as $c | "Ahrefs" as $n | $c.steps[$n].status`,
		`[context | .. | strings] | length`,
		`context | [.steps, .run] | map(length)`,
		`context | path(.steps.Slack.status)`,
		`context | del(.steps.Ahrefs) | .steps | length`,
		`context | .steps.Ahrefs = 1 | .steps.Slack.status`,
		`context | .steps |= map_values(.status) | .steps.Slack`,
		`context.steps | with_entries(select(.key == "Slack"))`,
		`context.steps | [.[] | .status] | length`,
		`context.steps | first(.Slack, .Start) | .status`,
		`context.steps | [limit(2; .Slack, .Start, .Ahrefs) | .status]`,
		`context.steps | [.Slack, .Start] | map(.status)`,
		`context.steps | any(.status == "failed")`,
		`context.steps | any(.[]; .status == "failed")`,
		`context | to_entries | map(.key)`,
		`context | tojson | length`,
		`context | @json | length`,
		`"\(context)" | length`,
		`context == {}`,
		`context.steps == null, 1 | select(. == 1)`,
		`context as {steps: $s} | $s | keys`,
		`context as {$steps} | $steps.Slack.status`,
		`context as {("st" + "eps"): $s} | $s.Slack.status`,
		`[context] | .[0].steps.Slack.status`,
		`{c: context} | .c.steps.Slack.status`,
		`reduce 1 as $i (context; .steps) | .Slack.status`,
		`reduce context as $c (0; $c.steps.Slack.status)`,
		`foreach context as $c (0; $c; .steps.Slack.status)`,
		`foreach 1 as $i (context; .steps; .Slack.status)`,
		`def f: context; f.steps.Slack.status`,
		`def f(g): [g, g]; f(context.steps.Slack) | .[1].status`,
		`def f($a; $b): $b.status; f(context.steps.Slack; context.steps.Start)`,
		`def f: if type == "object" and has("steps") then .steps | f else .Slack.status end; context | f`,
		`def f(x): if x then context.steps else f(true) end; f(false) | .Slack.status`,
		`context | if .steps then .steps else . end | .Slack.status`,
		`try error(context) catch .steps.Slack.status`,
		`(context | error)? // "none"`,
		`context | getpath(["steps", "Slack", "status"])`,
		`context | getpath(["steps"] + ["Slack"]) | .status`,
		`context | .["steps"]["Sl" + "ack"].status`,
		`label $x | context.steps.Slack.status, break $x`,
		`context.steps | has("Slack") and (has("None") | not)`,
		`context.steps | select(.Slack.status == "failed") | keys`,
		`context.steps | objects | .Slack.status`,
		`[context.steps | recurse(.Slack?; . != null)] | length`,
		`context.steps | input_line_number? // 1`,
		`. as $d | context.steps.Slack | $d`,
		`context.steps | {Slack, "Start"} | keys`,
		`context.steps | {(.Slack.status): .Start.status}`,
		`[context.steps | splits("a")?]`,
		`context.steps | getpath(["Slack"]) |= 1`,
		`context.steps | (.Slack, .Start) |= 1 | length`,
		`context.steps | paths(type == "number") | length`,
		`[context.steps | .Slack as $x | .Start as $y | $x.status, $y.status]`,
		`context.steps as [$a] ?// {Slack: $a} | $a.status`,
		`context.steps | walk(if type == "object" then length else . end)`,
		`context.steps | attr("Slack").status`,
		`context.steps | add(.Slack, .Start) | .status`,
		`[context.steps | while(. != null; .Slack?)] | length`,
		`context.steps | until(has("status"); .Slack) | .status`,
		`context.steps | env? // 1`,
		`context.steps | last(.Slack, .Start) | .status`,
		`context.steps | nth(1; .Slack, .Start) | .status`,
		`context.steps | [splits("x"; null)?, .Slack.status]`,
		`context.steps | in({"a": 1})? // .Slack.status`,
		`context.steps | ltrimstr("x") | .Slack.status`,
		`context.steps | tostream | select(length == 2) | .[1]`,
		`context.steps | isempty(.Slack)`,
		`context.steps | debug? // 1`,
		`context.steps | . as {Slack: {$status}} | $status`,
	}
	for _, file := range []string{"programs.txt", "refs.txt"} {
		for _, c := range readCases(t, file) {
			programs = append(programs, c.get("program"))
		}
	}
	s := testScope(t, nil)
	compared := 0
	for _, src := range programs {
		for _, opts := range [][]Option{{WithTime(500 * time.Millisecond)}, {WithTime(500 * time.Millisecond), WithContextDot()}} {
			p, err := Compile(src, opts...)
			if err != nil {
				continue
			}
			compared++
			v1, m1, err1 := p.Run(t.Context(), nil, s)
			p.expr.need = &needs{all: true}
			v2, m2, err2 := p.Run(t.Context(), nil, s)
			b1, _ := Encode(v1)
			b2, _ := Encode(v2)
			if string(b1) != string(b2) || m1 != m2 || fmt.Sprint(err1) != fmt.Sprint(err2) {
				t.Errorf("%s\ncut   %v, %v\nwhole %v, %v", src, v1, err1, v2, err2)
			}
		}
	}
	if compared < 150 {
		t.Errorf("only %d programs were compared", compared)
	}
}
