package auth

import (
	"encoding/base64"
	"errors"
	"strings"

	"flowbench/engine/spec"
)

var basic = Scheme{
	ID: "basic", Title: "Login & Password", Summary: "A login and a password in every request",
	Doc: "Login and password are sent with every request, as HTTP knows it: `Authorization: Basic …`. Some services take a key as the **Login** " +
		"and no password: leave **Password** empty then.",
	Search: []string{"basic", "password", "user", "username", "login"},
	New:    func() Account { return new(basicAccount) },
}

// basicAccount is HTTP's own way, of RFC 7617.
type basicAccount struct {
	hidden
	login, password string
}

// Fields implements [Account].
func (a *basicAccount) Fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&a.login, spec.Field{Name: "login", Label: "Login", Required: true, Source: "R57", Doc: "The user's name, as the service knows it. No colon can stand in it."}),
		spec.TextVar(&a.password, spec.Field{Name: "password", Label: "Password", Secret: true, Source: "R57", Doc: "The password. May be empty where a service takes a key as the login."}),
	}
}

var errColon = errors.New("the Login holds a colon, which ends a login: remove it")

// Check implements [Checker].
func (a *basicAccount) Check(v spec.Values) []spec.Problem {
	var p problems
	login := spec.ToText(v["login"])
	if strings.Contains(login, ":") {
		p.add("login", "Login holds a colon, which ends a login: remove it.")
	}
	p.line("login", "Login", login)
	p.line("password", "Password", spec.ToText(v["password"]))
	return p
}

// Method implements [Account].
func (a *basicAccount) Method(Env) (Method, error) {
	if strings.Contains(a.login, ":") {
		return nil, errColon
	}
	value := Hide(a.header())
	m := placed{Parts{Add: []Part{{In: Header, Name: "Authorization", Value: value}}, Secrets: []Secret{value}}}
	if a.password != "" {
		m.parts.Secrets = append(m.parts.Secrets, Hide(a.password))
	}
	return m, nil
}

func (a *basicAccount) header() string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(a.login+":"+a.password))
}

// Verify implements [Verifier].
func (a *basicAccount) Verify(r Request) error {
	if r.Header("Authorization") != a.header() {
		return errors.New("the header Authorization does not hold the login and the password")
	}
	return nil
}
