package engine

import (
	"context"
	"fmt"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// Settings are a node's settings with their templates parsed.
type settings struct {
	fields  []setting
	fixed   spec.Values // all of them, where no field holds a template
	written []byte      // these as JSON, of a whole node
}

// A setting is one field that is shown, and how its value is come by.
type setting struct {
	name, title string
	value       value
}

// A value is a setting's value, or what makes it: exactly one of its ways is set, a
// fixed value where none is.
type value struct {
	fixed    any
	template *expr.Template
	tree     *expr.Tree
	rows     []settings
	form     *settings
	as       spec.Type // what a template's value is converted to
}

func compileSettings(fields []spec.Field, config flow.Config, around spec.Around, opts []expr.Option) (*settings, error) {
	raw := make(map[string]any, len(config))
	for _, s := range config {
		v, err := expr.DecodeOrdered(s.Value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		raw[s.Name] = v
	}
	s, err := compileFields(fields, raw, around, false, opts)
	if err != nil {
		return nil, err
	}
	if len(s.fixed) > 0 {
		s.written, err = expr.Encode(map[string]any(s.fixed))
	}
	return &s, err
}

// compileFields reads an object by its declared fields; what no field knows is dropped.
func compileFields(fields []spec.Field, raw map[string]any, around spec.Around, inherit bool, opts []expr.Option) (settings, error) {
	var s settings
	fixed := true
	for _, f := range fields {
		v, ok := raw[f.Name]
		if !ok || !f.Shown(raw, fields) {
			continue
		}
		val, err := compileValue(f, v, around, inherit, opts)
		if err != nil {
			return s, fmt.Errorf("%s: %w", f.Title(), err)
		}
		fixed = fixed && val.isFixed()
		s.fields = append(s.fields, setting{f.Name, f.Title(), val})
	}
	if fixed {
		s.fixed = make(spec.Values, len(s.fields))
		for _, f := range s.fields {
			s.fixed[f.name] = f.value.fixed
		}
	}
	return s, nil
}

func (v *value) isFixed() bool {
	return v.template == nil && v.tree == nil && v.rows == nil && v.form == nil
}

func compileValue(f spec.Field, raw any, around spec.Around, inherit bool, opts []expr.Option) (value, error) {
	f.Template = f.Template || inherit
	switch {
	case f.Lazy && f.Type == spec.JSON:
		return value{fixed: raw}, nil
	case f.Lazy:
		return value{fixed: expr.Plain(raw)}, nil
	case f.Type == spec.List && len(f.Row) > 0:
		return compileRows(f, raw, around, opts)
	case f.Type == spec.Form && f.Sub != nil:
		return compileForm(f, raw, around, opts)
	case !f.Template:
		return value{fixed: expr.Plain(raw)}, nil
	}
	if text, ok := raw.(string); ok {
		t, err := expr.Parse(text, opts...)
		if err != nil {
			return value{}, err
		}
		if text, ok := t.Literal(); ok {
			return value{fixed: text}, nil
		}
		return value{template: t, as: f.Type}, nil
	}
	t, err := expr.NewTree(raw, opts...)
	if err != nil {
		return value{}, err
	}
	if len(t.Templates()) > 0 {
		return value{tree: t, as: f.Type}, nil
	}
	fixed, _, err := t.Eval(context.Background(), &expr.Scope{})
	if f.Type != spec.JSON {
		fixed = expr.Plain(fixed)
	}
	return value{fixed: fixed}, err
}

func compileRows(f spec.Field, raw any, around spec.Around, opts []expr.Option) (value, error) {
	list, ok := raw.([]any)
	if !ok {
		return value{fixed: expr.Plain(raw)}, nil // for Load to refuse
	}
	rows := make([]settings, len(list))
	fixed := true
	for i, el := range list {
		row, ok := members(el)
		if !ok {
			return value{fixed: expr.Plain(raw)}, nil
		}
		var err error
		if rows[i], err = compileFields(f.Row, row, around, f.Template, opts); err != nil {
			return value{}, fmt.Errorf("row %d: %w", i+1, err)
		}
		fixed = fixed && rows[i].fixed != nil
	}
	v := value{rows: rows}
	if !fixed {
		return v, nil
	}
	all, err := v.eval(context.Background(), nil)
	return value{fixed: all}, err
}

func compileForm(f spec.Field, raw any, around spec.Around, opts []expr.Option) (value, error) {
	object, ok := members(raw)
	if !ok {
		return value{fixed: expr.Plain(raw)}, nil
	}
	form, err := compileFields(f.Sub(around), object, around, false, opts)
	if err != nil {
		return value{}, err
	}
	if form.fixed != nil {
		return value{fixed: map[string]any(form.fixed)}, nil
	}
	return value{form: &form}, nil
}

func members(v any) (map[string]any, bool) {
	o, ok := v.(expr.Object)
	if !ok {
		return nil, false
	}
	m := make(map[string]any, len(o))
	for _, e := range o {
		m[e.Name] = e.Value
	}
	return m, true
}

// missing is the value of what is left out.
type missing struct{}

// evaluate gives the values for a step. What is missing is left out.
func (s *settings) evaluate(ctx context.Context, scope *expr.Scope) (spec.Values, error) {
	if s.fixed != nil {
		return s.fixed, nil
	}
	out := make(spec.Values, len(s.fields))
	for i := range s.fields {
		f := &s.fields[i]
		v, err := f.value.eval(ctx, scope)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.title, err)
		}
		if _, none := v.(missing); !none {
			out[f.name] = v
		}
	}
	return out, nil
}

func (v *value) eval(ctx context.Context, scope *expr.Scope) (any, error) {
	switch {
	case v.template != nil:
		got, none, err := v.template.Eval(ctx, scope)
		if err != nil || none {
			return missing{}, err
		}
		return convert(v.as, got)
	case v.tree != nil:
		got, none, err := v.tree.Eval(ctx, scope)
		if err != nil || none {
			return missing{}, err
		}
		if v.as != spec.JSON { // a JSON body keeps the order of its keys
			got = expr.Plain(got)
		}
		return got, nil
	case v.rows != nil:
		rows := make([]any, len(v.rows))
		for i := range v.rows {
			row, err := v.rows[i].evaluate(ctx, scope)
			if err != nil {
				return nil, fmt.Errorf("row %d: %w", i+1, err)
			}
			rows[i] = map[string]any(row)
		}
		return rows, nil
	case v.form != nil:
		form, err := v.form.evaluate(ctx, scope)
		return map[string]any(form), err
	}
	return v.fixed, nil
}

// convert gives the value of a template the type that its field declares. What binds to
// a Go value is converted once more by its field; a form of the catalogue is not bound.
func convert(as spec.Type, v any) (any, error) {
	switch as {
	case spec.Text, spec.Choice, spec.Program, spec.Provider, spec.Action, spec.Account:
		return expr.Text(v)
	case spec.Number:
		return expr.Number(v)
	case spec.Boolean:
		return expr.Bool(v)
	}
	return v, nil
}
