package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// An Example of a kind as its help page shows it.
type Example struct {
	Title  string
	Config Values
	Each   any    // of a kind with a body: what the body gives, a template
	Gives  any    // its output
	Port   string // where it goes on, if not on success
	Fails  string // why it fails, if it does
}

// Markdown returns the help page of a kind: what it is, its settings with their
// defaults and limits, its ports, its examples.
func Markdown(k Kind, examples ...Example) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s.\n", k.Title, k.Summary)
	if doc := strings.TrimSpace(k.Doc); doc != "" {
		fmt.Fprintf(&b, "\n%s\n", doc)
	}
	b.WriteString(Settings(k.Fields(Around{Values: k.New})))
	if ports := k.Ports(k.New); len(ports) > 0 {
		b.WriteString("\n## Where it goes on\n\n| Port | When |\n|---|---|\n")
		for _, p := range ports {
			name := p.Name
			if p.Label != "" {
				name += " (" + p.Label + ")"
			}
			fmt.Fprintf(&b, "| %s | %s |\n", cell(name), cell(p.Doc))
		}
	}
	if len(examples) > 0 {
		b.WriteString("\n## Examples\n")
	}
	for _, e := range examples {
		e.write(&b)
	}
	return b.String()
}

// Settings returns the table of settings of a help page, with one more for each list.
func Settings(fields []Field) string {
	if len(fields) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n## Settings\n")
	tables(&b, fields)
	return b.String()
}

// tables writes the fields, then those of each list among them.
func tables(b *strings.Builder, fields []Field) {
	table(b, fields)
	for _, f := range fields {
		if f.Row != nil {
			noun := f.RowNoun
			if noun == "" {
				noun = "row"
			}
			fmt.Fprintf(b, "\n### %s: each %s\n", f.Title(), strings.ToLower(noun))
			tables(b, f.Row)
		}
	}
}

func table(b *strings.Builder, fields []Field) {
	b.WriteString("\n| Setting | In the file | Value | Meaning |\n|---|---|---|---|\n")
	for _, f := range fields {
		fmt.Fprintf(b, "| %s | `%s` | %s | %s |\n", cell(f.Title()), f.Name, cell(f.value()), cell(f.meaning(fields)))
	}
}

// value says what may stand in the field.
func (f Field) value() string {
	s := map[Type]string{Text: "Text", Number: "Number", Boolean: "Yes or no", JSON: "JSON", Any: "Any value", Program: "jq program",
		Duration: "Length of time, such as `1.5s` or `2m`; a bare number is seconds", List: "List", Form: "Form", Provider: "Provider",
		Action: "Action", Account: "Connection", Variable: "Value", Texts: "List of texts"}[f.Type]
	if f.Type == Choice {
		s = "One of `" + strings.ReplaceAll(f.choices(), ", ", "`, `") + "`"
	}
	if f.Unit != "" {
		s += " of " + f.Unit
	}
	switch low, high := f.Min != nil, f.Max != nil; {
	case low && high:
		s += fmt.Sprintf(", %s to %s", f.amount(*f.Min), f.amount(*f.Max))
	case low:
		s += ", at least " + f.amount(*f.Min)
	case high:
		s += ", at most " + f.amount(*f.Max)
	}
	if f.Template {
		s += ", may hold `{{ }}`"
	}
	switch {
	case f.Default != nil:
		s += "; default `" + ToText(f.Default) + "`"
	case f.Required:
		s += "; required"
	}
	return s
}

func (f Field) meaning(siblings []Field) string {
	s := f.Doc
	if f.When != nil {
		of := f.When.Field
		for _, sib := range siblings {
			if sib.Name == of {
				of = sib.Title()
			}
		}
		s += " Only where " + of + " is " + strings.Join(f.When.Is, " or ") + "."
	}
	for _, o := range f.Options {
		if o.Doc != "" {
			s += fmt.Sprintf(" `%s`: %s.", o.Value, o.Doc)
		}
	}
	return strings.TrimSpace(s)
}

// cell is text that can stand in a table.
func cell(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "|", `\|`), "\n", " ")
}

func (e Example) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n### %s\n\n```json\n%s\n```\n", e.Title, indent(e.Config))
	if e.Each != nil {
		fmt.Fprintf(b, "\nThe last node inside gives `%s`.\n", ToText(e.Each))
	}
	switch {
	case e.Fails != "":
		fmt.Fprintf(b, "\nFails: %s\n", e.Fails)
	case e.Port != "":
		fmt.Fprintf(b, "\nGoes on at `%s`.\n", e.Port)
	}
	if e.Gives != nil {
		fmt.Fprintf(b, "\nGives\n\n```json\n%s\n```\n", indent(e.Gives))
	}
}

func indent(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSpace(b.String())
}
