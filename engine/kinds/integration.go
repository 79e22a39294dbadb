package kinds

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// integration does one action at a provider of the catalogue.
type integration struct {
	cat                                   *catalog.Catalog
	provider, connection, action, mapping string
	fields                                map[string]any
}

func (n *integration) Fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&n.provider, spec.Field{Name: "provider", Type: spec.Provider, Label: "Service", Source: "R6", Doc: "Whose API is called."}),
		spec.TextVar(&n.connection, spec.Field{Name: "connection", Type: spec.Account, Label: "Connection Name", Source: "R10",
			Doc: "The account that is used. In Sandbox none is needed; in Live it is. Changing it keeps the action and its fields."}),
		spec.TextVar(&n.action, spec.Field{Name: "action", Type: spec.Action, Label: "Action", Source: "R11", Doc: "What is done: one action for each node."}),
		spec.FormVar(&n.fields, spec.Field{Name: "fields", Label: "Fields", Required: true, Template: true, Source: "R13", Sub: actionFields(n.cat),
			Doc: "What the action is given. They differ by action; each has its own tooltip."}),
		spec.ProgramVar(&n.mapping, spec.Field{Name: "mapping", Label: "Output mapping (jq)", Lazy: true, Advanced: true, Lines: 4, Source: "R1", Placeholder: ".",
			Doc: "A jq program over what the action gives; its result is the node's output. Empty: as it is."}),
	}
}

func actionFields(cat *catalog.Catalog) func(spec.Around) []spec.Field {
	return func(a spec.Around) []spec.Field {
		action := cat.Action(spec.ToText(a.Values["provider"]), spec.ToText(a.Values["action"]))
		if action == nil {
			return nil
		}
		fields := slices.Clone(action.Fields)
		for i := range fields {
			fields[i].Template = true // whatever the action: values come from the steps before
		}
		return fields
	}
}

func (n *integration) Run(ctx context.Context, env node.Env) (node.Result, error) {
	provider, action := n.cat.Provider(n.provider), n.cat.Action(n.provider, n.action)
	if action == nil {
		return node.Result{}, fault("value", "the catalogue has no action %q of %q", n.action, n.provider)
	}
	got, err := env.Call(ctx, node.Request{Provider: n.provider, Action: n.action, Fields: n.fields, Connection: n.connection})
	if err != nil {
		return node.Result{}, err
	}
	res, err := answered(provider.Title, got)
	if err != nil {
		return res, err
	}
	if program := string(action.Mapping); strings.TrimSpace(program) != "" {
		if res.Output, err = env.Program(ctx, program, res.Output, false); err != nil {
			return node.Result{}, &node.Failure{Fault: event.Fault{Type: "http", Message: said(err), Status: got.Status}, Response: res.Response}
		}
	}
	if strings.TrimSpace(n.mapping) != "" {
		if res.Output, err = env.Program(ctx, n.mapping, res.Output, false); err != nil {
			return node.Result{}, &node.Failure{Fault: event.Fault{Type: "program", Message: "output mapping: " + err.Error()}, Response: res.Response}
		}
	}
	return res, nil
}

// said is what a provider's own program has to say of an answer that is a refusal,
// such as Slack's {"ok": false}, without the program that stands before it.
func said(err error) string {
	if _, text, ok := strings.Cut(err.Error(), ": error: "); ok {
		return text
	}
	return err.Error()
}

func checkIntegration(cat *catalog.Catalog) func(spec.Around) []spec.Problem {
	return func(a spec.Around) []spec.Problem {
		provider, action := spec.ToText(a.Values["provider"]), spec.ToText(a.Values["action"])
		problem := func(field, text string, fix *spec.Fix) []spec.Problem {
			return []spec.Problem{{Severity: spec.Error, Path: spec.Path{Field: field}, Text: text, Fix: fix}}
		}
		if provider == "" {
			return problem("provider", "Choose the service that "+a.Name+" calls.", &spec.Fix{Label: "Choose a service…", Ask: "provider"})
		}
		p := cat.Provider(provider)
		if p == nil {
			return problem("provider", fmt.Sprintf("The catalogue has no provider %q: its file is missing here.", provider), nil)
		}
		if action == "" {
			return problem("action", "Choose what "+p.Title+" should do.", &spec.Fix{Label: "Add Action", Ask: "add-action"})
		}
		if p.Action(action) == nil {
			var ids []string
			for _, known := range p.Actions {
				ids = append(ids, known.ID)
			}
			text := fmt.Sprintf("%s has no action %q", p.Title, action)
			if near := spec.Nearest(action, ids); near != "" {
				text += fmt.Sprintf("; %q is near", near)
			}
			return problem("action", text+". Choose another.", &spec.Fix{Label: "Change Action", Ask: "add-action"})
		}
		return nil
	}
}

func integrationKind(cat *catalog.Catalog) node.Kind {
	about := func(a spec.Around) (*catalog.Provider, *catalog.Action) {
		p := cat.Provider(spec.ToText(a.Values["provider"]))
		if p == nil {
			return nil, nil
		}
		return p, p.Action(spec.ToText(a.Values["action"]))
	}
	return node.Kind{
		Kind: spec.Kind{
			ID: "integration", Title: "Integration", Group: spec.Connect, Icon: "integration",
			Summary: "Does one action at a service such as Slack, Stripe or Google Sheets",
			Doc: `Choose the service, then **Add Action** and fill in what it needs; each field has a tooltip, and may hold templates.

- **Edit** changes the fields of the action.
- **Change Action** replaces it, and loses what was configured.
- A node does one action: for a second there is a second node.

In Sandbox the built-in local API answers and no account is needed. In Live the node uses the connection that is chosen under
**Connection Name**; without one the flow does not run.

**Output** is what the action gives, after the output mapping if there is one; ` + "`{{context.steps.NAME.output}}`" + `. The whole answer is
` + "`{{context.steps.NAME.response}}`" + `. An answer with a status outside 200 to 299, none within 60 seconds, or a mapping that fails takes the failure port.`,
			Search: []string{"service", "provider", "action", "connector", "app", "New Integration", "SaaS"},
			New:    map[string]any{},
			Order:  []string{"provider", "connection", "action", "fields"},
			Fields: func(spec.Around) []spec.Field { return (&integration{cat: cat}).Fields() },
			Ports:  func(spec.Values) []spec.Port { return []spec.Port{spec.OnSuccess, spec.OnFailure} },
			Line: func(a spec.Around) string {
				p, action := about(a)
				switch {
				case action != nil:
					return action.Title
				case p != nil:
					return "No action yet"
				}
				return "No service yet"
			},
			Check: checkIntegration(cat),
			Sample: func(a spec.Around) any {
				if _, action := about(a); action != nil {
					return mapped(action.Output(), spec.ToText(a.Values["mapping"]))
				}
				return nil
			},
		},
		New: func() node.Runner { return &integration{cat: cat} },
		Examples: []node.Example{
			{
				Title: "A message to Slack",
				Config: map[string]any{"provider": "slack", "action": "post-message", "fields": map[string]any{
					"channel": "#seo", "text": "{{context.steps.Ahrefs.output.backlinks | length}} broken backlinks"}},
				Context: someLinks(),
				Got:     &node.Response{Status: 200, Body: map[string]any{"ok": true, "ts": "1767225601.000100"}},
				Want:    map[string]any{"ok": true, "ts": "1767225601.000100"},
			},
			{
				Title: "An answer with status 200 that is a refusal",
				Config: map[string]any{"provider": "slack", "action": "post-message", "fields": map[string]any{
					"channel": "#nowhere", "text": "Hello"}},
				Got:   &node.Response{Status: 200, Body: map[string]any{"ok": false, "error": "channel_not_found"}},
				Fails: "Slack answered channel_not_found",
			},
			{
				Title: "Only the pages that link, by an output mapping",
				Config: map[string]any{"provider": "ahrefs", "action": "broken-backlinks", "fields": map[string]any{"target": "example.com"},
					"mapping": "[.backlinks[].url_from]"},
				Got:  &node.Response{Status: 200, Body: map[string]any{"backlinks": []any{map[string]any{"url_from": "https://a.example/1"}}}},
				Want: []any{"https://a.example/1"},
			},
		},
	}
}

var aStep = regexp.MustCompile(`\.([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]`)

// mapped is a sample through a mapping that is a plain path, as most are; of another
// mapping the result is not known before it runs.
func mapped(v any, mapping string) any {
	mapping = strings.TrimSpace(mapping)
	if mapping == "." {
		mapping = ""
	}
	steps := aStep.FindAllStringSubmatch(mapping, -1)
	written := ""
	for _, s := range steps {
		written += s[0]
		if m, ok := v.(map[string]any); ok && s[1] != "" {
			v = m[s[1]]
		} else if list, ok := v.([]any); ok && s[2] != "" {
			i, err := strconv.Atoi(s[2])
			if err != nil || i >= len(list) {
				return nil
			}
			v = list[i]
		} else {
			return nil
		}
	}
	if written != mapping {
		return nil
	}
	return v
}

// NodeName is what a new node is called before it is made fit for its flow: the
// provider's title for an Integration node, the kind's title for others.
func NodeName(cat *catalog.Catalog, k spec.Kind, config spec.Values) string {
	if p := cat.Provider(spec.ToText(config["provider"])); k.ID == "integration" && p != nil {
		return p.Title
	}
	return k.Title
}
