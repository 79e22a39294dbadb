// Package catalog is the providers and their actions, read from data.
//
// A [Provider] is one file: its title and tile, its hosts, its ways to authenticate, the
// [Test] of an account, its [Action]s, and how the sandbox answers for it. An Action has
// the same fields as a node, a template of the request they make, and a sample of what
// comes back. Adding a provider is adding a file: no Go knows any of them.
//
// [Load] is strict and patient: it refuses what it does not know and what does not fit
// together, and reports all [Problem]s of all files, each with its file and the path in
// it. What it returns holds together: templates name declared fields only, programs
// compile, samples exist.
//
// In a request template {{fields.NAME}} stands for the value of a field, already
// evaluated. A string that is one such template and nothing else takes the value with
// its JSON type, any mix is text; it is a plain path, not a program. A missing value
// (null, or "" where none is required) leaves the query parameter, header or key out.
// An object with a "$with" member is there only when the field that it names has a
// value. [Catalog.Build] makes the request; escaping is left to who sends it.
//
// An [Auth] is a preset of a scheme of package auth: the settings that it gives are not
// asked of people, and win over what they stored. Where they name a URL at another host,
// such as that of a token, that host is in the sandbox too. The account of a connection
// is made with [Provider.Preset]; [Provider.MadeUp] is the one the sandbox gets.
//
// A file at its smallest, acme.json:
//
//	{
//	  "id": "acme", "version": "1", "title": "Acme", "summary": "Anvils",
//	  "tile": {"letter": "A", "light": "#b3261e", "dark": "#f2b8b5"},
//	  "hosts": ["https://api.acme.example"],
//	  "auth": [{"scheme": "api-key", "title": "API key", "doc": "Made in Acme's settings.",
//	    "settings": {"headers": [{"name": "X-Key", "value": "{{secret}}"}]}, "sandbox": {"secret": "sandbox-acme-key"}}],
//	  "test": {"method": "GET", "path": "/v1/me", "says": "\"Signed in as \\(.body.name)\""},
//	  "actions": [{
//	    "id": "drop", "title": "Drop anvil", "summary": "Drops an anvil",
//	    "method": "POST", "path": "/v1/anvils/{{fields.anvil}}/drop",
//	    "fields": [{"name": "anvil", "type": "text", "label": "Anvil", "doc": "Its id.", "required": true, "placeholder": "a1"}],
//	    "sample": {"dropped": "a1"},
//	    "answer": ["reply(200; {dropped: .params.anvil})", "| says(\"Acme: anvil dropped\")"]
//	  }],
//	  "sandbox": {
//	    "denied": "reply(401; {error: \"no key\"})",
//	    "routes": [{"method": "GET", "path": "/v1/me", "answer": "reply(200; {name: \"Wile\"})"}]
//	  }
//	}
//
// What programs of the sandbox may use beside jq stands in prelude.jq.
package catalog
