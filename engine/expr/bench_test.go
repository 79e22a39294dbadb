package expr

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"testing"

	gojson "github.com/go-json-experiment/json"
	"github.com/itchyny/gojq"
)

// records is a response of n backlinks, about 200 bytes each.
func records(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"backlinks":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"url_from":"https://site-%d.example/path/to/page","url_to":"https://example.com/%d","http_code":%d,"domain_rating":%d.5,"title":"A page about things no. %d","nofollow":%v}`,
			i, i, 200+i%2*204, i%100, i, i%3 == 0)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

const filterMap = `[.backlinks[] | select(.http_code == 404) | {url: .url_from, to: .url_to, dr: .domain_rating}]`

func BenchmarkProgramFilterAndMap(b *testing.B) {
	dot, _ := Decode(records(100))
	b.Run("expr", func(b *testing.B) {
		p, _ := Compile(filterMap)
		s := &Scope{}
		for b.Loop() {
			if _, _, err := p.Run(context.Background(), dot, s); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("gojq", func(b *testing.B) {
		q, _ := gojq.Parse(filterMap)
		code, _ := gojq.Compile(q)
		for b.Loop() {
			if v, ok := code.Run(dot).Next(); !ok || v == nil {
				b.Fatal(v)
			}
		}
	})
}

func BenchmarkTemplate(b *testing.B) {
	for _, c := range []struct{ name, template string }{
		{"path", `{{context.steps.Ahrefs.output.backlinks[0].url}}`},
		{"expression", `{{context.steps.Ahrefs.output.backlinks | length}}`},
		{"mixed", `Found {{context.steps.Ahrefs.output.total}} links for {{context.steps.Start.domain}}: {{context.steps.Ahrefs.output.backlinks[0].url}}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			x, err := Parse(c.template)
			if err != nil {
				b.Fatal(err)
			}
			s := testScope(b, nil)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := x.Eval(context.Background(), s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("expression-gojq", func(b *testing.B) {
		q, _ := gojq.Parse(`$context.steps.Ahrefs.output.backlinks | length`)
		code, _ := gojq.Compile(q, gojq.WithVariables([]string{"$context"}))
		s := testScope(b, nil)
		v := any(s.context(&needs{steps: []string{"Ahrefs"}}))
		b.ReportAllocs()
		for b.Loop() {
			if v, ok := code.Run(nil, v).Next(); !ok || v == nil {
				b.Fatal(v)
			}
		}
	})
}

func BenchmarkTreeOfTenStrings(b *testing.B) {
	tree, err := ParseTree([]byte(`{"channel": "{{config.channel}}", "text": "{{context.steps.Ahrefs.output.total}} links", "unfurl": false,
		"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*{{context.steps.Start.domain}}*"}},
		{"type": "context", "elements": ["{{config.max}}", "{{context.run.id}}", "{{currentItem.url}}", "{{index}}", "plain"]}]}`))
	if err != nil {
		b.Fatal(err)
	}
	s := testScope(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := tree.JSON(context.Background(), s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	data := records(100)
	run := func(name string, f func() (any, error)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("expr", func() (any, error) { return Decode(data) })
	run("go-json-experiment", func() (v any, err error) { return v, gojson.Unmarshal(data, &v) })
	run("encoding-json", func() (v any, err error) {
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		return v, d.Decode(&v)
	})
}

func BenchmarkEncode(b *testing.B) {
	data := records(100)
	v, _ := Decode(data)
	run := func(name string, f func() ([]byte, error)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("expr", func() ([]byte, error) { return Encode(v) })
	run("gojq", func() ([]byte, error) { return gojq.Marshal(v) })
	run("go-json-experiment", func() ([]byte, error) { return gojson.Marshal(v, gojson.Deterministic(true)) })
	run("encoding-json", func() ([]byte, error) { return json.Marshal(v) })
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse(`Found {{context.steps.Ahrefs.output.backlinks | length}} links`); err != nil {
			b.Fatal(err)
		}
	}
}
