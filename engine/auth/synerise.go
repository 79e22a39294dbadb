package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"flowbench/engine/expr"
	"flowbench/engine/spec"
)

var synerise = Scheme{
	ID: "synerise", Title: "Synerise API key", Summary: "An API key of a Synerise workspace; the JWT is fetched for you",
	Doc: `Paste the API key of your workspace (in Synerise: **Settings > API keys**), with the permissions that your requests need. The JWT
that Synerise's API wants is fetched before the first request, put into the header ` + "`Authorization`" + `, and fetched anew before it ends.

**API host** is where your workspace lives; most are at https://api.synerise.com.`,
	Search: []string{"synerise", "jwt", "workspace", "profile", "api key"},
	New:    func() Account { return new(syneriseAccount) },
}

// syneriseAccount is a custom connection of which all but the key is known.
type syneriseAccount struct {
	hidden
	key, host string
}

const syneriseHost = "https://api.synerise.com"

// Fields implements [Account].
func (a *syneriseAccount) Fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&a.key, spec.Field{Name: "apiKey", Label: "API key", Required: true, Secret: true, Source: "R66", Doc: "The workspace's API key, as Synerise shows it."}),
		spec.ChoiceVar(&a.host, spec.Field{Name: "host", Label: "API host", Default: syneriseHost, Advanced: true, Source: "R66",
			Options: []spec.Option{
				{Value: syneriseHost, Label: "Microsoft Azure EU (api.synerise.com)"},
				{Value: "https://api.azu.synerise.com", Label: "Microsoft Azure USA (api.azu.synerise.com)"},
				{Value: "https://api.geb.synerise.com", Label: "Google Cloud Platform (api.geb.synerise.com)"},
			},
			Doc: "Where the workspace lives."}),
	}
}

// Check implements [Checker].
func (a *syneriseAccount) Check(v spec.Values) []spec.Problem {
	var p problems
	p.line("apiKey", "API key", spec.ToText(v["apiKey"]))
	return p
}

func (a *syneriseAccount) asCustom() *customAccount {
	host := a.host
	if host == "" {
		host = syneriseHost
	}
	return &customAccount{
		secret: a.key, method: "POST", url: host + "/uauth/v2/auth/login/profile", body: `{"apiKey": "{{secret}}"}`,
		putHeaders: []outletRow{{"Authorization", `Bearer {{ authResponseBody | fromjson | attr("token") }}`}},
	}
}

// Method implements [Account].
func (a *syneriseAccount) Method(e Env) (Method, error) {
	c := a.asCustom()
	outlets, err := c.outlets()
	if err != nil {
		return nil, err
	}
	q, err := c.ask()
	if err != nil {
		return nil, err
	}
	return newTokened(e, len(outlets), func(ctx context.Context, _ Secret) (Token, error) {
		reply, err := e.Sender.Send(ctx, q)
		if err != nil {
			return Token{}, err
		}
		if reply.Status == 401 || reply.Status == 403 || reply.Status == 400 || reply.Status == 404 {
			return Token{}, errors.New(hostOf(q.URL) + " does not know the API key: look at it, and at API host")
		}
		values, err := render(ctx, outlets, c.secret, reply, hostOf(q.URL))
		if err != nil && reply.Status < 300 {
			return Token{}, fmt.Errorf("%s answered (status %d, %s) without a token: look at API host", hostOf(q.URL), reply.Status, reply.about())
		}
		if err != nil {
			return Token{}, err
		}
		t := Token{Values: values}
		if life := jwtLife(strings.TrimPrefix(values[0].Reveal(), "Bearer "), e.Time()); life > 0 {
			t.Expires = e.Time().Add(life)
		}
		return t, nil
	}, func(t Token) Parts { return put(outlets, t) })
}

// Verify implements [Verifier].
func (a *syneriseAccount) Verify(r Request) error { return verifyBearer(r) }

// jwtLife is for how long a JWT is good from the moment it came: from when it was made
// to when it ends, both by its maker's clock, so that a wrong one here does no harm. It is
// 0 for what says neither, or is none.
func jwtLife(token string, now time.Time) time.Duration {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return 0
	}
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return 0
	}
	v, err := expr.Decode(b)
	claims, _ := v.(map[string]any)
	if err != nil || claims == nil {
		return 0
	}
	end, made := seconds(claims["exp"]), seconds(claims["iat"])
	if end > 0 && made == 0 {
		made = float64(now.Unix())
	}
	if life := end - made; end > 0 && life > 0 && life < 1e9 {
		return time.Duration(life * float64(time.Second))
	}
	return 0
}

func seconds(v any) float64 {
	n, err := spec.ToNumber(v)
	if err != nil {
		return 0
	}
	return n
}
