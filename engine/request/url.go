package request

import (
	"slices"
	"strings"

	"flowbench/engine/expr"
	"flowbench/engine/node"
)

// buildURL joins the parts of a URL, escaping each value for where it stands, and appends
// the rows to its query.
func buildURL(parts []node.Part, rows []Row) (string, error) {
	base, rest, err := cutAuthority(parts)
	if err != nil {
		return "", err
	}
	path, rest := cut(rest, "?#")
	var query []node.Part
	if len(rest) > 0 && rest[0].Text[0] == '?' {
		query, _ = cut(after(rest), "#")
	}

	var b strings.Builder
	b.WriteString(base)
	if len(path) == 0 {
		b.WriteByte('/')
	}
	if err := writePath(&b, path); err != nil {
		return "", err
	}
	q := params{b: &b, next: '?'}
	for len(query) > 0 {
		var param []node.Part
		param, query = cut(query, "&")
		query = after(query)
		if err := q.literal(param); err != nil {
			return "", err
		}
	}
	for _, r := range rows {
		if err := q.add(escapeQuery(r.Name), r.Value); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// cutAuthority takes the literal scheme, host and port off the front.
func cutAuthority(parts []node.Part) (string, []node.Part, error) {
	parts = slices.DeleteFunc(slices.Clone(parts), func(p node.Part) bool { return !p.IsValue && p.Text == "" })
	first := slices.IndexFunc(parts, func(p node.Part) bool { return p.IsValue })
	whole := first < 0
	if whole {
		first = len(parts)
	}
	var b strings.Builder
	for _, p := range parts[:first] {
		b.WriteString(p.Text)
	}
	text := strings.TrimLeft(b.String(), " \t\r\n")
	if whole {
		text = strings.TrimRight(text, " \t\r\n")
	}
	end := -1
	if colon := strings.Index(text, "://"); colon >= 0 {
		host := colon + len("://")
		if end = strings.IndexAny(text[host:], `/?#\`); end >= 0 {
			end += host
		} else if whole {
			end = len(text)
		}
	} else if whole {
		return "", nil, fault("write it whole, as in https://api.example.com/v1", "%q is no URL", text)
	}
	switch {
	case end < 0:
		return "", nil, fault("write the host itself; an environment can map it to another address",
			"the scheme, host and port of a URL cannot come from a template: %s{{…}}", text)
	case end == len(text):
		return text, parts[first:], nil
	case text[end] == '\\':
		return "", nil, fault(`use / instead`, `a URL has no \ after its host: %s`, text)
	}
	return text[:end], append([]node.Part{{Text: text[end:]}}, parts[first:]...), nil
}

// cut divides parts before the first literal character that is one of stops.
func cut(parts []node.Part, stops string) (before, rest []node.Part) {
	for i, p := range parts {
		if p.IsValue {
			continue
		}
		if at := strings.IndexAny(p.Text, stops); at >= 0 {
			before = append(before, parts[:i]...)
			if at > 0 {
				before = append(before, node.Part{Text: p.Text[:at]})
			}
			return before, append([]node.Part{{Text: p.Text[at:]}}, parts[i+1:]...)
		}
	}
	return parts, nil
}

// after drops the one character that parts begin with.
func after(parts []node.Part) []node.Part {
	if len(parts) == 0 {
		return nil
	}
	if rest := parts[0].Text[1:]; rest != "" {
		return append([]node.Part{{Text: rest}}, parts[1:]...)
	}
	return parts[1:]
}

// writePath writes segment by segment: one that a value made into "." or ".." would
// lead elsewhere.
func writePath(b *strings.Builder, path []node.Part) error {
	for len(path) > 0 {
		var segment []node.Part
		if !path[0].IsValue && path[0].Text[0] == '/' {
			b.WriteByte('/')
			path = after(path)
		}
		segment, path = cut(path, "/")
		start, values := b.Len(), false
		for _, p := range segment {
			if !p.IsValue {
				b.WriteString(escapeLiteral(p.Text))
				continue
			}
			values = true
			text, err := expr.Text(p.Value)
			if err != nil {
				return err
			}
			b.WriteString(escapeSegment(text))
		}
		if written := b.String()[start:]; values && isDots(written) {
			return fault("give a value that is a name",
				"a value made the part %q of the URL's path, which would lead to another address", written)
		}
	}
	return nil
}

func isDots(segment string) bool {
	s := strings.ReplaceAll(strings.ToLower(segment), "%2e", ".")
	return s == "." || s == ".."
}

// params writes a query, parameter by parameter.
type params struct {
	b    *strings.Builder
	next byte // what leads the next one: ? or &
}

func (q *params) begin() {
	q.b.WriteByte(q.next)
	q.next = '&'
}

// literal writes a parameter as it stands in the URL. Where its value is one template
// and nothing else, it may be missing or a list.
func (q *params) literal(parts []node.Part) error {
	name, value := cut(parts, "=")
	if value = after(value); len(value) == 1 && value[0].IsValue {
		n, err := component(name)
		if err != nil {
			return err
		}
		return q.add(n, value[0].Value)
	}
	text, err := component(parts)
	if err != nil {
		return err
	}
	q.begin()
	q.b.WriteString(text)
	return nil
}

// add writes a parameter for the value, one for each element of a list.
func (q *params) add(name string, value any) error {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		for _, e := range v {
			if err := q.add(name, e); err != nil {
				return err
			}
		}
		return nil
	}
	text, err := expr.Text(value)
	if err != nil {
		return err
	}
	q.begin()
	q.b.WriteString(name)
	q.b.WriteByte('=')
	q.b.WriteString(escapeQuery(text))
	return nil
}

// component joins parts of a query.
func component(parts []node.Part) (string, error) {
	var b strings.Builder
	for _, p := range parts {
		if !p.IsValue {
			b.WriteString(escapeLiteral(p.Text))
			continue
		}
		text, err := expr.Text(p.Value)
		if err != nil {
			return "", err
		}
		b.WriteString(escapeQuery(text))
	}
	return b.String(), nil
}
