package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// The file is examined by reading it, page by page, before bbolt maps it into
// memory: in a mapped file a page outside it ends the process, and a circle of
// pages overflows the stack, neither of which can be caught.

// Layout of a bbolt file, version 2. Numbers are in the machine's byte order.
const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2

	headSize = 16 // page header: id u64, flags u16, count u16, overflow u32
	elemSize = 16 // leaf: flags, pos, ksize, vsize u32; branch: pos, ksize u32, page u64
	metaSize = 64

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10

	noFreelist = ^uint64(0)
	maxDepth   = 40
)

var order = binary.NativeEndian

type meta struct {
	pageSize, root, freelist, pages, txid uint64
}

func readMeta(b []byte) (m meta, ok bool) {
	if len(b) < headSize+metaSize {
		return m, false
	}
	b = b[headSize:]
	sum := fnv.New64a()
	sum.Write(b[:metaSize-8])
	m = meta{
		pageSize: uint64(order.Uint32(b[8:])),
		root:     order.Uint64(b[16:]),
		freelist: order.Uint64(b[32:]),
		pages:    order.Uint64(b[40:]),
		txid:     order.Uint64(b[48:]),
	}
	return m, order.Uint32(b) == boltMagic && order.Uint32(b[4:]) == boltVersion && sum.Sum64() == order.Uint64(b[56:])
}

// pages reads a bbolt file without mapping it.
type pages struct {
	meta
	r    io.ReaderAt
	half bool // one of the two metas is broken: the last change may be missing
	seen []bool

	visit   func(bucket string, key []byte, value func() ([]byte, error))
	problem func(bucket string, err error)
}

// openPages judges the two metas and the size of f. An error that is not
// ErrDamaged is one of reading.
func openPages(f *os.File) (*pages, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	if size == 0 {
		return nil, damaged("the file is empty")
	}
	at := func(off int64) (meta, bool, error) {
		var b [headSize + metaSize]byte
		n, err := f.ReadAt(b[:], off)
		if err != nil && err != io.EOF {
			return meta{}, false, err
		}
		m, ok := readMeta(b[:n])
		return m, ok, nil
	}
	m0, ok0, err := at(0)
	if err != nil {
		return nil, err
	}
	var m1 meta
	ok1 := false
	for ps := int64(1024); ps <= 64<<10 && !ok1; ps *= 2 {
		if ok0 && uint64(ps) != m0.pageSize {
			continue
		}
		if m1, ok1, err = at(ps); err != nil {
			return nil, err
		}
		ok1 = ok1 && m1.pageSize == uint64(ps)
	}
	p := &pages{meta: m0, r: f, half: ok0 != ok1}
	switch {
	case !ok0 && !ok1:
		return nil, damaged("its first two pages cannot be read")
	case !ok0 || ok1 && m1.txid > m0.txid:
		p.meta = m1
	}
	if ps := p.pageSize; ps < 1024 || ps > 64<<10 || ps&(ps-1) != 0 {
		return nil, damaged("a page size of %d", ps)
	}
	if have := uint64(size) / p.pageSize; p.pages > have || p.pages < 3 {
		// The other meta may still describe what is left; that is for salvage.
		return p, damaged("it should have %d pages and has %d", p.pages, have)
	}
	return p, nil
}

// walk visits every row and tells every problem of the structure. It ends on
// any input: no page is read twice.
func (p *pages) walk() {
	if p.visit == nil {
		p.visit = func(string, []byte, func() ([]byte, error)) {}
	}
	info := int64(p.pages)
	if f, ok := p.r.(*os.File); ok { // a false count must not cost memory
		if st, err := f.Stat(); err == nil {
			info = min(info, st.Size()/int64(p.pageSize)+1)
		}
	}
	p.seen = make([]bool, info)
	p.tree("", p.root, 0, nil, nil)
	p.free()
}

// A page is read piece by piece, so that large values are passed over.
type page struct {
	p     *pages
	off   int64
	size  int64
	head  []byte // its first bytes, or all of an inline page
	flags uint16
	count int
}

func (g *page) bytes(off, n int64) ([]byte, error) {
	if off < 0 || n < 0 || off+n > g.size {
		return nil, damaged("a row outside its page")
	}
	if off+n <= int64(len(g.head)) {
		return g.head[off : off+n], nil
	}
	b := make([]byte, n)
	if err := g.p.read(b, g.off+off); err != nil {
		return nil, err
	}
	return b, nil
}

func (p *pages) read(b []byte, off int64) error {
	_, err := p.r.ReadAt(b, off)
	if err == io.EOF {
		return damaged("the file is cut short")
	}
	return err
}

func (p *pages) page(id uint64) (*page, error) {
	if id < 2 || id >= uint64(len(p.seen)) {
		return nil, damaged("page %d of %d", id, len(p.seen))
	}
	head := make([]byte, p.pageSize)
	off := int64(id * p.pageSize)
	if err := p.read(head, off); err != nil {
		return nil, err
	}
	more := uint64(order.Uint32(head[12:]))
	if got := order.Uint64(head); got != id || id+more >= uint64(len(p.seen)) {
		return nil, damaged("page %d calls itself page %d", id, got)
	}
	for i := id; i <= id+more; i++ {
		if p.seen[i] {
			return nil, damaged("page %d is used twice", i)
		}
		p.seen[i] = true
	}
	return p.view(head, off, int64((1+more)*p.pageSize)), nil
}

func (p *pages) view(head []byte, off, size int64) *page {
	return &page{p: p, off: off, size: size, head: head, flags: order.Uint16(head[8:]), count: int(order.Uint16(head[10:]))}
}

func (p *pages) tree(bucket string, id uint64, depth int, lo, hi []byte) {
	g, err := p.page(id)
	if err == nil && depth > maxDepth {
		err = damaged("page %d lies too deep", id)
	}
	if err == nil {
		err = p.node(bucket, g, depth, lo, hi)
	}
	if err != nil {
		p.problem(bucket, err)
	}
}

// node reads one page. Its keys ascend and lie in [lo, hi).
func (p *pages) node(bucket string, g *page, depth int, lo, hi []byte) error {
	if g.flags != branchPage && g.flags != leafPage {
		return damaged("a page of unknown kind %#x", g.flags)
	}
	table, err := g.bytes(headSize, int64(g.count)*elemSize)
	if err != nil {
		return err
	}
	if g.flags == branchPage && g.count == 0 {
		return damaged("a branch page without branches")
	}
	keys := make([][]byte, g.count)
	for i := range keys {
		e := table[i*elemSize:][:elemSize]
		if g.flags == leafPage {
			e = e[4:]
		}
		pos, ksize := int64(order.Uint32(e)), int64(order.Uint32(e[4:]))
		off := headSize + int64(i)*elemSize + pos
		if ksize == 0 || off < headSize+int64(len(table)) {
			return damaged("a row outside its page")
		}
		if keys[i], err = g.bytes(off, ksize); err != nil {
			return err
		}
		switch k := keys[i]; {
		case i == 0 && lo != nil && !bytes.Equal(k, lo):
			// bbolt finds a changed page in the one above it by its first key.
			p.problem(bucket, damaged("a page that is not what the one above it says"))
		case i > 0 && bytes.Compare(keys[i-1], k) >= 0, lo != nil && bytes.Compare(k, lo) < 0, hi != nil && bytes.Compare(k, hi) >= 0:
			p.problem(bucket, damaged("rows out of order"))
		}
	}
	for i, k := range keys {
		e := table[i*elemSize:][:elemSize]
		if g.flags == branchPage {
			next := hi
			if i+1 < len(keys) {
				next = keys[i+1]
			}
			p.tree(bucket, order.Uint64(e[8:]), depth+1, k, next)
			continue
		}
		off := headSize + int64(i)*elemSize + int64(order.Uint32(e[4:])) + int64(len(k))
		vsize := int64(order.Uint32(e[12:]))
		if off+vsize > g.size {
			p.problem(bucket, damaged("a row outside its page"))
			continue
		}
		value := func() ([]byte, error) { return g.bytes(off, vsize) }
		isBucket := order.Uint32(e)
		switch {
		case bucket != "" && isBucket == 0:
			p.visit(bucket, k, value)
		case bucket == "" && isBucket == 1:
			if err := p.bucket(string(k), value); err != nil {
				p.problem(string(k), err)
			}
		default:
			p.problem(bucket, damaged("a row of unknown kind %#x", isBucket))
		}
	}
	return nil
}

// bucket reads a table: the page of its root, or, when small, its one page
// stands in the value itself.
func (p *pages) bucket(name string, value func() ([]byte, error)) error {
	v, err := value()
	if err != nil {
		return err
	}
	if len(v) < 16 {
		return damaged("a table of %d bytes", len(v))
	}
	if root := order.Uint64(v); root != 0 {
		p.tree(name, root, 0, nil, nil)
		return nil
	}
	inline := v[16:]
	if len(inline) < headSize {
		return damaged("a table of %d bytes", len(v))
	}
	g := p.view(inline, 0, int64(len(inline)))
	if g.flags != leafPage {
		return damaged("a page of unknown kind %#x", g.flags)
	}
	return p.node(name, g, 0, nil, nil)
}

// free reads the list of free pages: a page in use that it calls free would be
// overwritten by the next change.
func (p *pages) free() {
	if p.freelist == noFreelist {
		return
	}
	err := func() error {
		g, err := p.page(p.freelist)
		if err != nil {
			return err
		}
		if g.flags != freelistPage {
			return damaged("the list of free pages is of kind %#x", g.flags)
		}
		off, n := int64(headSize), int64(g.count)
		if n == 0xFFFF {
			b, err := g.bytes(off, 8)
			if err != nil {
				return err
			}
			if n = int64(order.Uint64(b)); n < 0 || n > g.size/8 {
				return damaged("%d free pages", n)
			}
			off += 8
		}
		ids, err := g.bytes(off, n*8)
		if err != nil {
			return err
		}
		for ; len(ids) > 0; ids = ids[8:] {
			id := order.Uint64(ids)
			if id < 2 || id >= uint64(len(p.seen)) || p.seen[id] {
				return damaged("page %d is both free and in use", id)
			}
			p.seen[id] = true
		}
		return nil
	}()
	if err != nil {
		p.problem("", err)
	}
}

// inspect examines the file at path: its metas and size, and with all set its
// whole structure. half says that one of the two metas was broken.
func inspect(path string, all bool) (half bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	p, err := openPages(f)
	if err != nil {
		return false, fmt.Errorf("%s: %w", path, err)
	}
	if all {
		p.problem = func(bucket string, e error) {
			if err == nil {
				err = fmt.Errorf("%s: %w", path, e)
			}
		}
		p.walk()
	}
	return p.half, err
}
