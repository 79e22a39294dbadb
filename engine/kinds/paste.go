package kinds

import (
	"bytes"
	"strings"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/flow"
)

// FromRequest reads the object {"url", "method", "headers", "body"} as the settings of
// an API node. ok is false for any other JSON. Headers keep their order.
func FromRequest(text []byte) (config flow.Config, ok bool) {
	var in struct {
		URL     string         `json:"url"`
		Method  string         `json:"method"`
		Headers jsontext.Value `json:"headers"`
		Body    jsontext.Value `json:"body"`
	}
	if json2.Unmarshal(text, &in, json2.RejectUnknownMembers(true)) != nil || in.URL == "" {
		return nil, false
	}
	method := strings.ToUpper(in.Method)
	if method == "" {
		method = "GET"
	}
	var rows []headerRow
	kind := ""
	if len(in.Headers) > 0 && in.Headers.Kind() == '{' {
		d := jsontext.NewDecoder(bytes.NewReader(in.Headers))
		for d.ReadToken(); d.PeekKind() == '"'; {
			var r headerRow
			var value any
			if json2.UnmarshalDecode(d, &r.Name) != nil || json2.UnmarshalDecode(d, &value) != nil {
				return nil, false
			}
			if r.Value, ok = value.(string); !ok {
				r.Value = string(flow.Of(value))
			}
			if strings.EqualFold(r.Name, "Content-Type") {
				kind = strings.ToLower(r.Value)
			}
			rows = append(rows, r)
		}
	} else if len(in.Headers) > 0 && in.Headers.Kind() != 'n' {
		return nil, false
	}
	if len(in.Body) == 0 || in.Body.Kind() == 'n' || method == "GET" || method == "DELETE" {
		return requestConfig(method, in.URL, rows, "", nil), true
	}
	as := ""
	switch {
	case in.Body.Kind() == '"':
		as = asText
	case strings.HasPrefix(kind, "application/x-www-form-urlencoded"):
		as = asForm
	}
	return requestConfig(method, in.URL, rows, as, in.Body), true
}

// A headerRow is a header in the settings of an API node.
type headerRow struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// requestConfig is the settings of the API node that makes a request; as "" is JSON.
func requestConfig(method, url string, rows []headerRow, as string, body flow.Value) flow.Config {
	config := flow.ConfigOf("method", method, "url", url)
	if rows != nil {
		config = append(config, flow.Setting{Name: "headers", Value: flow.Of(rows)})
	}
	if body == nil {
		return config
	}
	if as != "" {
		config = append(config, flow.Setting{Name: "bodyAs", Value: flow.Of(as)})
	}
	return append(config, flow.Setting{Name: "body", Value: body.Clone()})
}
