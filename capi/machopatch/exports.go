package main

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
)

// Load commands with the exports of a library.
const (
	cmdDysymtab     = 0xb
	cmdDyldInfo     = 0x22
	cmdDyldInfoOnly = 0x80000022
	cmdExportsTrie  = 0x80000033

	indirectLocal    = 0x80000000
	indirectAbsolute = 0x40000000
)

// An export is an entry of the trie from which the dynamic loader finds a library's symbols: a name, and what the trie
// has for it.
type export struct {
	name string
	info []byte
}

// readULEB returns a number of the trie and the bytes after it.
func readULEB(b []byte) (uint64, []byte, error) {
	var n uint64
	for i := 0; i < len(b) && i < 10; i++ {
		n |= uint64(b[i]&0x7f) << (7 * i)
		if b[i] < 0x80 {
			return n, b[i+1:], nil
		}
	}
	return 0, nil, errors.New("exports: bad number")
}

func appendULEB(b []byte, n uint64) []byte {
	for n >= 0x80 {
		b = append(b, byte(n)|0x80)
		n >>= 7
	}
	return append(b, byte(n))
}

// readTrie returns the exports of a trie. Each node is read once, so a hostile trie ends, too.
func readTrie(trie []byte) ([]export, error) {
	var found []export
	seen, names := map[uint64]bool{}, map[string]bool{}
	var walk func(at uint64, name string) error
	walk = func(at uint64, name string) error {
		if at >= uint64(len(trie)) || seen[at] {
			return errors.New("exports: bad node")
		}
		seen[at] = true
		size, rest, err := readULEB(trie[at:])
		if err != nil {
			return err
		}
		if size >= uint64(len(rest)) {
			return errors.New("exports: node beyond the end")
		}
		if size > 0 {
			if names[name] {
				return fmt.Errorf("exports: two entries for %q", name)
			}
			names[name] = true
			found = append(found, export{name, rest[:size]})
		}
		children := rest[size]
		rest = rest[size+1:]
		for range children {
			label, after, ok := bytes.Cut(rest, []byte{0})
			if !ok {
				return errors.New("exports: label without an end")
			}
			var child uint64
			if child, rest, err = readULEB(after); err != nil {
				return err
			}
			if err := walk(child, name+string(label)); err != nil {
				return err
			}
		}
		return nil
	}
	if len(trie) == 0 {
		return nil, nil
	}
	return found, walk(0, "")
}

// A node of a trie that is being written.
type node struct {
	info     []byte
	labels   []string
	children []*node
	offset   uint64
}

// buildTrie returns the node for exports that are sorted by name and have the same first bytes, which are cut off.
func buildTrie(exports []export) *node {
	n := &node{}
	if len(exports) > 0 && exports[0].name == "" {
		n.info = exports[0].info
		exports = exports[1:]
	}
	for len(exports) > 0 {
		count := sort.Search(len(exports), func(i int) bool { return exports[i].name[0] != exports[0].name[0] })
		first, last := exports[0].name, exports[count-1].name // the sorted ones between share what these two share
		length := 0
		for length < len(first) && length < len(last) && first[length] == last[length] {
			length++
		}
		below := make([]export, count)
		for i, e := range exports[:count] {
			below[i] = export{e.name[length:], e.info}
		}
		n.labels = append(n.labels, first[:length])
		n.children = append(n.children, buildTrie(below))
		exports = exports[count:]
	}
	return n
}

// writeTrie returns the trie of exports.
func writeTrie(exports []export) []byte {
	exports = append([]export(nil), exports...)
	sort.Slice(exports, func(i, j int) bool { return exports[i].name < exports[j].name })
	var nodes []*node
	var collect func(n *node)
	collect = func(n *node) {
		nodes = append(nodes, n)
		for _, child := range n.children {
			collect(child)
		}
	}
	collect(buildTrie(exports))
	encode := func(n *node) []byte {
		b := append(appendULEB(nil, uint64(len(n.info))), n.info...)
		b = append(b, byte(len(n.children)))
		for i, child := range n.children {
			b = append(append(b, n.labels[i]...), 0)
			b = appendULEB(b, child.offset)
		}
		return b
	}
	for { // the length of a node depends on the offsets of others
		at, changed := uint64(0), false
		for _, n := range nodes {
			changed = changed || n.offset != at
			n.offset = at
			at += uint64(len(encode(n)))
		}
		if !changed {
			break
		}
	}
	var out []byte
	for _, n := range nodes {
		out = append(out, encode(n)...)
	}
	return out
}

// hideLinkerSymbols removes exports that are not public: the linker adds some of its own. The library is changed in
// place.
func hideLinkerSymbols(file []byte) error {
	all, err := commands(file, typeDylib)
	if err != nil {
		return err
	}
	var symtab, dysymtab *command
	exportTries := 0
	for i, c := range all {
		field := uint32(0)
		switch {
		case (c.cmd == cmdDyldInfo || c.cmd == cmdDyldInfoOnly) && c.size >= 48:
			field = c.offset + 40
		case c.cmd == cmdExportsTrie && c.size >= 16:
			field = c.offset + 8
		case c.cmd == cmdSymtab && c.size >= 24:
			symtab = &all[i]
		case c.cmd == cmdDysymtab && c.size >= 80:
			dysymtab = &all[i]
		}
		if field == 0 {
			continue
		}
		exportTries++
		at, size := uint64(little.Uint32(file[field:])), uint64(little.Uint32(file[field+4:]))
		if at+size > uint64(len(file)) {
			return errors.New("exports beyond the end of the file")
		}
		if err := filterTrie(file[at : at+size]); err != nil {
			return err
		}
	}
	if exportTries != 1 || symtab == nil || dysymtab == nil {
		return errors.New("no exports or no symbol table")
	}
	return hideSymbols(file, file[symtab.offset:], file[dysymtab.offset:])
}

// filterTrie leaves the public functions in a trie. The rest of its bytes becomes zero.
func filterTrie(trie []byte) error {
	exports, err := readTrie(trie)
	if err != nil {
		return err
	}
	var public []export
	for _, e := range exports {
		if isPublic(e.name) {
			public = append(public, e)
		}
	}
	smaller := writeTrie(public)
	if len(smaller) > len(trie) {
		return fmt.Errorf("exports: %d bytes for the public functions, %d before", len(smaller), len(trie))
	}
	clear(trie[copy(trie, smaller):])
	return nil
}

// hideSymbols moves symbols that are external and not public to the local ones, which come first.
func hideSymbols(file, symtab, dysymtab []byte) error {
	table, count := uint64(little.Uint32(symtab[8:])), uint64(little.Uint32(symtab[12:]))
	names, namesSize := uint64(little.Uint32(symtab[16:])), uint64(little.Uint32(symtab[20:]))
	locals, externals := uint64(little.Uint32(dysymtab[12:])), uint64(little.Uint32(dysymtab[20:]))
	indirect, indirectCount := uint64(little.Uint32(dysymtab[56:])), uint64(little.Uint32(dysymtab[60:]))
	size := uint64(len(file))
	if table+count*symbolSize > size || names+namesSize > size || indirect+indirectCount*4 > size ||
		little.Uint32(dysymtab[8:]) != 0 || uint64(little.Uint32(dysymtab[16:])) != locals || locals+externals > count {
		return errors.New("unknown order of symbols")
	}
	entry := func(i uint64) []byte { return file[table+i*symbolSize:][:symbolSize] }
	var order []uint64 // the new order of the external ones, by old index
	hidden := uint64(0)
	for _, wantPublic := range []bool{false, true} {
		for i := locals; i < locals+externals; i++ {
			name := uint64(little.Uint32(entry(i)))
			if name >= namesSize {
				return errors.New("name beyond the string table")
			}
			if isPublic(cString(file[names+name:names+namesSize])) == wantPublic {
				order = append(order, i)
				if !wantPublic {
					hidden++
				}
			}
		}
	}
	entries := make([][]byte, len(order))
	moved := map[uint32]uint32{}
	for to, from := range order {
		entries[to] = bytes.Clone(entry(from))
		moved[uint32(from)] = uint32(locals) + uint32(to)
	}
	for to, e := range entries {
		if uint64(to) < hidden {
			e[4] = e[4]&^symbolExternal | symbolPrivate
		}
		copy(entry(locals+uint64(to)), e)
	}
	little.PutUint32(dysymtab[12:], uint32(locals+hidden))
	little.PutUint32(dysymtab[16:], uint32(locals+hidden))
	little.PutUint32(dysymtab[20:], uint32(externals-hidden))
	for i := range indirectCount {
		slot := file[indirect+i*4:]
		index := little.Uint32(slot)
		if to, ok := moved[index]; ok && index&(indirectLocal|indirectAbsolute) == 0 {
			little.PutUint32(slot, to)
		}
	}
	return nil
}
