package request

import (
	"mime"
	"strings"

	"flowbench/engine/event"
	"flowbench/engine/expr"
)

// The media types that bodies are given unless a header says otherwise.
const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
	typeText = "text/plain; charset=utf-8"
)

func (r *Request) setBody(body any, as string) error {
	said := r.Header("Content-Type")
	if body == nil || as == None {
		return nil
	}
	if as == Auto {
		as = JSON
		if _, isText := body.(string); isText {
			as = Text
		}
	}
	if as == JSON && isForm(said) && members(body) != nil {
		as = Form
	}
	var err error
	switch as {
	case JSON:
		r.Type = typeJSON
		r.Body, err = expr.Encode(body)
	case Form:
		r.Type = typeForm
		r.Body, err = encodeForm(body)
	case Text:
		r.Type = typeText
		var text string
		text, err = expr.Text(body)
		r.Body = []byte(text)
	default:
		err = fault("use json, form, text or none", "%q is no way to write a body", as)
	}
	if err != nil {
		return err
	}
	if said == "" {
		r.Headers = append(r.Headers, event.Header{Name: "Content-Type", Value: r.Type})
	} else {
		r.Type = said
	}
	return nil
}

func isForm(contentType string) bool { return mediaType(contentType) == typeForm }

func isJSON(contentType string) bool {
	t := mediaType(contentType)
	return t == typeJSON || strings.HasSuffix(t, "+json")
}

func mediaType(contentType string) string {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t, _, _ = strings.Cut(contentType, ";")
		t = strings.ToLower(strings.TrimSpace(t))
	}
	return t
}

// members returns the members of an object in order, nil for anything else.
func members(v any) expr.Object {
	switch v := v.(type) {
	case expr.Object:
		return v
	case map[string]any:
		return sorted(v)
	}
	return nil
}
