package refactor

import (
	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// Rename returns the batch that renames a node and rewrites every reference to it in the
// settings of its flow; all else stays byte for byte. Unsure names the settings, as
// flow/node/field, in which a reference may stand that cannot be told before it runs:
// these are shown to the person first.
func Rename(in *flow.Integration, flowName, from, to string, read Reader) (edit flow.Edit, unsure []string, err error) {
	f, err := find(in, flowName, from)
	if err != nil {
		return nil, nil, err
	}
	if err := f.CanRename(from, to); err != nil {
		return nil, nil, err
	}
	batch := flow.Batch{Name: "Rename " + from, Edits: []flow.Edit{flow.RenameNode{Flow: flowName, From: from, To: to}}}
	for n := range f.All {
		name := n.Name
		if name == from {
			name = to
		}
		for _, s := range n.Config {
			v, changed, doubts := renameIn(n, s, from, to, read)
			if changed {
				batch.Edits = append(batch.Edits, flow.SetField{Flow: flowName, Node: name, Field: s.Name, Value: v})
			}
			for _, field := range doubts {
				unsure = append(unsure, spec.Path{Flow: flowName, Node: n.Name, Field: field}.String())
			}
		}
	}
	return batch, unsure, nil
}

// renameIn rewrites the references in one setting, and names the fields it is unsure of.
func renameIn(n *flow.Node, s flow.Setting, from, to string, read Reader) (out flow.Value, changed bool, unsure []string) {
	out, changed = eachText(s.Name, s.Value, func(path, text string) string {
		rewritten, sure := renameText(read.how(n, path), text, from, to)
		if !sure {
			unsure = append(unsure, path)
		}
		return rewritten
	})
	return out, changed, unsure
}

// renameText rewrites the references in one text.
func renameText(how How, text, from, to string) (out string, sure bool) {
	switch how {
	case Program:
		out, _, sure = expr.RenameStepProgram(text, from, to)
	case OnContext:
		out, _, sure = expr.RenameStepProgram(text, from, to, expr.WithContextDot())
	default:
		out, _, sure = expr.RenameStep(text, from, to)
	}
	return out, sure
}
