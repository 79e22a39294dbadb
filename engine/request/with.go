package request

import (
	"bytes"
	"slices"
	"strings"

	"flowbench/engine/event"
	"flowbench/engine/expr"
)

// An Extra is one thing more in a request: a header, a query parameter, a field of its
// body, or the body itself. It takes the place of one of the same name.
type Extra struct {
	In     string // "header", "query", "body", "whole"
	Name   string
	Value  string
	Hidden bool // the value is a mark for people and is not escaped
}

// With returns the request with the extras in it.
func (r *Request) With(extras ...Extra) (*Request, error) {
	if len(extras) == 0 {
		return r, nil
	}
	w := *r
	w.Headers = slices.Clone(r.Headers)
	for _, x := range extras {
		var err error
		switch x.In {
		case "header":
			err = w.withHeader(x)
		case "query":
			w.withParam(x)
		case "body":
			err = w.withField(x)
		case "whole":
			w.withBody(x)
		default:
			err = fault("use header, query, body or whole", "%q is no place in a request", x.In)
		}
		if err != nil {
			return nil, err
		}
	}
	return &w, nil
}

func (r *Request) withHeader(x Extra) error {
	if err := checkHeader(x.Name, x.Value); err != nil {
		return err
	}
	h := event.Header{Name: x.Name, Value: strings.Trim(x.Value, " \t")}
	if i := r.header(x.Name); i >= 0 {
		r.Headers[i] = h
		return nil
	}
	r.Headers = append(r.Headers, h)
	return nil
}

func (r *Request) withParam(x Extra) {
	name := escapeQuery(x.Name)
	base, query, _ := strings.Cut(r.URL, "?")
	kept := slices.DeleteFunc(strings.Split(query, "&"), func(p string) bool {
		n, _, _ := strings.Cut(p, "=")
		return n == name || n == x.Name || p == ""
	})
	r.URL = base + "?" + strings.Join(append(kept, name+"="+x.text(escapeQuery)), "&")
}

func (x Extra) text(escape func(string) string) string {
	if x.Hidden {
		return x.Value
	}
	return escape(x.Value)
}

// withBody takes the body as it is; its type is what the headers say.
func (r *Request) withBody(x Extra) {
	r.Body = []byte(x.Value)
	if r.Type == "" {
		r.Type = r.Header("Content-Type")
	}
}

// withField writes into the body's bytes: a field of a form at its end, a key of a JSON
// object at its end.
func (r *Request) withField(x Extra) error {
	switch {
	case isForm(r.Type) || len(r.Body) == 0:
		pair := escape(x.Name, inFormKey, false) + "=" + x.text(formValue)
		if len(r.Body) == 0 {
			r.Body = []byte(pair)
			r.Type = typeForm
			return r.withHeader(Extra{Name: "Content-Type", Value: typeForm})
		}
		kept := slices.DeleteFunc(strings.Split(string(r.Body), "&"), func(p string) bool {
			n, _, _ := strings.Cut(p, "=")
			return n == x.Name
		})
		r.Body = []byte(strings.Join(append(kept, pair), "&"))
	case isJSON(r.Type) && bytes.HasPrefix(r.Body, []byte("{")):
		v, err := expr.DecodeOrdered(r.Body)
		if err != nil {
			return err
		}
		object := slices.DeleteFunc(v.(expr.Object), func(m expr.Member) bool { return m.Name == x.Name })
		r.Body, err = expr.Encode(append(object, expr.Member{Name: x.Name, Value: x.Value}))
		return err
	default:
		return fault("send a form or a JSON object, or put the authentication into a header",
			"the authentication %s belongs into the body, and this body has no fields", x.Name)
	}
	return nil
}
