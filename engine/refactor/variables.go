package refactor

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// SetVariables returns the batch that declares these config variables in place of the ones
// there are, and rewrites every reference to those that renamed tells a new name of. Unsure
// names the settings, as flow/node/field, in which a reference may stand that cannot be
// told before it runs.
func SetVariables(in *flow.Integration, next []flow.Variable, renamed map[string]string, read Reader) (edit flow.Edit, unsure []string) {
	set := flow.SetVariables{Variables: next}
	batch := flow.Batch{Name: set.Label(), Edits: []flow.Edit{set}}
	steps := stepwise(in.Config, renamed)
	if len(steps) == 0 {
		return batch, nil
	}
	if len(renamed) == 1 {
		batch.Name = "Rename " + steps[0].from
	}
	for _, f := range in.Flows {
		for n := range f.All {
			for _, s := range n.Config {
				v, changed := eachText(s.Name, s.Value, func(path, text string) string {
					how, sure := read.how(n, path), true
					for _, one := range steps {
						var known bool
						text, known = renameVariable(how, text, one.from, one.to)
						sure = sure && known
					}
					if !sure {
						unsure = append(unsure, spec.Path{Flow: f.Name, Node: n.Name, Field: path}.String())
					}
					return text
				})
				if changed {
					batch.Edits = append(batch.Edits, flow.SetField{Flow: f.Name, Node: n.Name, Field: s.Name, Value: v})
				}
			}
		}
	}
	return batch, unsure
}

// Reads counts the settings in which a config variable is named.
func Reads(in *flow.Integration, variable string, read Reader) int {
	edit, _ := SetVariables(in, in.Config, map[string]string{variable: variable + "x"}, read)
	return len(edit.(flow.Batch).Edits) - 1
}

type renaming struct{ from, to string }

// stepwise orders renamings so that one made after the other they come to the same as all
// at once: where a new name is an old one too, each goes by way of a name of its own.
func stepwise(declared []flow.Variable, renamed map[string]string) []renaming {
	var first, then []renaming
	crossed := false
	for _, from := range slices.Sorted(maps.Keys(renamed)) {
		if renamed[from] != from {
			first = append(first, renaming{from, renamed[from]})
			_, old := renamed[renamed[from]]
			crossed = crossed || old
		}
	}
	if !crossed {
		return first
	}
	all := ""
	for _, v := range declared {
		all += v.Name + " "
	}
	between := "between"
	for strings.Contains(all, between) {
		between += "x"
	}
	for i := range first {
		way := fmt.Sprint(between, i)
		then = append(then, renaming{way, first[i].to})
		first[i].to = way
	}
	return append(first, then...)
}

// renameVariable rewrites the references to a config variable in one text.
func renameVariable(how How, text, from, to string) (out string, sure bool) {
	switch how {
	case Program:
		out, _, sure = expr.RenameConfigProgram(text, from, to)
	case OnContext:
		out, _, sure = expr.RenameConfigProgram(text, from, to, expr.WithContextDot())
	default:
		out, _, sure = expr.RenameConfig(text, from, to)
	}
	return out, sure
}
