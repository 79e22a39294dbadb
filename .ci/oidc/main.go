// Oidc is an OAuth2 and OpenID Connect server on this machine, for trying a sign-in whole:
// the server of a library, with one user, test and verysecure, and these clients:
//
//	flowbench       public, PKCE required; redirects to any port of 127.0.0.1, /callback and below
//	flowbench-web   with a secret besides
//	flowbench-jobs  client credentials, with the same secret
//
// Codes are good once, refresh tokens too: each brings the next. It prints its address as
// soon as it listens.
package main

import (
	"crypto/rand"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/zitadel/oidc/v3/pkg/op"
)

func main() {
	log.SetFlags(0)
	port := flag.Int("port", 0, "of 127.0.0.1; 0 is a free one")
	issuer := flag.String("issuer", "https://idp.example.com", "what the server calls itself")
	secret := flag.String("secret", "sandbox-clientSecret", "of the clients that have one")
	life := flag.Duration("life", 5*time.Minute, "of an access token")
	flag.Parse()

	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	handler, err := server(*issuer, newStorage(*secret, *life))
	if err != nil {
		log.Fatal(err)
	}
	ln, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", *port))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", ln.Addr())
	log.Fatal(http.Serve(ln, handler))
}

// server joins the library's server and the page where one signs in.
func server(issuer string, s *storage) (http.Handler, error) {
	config := &op.Config{CodeMethodS256: true, AuthMethodPost: true, GrantTypeRefreshToken: true, CryptoKeyId: "key"}
	rand.Read(config.CryptoKey[:])
	provider, err := op.NewProvider(config, s, op.StaticIssuer(issuer), op.WithAllowInsecure())
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", provider)
	mux.HandleFunc("GET "+loginPath, loginPage)
	mux.HandleFunc("POST "+loginPath, func(w http.ResponseWriter, r *http.Request) {
		id := r.FormValue("id")
		if r.FormValue("cancel") != "" {
			s.decline(w, r, id, provider)
			return
		}
		if err := s.CheckUsernamePassword(r.FormValue("username"), r.FormValue("password"), id); err != nil {
			writeLogin(w, id, "The name or the password is wrong.")
			return
		}
		// A path and no more: the browser knows the server by another address than its own.
		http.Redirect(w, r, provider.AuthorizationEndpoint().Relative()+"/callback?id="+id, http.StatusFound)
	})
	return mux, nil
}
