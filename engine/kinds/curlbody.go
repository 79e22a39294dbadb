package kinds

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
)

// body is what is sent, and how; the headers are made to fit.
func (c *curlRequest) body() (as string, body flow.Value) {
	if c.fields != nil {
		c.rows = slices.DeleteFunc(c.rows, func(r headerRow) bool { return strings.EqualFold(r.Name, "Content-Type") })
		return asForm, flow.Object(joined(c.fields))
	}
	if len(c.parts) == 0 {
		return "", nil
	}
	said := strings.ToLower(c.value("Content-Type"))
	text := strings.Join(c.parts, "&")
	if c.asJSON {
		text = strings.Join(c.parts, "") // curl puts no & between these
		if said == "" {
			said = "application/json"
		}
	}
	if text == "" {
		return "", nil
	}
	if strings.Contains(said, "json") || said == "" && strings.ContainsAny(text[:1], "{[") {
		if v, ok := flow.Valid(expr.QuoteBare(text)); ok {
			if said == "" {
				c.say("The body is JSON and is sent as that.")
			}
			return "", v
		}
	}
	if said == "" || strings.HasPrefix(said, "application/x-www-form-urlencoded") {
		if form, ok := pairs(text); ok {
			return asForm, flow.Object(form)
		}
		said = "application/x-www-form-urlencoded"
	}
	if c.value("Content-Type") == "" {
		c.set("Content-Type", said)
	}
	return asText, flow.Of(text)
}

// pairs reads a form; ok is false where an object could not be sent as the same one again.
func pairs(text string) (flow.Config, bool) {
	var out flow.Config
	for one := range strings.SplitSeq(text, "&") {
		name, value, ok := strings.Cut(one, "=")
		var err, err2 error
		if name, err = url.QueryUnescape(name); !ok || err != nil || name == "" {
			return nil, false
		}
		if value, err2 = url.QueryUnescape(value); err2 != nil {
			return nil, false
		}
		if out.Get(name) != nil && !strings.HasSuffix(name, "[]") {
			return nil, false
		}
		out = append(out, flow.Setting{Name: name, Value: flow.Of(value)})
	}
	return joined(out), true
}

// joined makes one list of the values of a name that is there several times.
func joined(c flow.Config) flow.Config {
	var out flow.Config
	for _, s := range c {
		had := out.Get(s.Name)
		switch {
		case had == nil:
			out = append(out, s)
		case had.Kind() == '[':
			out = out.With(s.Name, flow.List(append(flow.Elements(had), s.Value)))
		default:
			out = out.With(s.Name, flow.List([]flow.Value{had, s.Value}))
		}
	}
	return out
}

var inTemplate = regexp.MustCompile(`\{\{.*?\}\}`)

// escaped escapes a value for a URL, but for the templates in it, whose values are escaped
// when they are put in.
func escaped(v string) string {
	var b strings.Builder
	last := 0
	for _, at := range inTemplate.FindAllStringIndex(v, -1) {
		b.WriteString(url.QueryEscape(v[last:at[0]]) + v[at[0]:at[1]])
		last = at[1]
	}
	return b.String() + url.QueryEscape(v[last:])
}
