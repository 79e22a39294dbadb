package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"flowbench/engine"
	"flowbench/engine/auth"
)

// testTry asks for a token many times at once, and says which it got. The token is made of
// the process's id and the refresh token; the next refresh token is one letter longer.
func testTry(ctx context.Context, t Trial, tokens auth.Tokens) Verdict {
	var mu sync.Mutex
	var got []string
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			said := ""
			token, err := tokens.Token(ctx, "one", func(ctx context.Context, refresh auth.Secret) (auth.Token, error) {
				time.Sleep(20 * time.Millisecond)
				if t.What == "fail" {
					return auth.Token{}, fmt.Errorf("the server said no: %w", auth.ErrSignIn)
				}
				return auth.Token{Values: []auth.Secret{auth.Hide(fmt.Sprint(os.Getpid(), " ", refresh.Reveal()))}, Refresh: auth.Hide(refresh.Reveal() + "r")}, nil
			})
			if err != nil {
				said = fmt.Sprint(err, " ", errors.Is(err, auth.ErrSignIn))
			} else {
				said = token.Values[0].Reveal()
				if !token.Refresh.Empty() {
					said += " and the refresh token"
				}
			}
			if t.What == "refuse" && err == nil {
				tokens.Refused("one", token)
			}
			mu.Lock()
			defer mu.Unlock()
			if !slices.Contains(got, said) {
				got = append(got, said)
			}
		})
	}
	wait.Wait()
	return Verdict{Verdict: engine.Verdict{OK: true, Said: strings.Join(got, "; ")}}
}

// keeping is where refresh tokens go, or cannot.
type keeping struct {
	mu   sync.Mutex
	kept []string
	full error
}

func (k *keeping) Grant(string) (auth.Secret, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.kept) == 0 {
		return auth.Secret{}, nil
	}
	return auth.Hide(k.kept[len(k.kept)-1]), nil
}

func (k *keeping) Keep(_ string, refresh auth.Secret) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.full == nil {
		k.kept = append(k.kept, refresh.Reveal())
	}
	return k.full
}

func tryAll(t *testing.T, p *Pool, n int, what string) []string {
	t.Helper()
	var mu sync.Mutex
	var said []string
	var wait sync.WaitGroup
	for range n {
		wait.Go(func() {
			v, err := p.Try(t.Context(), Trial{What: what, Env: Environment{Name: "Live"}})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			said = append(said, v.Said)
		})
	}
	wait.Wait()
	return said
}

func TestATokenIsFetchedOnceForAllWorkers(t *testing.T) {
	grants := &keeping{}
	p := NewPool(command("serve"))
	p.Tokens.Grants = grants
	defer p.Close()
	first := tryAll(t, p, 3, "")
	if slices.Sort(first); first[0] != first[2] || strings.Contains(first[0], ";") || strings.Contains(first[0], "refresh") {
		t.Errorf("the workers got %q", first)
	}
	if again := tryAll(t, p, 1, ""); again[0] != first[0] {
		t.Errorf("a token that is good is not used again: %q", again)
	}
	p.Tokens.Forget("Live", "one")
	if next := tryAll(t, p, 1, ""); next[0] == first[0] || !strings.HasSuffix(next[0], " r") {
		t.Errorf("after it was forgotten: %q", next)
	}
	if want := []string{"r", "rr"}; !slices.Equal(grants.kept, want) {
		t.Errorf("refresh tokens kept: %q, want %q", grants.kept, want)
	}
}

func TestATokenThatWasRefusedIsFetchedAnew(t *testing.T) {
	p := NewPool(command("serve"))
	defer p.Close()
	first := tryAll(t, p, 1, "refuse")
	if next := tryAll(t, p, 1, ""); strings.Contains(first[0], next[0]) {
		t.Errorf("%q is given out again after %q", next, first)
	}
}

func TestAFailedFetchIsToldToAllAndTriedAgain(t *testing.T) {
	p := NewPool(command("serve"))
	defer p.Close()
	for range 3 {
		for _, said := range tryAll(t, p, 2, "fail") {
			if said != "the server said no: sign in again true" {
				t.Errorf("said: %s", said)
			}
		}
	}
	if said := tryAll(t, p, 1, ""); strings.Contains(said[0], "no") {
		t.Errorf("later: %q", said)
	}
}

func TestATokenIsNotUsedWhoseRefreshTokenCouldNotBeKept(t *testing.T) {
	p := NewPool(command("serve"))
	p.Tokens.Grants = &keeping{full: errors.New("the disk is full")}
	defer p.Close()
	if said := tryAll(t, p, 1, ""); said[0] != "the disk is full false" {
		t.Errorf("said: %q", said)
	}
}
