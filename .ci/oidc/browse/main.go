// Browse is a person at a browser: it opens a page of the server beside it in headless
// Chromium, signs in there, and prints what the page says that the browser ends on.
//
//	browse [-cancel] [-again] [-dark] [-shot FILE] URL
//
// What the browser complains about is a failure: a style sheet that its policy forbids, say.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func main() {
	log.SetFlags(0)
	no := flag.Bool("cancel", false, "go back instead of signing in")
	again := flag.Bool("again", false, "reload the last page, and print that too")
	dark := flag.Bool("dark", false, "as one who likes it dark")
	shot := flag.String("shot", "", "write a picture of the last page here")
	user := flag.String("user", "test", "to sign in as")
	password := flag.String("password", "verysecure", "of the user")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	b, stop, err := open(*dark)
	if err == nil {
		err = b.visit(flag.Arg(0), *user, *password, *no)
	}
	if err == nil && *again {
		err = b.reload()
	}
	if err == nil && *shot != "" {
		err = b.shoot(*shot)
	}
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

// A browser is Chromium with a home of its own, for this once.
type browser struct {
	ctx context.Context

	mu     sync.Mutex
	blames []string // what the browser complains about
}

func open(dark bool) (b *browser, stop func(), err error) {
	home, err := os.MkdirTemp("", "browse")
	if err != nil {
		return nil, func() {}, err
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.Env("HOME="+home, "TMPDIR="+home), chromedp.UserDataDir(filepath.Join(home, "profile")),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(900, 600),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if path := os.Getenv("CHROMIUM"); path != "" {
		flags = append(flags, chromedp.ExecPath(path))
	}
	bounded, stopTime := context.WithTimeout(context.Background(), time.Minute)
	alloc, stopAll := chromedp.NewExecAllocator(bounded, flags...)
	ctx, stopTab := chromedp.NewContext(alloc)
	stop = func() {
		chromedp.Cancel(ctx) // closes the browser, and waits for it
		stopTab()
		stopAll()
		stopTime()
		os.RemoveAll(home)
	}
	b = &browser{ctx: ctx}
	scheme := map[bool]string{true: "dark", false: "light"}[dark]
	_, err = chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err == nil {
		err = chromedp.Listen(ctx, b.hear)
	}
	if err == nil {
		_, err = chromedp.Call(ctx, cdplog.Enable, cdp.Empty{})
	}
	return b, stop, err
}

// hear takes down complaints. An icon that is not there is none, advice neither.
func (b *browser) hear(e any) {
	if l, ok := e.(*cdplog.EventEntryAdded); ok && l.Entry.Source != cdplog.EntrySourceNetwork && l.Entry.Source != cdplog.EntrySourceRecommendation {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.blames = append(b.blames, l.Entry.Text)
	}
}

// visit signs in, or goes back, and prints the page that this ends on.
func (b *browser) visit(url, user, password string, no bool) error {
	if err := chromedp.Do(b.ctx, chromedp.Navigate(url), chromedp.WaitVisible("#username")); err != nil {
		return fmt.Errorf("the page to sign in on: %w", err)
	}
	steps := []chromedp.Action[chromedp.Void]{chromedp.SendKeys("#username", user), chromedp.SendKeys("#password", password+kb.Enter)}
	if no {
		steps = []chromedp.Action[chromedp.Void]{chromedp.Click("#cancel")}
	}
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	return b.read()
}

func (b *browser) reload() error {
	if err := chromedp.Do(b.ctx, chromedp.Reload()); err != nil {
		return fmt.Errorf("reloading: %w", err)
	}
	return b.read()
}

// look is what a page of ours has to show.
const look = `JSON.stringify({at: location.origin, text: document.querySelector("main")?.innerText ?? "",
	styled: getComputedStyle(document.body).display == "grid", whole: document.readyState == "complete"})`

// read waits for the page that came back to this machine, and prints it. It asks again and
// again: while the browser goes from page to page there may be nothing to ask.
func (b *browser) read() error {
	var seen struct {
		At, Text      string
		Styled, Whole bool
	}
	for !seen.Whole || seen.Text == "" {
		select {
		case <-b.ctx.Done():
			return fmt.Errorf("the last page never came; the browser is at %s", seen.At)
		case <-time.After(100 * time.Millisecond):
		}
		if text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](look)); err == nil {
			json.Unmarshal([]byte(text), &seen)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case len(b.blames) > 0:
		return errors.New("the browser complains: " + strings.Join(b.blames, "; "))
	case !strings.HasPrefix(seen.At, "http://127.0.0.1:"):
		return errors.New("the browser ended at " + seen.At)
	case !seen.Styled:
		return errors.New("the page's style sheet was not used")
	}
	fmt.Println(seen.Text)
	return nil
}

func (b *browser) shoot(file string) error {
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(file, png, 0o644)
}
