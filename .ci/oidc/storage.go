package main

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"sync"
	"time"

	example "github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// storage is the library's own, in memory, with the clients, the user and the short lives
// of tokens that a sign-in is tried with.
type storage struct {
	*example.Storage
	clients map[string]op.Client
	jobs    op.Client
	secret  string
	life    time.Duration

	mu   sync.Mutex
	ends map[string]time.Time // of access tokens, by id
}

func newStorage(secret string, life time.Duration) *storage {
	public, web := example.NativeClient("flowbench"), example.WebClient("flowbench-web", secret)
	return &storage{
		Storage: example.NewStorageWithClients(users{}, map[string]*example.Client{public.GetID(): public, web.GetID(): web}),
		clients: map[string]op.Client{public.GetID(): client{public}, web.GetID(): client{web}},
		jobs:    jobs{client{example.WebClient("flowbench-jobs", secret)}},
		secret:  secret, life: life, ends: map[string]time.Time{},
	}
}

// users is the one user.
type users struct{}

func (users) GetUserByID(string) *example.User {
	return &example.User{ID: "id1", Username: "test", Password: "verysecure", FirstName: "Test", LastName: "User", Email: "test@example.com", EmailVerified: true}
}
func (u users) GetUserByUsername(name string) *example.User {
	if user := u.GetUserByID(""); name == user.Username {
		return user
	}
	return nil
}
func (users) ExampleClientID() string { return "none" }

// client is one that may come back to any port of this machine.
type client struct{ *example.Client }

func (client) LoginURL(id string) string { return loginPath + "?id=" + id }
func (client) DevMode() bool             { return true } // where patterns count
func (client) RedirectURIs() []string    { return nil }
func (client) RedirectURIGlobs() []string {
	return []string{"http://127.0.0.1:*/callback", "http://127.0.0.1:*/callback/*"}
}
func (client) PostLogoutRedirectURIGlobs() []string { return nil }

// jobs is one that nobody signs in to.
type jobs struct{ client }

func (jobs) GrantTypes() []oidc.GrantType { return []oidc.GrantType{oidc.GrantTypeClientCredentials} }

func (s *storage) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	if c, ok := s.clients[id]; ok {
		return c, nil
	}
	return nil, errors.New("there is no client " + id)
}

func (s *storage) ClientCredentials(_ context.Context, id, secret string) (op.Client, error) {
	if id != s.jobs.GetID() || subtle.ConstantTimeCompare([]byte(secret), []byte(s.secret)) != 1 {
		return nil, errors.New("wrong client or secret")
	}
	return s.jobs, nil
}

func (s *storage) ClientCredentialsTokenRequest(_ context.Context, id string, scopes []string) (op.TokenRequest, error) {
	return &oidc.JWTTokenRequest{Subject: "id1", Audience: []string{id}, Scopes: scopes}, nil
}

// shorten gives an access token the life that was asked for.
func (s *storage) shorten(id string) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ends[id] = time.Now().Add(s.life)
	return s.ends[id]
}

func (s *storage) CreateAccessToken(ctx context.Context, r op.TokenRequest) (string, time.Time, error) {
	id, _, err := s.Storage.CreateAccessToken(ctx, r)
	return id, s.shorten(id), err
}

func (s *storage) CreateAccessAndRefreshTokens(ctx context.Context, r op.TokenRequest, current string) (id, refresh string, ends time.Time, err error) {
	id, refresh, _, err = s.Storage.CreateAccessAndRefreshTokens(ctx, r, current)
	return id, refresh, s.shorten(id), err
}

func (s *storage) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, id, subject, origin string) error {
	s.mu.Lock()
	end, known := s.ends[id]
	s.mu.Unlock()
	if !known || time.Now().After(end) {
		return errors.New("the token has expired")
	}
	return s.Storage.SetUserinfoFromToken(ctx, info, id, subject, origin)
}

// decline sends the browser back without a code.
func (s *storage) decline(w http.ResponseWriter, r *http.Request, id string, by op.Authorizer) {
	asked, err := s.AuthRequestByID(r.Context(), id)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	op.AuthRequestError(w, r, asked, oidc.ErrAccessDenied().WithDescription("The user went back."), by)
}
