package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// fetching counts how often a token is asked for, each time another one.
type fetching struct {
	n     atomic.Int32
	takes time.Duration
	life  time.Duration
	err   error
	next  bool // each token brings another refresh token
	with  []string
	mu    sync.Mutex
}

func (f *fetching) fetch(ctx context.Context, refresh Secret) (Token, error) {
	n := f.n.Add(1)
	f.mu.Lock()
	f.with = append(f.with, refresh.Reveal())
	f.mu.Unlock()
	select {
	case <-time.After(f.takes):
	case <-ctx.Done():
		return Token{}, ctx.Err()
	}
	if f.err != nil {
		return Token{}, f.err
	}
	t := Token{Values: []Secret{Hide(fmt.Sprintf("token-%d", n))}}
	if f.life > 0 {
		t.Expires = time.Now().Add(f.life)
	}
	if f.next {
		t.Refresh = Hide(fmt.Sprintf("refresh-%d", n))
	}
	return t, nil
}

func tokenOf(t *testing.T, tokens Tokens, f *fetching) string {
	t.Helper()
	got, err := tokens.Token(t.Context(), "c1", f.fetch)
	if err != nil {
		t.Fatal(err)
	}
	return got.Values[0].Reveal()
}

func TestATokenIsAskedForOnceHoweverManyAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cache
		f := &fetching{takes: time.Second}
		got := make([]string, 50)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() { got[i] = tokenOf(t, c.In("live"), f) })
		}
		all.Wait()
		if f.n.Load() != 1 || len(slices.Compact(got)) != 1 {
			t.Errorf("asked %d times: %v", f.n.Load(), got)
		}
		if tokenOf(t, c.In("live"), f) != "token-1" {
			t.Error("a token that nobody has limited is good until it is refused")
		}
	})
}

func TestATokenIsRenewedAheadOfItsEnd(t *testing.T) {
	for _, c := range []struct{ life, before, after time.Duration }{
		{time.Hour, 59*time.Minute - time.Second, 59 * time.Minute}, // a minute before
		{100 * time.Second, 79 * time.Second, 80 * time.Second},     // a fifth of a short life
		{5 * time.Second, 3 * time.Second, 4 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			var cache Cache
			f := &fetching{life: c.life}
			live := cache.In("live")
			tokenOf(t, live, f)
			time.Sleep(c.before)
			if got := tokenOf(t, live, f); got != "token-1" {
				t.Errorf("after %v of %v: %s", c.before, c.life, got)
			}
			time.Sleep(c.after - c.before)
			if got := tokenOf(t, live, f); got != "token-2" {
				t.Errorf("after %v of %v: %s", c.after, c.life, got)
			}
			if until, ok := cache.Held("live", "c1"); !ok || time.Until(until) != c.life {
				t.Errorf("held until %v, %v", until, ok)
			}
			time.Sleep(c.life)
			if _, ok := cache.Held("live", "c1"); ok {
				t.Error("a token that is over is held")
			}
		})
	}
}

func TestEachEnvironmentHasItsOwnToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cache
		f := &fetching{takes: time.Second}
		var live, test string
		var both sync.WaitGroup
		both.Go(func() { live = tokenOf(t, c.In("live"), f) })
		both.Go(func() { test = tokenOf(t, c.In("test"), f) })
		both.Wait()
		if live == test || f.n.Load() != 2 {
			t.Errorf("%s and %s, asked %d times", live, test, f.n.Load())
		}
		c.Forget("test", "c1")
		if _, ok := c.Held("test", "c1"); ok {
			t.Error("a token that was to be forgotten is held")
		}
		if tokenOf(t, c.In("live"), f) != live {
			t.Error("another environment's token was forgotten")
		}
		c.Forget("", "c1")
		if _, ok := c.Held("live", "c1"); ok {
			t.Error("a token is held after all were forgotten")
		}
	})
}

// kept is where refresh tokens are kept, in the order in which they were.
type kept struct {
	mu   sync.Mutex
	list []string
	err  error
}

func (k *kept) Grant(string) (Secret, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.list) == 0 {
		return Secret{}, nil
	}
	return Hide(k.list[len(k.list)-1]), nil
}

func (k *kept) Keep(_ string, refresh Secret) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		return k.err
	}
	k.list = append(k.list, refresh.Reveal())
	return nil
}

func TestARefreshTokenIsKeptBeforeItsTokenIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &kept{list: []string{"refresh-0"}}
		c := Cache{Grants: k}
		f := &fetching{next: true, life: time.Hour}
		for i := range 3 {
			tokenOf(t, c.In("live"), f)
			if last := k.list[len(k.list)-1]; last != fmt.Sprintf("refresh-%d", i+1) {
				t.Errorf("the token is used and %s is kept", last)
			}
			time.Sleep(time.Hour)
		}
		if !slices.Equal(f.with, []string{"refresh-0", "refresh-1", "refresh-2"}) {
			t.Errorf("asked with %v", f.with)
		}
		k.err = errors.New("the vault is locked")
		if _, err := c.In("live").Token(t.Context(), "c1", f.fetch); !errors.Is(err, k.err) {
			t.Errorf("a refresh token that cannot be kept: %v", err)
		}
		if _, ok := c.Held("live", "c1"); ok {
			t.Error("its token is held all the same")
		}
	})
}

func TestARefreshTokenThatStaysIsNotKeptAgain(t *testing.T) {
	k := &kept{list: []string{"same"}}
	c := Cache{Grants: k}
	got, err := c.In("live").Token(t.Context(), "c1", func(_ context.Context, refresh Secret) (Token, error) {
		return Token{Values: []Secret{Hide("a")}, Refresh: refresh}, nil
	})
	if err != nil || got.Values[0].Reveal() != "a" || len(k.list) != 1 {
		t.Errorf("%v, %v", k.list, err)
	}
}

// Two environments share a sign-in: none uses a refresh token that the other has used up.
func TestNoRefreshTokenIsUsedTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := Cache{Grants: &kept{list: []string{"refresh-0"}}}
		f := &fetching{next: true, takes: time.Second}
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() { tokenOf(t, c.In(fmt.Sprint("env", i%4)), f) })
		}
		all.Wait()
		slices.Sort(f.with)
		if len(f.with) != 4 || len(slices.Compact(f.with)) != 4 {
			t.Errorf("asked with %v", f.with)
		}
	})
}

func TestAFailedFetchIsTriedAgainByTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cache
		f := &fetching{err: errors.New("no"), takes: time.Second}
		var wrong atomic.Int32
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if _, err := c.In("live").Token(t.Context(), "c1", f.fetch); errors.Is(err, f.err) {
					wrong.Add(1)
				}
			})
		}
		all.Wait()
		if wrong.Load() != 10 || f.n.Load() != 1 {
			t.Errorf("%d were told, asked %d times", wrong.Load(), f.n.Load())
		}
		f.err = nil
		if got := tokenOf(t, c.In("live"), f); got != "token-2" {
			t.Errorf("got %s", got)
		}
	})
}

func TestWhoLeavesDoesNotCancelTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cache
		f := &fetching{takes: 10 * time.Second}
		leaves, leave := context.WithCancel(t.Context())
		var first error
		var got string
		var both sync.WaitGroup
		both.Go(func() { _, first = c.In("live").Token(leaves, "c1", f.fetch) })
		synctest.Wait() // the one who leaves has begun it
		both.Go(func() { got = tokenOf(t, c.In("live"), f) })
		time.Sleep(time.Second)
		leave()
		both.Wait()
		if !errors.Is(first, context.Canceled) || got != "token-1" || f.n.Load() != 1 {
			t.Errorf("%v, %s, asked %d times", first, got, f.n.Load())
		}
	})
}

func TestAFetchEndsAfterAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cache
		start := time.Now()
		_, err := c.In("live").Token(t.Context(), "c1", (&fetching{takes: time.Hour}).fetch)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestARefusedTokenIsNotUsedAgain(t *testing.T) {
	var c Cache
	f := &fetching{}
	live := c.In("live")
	first, err := live.Token(t.Context(), "c1", f.fetch)
	if err != nil {
		t.Fatal(err)
	}
	live.Refused("c1", Token{Values: []Secret{Hide("another")}})
	if tokenOf(t, live, f) != "token-1" {
		t.Error("a token was dropped for another's sake")
	}
	live.Refused("c1", first)
	if tokenOf(t, live, f) != "token-2" {
		t.Error("a refused token is used again")
	}
	live.Refused("c1", first) // someone late
	if tokenOf(t, live, f) != "token-2" {
		t.Error("the new token was dropped for the old one's sake")
	}
}

func TestASignInsTokenIsUsedAtOnce(t *testing.T) {
	k := &kept{}
	c := Cache{Grants: k}
	f := &fetching{}
	tokenOf(t, c.In("test"), f)
	if err := c.Put("live", "c1", Token{Values: []Secret{Hide("signed-in")}, Refresh: Hide("refresh")}); err != nil {
		t.Fatal(err)
	}
	if got := tokenOf(t, c.In("live"), f); got != "signed-in" || k.list[0] != "refresh" {
		t.Errorf("%s, %v", got, k.list)
	}
	if _, ok := c.Held("test", "c1"); ok {
		t.Error("a token of before the sign-in is held")
	}
	k.err = errors.New("the vault is locked")
	if err := c.Put("live", "c1", Token{Values: []Secret{Hide("again")}, Refresh: Hide("r2")}); !errors.Is(err, k.err) {
		t.Errorf("got %v", err)
	}
	if tokenOf(t, c.In("live"), f) != "signed-in" {
		t.Error("the token of before is gone though the new one could not be kept")
	}
}

func TestAMadeUpAccountIsSignedIn(t *testing.T) {
	k := &kept{err: errors.New("nobody keeps what is made up")}
	c := Cache{Grants: k}
	f := &fetching{next: true}
	id := Record{ID: "c1", Scheme: "oauth2"}.MadeUp().ID
	for range 2 {
		if _, err := c.In("sandbox").Token(t.Context(), id, f.fetch); err != nil {
			t.Fatal(err)
		}
		c.Forget("", id)
	}
	if !slices.Equal(f.with, []string{"sandbox-refresh", "refresh-1"}) {
		t.Errorf("asked with %v", f.with)
	}
}

func TestASignInToAMadeUpAccountOutlivesTheProgram(t *testing.T) {
	k := &kept{}
	id := Record{ID: "c1", Scheme: "oauth2"}.MadeUp().ID
	if err := (&Cache{Grants: k}).Put("local", id, Token{Values: []Secret{Hide("t")}, Refresh: Hide("signed-in")}); err != nil {
		t.Fatal(err)
	}
	f := &fetching{next: true}
	if _, err := (&Cache{Grants: k}).In("local").Token(t.Context(), id, f.fetch); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(f.with, []string{"signed-in"}) || !slices.Equal(k.list, []string{"signed-in", "refresh-1"}) {
		t.Errorf("asked with %v, kept %v", f.with, k.list)
	}
}

// Many requests are under way with an old token while some already have the new one:
// what is refused is the token that a request was made with.
func TestARequestRefusesTheTokenItWasMadeWith(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Cache
		f := &fetching{}
		m, err := newTokened(Env{Connection: "c1", Tokens: c.In("live"), Sender: sandboxed()}, 1, f.fetch, bearer)
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				p, err := m.Apply(t.Context(), Request{})
				if err != nil {
					t.Error(err)
				}
				time.Sleep(time.Second + time.Duration(i)*time.Millisecond) // the answers come one by one
				m.(Refuser).Refused(p)
				if _, err := m.Apply(t.Context(), Request{}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if f.n.Load() != 2 {
			t.Errorf("asked %d times for two tokens", f.n.Load())
		}
	})
}

func TestPartsOfNoTokenRefuseNothing(t *testing.T) {
	var c Cache
	f := &fetching{}
	m, err := newTokened(Env{Connection: "c1", Tokens: c.In("live"), Sender: sandboxed()}, 1, f.fetch, bearer)
	if err != nil {
		t.Fatal(err)
	}
	p, err := m.Apply(t.Context(), Request{})
	if err != nil {
		t.Fatal(err)
	}
	m.(Refuser).Refused(Parts{})
	if tokenOf(t, c.In("live"), f) != "token-1" {
		t.Error("a token was dropped without a reason")
	}
	m.(Refuser).Refused(p)
	if tokenOf(t, c.In("live"), f) != "token-2" {
		t.Error("a refused token is used again")
	}
}

func TestEveryMethodThatAsksCanBeRefused(t *testing.T) {
	for _, s := range All {
		a := account(t, s.ID, filledIn(s.ID))
		m, err := a.Method(Env{Connection: "c1", Tokens: new(Cache).In("live"), Sender: sandboxed()})
		if err != nil {
			t.Fatal(err)
		}
		_, withoutAsking := a.Method(Env{})
		if _, can := m.(Refuser); can != (withoutAsking != nil) {
			t.Errorf("%s: can be refused %v, without a sender %v", s.ID, can, withoutAsking)
		}
	}
}
