package window

import (
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/dialogs"
	"flowbench/app/session"
	"flowbench/engine/auth"
	"flowbench/engine/check"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// env is the environment that is on.
func (w *Window) env() session.Environment {
	if w.s == nil {
		return session.Environment{Name: session.Sandbox, Sandbox: true}
	}
	return w.s.EnvironmentOn()
}

// setEnv turns an environment on.
func (w *Window) setEnv(name string) {
	if err := w.s.TurnOn(name); err != nil {
		w.fail("The environment was not turned on", err)
	}
	w.refresh()
}

// environments are those of the integration that is open. What cannot be read is told.
func (w *Window) environments() []session.Environment {
	all, err := w.s.Environments()
	if err != nil {
		w.fail("Not all environments could be read", err)
	}
	return all
}

// chooseEnv opens the list of environments.
func (w *Window) chooseEnv() {
	if w.s == nil {
		return
	}
	at := w.app.Driver().AbsolutePositionForObject(w.bar.env).AddXY(0, w.bar.env.Size().Height+4)
	menu, on := fyne.NewMenu(""), w.env().Name
	for _, e := range w.environments() {
		item := fyne.NewMenuItem(e.Name+": "+edited(e).Line(), func() { w.setEnv(e.Name) })
		item.Checked = e.Name == on
		menu.Items = append(menu.Items, item)
	}
	menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
	menu.Items = append(menu.Items, w.popUp("environments", "variables", "mappings")...)
	widget.ShowPopUpMenuAtPosition(menu, w.win.Canvas(), at)
}

// editEnvironments opens the editor of the environments, at the one that is on; focus is a
// config variable or a connection to begin with, or "".
func (w *Window) editEnvironments(focus string) {
	in := w.s.Integration()
	l := dialogs.EnvironmentList{On: w.env().Name, Variables: variables(in.Config), Locked: w.locked(), Focus: focus, Host: (*envHost)(w)}
	for _, e := range w.environments() {
		l.All = append(l.All, edited(e))
	}
	for _, c := range in.Connections {
		n := dialogs.Needed{Name: c.Name, Provider: c.Provider, Title: c.Provider, Hosts: c.Hosts}
		if p := w.catalog.Provider(c.Provider); p != nil {
			n.Title = p.Title
		}
		l.Needed = append(l.Needed, n)
	}
	dialogs.Environments(w.win.Canvas(), l)
}

// edited is an environment as its editor has it.
func edited(e session.Environment) dialogs.Environment {
	d := dialogs.Environment{Name: e.Name, Sandbox: e.Sandbox, Own: e.Own, Values: map[string]dialogs.EnvValue{}, Bindings: e.Bindings, Hosts: rows(e.Hosts)}
	for name, v := range e.Values {
		d.Values[name] = dialogs.EnvValue{Value: v.Value, OS: v.OS}
	}
	return d
}

// kept is the environment that was edited.
func kept(d dialogs.Environment) session.Environment {
	e := session.Environment{Name: d.Name, Sandbox: d.Sandbox, Own: d.Own, Values: map[string]session.Setting{}, Bindings: d.Bindings, Hosts: map[string]string{}}
	for name, v := range d.Values {
		e.Values[name] = session.Setting{Value: v.Value, OS: v.OS}
	}
	for _, m := range d.Hosts {
		e.Hosts[m.Host] = m.To
	}
	return e
}

// envHost is the window as the editor of environments sees it.
type envHost Window

func (h *envHost) w() *Window { return (*Window)(h) }

// OSVariable implements [dialogs.EnvironmentHost].
func (h *envHost) OSVariable(name string) (set, hidden bool) {
	text, ok := h.library.LookupEnv(name)
	return ok, auth.Findable(auth.Hide(text))
}

// CheckMapping implements [dialogs.EnvironmentHost].
func (h *envHost) CheckMapping(m dialogs.Mapping, sandbox bool) string {
	return said(transport.CheckMapping(m.Host, m.To, sandbox))
}

// CheckName implements [dialogs.EnvironmentHost].
func (h *envHost) CheckName(name string) string { return said(session.CheckName(name)) }

// CheckOS implements [dialogs.EnvironmentHost].
func (h *envHost) CheckOS(name string) string { return said(session.CheckOS(name)) }

// said is an error for a person, "" where there is none.
func said(err error) string {
	if err == nil {
		return ""
	}
	return spec.Sentence(err.Error())
}

// Save implements [dialogs.EnvironmentHost].
func (h *envHost) Save(all []dialogs.Environment, was []string) error {
	w := h.w()
	defer w.refresh()
	for _, e := range w.environments() {
		if e.Own && !slices.Contains(was, e.Name) {
			if err := w.s.DeleteEnvironment(e.Name); err != nil {
				return err
			}
		}
	}
	for i, d := range all {
		if err := w.s.PutEnvironment(was[i], kept(d)); err != nil {
			return err
		}
	}
	return nil
}

// Declare implements [dialogs.EnvironmentHost].
func (h *envHost) Declare() { h.w().editVariables("") }

// Export implements [dialogs.EnvironmentHost]. A value that looks like a key holds it back.
func (h *envHost) Export(d dialogs.Environment) {
	w, in := h.w(), h.s.Integration()
	names := map[string]string{}
	for _, c := range in.Connections {
		for _, choice := range h.Connections(c.Provider, c.Hosts) {
			names[choice.ID] = choice.Title
		}
	}
	file := kept(d).File(in.Config, func(id string) string { return names[id] })
	write := func() {
		b, err := file.Bytes()
		if err != nil {
			w.fail("The environment was not exported", err)
			return
		}
		w.saveTo(fileName(in.Name+" "+d.Name), func(path string) error { return os.WriteFile(path, b, 0o600) })
	}
	found := check.SecretsIn(file.Config)
	if len(found) == 0 {
		write()
		return
	}
	var list []string
	for _, f := range found {
		list = append(list, f.Path.Where+": “"+f.Head+"…” looks like "+f.What+".")
	}
	text := strings.Join(list, "\n") + "\n\nWhoever gets the file could use it. Read the value from an OS variable instead: then the file has that variable's name only."
	dialogs.Confirm(w.win.Canvas(), "Export with secrets?", text, "Export anyway", true, write)
}

// typeNames are the types of config variables, in the document and in dialogs.
var typeNames = [][2]string{{"text", dialogs.Text}, {"number", dialogs.Number}, {"boolean", dialogs.Boolean}, {"json", dialogs.JSON}}

// variables are config variables as dialogs have them.
func variables(declared []flow.Variable) []dialogs.Variable {
	var out []dialogs.Variable
	for _, v := range declared {
		d := dialogs.Variable{Name: v.Name, Type: dialogs.Text, Required: v.Required, Default: []byte(v.Default), Doc: v.Doc}
		for _, t := range typeNames {
			if t[0] == v.Type {
				d.Type = t[1]
			}
		}
		out = append(out, d)
	}
	return out
}
