package sandbox

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// request returns what a program sees of a request.
func request(r *http.Request, path string, params map[string]any, body []byte, state any) map[string]any {
	headers := make(map[string]any, len(r.Header)+1)
	for name, v := range r.Header {
		headers[strings.ToLower(name)] = strings.Join(v, ", ")
	}
	headers["host"] = r.Host
	return map[string]any{
		"method": r.Method, "path": path, "params": params, "headers": headers, "state": state,
		"query": form(r.URL.RawQuery, false), "body": decode(r.Header.Get("Content-Type"), body),
	}
}

// decode reads a body as its type says: JSON and forms as values, all else as text.
func decode(contentType string, body []byte) any {
	if len(body) == 0 {
		return nil
	}
	typ, _, _ := mime.ParseMediaType(contentType)
	switch {
	case typ == "application/x-www-form-urlencoded":
		return form(string(body), true)
	case typ == "" || isJSON(contentType):
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		var v any
		if d.Decode(&v) == nil && !d.More() {
			return v
		}
	}
	return strings.ToValidUTF8(string(body), "�")
}

func isJSON(contentType string) bool {
	typ, _, _ := mime.ParseMediaType(contentType)
	return typ == "application/json" || strings.HasSuffix(typ, "+json")
}

// form reads names and values: one value is a text, more are a list, and so is name[].
// With nested, name[key] is an object.
func form(raw string, nested bool) map[string]any {
	values, _ := url.ParseQuery(raw) // what can be read of it
	out := make(map[string]any, len(values))
	for name, list := range values {
		keys := []string{name}
		if open := strings.IndexByte(name, '['); nested && open > 0 && strings.HasSuffix(name, "]") {
			keys = append([]string{name[:open]}, strings.Split(name[open+1:len(name)-1], "][")...)
		}
		put(out, keys, list)
	}
	return out
}

func put(m map[string]any, keys []string, list []string) {
	key := keys[0]
	if len(keys) > 1 && keys[1] != "" {
		inner, ok := m[key].(map[string]any)
		if !ok {
			inner = map[string]any{}
			m[key] = inner
		}
		put(inner, keys[1:], list)
		return
	}
	if len(list) == 1 && len(keys) == 1 {
		m[key] = list[0]
		return
	}
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	m[key] = out
}
