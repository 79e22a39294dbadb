package kinds

import (
	"context"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// loop runs its body for each item, one after another.
type loop struct {
	over, output string
	items        any
	times        float64
}

var _ node.Gatherer = (*loop)(nil)

// mostItems is how often a body runs at most: a slip in a number is not to fill the disk.
const mostItems = 10_000

const labelItems, labelTimes = "Loop Input Source", "Times"

var (
	waysToLoop = []spec.Option{{Value: "list", Label: "A list", Doc: "each element of a list is an item"},
		{Value: "times", Label: "A number of times", Doc: "the items are the numbers from 0"}}
	overList  = &spec.When{Field: "over", Is: []string{"list"}}
	overTimes = &spec.When{Field: "over", Is: []string{"times"}}
)

func (n *loop) Fields() []spec.Field {
	return []spec.Field{
		spec.ChoiceVar(&n.over, spec.Field{Name: "over", Label: "Loop over", Default: "list", Options: waysToLoop, Doc: "What the items are."}),
		spec.ValueVar(&n.items, spec.Field{Name: "items", Label: labelItems, Type: spec.JSON, Template: true, Required: true, When: overList,
			Placeholder: "{{context.steps.NAME.output}}", Doc: "The list to go through. Inside the loop {{currentItem}} is the element at hand, {{index}} its number."}),
		spec.NumberVar(&n.times, spec.Field{Name: "times", Label: labelTimes, Template: true, Required: true, When: overTimes, Min: spec.Limit(0), Max: spec.Limit(mostItems),
			Placeholder: "10", Doc: "How often the nodes inside run: a whole number."}),
		spec.TextVar(&n.output, spec.Field{Name: "output", Label: "Output Field", Placeholder: "The output is the list itself",
			Doc: "A name for the list of results: the output is then an object with it as its one field."}),
	}
}

// Run gives the items.
func (n *loop) Run(context.Context, node.Env) (node.Result, error) {
	if n.over == "times" {
		if n.times != math.Trunc(n.times) {
			return node.Result{}, fmt.Errorf("%s: %s", labelTimes, notWhole(n.times))
		}
		items := make([]any, int(n.times))
		for i := range items {
			items[i] = i
		}
		return node.Result{Items: items}, nil
	}
	items, fault := listOf(expr.Plain(n.items))
	if fault != "" {
		return node.Result{}, fmt.Errorf("%s %s", labelItems, fault)
	}
	return node.Result{Items: items}, nil
}

// Gather implements [node.Gatherer].
func (n *loop) Gather(each []any) any { return gathered(n.output, each) }

func gathered(name string, each []any) any {
	if name == "" {
		return each
	}
	return map[string]any{name: each}
}

func notWhole(n float64) string {
	return strconv.FormatFloat(n, 'f', -1, 64) + " is no whole number"
}

// listOf is a value as the list to go through, or why it is none.
func listOf(v any) (list []any, fault string) {
	switch v := v.(type) {
	case []any:
		if len(v) > mostItems {
			return nil, fmt.Sprintf("has %d items: a loop takes at most %d. Take a part of the list, as in {{context.steps.NAME.output[:%d]}}", len(v), mostItems, mostItems)
		}
		return v, ""
	case map[string]any:
		fault = "is an object, not a list"
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if _, ok := v[key].([]any); ok {
				return nil, fault + ": take the list in it, “" + key + "”"
			}
		}
		return nil, fault + ": " + show(v)
	case string:
		fault = "is a text, not a list: " + show(v)
		if strings.HasPrefix(strings.TrimSpace(v), "[") {
			fault += ". Read the list in it with “| fromjson”"
		}
		return nil, fault
	case bool:
		return nil, "is true or false, not a list: " + show(v)
	case nil:
		return nil, "is null, not a list"
	}
	return nil, "is a number, not a list: " + show(v) + ". To repeat, loop over a number of times"
}

// Gathered is what a loop of these settings gives, where each is what its items give.
func Gathered(v spec.Values, each []any) any { return gathered(spec.ToText(v["output"]), each) }

// ItemsOf is the list that a loop's settings name, as typed; or times, where it counts.
func ItemsOf(v spec.Values) (items any, counts bool) {
	return v["items"], v["over"] == "times"
}

var outputField = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`)

func checkLoop(a spec.Around) []spec.Problem {
	var out []spec.Problem
	add := func(field, text string) {
		out = append(out, spec.Problem{Severity: spec.Error, Path: spec.Path{Field: field}, Text: text})
	}
	items, counts := ItemsOf(a.Values)
	typed, isText := items.(string)
	if counts {
		if n, err := spec.ToNumber(a.Values["times"]); err == nil && n != math.Trunc(n) {
			add("times", labelTimes+": "+notWhole(n)+".")
		}
	} else if !isEmpty(items) && !(isText && spec.HasTemplate(typed)) {
		if _, fault := listOf(items); fault != "" {
			add("items", labelItems+" "+fault+".")
		}
	}
	if name := spec.ToText(a.Values["output"]); name != "" && !outputField.MatchString(name) {
		add("output", fmt.Sprintf("Output Field: %q has other characters: use letters, digits and underscore, a letter first, at most 64.", name))
	}
	return out
}

func loopLine(a spec.Around) string {
	items, counts := ItemsOf(a.Values)
	list, isList := items.([]any)
	switch {
	case counts && isEmpty(a.Values["times"]):
		return "No number yet"
	case counts:
		return brief(a.Values["times"]) + " times"
	case isEmpty(items):
		return "No list yet"
	case isList:
		return fmt.Sprintf("each of %d items", len(list))
	}
	return "each of " + brief(items)
}

func loopKind() node.Kind {
	return node.Kind{
		Kind: spec.Kind{
			ID: "loop", Title: "Loop", Group: spec.Logic, Icon: "loop", Body: true,
			Summary: "Runs the nodes inside it for each item of a list, or a number of times",
			Doc: `Drag nodes into the loop. They run for one item after another, in the order of the list. Inside, ` + "`{{currentItem}}`" + ` is the item at
hand, as in ` + "`{{currentItem.url_from}}`" + `, and ` + "`{{index}}`" + ` its number, from 0. Over a number of times both are that number. A list of nothing runs
nothing. A loop takes at most 10,000 items.

**Inside.** There is no Start or End: nodes that no wire leads to begin with each item. They see the nodes before them in the loop, and all that
come before the loop. Wires do not cross its border.

**Output.** A list with one element for each item: what the last node inside gave, the one that no wire leaves. Where several nodes end the body,
an element is an object of their outputs by name; a node that was skipped or is disabled gives null. With an **Output Field** the output is an
object with the list in that field. Nodes after the loop use its output; they do not see the nodes inside.

**Failure.** A node inside that fails goes on at its own failure port. Where that leads nowhere the loop ends at this item and takes its failure port;
the message names the item by its number and the node.

**Loops in loops.** ` + "`currentItem`" + ` and ` + "`index`" + ` are those of the innermost loop. To use the outer item in the inner loop, put a Function before the
inner loop whose program is ` + "`currentItem`" + `: the nodes inside then read ` + "`{{context.steps.NAME.output}}`" + `.`,
			Search: []string{"for each", "foreach", "iterate", "repeat", "map", "while", "times", "list", "array", "items", "container", "batch", "loop over items"},
			New:    map[string]any{},
			Fields: func(spec.Around) []spec.Field { return new(loop).Fields() },
			Ports: func(spec.Values) []spec.Port {
				return []spec.Port{{Name: spec.OnSuccess.Name, Style: spec.Success, Doc: "all items have run"},
					{Name: spec.OnFailure.Name, Style: spec.Failure, Doc: "there is no list, or an item failed and no node inside goes on from there"}}
			},
			Line:  loopLine,
			Check: checkLoop,
		},
		New: func() node.Runner { return new(loop) },
		Examples: []node.Example{
			{
				Title:   "Each element of a list",
				Config:  map[string]any{"items": "{{context.steps.Ahrefs.output.backlinks}}"},
				Context: someLinks(), Each: "{{index}}: {{currentItem.url_from}}",
				Want: []any{"0: https://a.example/1", "1: https://b.example/2"},
			},
			{
				Title:   "The results under a name",
				Config:  map[string]any{"items": "{{[context.steps.Ahrefs.output.backlinks[] | select(.domain_rating_source > 50)]}}", "output": "strong"},
				Context: someLinks(), Each: "{{currentItem.anchor}}",
				Want: map[string]any{"strong": []any{"pricing"}},
			},
			{
				Title:   "A number of times",
				Config:  map[string]any{"over": "times", "times": "{{context.steps.Ahrefs.output.backlinks | length + 1}}"},
				Context: someLinks(), Each: "{{index * 10}}", Want: []any{0, 10, 20},
			},
			{
				Title:  "A list of nothing",
				Config: map[string]any{"items": "{{[]}}"}, Each: "{{currentItem}}", Want: []any{},
			},
			{
				Title:   "An object is no list",
				Config:  map[string]any{"items": "{{context.steps.Ahrefs.output}}"},
				Context: someLinks(), Fails: "Loop Input Source is an object, not a list: take the list in it, “backlinks”",
			},
			{
				Title:   "What a step does not give",
				Config:  map[string]any{"items": "{{context.steps.Ahrefs.output.links?}}"},
				Context: someLinks(), Fails: "Loop Input Source: a value is required, and there is none",
			},
			{
				Title:   "Half a time",
				Config:  map[string]any{"over": "times", "times": "{{context.steps.Ahrefs.output.backlinks | length / 4}}"},
				Context: someLinks(), Fails: "Times: 0.5 is no whole number",
			},
		},
	}
}

// LastGives is what an item of a loop gives, from what the last nodes of its body give.
func LastGives(n *flow.Node, of func(*flow.Node) any) any {
	last := n.Last()
	if len(last) == 1 {
		return of(last[0])
	}
	object := make(map[string]any, len(last))
	for _, b := range last {
		object[b.Name] = of(b)
	}
	return object
}
