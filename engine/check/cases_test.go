package check

import (
	"strings"
	"testing"

	"flowbench/engine/flow"
)

// Parts of flows that have nothing wrong with them.
const (
	begin  = `{"name": "Start", "kind": "start", "config": {"inputs": [{"name": "target"}], "outputs": [{"name": "result", "type": "JSON"}]}, "wires": {"success": ["A"]}}`
	finish = `{"name": "End", "kind": "end", "config": {"outputs": {"result": 1}}}`
)

// between stands nodes between Start, which leads to A, and End.
func between(nodes string) string { return begin + "," + nodes + "," + finish }

// function is a node A with this program, leading to End.
func function(program string) string {
	return between(`{"name": "A", "kind": "function", "config": {"program": ` + string(flow.Of(program)) + `}, "wires": {"success": ["End"]}}`)
}

// debug is a node A that logs this JSON value.
func debug(value string) string {
	return between(`{"name": "A", "kind": "debug", "config": {"value": ` + value + `}, "wires": {"success": ["End"]}}`)
}

// call is an API node A with this URL.
func call(url string) string {
	return between(`{"name": "A", "kind": "api", "config": {"url": "` + url + `"}, "wires": {"success": ["End"]}}`)
}

// links stands an Ahrefs node that gives broken backlinks between Start and these nodes, the first of them A.
func links(more string) string {
	return strings.Replace(begin, `["A"]`, `["Ahrefs"]`, 1) + `,{"name": "Ahrefs", "kind": "integration", "config": {"provider": "ahrefs", "action": "broken-backlinks", "fields": {"target": "x.com"}}, "wires": {"success": ["A"]}},` + more + "," + finish
}

// linked is a debug node A behind the Ahrefs node.
func linked(value string) string {
	return links(`{"name": "A", "kind": "debug", "config": {"value": ` + string(flow.Of(value)) + `}, "wires": {"success": ["End"]}}`)
}

// loop is a Loop A over a list, with these nodes inside.
func loop(items, output, body string) string {
	return `{"name": "A", "kind": "loop", "config": {"items": ` + string(flow.Of(items)) + `, "output": "` + output + `"}, "body": [` + body + `], "wires": {"success": ["End"]}}`
}

// inLoop is a debug node In.
func inLoop(value string) string {
	return `{"name": "In", "kind": "debug", "config": {"value": ` + string(flow.Of(value)) + `}}`
}

// compared is a Condition A behind the Ahrefs node.
func compared(left, operator, right string) string {
	return links(`{"name": "A", "kind": "condition", "config": {"branches": [{"name": "If", "rules": [{"left": "` + left + `", "operator": "` + operator + `", "right": ` + right + `}]}]}, "wires": {"If": ["End"], "Else": ["End"]}}`)
}

// service is an Integration node A.
func service(config string) string {
	return between(`{"name": "A", "kind": "integration", "config": ` + config + `, "wires": {"success": ["End"]}}`)
}

var cases = []struct {
	name  string
	nodes string
	live  bool
	want  []string
}{
	{"a flow with nothing wrong", debug(`"{{context.steps.Start.target}} {{config.channel}} {{context.run.id}}"`), false, nil},
	{"no Start", `{"name": "A", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["End"]}},{"name": "End", "kind": "end", "config": {}}`, false,
		[]string{"error: : The flow has no Start: it has nowhere to begin. Drag Start onto the board. (Add Start)",
			"warning: A: Nothing leads to A: it never runs. Draw a wire to it, or delete it."}},
	{"two Starts", between(`{"name": "A", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["End"]}},{"name": "Start2", "kind": "start", "config": {"outputs": [{"name": "x"}]}}`), false,
		[]string{"error: Start2: The flow begins at Start already: it has one Start. Delete Start2. (Delete Start2)"}},
	{"no End", `{"name": "Start", "kind": "start", "config": {"outputs": [{"name": "result"}]}}`, false,
		[]string{"warning: : The flow has no End: nothing gives its outputs a value. Drag End onto the board. (Add End)"}},
	{"no output variable", `{"name": "Start", "kind": "start", "config": {}, "wires": {"success": ["End"]}},{"name": "End", "kind": "end", "config": {}}`, false,
		[]string{"error: Start/outputs: Start has no output variable: a flow gives at least one. Add one on the Output tab. (Add result)"}},
	{"an output without a value", `{"name": "Start", "kind": "start", "config": {"outputs": [{"name": "result"}]}, "wires": {"success": ["End"]}},{"name": "End", "kind": "end", "config": {}}`, false,
		[]string{"error: End/outputs.result: End: “result” has no value. (Use an output…)"}},
	{"only failing Ends", `{"name": "Start", "kind": "start", "config": {"outputs": [{"name": "result"}]}, "wires": {"success": ["End"]}},{"name": "End", "kind": "end", "config": {"fail": true}}`, false,
		[]string{"warning: End: No End gives “result” a value: each marks the run as failed. Add an End for the path that succeeds."}},
	{"an output that Start no longer has", `{"name": "Start", "kind": "start", "config": {"outputs": [{"name": "result"}]}, "wires": {"success": ["End"]}},{"name": "End", "kind": "end", "config": {"outputs": {"result": 1, "old": 2}}}`, false,
		[]string{"warning: End/outputs.old: The setting “old” is not known here and does nothing: remove it. (Remove it)"}},
	{"inputs with bad names", `{"name": "Start", "kind": "start", "config": {"inputs": [{"name": "a b"}, {"name": "status"}, {"name": "x"}, {"name": "X"}, {"name": "n", "type": "Number", "default": "five"}, {"name": "l", "type": "List"}], "outputs": [{"name": "result"}]}, "wires": {"success": ["End"]}},` + finish, false,
		[]string{"error: Start/inputs[5].options: Values is required.",
			`error: Start/inputs[0].name: The name of the input "a b" has other characters: use letters, digits and underscore, a letter first, at most 64.`,
			"error: Start/inputs[1].name: An input cannot be called status: context.steps.Start.status has a meaning of its own. Choose another name.",
			"error: Start/inputs[3].name: There are two inputs called X: rename one.",
			`error: Start/inputs[4].default: The default value of n does not fit: "five" is no number.`}},

	{"an unknown kind", between(`{"name": "A", "kind": "robot", "config": {"any": "thing"}, "wires": {"done": ["End"]}}`), false,
		[]string{"error: A: This Flowbench has no node kind “robot”: the node is kept as it is, but cannot run. Delete or disable it, or open the flow with a newer Flowbench."}},
	{"a node that nothing leads to", between(`{"name": "A", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["End"]}},{"name": "B", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["End"]}}`), false,
		[]string{"warning: B: Nothing leads to B: it never runs. Draw a wire to it, or delete it."}},
	{"a wire to nowhere", between(`{"name": "A", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["End", "Gone"]}}`), false,
		[]string{"error: A: The wire from A, On Success, leads to Gone, which is not there. Remove the wire. (Remove the wire)"}},
	{"a wire from a port that is not there", between(`{"name": "A", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["End"], "failure": ["End"]}}`), false,
		[]string{"error: A: The wire from A to End begins at the port “failure”, which A does not have. Remove the wire. (Remove the wire)"}},
	{"the same wire twice", between(`{"name": "A", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["End", "End"]}}`), false,
		[]string{"error: A: Two wires lead from A, On Success, to End. Remove the wire. (Remove the wire)"}},
	{"a wire to Start", between(`{"name": "A", "kind": "api", "config": {"url": "https://echo.example.com/"}, "wires": {"success": ["End"], "failure": ["Start2"]}},{"name": "Start2", "kind": "start", "config": {"outputs": [{"name": "x"}]}}`), false,
		[]string{"error: Start2: The flow begins at Start already: it has one Start. Delete Start2. (Delete Start2)",
			"error: A: The wire from A, On Failure, leads to Start2, where a flow begins: nothing leads there. Remove the wire. (Remove the wire)"}},
	{"a circle", between(`{"name": "A", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["B"]}},{"name": "B", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["C"]}},{"name": "C", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["A", "End"]}}`), false,
		[]string{"error: A: The wires go in a circle: A → B → C → A. Remove the wire from C to A. (Remove the wire)"}},
	{"a wire to itself", between(`{"name": "A", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["A", "End"]}}`), false,
		[]string{"error: A: A wire leads from A to itself. Remove it. (Remove the wire)"}},
	{"branches that lead nowhere", between(`{"name": "A", "kind": "condition", "config": {"branches": [{"name": "If", "rules": [{"left": 1, "right": 1}]}, {"name": "ElseIf2", "when": "jq", "expression": "true"}]}, "wires": {"If": ["End"]}}`), false,
		[]string{"error: A/ElseIf2: Path not defined. Please check the flow. ElseIf2 leads nowhere: draw a wire from it to a node.", "error: A/Else: Path not defined. Please check the flow. Else leads nowhere: draw a wire from it to a node."}},
	{"a branch without rules, and a bad pattern", between(`{"name": "A", "kind": "condition", "config": {"branches": [{"name": "If", "rules": []}, {"name": "Else", "rules": [{"left": "{{config.channel}}", "operator": "matches", "right": "("}]}]}, "wires": {"If": ["End"], "Else": ["End"]}}`), false,
		[]string{"error: A/branches[0].rules: IF has no rule: add one, or choose jq and write an expression.",
			`error: A/branches[1].name: A branch cannot be called "Else": use letters and digits, a letter first, and neither Else nor failure.`,
			"error: A/branches[1].rules[0].right: \"(\" is no regular expression: missing closing ): “(”."}},

	{"a required field", between(`{"name": "A", "kind": "function", "config": {}, "wires": {"success": ["End"]}}`), false,
		[]string{"error: A/program: Program (jq) is required."}},
	{"an unknown setting", between(`{"name": "A", "kind": "delay", "config": {"for": "2s", "fro": 1}, "wires": {"success": ["End"]}}`), false,
		[]string{"warning: A/fro: The setting “fro” is not known here and does nothing: remove it, or write “for”. (Remove it)"}},
	{"a disabled node's settings are not judged", between(`{"name": "A", "kind": "function", "config": {}, "disabled": true, "wires": {"success": ["End"]}}`), false, nil},

	{"a template that cannot be read", debug(`{"a": [1, "{{ 1 + }}"]}`), false,
		[]string{"error: A/value.a[1]: “{{ 1 + }}” cannot be read, at line 1, column 7: ends too early. Finish it, or take away the last operator or bracket."}},
	{"a program that cannot be read", function(".steps |\n  (1 + "), false,
		[]string{"error: A/program: “.steps | (1 +” cannot be read, at line 2, column 7: ends too early. Finish it, or take away the last operator or bracket."}},
	{"a program with braces", function("{{context.steps.Start.target}}"), false,
		[]string{"error: A/program: “{{context.steps.Start.target}}” cannot be read, at line 1, column 2: unexpected token \"{\". A program is jq without {{ }}."}},
	{"a key that is a template", debug(`{"{{config.channel}}": 1}`), false,
		[]string{"error: A/value: A key cannot be a template: “{{config.channel}}”. Build the object in one template: “{{ {(…): …} }}”."}},
	{"a node that is not there, nearly", debug(`"{{context.steps.Strat.target}}"`), false,
		[]string{"error: A/value: There is no node “Strat”. Did you mean “Start”? (Use Start)"}},
	{"a node that is not there, in a program", function(`[.steps.start.target, .steps["Nowhere"]]`), false,
		[]string{"error: A/program: There is no node “Nowhere”.", "error: A/program: There is no node “start”. Did you mean “Start”? (Use Start)"}},
	{"a node that runs later", debug(`"{{context.steps.End.output}}"`), false,
		[]string{"error: A/value: End runs after this node: its output is not there yet."}},
	{"a node that names itself", debug(`"{{context.steps.A.output}}"`), false,
		[]string{"error: A/value: A names itself: its output is not there before it has run."}},
	{"a node on another branch", between(`{"name": "A", "kind": "debug", "config": {}, "wires": {"success": ["B", "C"]}},{"name": "B", "kind": "delay", "config": {"for": 1}, "wires": {"success": ["End"]}},{"name": "C", "kind": "debug", "config": {"value": "{{context.steps.B.output}}"}, "wires": {"success": ["End"]}}`), false,
		[]string{"error: C/value: B is on another branch: it need not have run when this node does. Draw a wire from it to a node before this one."}},
	{"an input that is not there", debug(`"{{context.steps.Start.site}}"`), false,
		[]string{"error: A/value: Start has no input “site”. Add it on the Input tab of Start. (Add the input site)"}},
	{"an input that is not there, nearly", debug(`"{{context.steps.Start.taget}}"`), false,
		[]string{"error: A/value: Start has no input “taget”. Did you mean “target”?"}},
	{"a config variable that is not there", debug(`"{{config.mailbox}}"`), false,
		[]string{"error: A/value: There is no config variable “mailbox”. (Add the config variable mailbox)"}},
	{"a part that a step does not have", between(`{"name": "A", "kind": "debug", "config": {}, "wires": {"success": ["B"]}},{"name": "B", "kind": "debug", "config": {"value": "{{context.steps.A.outptu}}"}, "wires": {"success": ["End"]}}`), false,
		[]string{"error: B/value: A has “output”, “status”, “response” and “error”, not “outptu”. Did you mean “output”?"}},
	{"a part that the context does not have", debug(`"{{context.step.Start.target}}"`), false,
		[]string{"error: A/value: “context” has “steps” and “run”, not “step”. Did you mean “steps”?"}},
	{"an item outside a loop", debug(`"{{currentItem.id}}"`), false,
		[]string{"error: A/value: “currentItem” is known only to nodes inside a loop. Drag A into one, or name a step: context.steps.NAME.output."}},
	{"a loop with nothing inside", links(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "", ``)), false,
		[]string{"error: A: A has no node inside: there is nothing to do for its items. Drag a node into the loop."}},
	{"a loop over no list yet", links(loop("", "", inLoop("{{index}}"))), false, []string{"error: A/items: Loop Input Source is required."}},
	{"a loop over a text", links(loop("backlinks", "", inLoop("{{index}}"))), false, []string{`error: A/items: Loop Input Source is a text, not a list: "backlinks".`}},
	{"a loop over an object with a list", links(loop(`{{context.steps.Ahrefs.output}}`, "", inLoop("{{index}}"))), false,
		[]string{"warning: A/items: The output of Ahrefs is an object, not a list: go through the list in it, “backlinks”. (Use backlinks)"}},
	{"a loop over a number", links(loop(`{{context.steps.Ahrefs.output.backlinks[0].http_code_target}}`, "", inLoop("{{index}}"))), false,
		[]string{"warning: A/items: http_code_target is a number, not a list: choose a list to go through."}},
	{"a loop half a time", between(`{"name": "A", "kind": "loop", "config": {"over": "times", "times": 1.5}, "body": [{"name": "In", "kind": "debug", "config": {}}], "wires": {"success": ["End"]}}`), false,
		[]string{"error: A/times: Times: 1.5 is no whole number."}},
	{"an output field of other characters", links(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "a b", inLoop("{{index}}"))), false,
		[]string{`error: A/output: Output Field: "a b" has other characters: use letters, digits and underscore, a letter first, at most 64.`}},
	{"what an item has", links(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "", inLoop("{{currentItem.url_from}} {{index + 1}}"))), false, nil},
	{"a field that an item does not have, nearly", links(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "", inLoop("{{currentItem.url_form}}"))), false,
		[]string{"warning: In/value: “currentItem” has no “url_form”: it has “anchor”, “domain_rating_source”, “first_seen_link”, “http_code_target”, “is_dofollow”, “last_visited” and 4 more. Did you mean “url_from”? (Use url_from)"}},
	{"a field of an item that may be missing", links(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "", inLoop("{{currentItem.none // 1}} {{currentItem.next?}}"))), false, nil},
	{"a field of a field of an item", links(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "", inLoop("{{currentItem.anchor.output.x.y}}"))), false,
		[]string{"warning: In/value: “currentItem.anchor” is a text: it has no “output”."}},
	{"what a loop gives", links(strings.Replace(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "found", inLoop("{{currentItem}}")), "End", "After", 1) + `,{"name": "After", "kind": "debug", "config": {"value": "{{context.steps.A.output.found[0].url_from}} {{context.steps.A.output.fond}}"}, "wires": {"success": ["End"]}}`), false,
		[]string{"warning: After/value: A gives no “fond”: it gives “found”. Did you mean “found”? (Use found)"}},
	{"a node inside a loop, named from after it", links(strings.Replace(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "found", inLoop("{{currentItem}}")), "End", "After", 1) + `,{"name": "After", "kind": "debug", "config": {"value": "{{context.steps.In.output}}"}, "wires": {"success": ["End"]}}`), false,
		[]string{"error: After/value: In is inside A: from outside only A's own output is there. Write context.steps.A.output.found, a list of what each item gave."}},
	{"the item of a loop in a loop", links(loop(`{{[context.steps.Ahrefs.output.backlinks]}}`, "", `{"name": "Page", "kind": "function", "config": {"program": "currentItem"}, "wires": {"success": ["Inner"]}}, {"name": "Inner", "kind": "loop", "config": {"over": "times", "times": 2}, "body": [`+inLoop("{{context.steps.Page.output}} {{currentItem.id}}")+`]}`)), false,
		[]string{"warning: In/value: “currentItem” is a number: it has no “id”."}},
	{"Start and End inside a loop", links(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "", `{"name": "End2", "kind": "end", "config": {"fail": true}}`)), false,
		[]string{"error: End2: An End node cannot stand inside A: it belongs to the flow itself. Drag it out, or delete it. (Move End2 out)"}},
	{"nodes inside what has no inside", between(`{"name": "A", "kind": "debug", "config": {}, "body": [` + inLoop("1") + `], "wires": {"success": ["End"]}}`), false,
		[]string{"error: A: A has nodes inside, but a Debug node has no inside: they would never run. Move them out of it. (Move them out)"}},
	{"a wire out of a loop", links(loop(`{{context.steps.Ahrefs.output.backlinks}}`, "", `{"name": "In", "kind": "debug", "config": {}, "wires": {"success": ["End"]}}`)), false,
		[]string{"error: In: The wire from In, On Success, to End crosses the border of a container. Remove the wire. (Remove the wire)"}},

	{"a strict insert", debug(`"{% context field1 %}"`), false,
		[]string{"error: A/value: “{% context field1 %}” has a value in outgoing integrations only. Write {{context.steps.NAME.output}}."}},

	{"a field that the action does not give", linked(`{{context.steps.Ahrefs.output.total_links}}`), false, []string{"warning: A/value: Ahrefs gives no “total_links”: it gives “backlinks”."}},
	{"a count that the action does not give", linked(`{{context.steps.Ahrefs.output.count}} links`), false, []string{"warning: A/value: Ahrefs gives no “count”: it gives “backlinks”. For their number write “output.backlinks | length”. (Count backlinks)"}},
	{"a field that the action gives, nearly", linked(`{{[context.steps.Ahrefs.output.backlink[].url_from]}}`), false, []string{"warning: A/value: Ahrefs gives no “backlink”: it gives “backlinks”. Did you mean “backlinks”? (Use backlinks)"}},
	{"a field of an item, nearly", linked(`{{context.steps.Ahrefs.output.backlinks[3].url_form}}`), false, []string{"warning: A/value: “backlinks[3]” has no “url_form”: it has “anchor”, “domain_rating_source”, “first_seen_link”, “http_code_target”, “is_dofollow”, “last_visited” and 4 more. Did you mean “url_from”? (Use url_from)"}},
	{"the length of a list", linked(`{{context.steps.Ahrefs.output.backlinks.length}}, {{context.steps.Ahrefs.output.backlinks.length * 2}}`), false, []string{"warning: A/value: “backlinks” is a list: write “output.backlinks | length” for the number of its items. (Count the items)"}},
	{"the length of a text", linked(`{{context.steps.Ahrefs.output.backlinks[0].anchor.length}}`), false, []string{"warning: A/value: “backlinks[0].anchor” is a text: write “output.backlinks[0].anchor | length” for the number of its characters. (Count the characters)"}},
	{"a field of a list", linked(`{{context.steps.Ahrefs.output.backlinks.url_from}}`), false, []string{"warning: A/value: “backlinks” is a list: choose an item, as in “backlinks[0].url_from”. (Use the first item)"}},
	{"a field of a list that no item has", linked(`{{context.steps.Ahrefs.output.backlinks.zzz}}`), false, []string{"warning: A/value: “backlinks” is a list: choose an item, as in “backlinks[0].anchor”."}},
	{"an item of an object", linked(`{{context.steps.Ahrefs.output[0]}}`), false, []string{"warning: A/value: The output of Ahrefs is an object, not a list: it has “backlinks”."}},
	{"a part of a number", linked(`{{context.steps.Ahrefs.output.backlinks[0].http_code_target.cents}}`), false, []string{"warning: A/value: “backlinks[0].http_code_target” is a number: it has no “cents”."}},
	{"a part that a response does not have", linked(`{{context.steps.Ahrefs.response.header}} {{context.steps.Ahrefs.response.body.any.thing}}`), false, []string{"warning: A/value: “response” has no “header”: it has “body”, “headers”, “ms”, “status”. Did you mean “headers”? (Use headers)"}},
	{"a field through nodes that pass it on", links(`{"name": "A", "kind": "debug", "config": {"value": "{{context.steps.Ahrefs.output}}"}, "wires": {"success": ["B"]}},{"name": "B", "kind": "function", "config": {"program": ".steps.A.output.backlinks.length"}, "wires": {"success": ["End"]}}`), false, []string{"warning: B/program: “backlinks” is a list: write “output.backlinks | length” for the number of its items. (Count the items)"}},
	{"an input that the output of Start does not have", debug(`"{{context.steps.Start.output.taget}}"`), false, []string{"warning: A/value: Start gives no “taget”: it gives “target”. Did you mean “target”? (Use target)"}},
	{"what may rightly be missing", linked(`{{context.steps.Ahrefs.output.count // 0}} {{context.steps.Ahrefs.output.next?}} {{if context.steps.Ahrefs.output.more then context.steps.Ahrefs.output.more.id else 1 end}} {{context.steps.Ahrefs.output | has("x")}} {{context.steps.Ahrefs.output[config.channel]}} {{context.steps.Ahrefs.output.backlinks[99].url_from}}`), false, nil},
	{"a condition that asks whether there is a value", compared(`{{context.steps.Ahrefs.output.next}}`, `exists`, `""`), false, nil},
	{"a list against a number", compared(`{{context.steps.Ahrefs.output.backlinks}}`, `greater`, `"0"`), false, []string{"warning: A/branches[0].rules[0].left: backlinks is a list, not a number: compare how many items it has. (Compare the number of items)"}},
	{"an object against a number", compared(`{{context.steps.Ahrefs.output}}`, `less or equal`, `5`), false, []string{"warning: A/branches[0].rules[0].left: The output of Ahrefs is an object, not a number: compare how many items its list “backlinks” has. (Compare the number of items)"}},
	{"a column that the node's own settings ask for", strings.Replace(linked(`{{context.steps.Ahrefs.output.backlinks[0].link_type}}`), `"target": "x.com"`, `"target": "x.com", "select": "url_from,link_type"`, 1), false, nil},
	{"a list that is not compared with a number", compared(`{{context.steps.Ahrefs.output.backlinks}}`, `contains`, `5`), false, nil},

	{"an http address of this machine", call("http://localhost:8080/x"), false,
		[]string{"error: A/url: A flow names https hosts only. In Sandbox, send “api.example.com” to “http://localhost:8080”? (Map host)"}},
	{"an IP address", call("https://192.0.2.0/x"), false,
		[]string{"error: A/url: A flow names https hosts only. In Sandbox, send “api.example.com” to “https://192.0.2.0”? (Map host)"}},
	{"an IP address in disguise", call("https://[::1]:80/x"), false,
		[]string{"error: A/url: A flow names https hosts only. In Sandbox, send “api.example.com” to “https://[::1]:80”? (Map host)"}},
	{"an http address of a domain", call("http://echo.example.com/x?y"), false,
		[]string{"error: A/url: A flow names https hosts only, not http://echo.example.com. Write https://. (Use https)"}},
	{"a URL without its beginning", call("echo.example.com/x"), false,
		[]string{"error: A/url: The URL does not begin with https://. (Add https://)"}},
	{"a URL that is only a path", call("/x"), false,
		[]string{"error: A/url: A flow names https hosts only, and \"/x\" is no URL. Write it whole, as in https://api.example.com/v1."}},
	{"a template for a host", call("https://{{context.steps.Start.target}}/x"), false,
		[]string{"error: A/url: The scheme, host and port of a URL cannot come from a template. Write the host itself; an environment can map it to another address."}},
	{"a template for all of a URL", call("{{context.steps.Start.target}}"), false,
		[]string{"error: A/url: The scheme, host and port of a URL cannot come from a template. Write the host itself; an environment can map it to another address."}},
	{"a user and password", call("https://ada:secret@echo.example.com/x"), false,
		[]string{"error: A/url: A URL holds no user name or password. Take out what stands before the @, and use a connection."}},
	{"another scheme", call("ftp://echo.example.com/x"), false,
		[]string{"error: A/url: A flow names https hosts only, not ftp://echo.example.com. Write https://, or let an environment map a host to this address."}},
	{"a host that is not in the sandbox", call("https://api.acme.com/x"), false,
		[]string{"warning: A/url: api.acme.com is not in the sandbox: the call will be refused, and nothing sent. Map the host to an address of yours, or run with Live. (Map host)"}},
	{"a host that is mapped", call("https://api.mapped.com/x"), false, nil},
	{"any host in Live", call("https://api.acme.com/{{context.steps.Start.target}}"), true, nil},

	{"no service", service(`{}`), false, []string{"error: A/provider: Choose the service that A calls. (Choose a service…)"}},
	{"a service that is not there", service(`{"provider": "acme"}`), false, []string{`error: A/provider: The catalogue has no provider "acme": its file is missing here.`}},
	{"no action", service(`{"provider": "ahrefs"}`), false, []string{"error: A/action: Choose what Ahrefs should do. (Add Action)"}},
	{"an action that is not there", service(`{"provider": "ahrefs", "action": "nothing"}`), false, []string{`error: A/action: Ahrefs has no action "nothing". Choose another. (Change Action)`}},
	{"no connection in Live", service(`{"provider": "ahrefs"}`), true,
		[]string{"error: A/connection: Ahrefs needs a connection in Live. Choose one, or run in Sandbox. (Choose a connection…)", "error: A/action: Choose what Ahrefs should do. (Add Action)"}},
	{"a connection of another service", service(`{"provider": "ahrefs", "connection": "Slack"}`), true,
		[]string{"error: A/connection: The connection “Slack” is not of Ahrefs. Choose another. (Choose a connection…)", "error: A/action: Choose what Ahrefs should do. (Add Action)"}},
	{"a connection without an account", service(`{"provider": "ahrefs", "connection": "Other"}`), true,
		[]string{"error: A/connection: The connection “Other” has no account in Live. Give it one, or run in Sandbox. (Choose a connection…)", "error: A/action: Choose what Ahrefs should do. (Add Action)"}},
	{"a connection that is bound", service(`{"provider": "ahrefs", "connection": "Ahrefs"}`), true, []string{"error: A/action: Choose what Ahrefs should do. (Add Action)"}},

	{"a key that was typed in", between(`{"name": "A", "kind": "api", "config": {"url": "https://echo.example.com/", "headers": [{"name": "Authorization", "value": "Bearer sk_live_4eC39HqLyjWDarjtT1zdp7dc"}]}, "wires": {"success": ["End"]}}`), false,
		[]string{"warning: A/headers[0].value: “sk_live_…” looks like a key. Whoever gets this flow gets it too: keep it in a connection or a config variable. (Move to a connection)"}},
	{"a key in a body", between(`{"name": "A", "kind": "api", "config": {"method": "POST", "url": "https://echo.example.com/", "body": {"key": "sk_live_4eC39HqLyjWDarjtT1zdp7dc"}}, "wires": {"success": ["End"]}}`), false,
		[]string{"warning: A/body.key: “sk_live_…” looks like a key. Whoever gets this flow gets it too: keep it in a connection or a config variable."}},

	{"an API node without a connection", with("echo.example.com", ""), true, nil},
	{"an API node with a connection", with("echo.example.com", "Crm"), true, nil},
	{"an API node whose connection is nowhere", with("echo.example.com", "Crn"), false,
		[]string{"error: A/connection: There is no connection “Crn”. Choose another. (Choose a connection…)"}},
	{"an API node whose connection goes elsewhere", with("api.mapped.com", "Crm"), false,
		[]string{"error: A/connection: The connection “Crm” may not be sent to api.mapped.com. Add the host to it, or choose another. (Add the host)"}},
	{"an API node at another port", with("echo.example.com:8443", "Crm"), true,
		[]string{"error: A/connection: The connection “Crm” may not be sent to echo.example.com:8443. Add the host to it, or choose another. (Add the host)"}},
	{"an API node whose connection has no hosts", with("echo.example.com", "None"), false,
		[]string{"error: A/connection: The connection “None” may not be sent to echo.example.com. Add the host to it, or choose another. (Add the host)",
			"warning: A/connection: The connection “None” has no account in Sandbox, so nothing of it is added to the request. Give it one. (Choose a connection…)"}},
	{"an API node with a service's connection", with("api.ahrefs.com", "Ahrefs"), true, nil},
	{"an API node with a service's connection that goes elsewhere", with("api.ahrefs.com.evil.com", "Ahrefs"), true,
		[]string{"error: A/connection: The connection “Ahrefs” goes to Ahrefs only, not to api.ahrefs.com.evil.com. Choose another. (Choose a connection…)"}},
	{"an account that is not chosen", with("echo.example.com", "Free"), true,
		[]string{"error: A/connection: The connection “Free” has no account in Live. Give it one, or run in Sandbox. (Choose a connection…)"}},
	{"an account that is not chosen, in Sandbox", with("echo.example.com", "Free"), false,
		[]string{"warning: A/connection: The connection “Free” has no account in Sandbox, so nothing of it is added to the request. Give it one. (Choose a connection…)"}},
	{"an account that is gone", with("echo.example.com", "Gone"), true,
		[]string{"error: A/connection: The account that “Gone” has in Live is not stored here. Give it another, or run in Sandbox. (Choose a connection…)"}},
	{"an account that is disabled", with("echo.example.com", "Off"), true,
		[]string{"error: A/connection: The account that “Off” has in Live is disabled. Enable it, or give it another. (Open it…)"}},
	{"an account that was never tested", with("echo.example.com", "New"), true,
		[]string{"warning: A/connection: The account of “New” was never tested. Test it before a flow relies on it. (Test it…)"}},
}

// with is a flow whose API node calls a host with a connection.
func with(host, connection string) string {
	return between(`{"name": "A", "kind": "api", "config": {"url": "https://` + host + `/x", "connection": "` + connection + `"}, "wires": {"success": ["End"]}}`)
}

func TestEachProblemIsSaidInItsWords(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := texts(Check(document(t, c.nodes), "Main", env(!c.live)))
			if strings.Contains(strings.Join(got, ""), "`") {
				t.Errorf("a window shows a backtick as it stands: %q", got)
			}
			if g, w := strings.Join(got, "\n"), strings.Join(c.want, "\n"); g != w {
				t.Errorf("got\n%s\nwant\n%s", g, w)
			}
		})
	}
}

func TestEachMendMendsItsProblem(t *testing.T) {
	mended := 0
	for _, c := range cases {
		for i, p := range Check(document(t, c.nodes), "Main", env(!c.live)) {
			if p.Fix == nil {
				continue
			}
			if p.Fix.Edit == nil {
				if p.Fix.Ask == "" {
					t.Errorf("%s: the mend %q neither edits nor asks", c.name, p.Fix.Label)
				}
				continue
			}
			in := document(t, c.nodes)
			d := flow.Open(in, func() {})
			before := texts(Check(in, "Main", env(!c.live)))
			if err := d.Do(p.Fix.Edit.(flow.Edit)); err != nil {
				t.Errorf("%s: %s: %v", c.name, p.Fix.Label, err)
				continue
			}
			after := strings.Join(texts(Check(in, "Main", env(!c.live))), "\n") + "\n"
			if strings.Contains(after, before[i]+"\n") {
				t.Errorf("%s: %s leaves\n%s", c.name, p.Fix.Label, after)
			}
			mended++
			d.Undo()
			if again := texts(Check(in, "Main", env(!c.live))); strings.Join(again, "\n") != strings.Join(before, "\n") {
				t.Errorf("%s: undoing %s gives\n%s", c.name, p.Fix.Label, strings.Join(again, "\n"))
			}
		}
	}
	if mended < 12 {
		t.Errorf("only %d mends were tried", mended)
	}
}
