package sandbox

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"

	"flowbench/engine/catalog"
)

// cacheSize is how many steady answers are kept ready for each provider.
const cacheSize = 256

// A house is a provider in the sandbox: its routes and what it keeps.
type house struct {
	provider *catalog.Provider
	routes   []route
	proofs   []proof
	denied   string
	unknown  string

	changing sync.Mutex // held by requests that may change the state
	state    atomic.Pointer[any]

	cacheMu sync.Mutex
	cache   map[string]*answer
}

func newHouse(p *catalog.Provider) *house {
	h := &house{provider: p, routes: routesOf(p), proofs: proofsOf(p), denied: p.Source(p.Sandbox.Denied), unknown: p.Source(p.Sandbox.Unknown)}
	if p.Sandbox.Unknown == "" {
		h.unknown = p.Source(`plain(404; "\(.method) \(.path) is not in the sandbox")`)
	}
	h.reset()
	return h
}

// reset forgets all that was kept.
func (h *house) reset() {
	h.changing.Lock()
	defer h.changing.Unlock()
	var nothing any
	h.state.Store(&nothing)
	h.cacheMu.Lock()
	defer h.cacheMu.Unlock()
	h.cache = map[string]*answer{}
}

// find returns the route for a request and its parameters, or nil.
func (h *house) find(method, origin, escaped string) (*route, map[string]any) {
	for i := range h.routes {
		if params, ok := h.routes[i].match(method, origin, escaped); ok {
			return &h.routes[i], params
		}
	}
	return nil, nil
}

// answer answers a request that came for a path of the provider.
func (h *house) answer(ctx context.Context, by Answerer, r *http.Request, origin, escaped string, body []byte) (*answer, *route, error) {
	route, params := h.find(r.Method, origin, escaped)
	program, steady := h.unknown, false
	if route != nil {
		program, steady = route.program, route.steady
	}
	wrong := h.wrong(route, r, origin, escaped, body)
	if wrong != nil {
		program, steady = h.denied, false
	}
	key := escaped + "?" + r.URL.RawQuery
	if steady {
		if a := h.cached(key); a != nil {
			return a, route, nil
		}
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.changing.Lock()
		defer h.changing.Unlock()
	}
	q := request(r, escaped, params, body, *h.state.Load())
	if wrong != nil {
		q["wrong"] = wrong.Error()
	}
	v, err := by.Answer(ctx, program, q)
	if err != nil {
		return nil, route, err
	}
	a, err := answerOf(v)
	if err != nil {
		return nil, route, err
	}
	if a.keeps && r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.state.Store(&a.state)
	}
	if steady {
		h.keep(key, a)
	}
	return a, route, nil
}

func (h *house) cached(key string) *answer {
	h.cacheMu.Lock()
	defer h.cacheMu.Unlock()
	return h.cache[key]
}

func (h *house) keep(key string, a *answer) {
	h.cacheMu.Lock()
	defer h.cacheMu.Unlock()
	if len(h.cache) >= cacheSize {
		clear(h.cache)
	}
	h.cache[key] = a
}
