package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"flowbench/engine/catalog"
	"flowbench/engine/node"
)

// A client calls a sandbox as the transport does: the Host stays that of the provider.
type client struct {
	t      *testing.T
	server *Server
	auth   bool
}

func open(t *testing.T) client {
	return client{t, New(catalog.Builtin(), Programs()), true}
}

type got struct {
	status int
	header http.Header
	text   string
	body   any
}

func (g got) at(path ...any) any {
	v := g.body
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

// do sends an action with its fields.
func (c client) do(provider, action string, fields map[string]any) got {
	c.t.Helper()
	r, err := catalog.Builtin().Build(provider, action, fields)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.send(r)
}

func (c client) send(r node.Request) got {
	var target strings.Builder
	for _, p := range r.URL {
		if p.IsValue {
			target.WriteString(strings.NewReplacer("%21", "!").Replace(url.PathEscape(p.Value.(string))))
		} else {
			target.WriteString(p.Text)
		}
	}
	query := url.Values{}
	for _, q := range r.Query {
		query.Add(q.Name, q.Value)
	}
	header := map[string]string{}
	for _, h := range r.Headers {
		header[h.Name] = h.Value
	}
	body := ""
	switch r.BodyAs {
	case "json":
		b, err := json.Marshal(r.Body)
		if err != nil {
			c.t.Fatal(err)
		}
		body, header["Content-Type"] = string(b), "application/json"
	case "form":
		form := url.Values{}
		for k, v := range r.Body.(map[string]any) {
			list, ok := v.([]any)
			if !ok {
				list = []any{v}
			}
			for _, one := range list {
				form.Add(k, fmt.Sprint(one))
			}
		}
		body, header["Content-Type"] = form.Encode(), "application/x-www-form-urlencoded"
	}
	if len(query) > 0 {
		target.WriteString("?" + query.Encode())
	}
	return c.raw(r.Method, target.String(), body, header)
}

func (c client) raw(method, target, body string, header map[string]string) got {
	c.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if p := catalog.Builtin().ForHost(r.Host); c.auth && p != nil && len(p.Auth) > 0 {
		r.Header.Set("Authorization", "Bearer any")
	}
	for k, v := range header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	c.server.ServeHTTP(w, r)
	text, _ := io.ReadAll(w.Result().Body)
	g := got{status: w.Code, header: w.Header(), text: string(text)}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&g.body) != nil {
		g.body = nil
	}
	return g
}
