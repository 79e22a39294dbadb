package main

import (
	"html/template"
	"net/http"
)

const loginPath = "/login"

var login = template.Must(template.New("login").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Sign in</title>
<form method="post" action="` + loginPath + `">
<input type="hidden" name="id" value="{{.ID}}">
<p><label>Name <input name="username" id="username"></label></p>
<p><label>Password <input name="password" id="password" type="password"></label></p>
<p>{{.Wrong}}</p>
<p><button>Sign in</button> <button name="cancel" value="1" id="cancel">Cancel</button></p>
</form></html>
`))

func loginPage(w http.ResponseWriter, r *http.Request) { writeLogin(w, r.FormValue("id"), "") }

func writeLogin(w http.ResponseWriter, id, wrong string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	login.Execute(w, struct{ ID, Wrong string }{id, wrong})
}
