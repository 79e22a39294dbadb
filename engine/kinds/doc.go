// Package kinds holds the kinds of nodes, one file each. A file is the whole of its kind:
// what it is called, its settings bound to a struct, its ports, its examples, and Run.
// From that one declaration come the properties form, the checks, the help page and the
// JSON schema; every example runs as a test. [All] lists them in the order of the panel.
//
// A kind reaches the outside only through its [node.Env], and makes no text of values
// itself: the URL of an API node leaves here as parts, to be escaped by package request.
//
// What a node's config looks like, with the ports that its wires leave from:
//
//	start        {"inputs": [{"name": "target", "type": "Text|Number|Boolean|JSON|List", "required": true,
//	               "default": "example.com", "options": ["a", "b"], "doc": "…"}],
//	              "outputs": [{"name": "result", "type": "String|Number|JSON|Boolean"}]}
//	              ports: success. Its output is an object of the inputs; each is also context.steps.Start.NAME
//	end          {"outputs": {"result": "{{context.steps.Post.output}}"}}
//	             {"fail": true, "message": "{{context.steps.Post.error.message}}"} marks the run as failed; an empty
//	              message is that of the step that failed before it. No ports
//	api          {"method": "GET|POST|PUT|PATCH|DELETE", "url": "https://echo.example.com/hello", "connection": "NAME",
//	              "headers": [{"name": "Accept", "value": "text/plain", "off": true}], "query": [{"name": "limit", "value": "10"}],
//	              "bodyAs": "json|form|text|none", "body": {"any": "JSON; a text with bodyAs text"},
//	              "timeout": 60, "responseAs": "auto|json|text|empty"}
//	              ports: success, failure
//	integration  {"provider": "ahrefs", "connection": "NAME", "action": "…", "fields": {"target": "{{…}}"}, "mapping": ".jq"}
//	              ports: success, failure
//	condition    {"branches": [{"name": "If", "when": "all|any", "rules": [{"left": "{{…}}", "operator": "greater", "right": "0"}]},
//	                           {"name": "ElseIf2", "when": "jq", "expression": ".steps.Ahrefs.output.backlinks | length > 0"}]}
//	              ports: If, ElseIf2 … by the branches' names, Else, failure. Operators: equals, not equals, greater,
//	              greater or equal, less, less or equal, contains, starts with, ends with, is empty, exists, matches
//	loop         {"items": "{{context.steps.Ahrefs.output.backlinks}}"} or {"over": "times", "times": 10}, with "output": "results"
//	              its output is {"results": […]}. The node has a "body". ports: success, failure
//	function     {"program": ".steps.Ahrefs.output.backlinks | length"}  jq; . is the context. ports: success, failure
//	delay        {"for": "2s"}  "1.5s", "2m", a bare number is seconds. ports: success
//	debug        {"label": "Backlinks", "value": "{{context.steps.Ahrefs.output}}"}. ports: success
//
// What equals its default is left out.
package kinds
