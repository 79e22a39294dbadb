package window

import (
	"regexp"
	"strings"

	"flowbench/app/dialogs"
	"flowbench/engine/flow"
	"flowbench/engine/refactor"
)

// editVariables opens the editor of the config variables; focus is one to begin with, or "".
func (w *Window) editVariables(focus string) {
	in, texts := w.s.Integration(), w.textsOf()
	dialogs.Variables(w.win.Canvas(), dialogs.VariableList{
		All: variables(in.Config), Focus: focus, Check: variableName,
		Uses: func(name string) int { return refactor.Reads(in, name, texts) },
		Save: w.declare,
	})
}

var variablePattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// variableName says what is wrong with the name of a config variable, or "".
func variableName(name string) string {
	if !variablePattern.MatchString(name) {
		return "Only letters, digits and _ are allowed, and no digit at the beginning."
	}
	return ""
}

// declare makes the config variables what was edited, with all that reads them. Where a
// reference cannot be told surely, it asks first.
func (w *Window) declare(edited []dialogs.Variable) {
	in := w.s.Integration()
	var next []flow.Variable
	renamed := map[string]string{}
	for _, d := range edited {
		v := flow.Variable{Name: d.Name, Default: flow.Value(d.Default), Required: d.Required, Doc: d.Doc}
		for _, t := range typeNames {
			if t[1] == d.Type {
				v.Type = t[0]
			}
		}
		if len(d.Default) == 0 {
			v.Default = nil
		}
		if d.Was != "" && d.Was != d.Name {
			renamed[d.Was] = d.Name
		}
		next = append(next, v)
	}
	e, unsure := refactor.SetVariables(in, next, renamed, w.textsOf())
	do := func() {
		if w.Do(e) != nil {
			return
		}
		if err := w.s.RenamedVariables(renamed); err != nil {
			w.fail("The values of the environments do not go by the new names", err)
		}
	}
	if len(unsure) == 0 {
		do()
		return
	}
	text := "These settings choose a config variable while the flow runs, so a reference in them cannot be seen. Look at them after the renaming:\n\n" + strings.Join(unsure, "\n")
	dialogs.Confirm(w.win.Canvas(), "Rename config variables", text, "Rename", false, do)
}
