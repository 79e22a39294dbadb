package request

import (
	"strings"

	"golang.org/x/net/http/httpguts"

	"flowbench/engine/event"
	"flowbench/engine/expr"
)

// ours are the headers that follow from the rest of the request: one that says otherwise
// would send it elsewhere, or garble it.
var ours = map[string]string{
	"host":              "it comes from the URL",
	"content-length":    "it comes from the body",
	"transfer-encoding": "it comes from the body",
	"trailer":           "it comes from the body",
	"connection":        "connections are kept and shared",
	"keep-alive":        "connections are kept and shared",
	"proxy-connection":  "connections are kept and shared",
	"te":                "connections are kept and shared",
	"upgrade":           "connections are kept and shared",
	"expect":            "a body is sent at once",
}

func buildHeaders(rows []Row) ([]event.Header, error) {
	headers := make([]event.Header, 0, len(rows)+2)
	for _, r := range rows {
		name := strings.TrimSpace(r.Name)
		if name == "" && (r.Value == nil || r.Value == "") {
			continue // a row that nobody has filled in
		}
		value, err := expr.Text(r.Value)
		if err != nil {
			return nil, err
		}
		if err := checkHeader(name, value); err != nil {
			return nil, err
		}
		if r.Value != nil {
			headers = append(headers, event.Header{Name: name, Value: strings.Trim(value, " \t")})
		}
	}
	return headers, nil
}

func checkHeader(name, value string) error {
	if !httpguts.ValidHeaderFieldName(name) {
		return fault("use letters, digits and hyphens, as in X-Request-Id", "%q is no name of a header", name)
	}
	if why, bad := ours[strings.ToLower(name)]; bad {
		return fault("leave it out: "+why, "the header %s cannot be set", name)
	}
	if !httpguts.ValidHeaderFieldValue(value) {
		return fault("remove line breaks and control characters from it, for example by gsub(\"[\\r\\n]+\"; \" \")",
			"the header %s has a line break or another control character in its value", name)
	}
	return nil
}
